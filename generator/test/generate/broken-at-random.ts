import * as fc from "fast-check";
import type { Json } from "../../src/model/json.js";

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const text: Json = { type: "string" };
const json = (schema: Json): Json => ({ "application/json": { schema } });

/** A sound document with something of everything. */
const sound: Json = {
  openapi: "3.1.0",
  info: { title: "Zoo", version: "1" },
  paths: {
    "/pets": {
      parameters: [{ name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } }],
      get: {
        operationId: "listPets",
        parameters: [{ name: "filter", in: "query", style: "deepObject", schema: { type: "object", properties: { name: text } } }],
        responses: {
          "200": { description: "Pets.", content: json({ type: "array", items: ref("Pet") }) },
          default: { $ref: "#/components/responses/Failed" },
        },
      },
      post: {
        operationId: "addPet",
        requestBody: { content: json(ref("Pet")) },
        responses: {
          "201": { description: "Added.", headers: { Location: { schema: { type: "string", format: "uri" } } }, content: json(ref("Pet")) },
        },
      },
    },
    "/pets/{id}": {
      put: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", pattern: "^[a-z]{2}[0-9]+$" } }],
        requestBody: {
          content: {
            "multipart/form-data": { schema: { type: "object", properties: { photo: { type: "string", format: "binary" }, owner: ref("Owner") } } },
            "application/x-www-form-urlencoded": { schema: ref("Owner") },
          },
        },
        responses: { "2XX": { description: "Changed.", content: { "text/event-stream": { schema: ref("Tree") } } } },
      },
    },
  },
  components: {
    responses: { Failed: { description: "Failed.", content: { "application/problem+json": { schema: ref("Problem") } } } },
    schemas: {
      Pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } } },
      Animal: { type: "object", required: ["kind", "id"], properties: { kind: text, id: { type: "string", format: "uuid", readOnly: true } } },
      Cat: { allOf: [ref("Animal"), { properties: { lives: { type: "integer", maximum: 9 }, friends: { type: "array", items: ref("Pet") } } }] },
      Dog: { allOf: [ref("Animal"), { description: "One that barks.", required: ["barks"], properties: { barks: { type: "boolean" } } }] },
      Owner: {
        type: "object",
        required: ["name"],
        properties: { name: { type: "string", minLength: 1, maxLength: 40 }, secret: { type: "string", writeOnly: true } },
      },
      Tree: { type: "object", properties: { left: ref("Tree"), right: { anyOf: [ref("Tree"), { type: "null" }] }, size: { enum: [1, 2, 3] } } },
      Problem: {
        properties: { title: text, more: { type: "object", additionalProperties: { type: ["string", "number"] } } },
        unevaluatedProperties: false,
      },
      Pair: { type: "array", prefixItems: [text, { type: "number" }], items: false, minItems: 2 },
    },
  },
};

const names = ["Pet", "Animal", "Cat", "Owner", "Tree", "Problem", "Pair", "Missing"];
const named = fc.constantFrom(...names).map(ref);

const fragment: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => {
  const inner = fc.oneof({ weight: 2, arbitrary: named }, { weight: 1, arbitrary: tie("schema") });
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<Json>(
        text,
        { type: "integer", format: "int32" },
        { type: "null" },
        {},
        true,
        false,
        { enum: [1, "1", null, { a: 1 }] },
        { const: [1] },
      ),
      fc.constantFrom<Json>(
        { type: "string", format: "date-time" },
        { type: "string", pattern: "^(?!x)" },
        { type: ["object", "string"], maxLength: 3 },
      ),
      inner.map((items): Json => ({ type: "array", items, minItems: 1, uniqueItems: true })),
      inner.map((contains): Json => ({ contains, minContains: 0, maxContains: 2 })),
      inner.map((additionalProperties): Json => ({ additionalProperties, minProperties: 1 })),
      fc.tuple(inner, inner).map(([a, b]): Json => ({ properties: { a, "b-c": b }, required: ["a", "z"] })),
      fc.tuple(inner, inner).map(([a, b]): Json => ({ patternProperties: { "^[a-k]": a, "[0-9]$": b } })),
      fc.tuple(inner, inner).map(([a, b]): Json => ({ oneOf: [a, b, { type: "null" }] })),
      fc.tuple(inner, inner).map(([a, b]): Json => ({ allOf: [a, b] })),
      fc.tuple(inner, inner).map(([a, b]): Json => ({ if: a, then: b, else: { type: "string" } })),
      fc.tuple(named, named).map(([a, b]): Json => ({ anyOf: [a, b], discriminator: { propertyName: "kind" } })),
      inner.map((not): Json => ({ not })),
      inner.map((each): Json => ({ allOf: [each, { required: ["id", "name"] }], unevaluatedProperties: false })),
    ),
  };
}).schema;

