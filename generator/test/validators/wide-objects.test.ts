import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/compile/compile.js";
import type { Json } from "../../src/model/json.js";
import { openapi } from "../documents.js";
import { generated, typeErrors } from "../client/generated.js";

const count = 1000;
const names = Array.from({ length: count }, (_, index) => `p${index}`);
const kinds: readonly Json[] = [
  { type: "string" },
  { type: ["integer", "null"], minimum: 3 },
  { type: "object", required: ["a"], properties: { a: { type: "string", maxLength: 3 } } },
  true,
];
const properties = Object.fromEntries(names.map((name, index) => [name, kinds[index % kinds.length] ?? true]));
const required = names.filter((_, index) => index % 97 === 0);

test("splits an object with a thousand properties into functions", async () => {
  const Wide = { type: "object", properties };
  const Closed = { type: "object", required, properties, additionalProperties: false };
  const Inside = { type: "object", properties: { wide: { type: "object", properties } } };
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Wide" } } };
  const paths = { "/wide": { get: { responses: { 200: { description: "ok", content } } } } };
  const output = await generated(openapi({ paths, components: { schemas: { Wide, Closed, Inside } } }), { only: ["client"] });
  // TypeScript gives up on a function with two thousand branches: error 2563.
  expect(await typeErrors(output, { "use.ts": `export { isWide, isClosed, isInside } from "./validators/index.js";\n` })).toEqual([]);
  const functions = output
    .text("validators/wide.ts")
    .split(/^(?=function|export)/m)
    .filter((each) => each.includes("function "));
  expect(Math.max(...functions.map((each) => each.split("\n").length))).toBeLessThan(800);
  await output.remove();
});

const value = fc.dictionary(fc.constantFrom(...names, "other"), fc.constantFrom<unknown>("a", 2, 3, null, { a: "b" }, { a: "long" }, {}, []), {
  maxKeys: 6,
});

test.each<[string, { readonly [keyword: string]: Json }]>([
  ["open", { type: "object", required, properties }],
  ["closed", { type: "object", required, properties, additionalProperties: false }],
  ["unevaluated", { type: "object", allOf: [{ required, properties }], unevaluatedProperties: false }],
  ["of any type", { required, properties }],
  ["further in", { type: "array", items: { type: "object", required, properties } }],
])("agrees with Ajv about a wide object: %s", async (_, schema) => {
  const validate = await compile(schema);
  const judge = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  const whole = Object.fromEntries(required.map((name) => [name, ["a", 3, { a: "b" }, 0][Number(name.slice(1)) % 4]]));
  fc.assert(
    fc.property(value, fc.boolean(), (some, isWhole) => {
      const requested = { ...(isWhole ? whole : {}), ...some };
      const given = schema["items"] === undefined ? requested : [requested];
      const { valid, issues } = validate(given, { maxIssues: 10_000 });
      expect(valid).toBe(judge(given));
      const theirs = (judge.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
      expect(issues.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`).toSorted()).toEqual(theirs.toSorted());
    }),
    { numRuns: 200 },
  );
});
