import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileModel } from "tallystick";
import { emitTypes } from "../../src/emit/types/emit-types.js";
import type { Json } from "../../src/model/json.js";
import { openapi, planned } from "../documents.js";
import { typeErrors } from "./compiler.js";

// Types and validators say the same about generated schemas. One compiler program holds all values of a run against the types.

const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 80);

interface Case {
  readonly schema: string;
  readonly value: Json;
  readonly isAccepted: boolean;
  readonly isAssignable: boolean;
}

/** What the validator and the compiler say about each value. */
async function verdicts(schemas: readonly object[], wanted: "accepted" | "refused"): Promise<readonly Case[]> {
  const named = Object.fromEntries(schemas.map((schema, index) => [`S${index}`, schema]));
  const { model, plan } = await planned(openapi({ components: { schemas: { ...shared, ...named } } }));
  const compiled = await compileModel(model);
  const tried = Object.entries(named).flatMap(([name, schema]) => {
    const validator = compiled.schema(`#/components/schemas/${name}`);
    if (validator === undefined) throw new Error(`${name} has no validator`);
    const judged = values.map((value) => ({ name, schema: JSON.stringify(schema), value, isAccepted: validator.is(value) }));
    return judged.filter(({ isAccepted }) => isAccepted === (wanted === "accepted"));
  });
  const literals = new Map(values.map((value, index) => [value, `V${index}`]));
  const head = [
    'import type { components } from "./types.js";',
    'type S = components["schemas"];',
    ...[...literals].map(([value, name]) => `declare const ${name}: ${typeOf(value, wanted === "accepted")};`),
  ];
  const lines = tried.map(({ name, value }, index) => `export const c${index}: S["${name}"] = ${literals.get(value)};`);
  const errors = typeErrors({ "types.ts": emitTypes(model, plan), "use.ts": [...head, ...lines].join("\n") });
  const failing = new Set<number>();
  for (const error of errors) {
    const [, line] = /^use\.ts:(\d+) /.exec(error) ?? [];
    if (line === undefined) throw new Error(error);
    failing.add(Number(line) - head.length - 1);
  }
  return tried.map(({ schema, value, isAccepted }, index) => ({ schema, value, isAccepted, isAssignable: !failing.has(index) }));
}

/** The type of a value alone. */
function typeOf(value: Json, isNamingAbsent: boolean): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = (each: Json): string => typeOf(each, isNamingAbsent);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inner).join(", ")}]`;
  // The compiler refuses an object that has none of the optional properties of its type: these name them.
  const names = isNamingAbsent ? ["a", "b"] : [];
  const absent = names.filter((name) => !Object.hasOwn(value, name)).map((name) => `${name}?: never;`);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inner(each)};`);
  return `{ ${[...members, ...absent].join(" ")} }`;
}

/** The shortest first: a reader sees the cause at once. */
function shown(cases: readonly Case[]): readonly string[] {
  const texts = cases.map(({ schema, value }) => `${schema} ${JSON.stringify(value)}`);
  return texts.toSorted((a, b) => a.length - b.length).slice(0, 5);
}

/** Components that schemas refer to; the first states no type. */
const shared = {
  Untyped: { properties: { a: { type: "string" } } },
  Nullable: { type: ["object", "null"], properties: { b: { type: "number" } } },
  Text: { type: "string", enum: ["x", "y"] },
};

const scalarValues: readonly Json[] = [null, true, 0, 1.5, "x", "z", "", [], {}];
const values: readonly Json[] = [
  ...scalarValues,
  ...scalarValues.flatMap((each): readonly Json[] => [{ a: each }, [each]]),
  ...[null, 1.5, "x", [], {}].flatMap((each): readonly Json[] => [{ b: each }, { c: each }]),
  ["x", 1],
  ["x", "y", null],
  [null, 0, "z"],
  { a: "x", b: 1 },
  { a: 0, b: "x" },
  { a: { a: "x" } },
  { a: [1], c: "x" },
  { b: { a: null, b: [] } },
  [["x"]],
  [{ a: "x" }, { b: 0 }],
];