const keyword = fc.oneof(
  fc.constantFrom<[string, Json]>(
    ["readOnly", true],
    ["writeOnly", true],
    ["type", "object"],
    ["type", ["array", "null"]],
    ["required", ["id"]],
    ["required", "id"],
    ["default", {}],
    ["example", 1],
    ["enum", ["a", 1, null]],
    ["format", "byte"],
    ["minLength", 5],
    ["maximum", -1],
    ["multipleOf", 0.1],
    ["minItems", 2],
    ["maxProperties", 1],
    ["additionalProperties", false],
    ["unevaluatedProperties", false],
    ["description", "*/ ${x} \u2028"],
    ["discriminator", { propertyName: "kind" }],
  ),
  fc.tuple(fc.constantFrom("not", "items", "additionalProperties", "contains", "propertyNames"), fragment),
  fragment.map((schema): [string, Json] => ["properties", { id: schema }]),
  named.map((reference): [string, Json] => ["$ref", (reference as { readonly $ref: string }).$ref]),
);

const place = fc.nat(10_000);
const edit = fc.oneof(
  fc.record({ what: fc.constant("keyword" as const), at: place, keyword }),
  fc.record({ what: fc.constant("replace" as const), at: place, schema: fragment }),
  fc.record({ what: fc.constant("around" as const), at: place, around: fc.constantFrom("allOf", "anyOf", "oneOf"), schema: fragment }),
  fc.record({ what: fc.constant("refer" as const), at: place, to: place }),
  fc.record({ what: fc.constant("copy" as const), at: place, from: place }),
  fc.record({ what: fc.constant("remove" as const), at: place }),
  fc.record({ what: fc.constant("odd" as const), at: place, value: fc.constantFrom<Json>(null, true, 0, "", "x", [], {}) }),
);

/** The sound document after a few edits, of which most leave it one that somebody could write. */
export const brokenDocument: fc.Arbitrary<Json> = fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => {
  const document = structuredClone(sound);
  // What is put in is edited by what comes after.
  for (const each of edits) apply(document, structuredClone(each));
  return document;
});

type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;
type Parent = Record<string, Json>;

interface Spot {
  readonly parent: Parent;
  readonly key: string;
  readonly pointer: string;
  readonly isSchema: boolean;
}

function apply(document: Json, each: Edit): void {
  const spots = [...spotsOf(document, "#", false)];
  const schemas = spots.filter(({ isSchema }) => isSchema);
  const pick = (list: readonly Spot[], index: number): Spot | undefined => list[index % Math.max(1, list.length)];
  const isAnywhere = each.what === "copy" || each.what === "remove" || each.what === "odd";
  const spot = pick(isAnywhere ? spots : schemas, each.at);
  if (spot === undefined) return;
  const { parent, key } = spot;
  const before = parent[key] as Json;
  if (each.what === "keyword") parent[key] = { ...(before as object), [each.keyword[0]]: each.keyword[1] };
  else if (each.what === "replace") parent[key] = each.schema;
  else if (each.what === "around") parent[key] = { [each.around]: [before, each.schema] };
  else if (each.what === "refer") parent[key] = { $ref: pick(schemas, each.to)?.pointer ?? "#" };
  else if (each.what === "copy") parent[key] = structuredClone(pick(spots, each.from)?.parent[pick(spots, each.from)?.key ?? ""] ?? null);
  else if (each.what === "odd") parent[key] = each.value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

const holdSchemas = new Set(["schemas", "properties", "patternProperties", "allOf", "anyOf", "oneOf", "prefixItems"]);
const areSchemas = new Set(["schema", "items", "additionalProperties", "not", "contains", "if", "then", "else"]);

/** Every place of a document that something stands at. */
function* spotsOf(value: Json, pointer: string, holds: boolean): Generator<Spot> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    yield { parent: value as Parent, key, pointer: at, isSchema: holds || areSchemas.has(key) };
    yield* spotsOf(item as Json, at, !holds && holdSchemas.has(key));
  }
}
