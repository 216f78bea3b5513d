import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "tallystick";
import type { Json } from "tallystick/model";
import { runs } from "../effort.js";

type Union = "oneOf" | "anyOf";
interface Branch {
  /** Of its component, which is also its tag where no mapping says another. */
  readonly name: string;
  readonly mapped: readonly string[];
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
  /** What it takes beside objects. */
  readonly more: readonly string[];
}

const scalar: fc.Arbitrary<Json> = fc.constantFrom<Json>({ type: "string" }, { type: "integer" }, { type: "boolean" }, { type: ["string", "null"] });
const branch = fc.record({
  properties: fc.dictionary(fc.constantFrom("a", "b", "c"), scalar, { maxKeys: 3 }),
  required: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 2 }),
  mapped: fc.nat(2),
  more: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(["null", "string"]) }),
});
const branches: fc.Arbitrary<readonly Branch[]> = fc.array(branch, { minLength: 2, maxLength: 4 }).map((list) =>
  list.map(({ mapped, ...each }, index) => ({
    ...each,
    name: `B${index}`,
    mapped: Array.from({ length: mapped }, (_, count) => `${index}-${count}`),
  })),
);
const values = fc.record(
  {
    tag: fc.oneof(fc.constantFrom<Json>("B0", "B1", "B2", "B3", "0-0", "0-1", "1-0", "1-1", "2-0", "3-1", "other", 7, null), fc.constant<Json>("B0")),
    a: fc.constantFrom<Json>("x", 1, true, null),
    b: fc.constantFrom<Json>("x", 1, true, null),
    c: fc.constantFrom<Json>("x", 1, true, null),
  },
  { requiredKeys: [] },
);
const given = fc.record({ union: fc.constantFrom<Union>("oneOf", "anyOf"), branches, list: fc.array(values, { minLength: 8, maxLength: 8 }) });

/** What no name of a branch can be. */
const refusals = fc.constantFrom<Json>(
  { enum: ["other"] },
  { type: "integer" },
  { type: ["array", "null"] },
  { type: "object", properties: { a: true } },
);

function names({ name, mapped }: Branch): readonly string[] {
  return mapped.length > 0 ? mapped : [name];
}

/** A branch; what it says of the tag is left to the test. */
function schemaOf({ properties, required, more }: Branch, tag?: Json): Json {
  return {
    type: more.length === 0 ? "object" : ["object", ...more],
    required: [...required, ...(tag === undefined ? [] : ["tag"])],
    properties: { ...properties, ...(tag === undefined ? {} : { tag }) },
  };
}

function document(union: Union, list: readonly Branch[], tagOf: (branch: Branch) => Json | undefined): Json {
  return {
    [union]: list.map(({ name }) => ({ $ref: `#/$defs/${name}` })),
    discriminator: {
      propertyName: "tag",
      ...(list.some(({ mapped }) => mapped.length > 0)
        ? { mapping: Object.fromEntries(list.flatMap(({ name, mapped }) => mapped.map((value) => [value, `#/$defs/${name}`]))) }
        : {}),
    },
    $defs: Object.fromEntries(list.map((each) => [each.name, schemaOf(each, tagOf(each))])),
  };
}

function judge(schema: Json): (value: Json) => boolean {
  const validate = new Ajv2020({ strict: false, logger: false }).compile(schema as object);
  return (value) => validate(value);
}

/** The values of which the validator and the judge say different things. */
async function disputed(schema: Json, wanted: Json, list: readonly Json[]): Promise<readonly Json[]> {
  const validate = await compile(schema, { dialect: "openapi-3.1" });
  const isRight = judge(wanted);
  return [...list, "text", [], null].filter((value) => {
    const { valid, issues } = validate(value);
    return valid !== isRight(value) || issues.length > 0 !== !valid;
  });
}

