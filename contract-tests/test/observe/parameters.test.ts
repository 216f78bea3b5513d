import { expect, test } from "vitest";
import type { HeaderField, Interaction } from "../../src/traffic/interaction.js";
import { brief } from "./open.js";

// Every place and style of OpenAPI 3.1 §4.8.12.3: what fits is silent, however it is written, and what does not is found.
const integers = { type: "array", items: { type: "integer" } };
const point = { type: "object", required: ["x"], properties: { x: { type: "integer" }, y: { type: "integer" } }, additionalProperties: false };
const labels = { type: "object", additionalProperties: { type: "integer" } };
const either = { anyOf: [{ type: "integer" }, integers] };

type Parameter = Readonly<Record<string, unknown>>;
const path = (schema: object, style: string, explode: boolean): Parameter => ({ name: "p", in: "path", required: true, schema, style, explode });
const query = (schema: object, style: string, explode: boolean, required = false): Parameter => ({
  name: "p",
  in: "query",
  schema,
  style,
  explode,
  required,
});
const other = (place: string, schema: object, explode: boolean): Parameter => ({ name: "p", in: place, schema, explode });

function document(...parameters: Parameter[]): unknown {
  const inPath = parameters.some((each) => each["in"] === "path");
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    paths: { [inPath ? "/things/{p}" : "/things"]: { get: { parameters, responses: { 204: { description: "ok" } } } } },
  };
}

function asking(end: string, headers: readonly HeaderField[] = []): Interaction {
  return {
    request: { method: "GET", url: `https://api.example.com/v1/things${end}`, headers },
    response: { status: 204, headers: [] },
    origin: "test#1",
  };
}

test.each<[string, Parameter, string]>([
  ["a label", path({ type: "integer" }, "label", false), "/.5"],
  ["a list of labels", path(integers, "label", true), "/.5.6"],
  ["a label's object", path(point, "label", true), "/.x=5.y=6"],
  ["a matrix", path({ type: "integer" }, "matrix", false), "/;p=5"],
  ["a matrix list, name by name", path(integers, "matrix", true), "/;p=5;p=6"],
  ["a matrix object, name by name", path(point, "matrix", true), "/;x=5;y=6"],
  ["a matrix object in one", path(point, "matrix", false), "/;p=x,5,y,6"],
  ["a simple object", path(point, "simple", false), "/x,5,y,6"],
  ["a simple object of pairs", path(point, "simple", true), "/x=5,y=6"],
  ["an object side by side with other parameters", query(point, "form", true), "?x=5&y=6"],
  ["an object of any names", query(labels, "form", true), "?a=5&b=6"],
  ["an empty object that has to be there", query(labels, "form", true, true), ""],
  ["an object in one", query(point, "form", false), "?p=x,5,y,6"],
  ["a deep object", query(point, "deepObject", true), "?p[x]=5&p%5By%5D=6"],
  ["a deep object in a deep object", query({ type: "object", properties: { a: point } }, "deepObject", true), "?p[a][x]=5"],
  ["a list with brackets", query(integers, "form", true), "?p[]=5&p[]=6"],
  ["a list with spaces", query(integers, "spaceDelimited", false), "?p=5%206"],
  ["a list with pluses", query(integers, "spaceDelimited", false), "?p=5+6"],
  ["a list with pipes", query(integers, "pipeDelimited", false), "?p=5|6"],
  ["one or several", query(either, "form", false), "?p=5,6"],
  ["one of one or several", query(either, "form", false), "?p=5"],
])("reads %s", async (_, parameter, end) => {
  expect(await brief(document(parameter), asking(end))).toEqual([]);
});

test.each<[string, Parameter, string]>([
  ["a label", path({ type: "integer" }, "label", false), "/.five"],
  ["a label's object", path(point, "label", true), "/.x=5.y=six"],
  ["a matrix list", path(integers, "matrix", true), "/;p=5;p=six"],
  ["a matrix object", path(point, "matrix", true), "/;x=five"],
  ["a simple object", path(point, "simple", false), "/x,five"],
  ["an object side by side with other parameters", query(point, "form", true), "?x=five"],
  ["a required object of which nothing was sent", query(point, "form", true, true), ""],
  ["an object of any names", query(labels, "form", true), "?a=five"],
  ["an object in one", query(point, "form", false), "?p=x,five"],
  ["a deep object", query(point, "deepObject", true), "?p[x]=five"],
  ["a list with brackets", query(integers, "form", true), "?p[]=five"],
  ["one or several", query(either, "form", false), "?p=5,six"],
])("reports the fault of %s", async (_, parameter, end) => {
  expect(await brief(document(parameter), asking(end))).toHaveLength(1);
});

