import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { to } from "./checked.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi } from "../lower/lowered.js";
import { everything } from "../client/everything.js";

/** `#/pointer: what is not understood`, below where the extension stands. */
function reported(document: object): readonly string[] {
  const { model, document: loaded } = lowered(document);
  const { report, diagnostics } = collector();
  check(model, loaded, report);
  return diagnostics.flatMap(({ code, place, message }) =>
    code === "extension-not-understood" ? [`${place?.pointer.split("/x-tallystick-")[1]}: ${message}`] : [],
  );
}

const text = { type: "string" };
const page = {
  allOf: [
    {
      type: "object",
      properties: {
        data: { type: "array", items: { type: "object", properties: { id: text } } },
        meta: { oneOf: [{ type: "object", properties: { next: { type: ["string", "null"] } } }, { type: "null" }] },
        free: { type: "object" },
        named: { type: "object", patternProperties: { _link$: text } },
        anything: {},
        map: { type: "object", additionalProperties: { type: "object", properties: { next: text } } },
      },
    },
    { type: "object", properties: { more: { type: "boolean" } } },
  ],
};

function paged(pagination: unknown, content: object = { "application/json": { schema: page } }, others: object = {}): object {
  const parameters = ["cursor", "offset", "page", "limit"].map((name) => ({ name, in: "query", schema: text }));
  parameters.push({ name: "part", in: "path", schema: text });
  const get = { parameters, responses: { 200: { description: "ok", content }, ...others }, "x-tallystick-pagination": pagination };
  return openapi("3.1.0", { paths: { "/things": { get } } });
}

test.each([
  [[], "pagination: x-tallystick-pagination must be an object. It has no effect."],
  ["cursor", "pagination: x-tallystick-pagination must be an object. It has no effect."],
  [{ items: "/data" }, 'pagination: x-tallystick-pagination lacks "style", so it has no effect.'],
  [{ style: "curser", items: "/data" }, 'pagination/style: x-tallystick-pagination must have one of offset, page, cursor, link in "style".'],
  [{ style: "cursor", items: "/data", cursor: "/meta/next", first: "1" }, 'pagination/first: x-tallystick-pagination must have a number in "first".'],
  [{ style: "link", items: 7 }, 'pagination/items: x-tallystick-pagination must have a text in "items".'],
  [
    { style: "cursor", items: "/data", cursor: "/meta/next", param: "after" },
    'pagination/param: x-tallystick-pagination has no member "param" (available: style, limit, offset, page, first, parameter, items, cursor, link, more, key).',
  ],
  [
    { style: "page", items: "/data", page: "pages" },
    'pagination/page: x-tallystick-pagination uses the parameter "pages", which the operation does not have.',
  ],
  [
    { style: "offset", items: "/data", limit: "size" },
    'pagination/limit: x-tallystick-pagination uses the parameter "size", which the operation does not have.',
  ],
  [
    { style: "page", items: "/data", page: "part" },
    'pagination/page: x-tallystick-pagination uses the parameter "part", which the operation does not have.',
  ],
  [
    { style: "page", items: "/data", cursor: "/meta/next" },
    'pagination/cursor: x-tallystick-pagination has "cursor", which the style "page" does not read.',
  ],
  [{ style: "cursor", items: "/data" }, 'pagination: x-tallystick-pagination lacks "cursor", so the whole response is used as the cursor.'],
  [
    { style: "link", items: "data" },
    'pagination/items: x-tallystick-pagination has the JSON pointer "data" in "items", which does not begin with "/".',
  ],
  [
    { style: "link", items: "/items" },
    'pagination/items: x-tallystick-pagination looks for "items" at "/items", which the response schema does not describe.',
  ],
  [{ style: "link", items: "/meta" }, 'pagination/items: x-tallystick-pagination looks for the items at "/meta", which is not a list.'],
  [{ style: "link" }, "pagination: x-tallystick-pagination looks for the items in the response itself, which is not a list."],
  [
    { style: "cursor", items: "/data", cursor: "/data/-/name" },
    'pagination/cursor: x-tallystick-pagination looks for "cursor" at "/data/-/name", which the response schema does not describe.',
  ],
])("reports members of the pagination %j without effect", (pagination, said) => {
  const [first] = reported(paged(pagination));
  expect(first).toBe(said);
});

