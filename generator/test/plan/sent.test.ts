import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { plan } from "../../src/plan/make-plan.js";
import { select } from "../../src/plan/select.js";
import { openapi, planned } from "../documents.js";

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: object): object => ({ content: { "application/json": { schema } } });
const responses = (schema: object): object => ({ responses: { "200": { description: "ok", ...content(schema) } } });
const empty = { responses: { "204": { description: "done" } } };

/** A tree of schemas, each of which has two forms: `Zone` holds `Owner`, `Owner` holds `Key`. */
const schemas = {
  Zone: { type: "object", properties: { owner: ref("Owner") } },
  Owner: { type: "object", properties: { key: ref("Key"), since: { type: "object", properties: { at: { type: "string", readOnly: true } } } } },
  Key: { type: "object", properties: { secret: { type: "string", writeOnly: true } } },
};

async function sent(parts: Record<string, unknown>, more: object = {}): Promise<string[]> {
  const { components = {}, ...rest } = parts;
  const document = openapi({ ...rest, components: { schemas: { ...schemas, ...more }, ...(components as object) } });
  const { plan: made } = await planned(document);
  return made.schemas.flatMap(({ request }) => request?.key ?? []);
}

const all = ["KeyWritable", "OwnerWritable", "ZoneWritable"];

test("response schemas have no request variant", async () => {
  expect(await sent({ paths: { "/zones": { get: responses(ref("Zone")) } } })).toEqual([]);
});

test("schemas reached from requests have a request variant", async () => {
  const put = { requestBody: content({ type: "array", items: ref("Owner") }), ...responses(ref("Zone")) };
  expect(await sent({ paths: { "/zones": { put } } })).toEqual(["KeyWritable", "OwnerWritable"]);
});

test.each<{ by: string; parts: Record<string, unknown>; forms: string[] }>([
  {
    by: "a parameter",
    parts: { paths: { "/a": { get: { parameters: [{ name: "q", in: "query", schema: ref("Key") }], ...empty } } } },
    forms: ["KeyWritable"],
  },
  {
    by: "a parameter with content",
    parts: { paths: { "/a": { get: { parameters: [{ name: "q", in: "query", ...content(ref("Owner")) }], ...empty } } } },
    forms: ["KeyWritable", "OwnerWritable"],
  },
  { by: "the response to a webhook", parts: { webhooks: { a: { post: responses(ref("Zone")) } } }, forms: all },
  { by: "what a webhook brings", parts: { webhooks: { a: { post: { requestBody: content(ref("Zone")), ...empty } } } }, forms: [] },
  {
    by: "the response to a callback",
    parts: { paths: { "/a": { post: { callbacks: { done: { "{$request.body#/url}": { post: responses(ref("Key")) } } }, ...empty } } } },
    forms: ["KeyWritable"],
  },
  {
    by: "a request body that no operation uses, whose type is exported",
    parts: { paths: { "/a": { get: empty } }, components: { requestBodies: { Made: content(ref("Key")) } } },
    forms: ["KeyWritable"],
  },
  {
    by: "a part of a schema, but not that schema",
    parts: { paths: { "/a": { put: { requestBody: content(ref("Owner/properties/since")), ...empty } } } },
    forms: [expect.stringMatching(/SinceWritable$/) as unknown as string],
  },
])("$by: request variants follow references of requests", async ({ parts, forms }) => {
  expect(await sent(parts)).toEqual(forms);
});

test("without operations all schemas have both variants", async () => {
  expect(await sent({})).toEqual(all);
});

test("a referenced part of a request schema has a request variant", async () => {
  const paths = { "/a": { put: { requestBody: content(ref("Owner")), ...responses(ref("Owner/properties/since")) } } };
  expect(await sent({ paths })).toEqual(["KeyWritable", "OwnerWritable", expect.stringMatching(/SinceWritable$/)]);
});

test("schemas reached only by a discriminator have a request variant if sent", async () => {
  const kind = { type: "string" };
  const more = {
    Pet: {
      type: "object",
      required: ["kind"],
      properties: { kind, id: { type: "string", readOnly: true } },
      discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } },
    },
    Cat: { allOf: [ref("Pet"), { type: "object", properties: { lives: { type: "integer" } } }] },
  };
  expect(await sent({ paths: { "/pets": { post: { requestBody: content(ref("Pet")), ...empty } } } }, more)).toEqual(["CatWritable", "PetWritable"]);
});

test("a selection keeps the variant names of the whole document", async () => {
  const paths = {
    "/zones": { get: { operationId: "read", ...responses(ref("Zone")) }, put: { operationId: "write", requestBody: content(ref("Zone")), ...empty } },
  };
  const { model } = await planned(openapi({ paths, components: { schemas } }));
  const formsOf = (include: string): string[] => {
    const { report } = collector();
    return plan(select(model, { include: [include] }, report), {}, report, model).schemas.flatMap(({ request }) => request?.key ?? []);
  };
  expect(formsOf("read")).toEqual([]);
  expect(formsOf("write")).toEqual(all);
});