test.each<[string, Parameter, string, readonly string[]]>([
  ["next to a parameter", query({ type: "integer" }, "form", true), "?p=5&utm_source=mail", ["undocumented-field /utm_source parameters"]],
  ["next to properties of an object", query(point, "form", true), "?x=5&utm_source=mail", ["undocumented-field /utm_source parameters"]],
  ["without any other", query(point, "form", true), "?utm_source=mail", ["undocumented-field /utm_source parameters"]],
  ["in brackets", query(point, "deepObject", true), "?p[x]=5&q[x]=5", ["undocumented-field /q[x] parameters"]],
  ["only if no object takes all names", query(labels, "form", true), "?a=5", []],
])("reports an undocumented query parameter %s", async (_, parameter, end, expected) => {
  expect(await brief(document(parameter), asking(end))).toEqual(expected);
});

test("accepts an API key in the query", async () => {
  const api = Object.assign(document(query({ type: "integer" }, "form", true)) as object, {
    components: { securitySchemes: { key: { type: "apiKey", in: "query", name: "key" } } },
  });
  expect(await brief(api, asking("?p=5&key=1"))).toEqual([]);
});

test("reports a query parameter beyond 2^53 that crosses its bound", async () => {
  const safe = { type: "integer", minimum: -9007199254740992, maximum: 9007199254740992 };
  const parameter = query(safe, "form", true);
  expect(await brief(document(parameter), asking("?p=9007199254740992"))).toEqual([]);
  expect(await brief(document(parameter), asking("?p=9007199254740993"))).toEqual(["constraint-not-enforced / maximum"]);
  expect(await brief(document(parameter), asking("?p=-9007199254740993"))).toEqual(["constraint-not-enforced / minimum"]);
  expect(await brief(document(parameter), asking("?p=9007199254740995"))).toEqual(["constraint-not-enforced / maximum"]);
});

test.each<[string, Parameter, HeaderField, readonly string[]]>([
  ["a header's object", other("header", point, false), ["P", "x,5, y,6"], []],
  ["a header's object of pairs", other("header", point, true), ["p", "x=5,y=6"], []],
  ["a wrong one", other("header", point, true), ["p", "x=five"], ["constraint-not-enforced /x type"]],
  ["a cookie's list", other("cookie", integers, true), ["Cookie", "a=1; p=5,6"], []],
  ["a cookie's list, name by name", other("cookie", integers, true), ["Cookie", "p=5&p=6"], []],
  ["a cookie's object in one", other("cookie", point, false), ["Cookie", "p=x,5,y,6"], []],
  ["a wrong one of these", other("cookie", point, false), ["Cookie", "p=x,five"], ["constraint-not-enforced /x type"]],
  ["a redacted value inside of an object", other("header", point, true), ["p", "x=<redacted>"], []],
])("reads %s", async (_, parameter, header, expected) => {
  expect(await brief(document(parameter), asking("", [header]))).toEqual(expected);
});

test("reads a parameter that is JSON", async () => {
  const parameter = { name: "p", in: "query", content: { "application/json": { schema: point } } };
  expect(await brief(document(parameter), asking("?p=%7B%22x%22%3A5%7D"))).toEqual([]);
  expect(await brief(document(parameter), asking("?p=%7B%22x%22%3A%22five%22%7D"))).toEqual(["constraint-not-enforced /x type"]);
});

test("reads a parameter of another media type as text", async () => {
  const parameter = { name: "p", in: "query", content: { "text/plain": { schema: { type: "integer" } } } };
  expect(await brief(document(parameter), asking("?p=5"))).toEqual([]);
  expect(await brief(document(parameter), asking("?p=five"))).toEqual(["constraint-not-enforced / type"]);
});