test("selects the branch by the discriminator, with and without mapping", async () => {
  await fc.assert(
    fc.asyncProperty(
      given,
      fc.constantFrom<Json | undefined>(undefined, { type: "string" }),
      async ({ union, branches: list, list: tried }, open) => {
        const wanted = {
          if: { type: "object" },
          then: {
            required: ["tag"],
            properties: { tag: { enum: list.flatMap(names) } },
            allOf: list.map((each) => ({ if: { properties: { tag: { enum: names(each) } } }, then: schemaOf(each, open) })),
          },
          else: { [union]: list.map(({ more }) => (more.length === 0 ? false : { type: [...more] })) },
        };
        expect(
          await disputed(
            document(union, list, () => open),
            wanted,
            tried,
          ),
        ).toEqual([]);
      },
    ),
    { numRuns: runs(20), seed: 21 },
  );
});

test.each<Union>(["oneOf", "anyOf"])("%s accepts null of a branch beside a discriminator", async (union) => {
  const part = { type: "object", required: ["tag"], properties: { tag: { type: "string" } } };
  const $defs = { B0: { ...part, type: ["object", "null"] }, B1: part };
  const parts = [{ $ref: "#/$defs/B0" }, { $ref: "#/$defs/B1" }, { type: "null" }];
  const validate = await compile({ [union]: parts, discriminator: { propertyName: "tag" }, $defs } as Json, { dialect: "openapi-3.1" });
  expect(validate(null).valid).toBe(union === "anyOf");
  expect(validate({ tag: "B0" }).valid).toBe(true);
});

test("changes no verdict if branches fix the property", async () => {
  await fc.assert(
    fc.asyncProperty(given, async ({ union, branches: list, list: tried }) => {
      const fixed = document(union, list, (each) => ({ enum: [...names(each)] }));
      const { discriminator: _discriminator, ...plain } = fixed as Readonly<Record<string, Json>>;
      expect(await disputed(fixed, plain, tried)).toEqual([]);
    }),
    { numRuns: runs(20), seed: 22 },
  );
});

test("is ignored if the branches reject its names", async () => {
  await fc.assert(
    fc.asyncProperty(given, refusals, async ({ union, branches: list, list: tried }, refusal) => {
      const refused = document(union, list, () => refusal);
      const { discriminator: _discriminator, ...plain } = refused as Readonly<Record<string, Json>>;
      expect(await disputed(refused, plain, tried)).toEqual([]);
    }),
    { numRuns: runs(20), seed: 23 },
  );
});

test.each(["additionalProperties", "unevaluatedProperties"])("is ignored if closed branches, by %s, lack the property", async (keyword) => {
  await fc.assert(
    fc.asyncProperty(given, async ({ union, branches: list, list: tried }) => {
      const open = document(union, list, () => undefined) as Readonly<Record<string, Json>>;
      const closed = Object.entries(open["$defs"] as Readonly<Record<string, object>>).map(([name, each]) => [name, { ...each, [keyword]: false }]);
      const { discriminator, ...plain } = { ...open, $defs: Object.fromEntries(closed) as Json } as Readonly<Record<string, Json>>;
      expect(await disputed({ ...plain, discriminator } as Json, plain, tried)).toEqual([]);
    }),
    { numRuns: runs(15), seed: 25 },
  );
});

test("is ignored on a base schema", async () => {
  await fc.assert(
    fc.asyncProperty(given, async ({ branches: list, list: tried }) => {
      const base = { type: "object", required: ["tag"], properties: { tag: { type: "string" }, a: list[0]?.properties["a"] ?? true } };
      const discriminator = { propertyName: "tag", mapping: Object.fromEntries(list.map(({ name }) => [name, `#/$defs/${name}`])) };
      const extensions = Object.fromEntries(list.map((each) => [each.name, { allOf: [{ $ref: "#/$defs/Base" }, schemaOf(each)] }]));
      for (const target of ["Base", "B0", "B1"]) {
        const schema = { $ref: `#/$defs/${target}`, $defs: { Base: { ...base, discriminator }, ...extensions } };
        expect(await disputed(schema as Json, { $ref: `#/$defs/${target}`, $defs: { Base: base, ...extensions } } as Json, tried)).toEqual([]);
      }
    }),
    { numRuns: runs(10), seed: 24 },
  );
});
