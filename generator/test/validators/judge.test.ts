import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { registerSchema, unregisterSchema, validate as hyperjump } from "@hyperjump/json-schema/draft-2020-12";
import type { Json } from "tallystick/model";
import { schemaModules } from "../../src/compile/compile.js";
import { ModuleGroup } from "../../src/compile/load-modules.js";
import { schema, value } from "./random-schema.js";

/** `TALLYSTICK_PAIRS=1000000` looks longer than CI does, `TALLYSTICK_SEED=7` elsewhere. */
const pairs = Number(process.env["TALLYSTICK_PAIRS"] ?? 20_000);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 20_260_822);
const valuesPerSchema = 20;

/** References only lead from the root to `x` and from `x` to `y`, so that no schema applies itself to the value it is given. */
const document = fc.record({ root: schema, x: schema, y: schema }).map(({ root, x, y }): { readonly [key: string]: Json } => ({
  allOf: [root],
  $defs: { x: withReferences(x, ["#/$defs/y"]), y: withReferences(y, []) },
}));

function withReferences(node: Json, allowed: readonly string[]): Json {
  return JSON.parse(JSON.stringify(node), (key, each: Json) =>
    key === "$ref" && typeof each === "string" && !allowed.includes(each) ? undefined : each,
  ) as Json;
}

/** The two results of a generated validator, which must be equal: a client uses the second alone. */
async function validatorOf(schemas: Json): Promise<(data: Json) => boolean> {
  const { modules, root } = schemaModules(schemas, {});
  const group = new ModuleGroup();
  const loaded = await group.import(modules, `validators/${root.file}`);
  group.remove();
  const validator = loaded[root.constName];
  if (validator === undefined) throw new Error(`There is no ${root.constName}.`);
  return (data) => {
    const valid = validator.is(data);
    expect({ data, schemas, check: validator.check(data).ok }).toEqual({ data, schemas, check: valid });
    return valid;
  };
}

let uris = 0;

/** What hyperjump says; it is slow, and only asked where Ajv and we differ. */
async function secondOpinion(schemas: { readonly [key: string]: Json }, data: Json): Promise<boolean> {
  const uri = `https://tallystick.example/${++uris}`;
  registerSchema({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schemas }, uri);
  try {
    return (await hyperjump(uri, JSON.parse(JSON.stringify(data)))).valid;
  } finally {
    unregisterSchema(uri);
  }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** What longer runs found wrong once. */
const found: readonly { readonly [key: string]: Json }[] = [
  { anyOf: [{}], contains: false },
  { additionalProperties: { minItems: 3, not: true, $ref: "#/$defs/x" }, anyOf: [true, true, false], $defs: { x: true } },
  { patternProperties: { "[bc]": { anyOf: [true], items: { exclusiveMinimum: 0 } } } },
  { oneOf: [true, { required: ["d"], properties: { a: false } }, { not: true }], anyOf: [false, true] },
];

test.each(found)("agrees with Ajv about %j", async (schemas) => {
  const ours = await validatorOf(schemas);
  const judge = new Ajv2020({ strict: false }).compile(schemas);
  fc.assert(
    fc.property(value, (data) => {
      expect({ data, valid: ours(data) }).toEqual({ data, valid: judge(data) });
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("agrees with Ajv and hyperjump for random schemas and values", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  let requested = 0;
  await fc.assert(
    fc.asyncProperty(document, fc.array(value, { minLength: valuesPerSchema, maxLength: valuesPerSchema }), async (schemas, values) => {
      const ours = await validatorOf(schemas);
      const judge = attempt(() => ajv.compile(schemas));
      if (judge === undefined) return;
      for (const data of values) {
        requested++;
        const valid = ours(data);
        const verdict = attempt(() => judge(data));
        // Where it throws, Ajv says nothing.
        if (verdict === undefined || verdict === valid) continue;
        const other = await secondOpinion(schemas, data);
        expect({ data, schemas, valid }).toEqual({ data, schemas, valid: other });
      }
      ajv.removeSchema(schemas);
    }),
    { numRuns: Math.ceil(pairs / valuesPerSchema), seed, endOnFailure: true },
  );
  expect(requested).toBeGreaterThanOrEqual(pairs);
}, 3_600_000);