const typeName = fc.constantFrom("string", "number", "boolean", "null", "object", "array");
const types = fc.oneof(typeName, fc.uniqueArray(typeName, { minLength: 2, maxLength: 3 }));
const key = fc.constantFrom("a", "b");
const constant = fc.constantFrom<object>(
  { const: "x" },
  { const: null },
  { enum: ["x", 1.5] },
  { enum: ["z", null] },
  { type: "string", enum: ["x"] },
);
const reference = fc.constantFrom({ $ref: "#/components/schemas/Nullable" }, { $ref: "#/components/schemas/Text" });

const { whole } = fc.letrec<{ whole: object; part: object }>((tie) => ({
  /** A schema that states its types, itself or by all branches of a union. */
  whole: fc.oneof(
    { depthSize: "small" },
    types.map((type) => ({ type })),
    constant,
    reference,
    fc.tuple(types, tie("part")).map(([type, part]) => ({ ...part, type })),
    fc.tuple(types, tie("part"), tie("part")).map(([type, ...allOf]) => ({ type, allOf })),
    fc
      .tuple(tie("part"), fc.constantFrom("anyOf", "oneOf"), fc.array(tie("whole"), { minLength: 1, maxLength: 3 }))
      .map(([part, keyword, branches]) => ({
        ...part,
        [keyword]: branches,
      })),
    fc.tuple(types, fc.constantFrom("anyOf", "oneOf"), fc.array(tie("part"), { minLength: 1, maxLength: 3 })).map(([type, keyword, parts]) => ({
      type,
      [keyword]: parts,
    })),
    fc.tuple(tie("part"), reference).map(([part, { $ref }]) => ({ ...part, $ref })),
  ),
  /** Assertions that speak of one type and state none. */
  part: fc.oneof(
    { depthSize: "small" },
    fc.record({ properties: fc.dictionary(key, tie("whole"), { minKeys: 1 }), required: fc.uniqueArray(key) }, { requiredKeys: ["properties"] }),
    fc.record({ properties: fc.dictionary(key, tie("whole"), { minKeys: 1 }), additionalProperties: fc.oneof(tie("whole"), fc.boolean()) }),
    fc.record({ additionalProperties: fc.oneof(tie("whole"), fc.boolean()) }),
    fc.record({ patternProperties: tie("whole").map((each) => ({ "^a": each })) }),
    fc.record({ items: tie("whole") }),
    fc.record(
      { prefixItems: fc.array(tie("whole"), { minLength: 1, maxLength: 2 }), items: fc.oneof(tie("whole"), fc.constant(false)) },
      { requiredKeys: ["prefixItems"] },
    ),
    fc.record({
      prefixItems: fc.array(tie("whole"), { minLength: 1, maxLength: 2 }),
      minItems: fc.constantFrom(1, 2),
      maxItems: fc.constantFrom(2, 3),
    }),
    fc.record({ required: fc.uniqueArray(key, { minLength: 1 }) }),
    fc.constantFrom<object>({ minLength: 1 }, { $ref: "#/components/schemas/Untyped" }, { not: { type: "null" } }, { maxProperties: 1 }),
  ),
}));

const scalar = fc.constantFrom("string", "number", "boolean", "null");
/** Schemas of which the compiler sees all that a validator checks. */
const { closed } = fc.letrec<{ closed: object }>((tie) => ({
  closed: fc.oneof(
    { depthSize: "small" },
    fc.oneof(scalar, fc.uniqueArray(scalar, { minLength: 2 })).map((type) => ({ type })),
    constant,
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(key, tie("closed"), { minKeys: 1 }),
      required: fc.uniqueArray(key, { minLength: 1 }),
    }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("closed") }),
    fc.record({ type: fc.constant("array"), items: tie("closed") }),
    fc.array(tie("closed"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(tie("closed"), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
  ),
}));

describe("types and validators", () => {
  test("give a type to each value that the validator accepts", async () => {
    const accepted = await verdicts(fc.sample(whole, { numRuns: runs }), "accepted");
    expect(accepted.length).toBeGreaterThan(runs);
    expect(shown(accepted.filter(({ isAssignable }) => !isAssignable))).toEqual([]);
  });

  test("refuse what the validator refuses where types can say all of it", async () => {
    const refused = await verdicts(fc.sample(closed, { numRuns: Math.ceil(runs / 4) }), "refused");
    expect(refused.length).toBeGreaterThan(runs);
    expect(shown(refused.filter(({ isAssignable }) => isAssignable))).toEqual([]);
  });
});
