import { expect, test } from "vitest";
import { Unchanged } from "../../src/diff/compare/schemas/unchanged.js";
import { nodeOf } from "../../src/diff/variants/node.js";
import type { ApiModel } from "../../src/model/api.js";
import { modelOf, withSchema } from "./documents.js";

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const list = (items: object): object => ({ type: "array", items });
const heir = (kind: object): object => ({ allOf: [ref("Animal"), { properties: { kind } }] });

/** `Far` leads to `Near`, that one to `Text`, and `Animal` to its heir by a word alone. */
const components = (text: object): Readonly<Record<string, object>> => ({
  Text: text,
  Near: list(ref("Text")),
  Far: list(ref("Near")),
  Other: list({ type: "string" }),
  Animal: {
    type: "object",
    properties: { type: { type: "string" } },
    discriminator: { propertyName: "type", mapping: { cat: "#/components/schemas/Cat" } },
  },
  Cat: heir(ref("Text")),
});
const root = { type: "object", properties: { far: ref("Far"), other: ref("Other"), animal: ref("Animal") } };
const documentOf = (text: object): object => withSchema(root, components(text));

function sameNames(old: ApiModel, next: ApiModel): readonly string[] {
  const unchanged = new Unchanged(old, next);
  return [...old.components.schemas].flatMap(([name, id]) => {
    const [was, is] = [old.schemas.get(id), next.schemas.get(id)];
    return was !== undefined && is !== undefined && unchanged.areSame(nodeOf(was), nodeOf(is)) ? [name] : [];
  });
}

test("a schema is unchanged if its targets are unchanged", async () => {
  const old = await modelOf(documentOf({ type: "string" }));
  expect(sameNames(old, await modelOf(documentOf({ type: "string" })))).toEqual(["Text", "Near", "Far", "Other", "Animal", "Cat"]);
  expect(sameNames(old, await modelOf(documentOf({ type: "integer" })))).toEqual(["Other"]);
});

test("a changed description is a change", async () => {
  const [old, next] = [await modelOf(documentOf({ type: "string" })), await modelOf(documentOf({ type: "string", description: "Words." }))];
  expect(sameNames(old, next)).toEqual(["Other"]);
});

test("compares everything if the OpenAPI version differs", async () => {
  const document = documentOf({ type: "string" });
  const [old, next] = [await modelOf({ ...document, openapi: "3.0.3" }), await modelOf({ ...document, openapi: "3.1.0" })];
  expect(sameNames(old, next)).toEqual([]);
});
