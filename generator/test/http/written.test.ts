import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parameterReadings } from "../../src/http/readings.js";
import { routesOf } from "../../src/mock-server/routes.js";
import { sentWith } from "../../src/http/sent.js";
import type { ApiModel } from "../../src/model/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, type Generated } from "../client/generated.js";

// What the client writes, the mock server reads: in every place, style and form.
const text = { type: "string" };
const number = { type: "integer" };
const flag = { type: "boolean" };
const list = { type: "array", items: number };
const texts = { type: "array", items: text };
const point = { type: "object", properties: { x: number, label: text } };
const page = { type: "object", properties: { size: number, sort: texts, ids: list } };
const either = { anyOf: [text, texts] };
const points = { type: "array", items: point };
const deep = { type: "object", properties: { at: point, rows: { type: "array", items: list } } };
const free = { type: "object", additionalProperties: text };
const forms: Readonly<Record<string, object>> = { text, number, flag, list, texts, point, either, free, points, deep };

const styles = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
} as const;

interface Case {
  readonly operation: string;
  readonly place: keyof typeof styles | "querystring";
  readonly form: string;
  readonly parameter: object;
}

const cases = Object.entries(styles).flatMap(([place, named]) =>
  named.flatMap((style) =>
    Object.keys(forms).flatMap((form) =>
      [true, false].flatMap((explode): Case[] => {
        const parameter = { name: "p", in: place, style, explode, schema: forms[form], required: true };
        const operation = [place, style, form, explode ? "exploded" : "whole"].join("_");
        return isDefined(place, style, form, explode) ? [{ operation, place: place as Case["place"], form, parameter }] : [];
      }),
    ),
  ),
);
cases.push({
  operation: "query_form_page",
  place: "query",
  form: "page",
  parameter: { name: "p", in: "query", style: "form", explode: true, schema: page, required: true },
});
for (const form of Object.keys(forms)) {
  const parameter = { name: "p", in: "query", required: true, content: { "application/json": { schema: forms[form] } } };
  cases.push({ operation: `query_content_${form}`, place: "query", form, parameter });
}
for (const [style, encoding] of [
  ["form", {}],
  ["deep", { deep: { style: "deepObject" }, texts: { style: "pipeDelimited", explode: false } }],
] as const) {
  const properties = { one: text, count: number, list, texts, deep: point };
  const parameter = {
    name: "p",
    in: "querystring",
    required: true,
    content: { "application/x-www-form-urlencoded": { schema: { type: "object", properties }, encoding } },
  };
  cases.push({ operation: `querystring_${style}`, place: "querystring", form: "whole", parameter });
}

/** OpenAPI says nothing of the others (3.1 §4.8.12.4), or they cannot be told from something else. */
function isDefined(place: string, style: string, form: string, explode: boolean): boolean {
  const isObject = form === "point" || form === "free" || form === "deep";
  // JSON has commas, which nothing encodes in a header.
  if (place === "header" && (form === "points" || form === "deep")) return false;
  if (style === "deepObject") return isObject && explode;
  if (style.endsWith("Delimited")) return !explode && (form === "list" || form === "texts" || form === "points");
  return !(place === "cookie" && isObject && explode);
}

const words = fc.string({ unit: fc.constantFrom(..."ab,;=&|+ %/?#ä1"), minLength: 1, maxLength: 5 });
const plain = fc.string({ unit: fc.constantFrom(..."abcxyz"), minLength: 1, maxLength: 5 });
function valueOf({ form, parameter }: Case): fc.Arbitrary<unknown> {
  const { in: place, style } = parameter as { readonly in: string; readonly style?: string };
  // A header has no encoding, a dot is never encoded, and a delimiter is encoded like what it delimits.
  const one = place === "header" || style?.endsWith("Delimited") === true ? plain : words;
  const numbers = fc.array(fc.integer(), { minLength: 1, maxLength: 3 });
  const at = fc.record({ x: fc.integer(), label: one }, { noNullPrototype: true });
  const lists = fc.array(one, { minLength: 1, maxLength: 3 });
  const named: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    text: one,
    number: fc.integer(),
    flag: fc.boolean(),
    list: numbers,
    texts: lists,
    point: at,
    points: fc.array(at, { minLength: 1, maxLength: 3 }),
    deep: fc.record({ at, rows: fc.array(numbers, { minLength: 1, maxLength: 2 }) }, { noNullPrototype: true }),
    page: fc.record({ size: fc.integer(), sort: lists, ids: numbers }, { noNullPrototype: true }),
    either: fc.oneof(one, lists),
    whole: fc.record(
      {
        one,
        count: fc.integer(),
        list: numbers,
        texts: fc.array(plain, { minLength: 2, maxLength: 3 }),
        deep: at,
      },
      { noNullPrototype: true },
    ),
    free: fc.dictionary(plain, one, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  };
  return (named[form] ?? one).filter((value) => !/^"?\.{0,2}"?$/.test(JSON.stringify(value)));
}

let output: Generated;
let model: ApiModel;
let client: Readonly<Record<string, (parameters: object) => Promise<unknown>>>;
let sent: Request | undefined;
beforeAll(async () => {
  const document = {
    openapi: "3.2.0",
    info: { title: "Styles", version: "1" },
    servers: [{ url: "http://127.0.0.1" }],
    paths: Object.fromEntries(
      cases.map(({ operation, place, parameter }) => [
        `/${operation}${place === "path" ? "/{p}" : ""}`,
        { get: { operationId: operation, parameters: [parameter], responses: { "204": { description: "Fine." } } } },
      ]),
    ),
  };
  output = await generated(document, { only: ["client"] });
  model = (await openModel(`${output.folder}/openapi.json`)).model as ApiModel;
  const { createClient } = await output.load<{ createClient(options: object): typeof client }>("client");
  client = createClient({
    fetch: async (request: Request) => {
      sent = request;
      return new Response(null, { status: 204 });
    },
  });
});
afterAll(() => output.remove());

const nameOf = (operation: string): string => operation.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

test.each(cases)("reads $operation back", async (each) => {
  await fc.assert(
    fc.asyncProperty(valueOf(each), async (value) => {
      await client[nameOf(each.operation)]?.({ p: value });
      const request = sent as Request;
      const found = routesOf(model).find("GET", new URL(request.url).pathname, new URL(request.url).searchParams, () => undefined);
      if (found.kind !== "operation") throw new Error(`${request.url} is no operation`);
      const [parameter] = found.operation.parameters;
      if (parameter === undefined) throw new Error("no parameter");
      expect(
        parameterReadings(
          parameter,
          found.operation,
          sentWith(request.url, (name) => request.headers.get(name) ?? undefined, found.segments),
          model,
        ),
      ).toContainEqual(value);
    }),
    { numRuns: 60 },
  );
});
