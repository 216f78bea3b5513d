import fc from "fast-check";
import { componentNames, randomComponents, randomDiscriminator, randomSchema, type RandomDocument, type RandomSchema } from "./random-schemas.js";

type Edit<T> = (before: T) => T;

/** Another subschema, or one keyword changed: of the schema, or of what it refers to. */
const randomEdit: fc.Arbitrary<Edit<RandomDocument>> = fc
  .tuple(
    fc.oneof(
      { arbitrary: randomSchema.map(replacement), weight: 2 },
      { arbitrary: fc.tuple(fc.nat(7), fc.constantFrom(-1, 0, 1)).map(keywordChange), weight: 1 },
    ),
    fc.nat(30),
    fc.constantFrom("schema", "schema", "schema", ...componentNames),
  )
  .map(somewhere);

/** Other words for the branches of every union that a tag tells apart. */
const retagged: fc.Arbitrary<Edit<RandomDocument>> = randomDiscriminator.map(
  (discriminator) => (document) =>
    JSON.parse(JSON.stringify(document, (key, value: unknown) => (key === "discriminator" ? discriminator : value))) as RandomDocument,
);

/** Properties of one name that one side of the wire does not have, or has again. */
const reflagged: fc.Arbitrary<Edit<RandomDocument>> = fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("readOnly", "writeOnly")).map(
  ([name, flag]) =>
    (document) =>
      JSON.parse(
        JSON.stringify(document, (key, value: Readonly<Record<string, unknown>> | null) => {
          const property = key === "properties" ? value?.[name] : undefined;
          if (typeof property !== "object" || property === null) return value;
          const { [flag]: was, ...others } = property as Readonly<Record<string, unknown>>;
          return { ...value, [name]: was === true ? others : { ...others, [flag]: true } };
        }),
      ) as RandomDocument,
);

function somewhere([edit, at, where]: readonly [Edit<RandomSchema>, number, string]): Edit<RandomDocument> {
  return ({ schema, components }) => {
    if (where === "schema") return { schema: editAt(schema, edit, { left: at }), components };
    const component = editAt(components[where] ?? true, (before) => below(edit(before)), { left: at % 8 });
    return { schema, components: { ...components, [where]: component } };
  };
}

function replacement(other: RandomSchema): Edit<RandomSchema> {
  return () => other;
}

/** The schema without one of its keywords, or with another bound. */
function keywordChange([at, step]: readonly [number, number]): Edit<RandomSchema> {
  return (schema) => {
    if (typeof schema === "boolean") return !schema;
    const entries = Object.entries(schema);
    const [keyword, value] = entries[at % Math.max(1, entries.length)] ?? [];
    if (keyword === undefined || keyword === "if") return schema;
    const { [keyword]: _, ...rest } = schema;
    if (step === 0 || typeof value !== "number") return rest;
    if (keyword === "multipleOf") return { ...schema, multipleOf: value * 2 };
    // Counts are never below 0.
    return { ...schema, [keyword]: isCount.test(keyword) ? Math.max(0, value + step) : value + step };
  };
}

const isCount = /^(min|max)(Length|Items|Properties|Contains)$/;

/** Two documents that have nothing to do with each other, or, more telling, one of which is the other after an edit or two. */
export const randomPair: fc.Arbitrary<readonly [RandomDocument, RandomDocument]> = fc.oneof(
  {
    arbitrary: fc.tuple(randomSchema, randomSchema, randomComponents).map(([first, second, components]): Pair => [
      { schema: first, components },
      { schema: second, components },
    ]),
    weight: 1,
  },
  {
    arbitrary: fc
      .tuple(
        randomSchema,
        randomComponents,
        fc.array(fc.oneof({ arbitrary: randomEdit, weight: 9 }, { arbitrary: retagged, weight: 1 }, { arbitrary: reflagged, weight: 1 }), {
          minLength: 1,
          maxLength: 2,
        }),
        fc.boolean(),
      )
      .map(([schema, components, edits, backwards]): Pair => {
        const document: RandomDocument = { schema, components };
        const edited = edits.reduce((before, edit) => edit(before), document);
        return backwards ? [edited, document] : [document, edited];
      }),
    weight: 3,
  },
);

type Pair = readonly [RandomDocument, RandomDocument];

/** In place of a component, nothing that may lead straight back to it. */
function below(schema: RandomSchema): RandomSchema {
  return JSON.stringify(schema).includes("$ref") ? { type: "object", properties: { a: schema } } : schema;
}

const places = new Set(["properties", "patternProperties", "dependentSchemas"]);
const lists = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const single = new Set(["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties"]);

/** The schema with its n-th subschema edited, in reading order; itself for 0. A place beyond the last one takes a keyword from the root. */
function editAt(schema: RandomSchema, edit: Edit<RandomSchema>, count: { left: number }): RandomSchema {
  if (count.left === 0) {
    count.left = -1;
    return edit(schema);
  }
  count.left -= 1;
  if (typeof schema === "boolean" || count.left < 0) return schema;
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (places.has(keyword))
      result[keyword] = Object.fromEntries(
        Object.entries(value as Record<string, RandomSchema>).map(([name, part]) => [name, count.left < 0 ? part : editAt(part, edit, count)]),
      );
    else if (lists.has(keyword)) result[keyword] = (value as RandomSchema[]).map((part) => (count.left < 0 ? part : editAt(part, edit, count)));
    else if (single.has(keyword) && count.left >= 0) result[keyword] = editAt(value as RandomSchema, edit, count);
    else if (count.left === 0 && keyword !== "type" && keyword !== "if" && !single.has(keyword)) count.left = -1;
    else result[keyword] = value;
  }
  return result;
}