test.each([
  { style: "offset", items: "/data", limit: "limit" },
  { style: "page", items: "/data", more: "/more", first: 0 },
  { style: "cursor", items: "/data", cursor: "/meta/next", "x-source": "their guide" },
  { style: "cursor", items: "/data", cursor: "/data/-/id", more: "/more", key: "id" },
  { style: "link", items: "/data", link: "/meta/next" },
  // An object that describes nothing may hold anything.
  { style: "link", items: "/free/data", link: "/anything/next/href" },
  { style: "link", items: "/data", link: "/map/a/next" },
  { style: "cursor", items: "/data", cursor: "/data/0/id" },
  { style: "link", items: "/data", link: "/named/next_link" },
])("accepts the pagination %j", (pagination) => {
  expect(reported(paged(pagination))).toEqual([]);
});

test("reports pagination without a JSON response", () => {
  expect(reported(paged({ style: "link" }, { "text/csv": { schema: text } }))).toEqual([
    "pagination: x-tallystick-pagination has no effect, because the document describes no successful JSON response.",
  ]);
});

test("checks the successful response for the pagination pointers", () => {
  const pagination = { style: "link", items: "/data" };
  const json = { "application/json": { schema: page } };
  expect(reported(paged(pagination, { "application/x-ndjson": { schema: text }, ...json }))).toEqual([]);
  expect(reported(paged(pagination, { "application/json": {} }))).toEqual([]);
  const created = { 201: { description: "ok", content: json } };
  expect(reported(paged(pagination, {}, created))).toEqual([
    expect.stringContaining("has no effect, because the document describes no successful JSON response"),
  ]);
});

test("follows pointers through recursive responses in bounded time", () => {
  const Many = { anyOf: Array.from({ length: 40 }, (_, index) => ({ type: "object", properties: { a: to("Many"), [`p${index}`]: to("Many") } })) };
  const document = paged({ style: "link", items: `${"/a".repeat(200)}/b` }, { "application/json": { schema: to("Many") } });
  const [said] = reported({ ...document, components: { schemas: { Many } } });
  expect(said).toContain("which the response schema does not describe");
});

test("reports unknown and misplaced extensions once for shared parts", () => {
  const id = { name: "id", in: "path", required: true, schema: text, "x-tallystick-client": { env: "ID" } };
  const shown = { 200: { description: "ok" } };
  const document = openapi("3.1.0", {
    "x-tallystick-pagination": {},
    "x-tallystick-request-id": 7,
    "x-tallystick-path-prefix": { option: "prefix", default: "v2", values: ["v1"] },
    "x-provenance": {},
    paths: {
      "/v1/{id}": {
        parameters: [id],
        get: { responses: shown, "x-tallystick-state": { resource: "thing", role: "read", id: "id" } },
        delete: { responses: shown, "x-tallystick-state": { resource: "thing", role: "delete", id: "id", parameter: "thing" } },
      },
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", "x-tallystick-credential": { option: "", env: "TOKEN" } } },
      schemas: { Id: { ...text, "x-tallystick-brand": true, "x-tallystick-brnad": "Id" }, Size: { type: "integer", "x-tallystick-brand": "Size" } },
    },
    security: [{ token: [] }],
  });
  expect(reported(document)).toEqual([
    "pagination: x-tallystick-pagination has no effect here. Extensions of a document: x-tallystick-base-url-env, x-tallystick-path-prefix, x-tallystick-request-id.",
    "request-id: x-tallystick-request-id must be a string. It has no effect.",
    'path-prefix/values: x-tallystick-path-prefix does not have its default "v2" among its values.',
    'path-prefix/default: x-tallystick-path-prefix names "v2", which is not a segment of any path.',
    'credential/option: x-tallystick-credential must have a name in "option". It has no effect.',
    'state/role: x-tallystick-state must have one of create, list, get, update, delete in "role".',
    'client: x-tallystick-client lacks "option", so it has no effect.',
    'state/parameter: x-tallystick-state names the path parameter "thing", which the operation does not have.',
    "brnad: x-tallystick-brnad has no effect here. Extensions of a schema: x-tallystick-brand.",
    "brand: x-tallystick-brand must be a string. It has no effect.",
    "brand: x-tallystick-brand has no effect, because the schema is not a string.",
  ]);
});

test("accepts a document with valid extensions", () => {
  expect(reported(everything)).toEqual([]);
});
