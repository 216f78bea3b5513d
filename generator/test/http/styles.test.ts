import { expect, test } from "vitest";
import type { ParameterStyle } from "../../runtime/client/operation.js";
import { deepObject, encodeReserved, form, matrix, pipeDelimited } from "../../runtime/client/request/styles.js";
import { parameterReadings } from "../../src/http/readings.js";
import { sentWith } from "../../src/http/sent.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";

test.each<[string, ParameterStyle, boolean | undefined, unknown, string]>([
  ["a text", form, undefined, "x/y", "a%3Db%26=x/y"],
  ["a list", form, undefined, ["x/y", "="], "a%3Db%26=x/y&a%3Db%26=="],
  ["a list in one piece", form, false, ["x/y", "z"], "a%3Db%26=x/y,z"],
  ["an object", form, undefined, { "k=$": "x/y" }, "k%3D%24=x/y"],
  ["a list between bars", pipeDelimited, false, ["x/y", "z"], "a%3Db%26=x/y%7Cz"],
  ["an object, to any depth", deepObject, undefined, { "k=": "x/y" }, "a%3Db%26%5Bk%3D%5D=x/y"],
])("encodes names next to reserved characters: %s", (_, style, explode, value, written) => {
  expect(style("a=b&", value, explode, encodeReserved)).toBe(written);
});

test("writes an empty matrix property as its name (RFC 6570 §3.2.7)", () => {
  expect(matrix("p", { x: "", y: 1 }, true, encodeURIComponent)).toBe(";x;y=1");
});

test("reads a cookie-style parameter once for each item", async () => {
  const cookie = (schema: object, explode: boolean): object => ({ name: "p", in: "cookie", style: "cookie", explode, schema });
  const texts = { type: "array", items: { type: "string" } };
  for (const [schema, explode, header, value] of [
    [texts, true, "p=a%41; q=1; p=b", ["a%41", "b"]],
    [texts, true, "p=a,b", ["a,b"]],
    [texts, false, "p=a%41,b", ["a%41", "b"]],
    [{ type: "string" }, true, "p=a%41", "a%41"],
  ] as const) {
    const document = openapi({ paths: { "/a": { get: { parameters: [cookie(schema, explode)], responses: { "200": { description: "ok" } } } } } });
    const model = await modelOf({ ...document, openapi: "3.2.0" });
    const [operation] = model.operations;
    const [parameter] = operation?.parameters ?? [];
    if (operation === undefined || parameter === undefined) throw new Error("no parameter");
    const sent = sentWith("/a", (name) => (name === "cookie" ? header : undefined), {});
    expect(parameterReadings(parameter, operation, sent, model)).toContainEqual(value);
  }
});
