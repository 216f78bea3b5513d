import fc from "fast-check";
import type { GlobalContext, OperationObject } from "openapi-typescript";
import type ts from "typescript";
import { expect, test } from "vitest";
import { OperationTypes } from "../../src/emit/types/operation-types.js";
import { printMembers } from "../../src/emit/types/print-members.js";
import { printNode } from "../../src/emit/types/print-node.js";
import { compiler, transformOperationObject, tsPropertyIndex } from "../../src/emit/types/transforms.js";
import type { PreparedOperation } from "../../src/emit/types/write-document.js";

const { factory } = compiler;
const context = {
  additionalProperties: false,
  discriminators: { objects: {}, refsHandled: [] },
  transform: () => undefined,
  resolve: () => ({ required: true }),
} as unknown as GlobalContext;

/** As they stand in types.ts, by TypeScript's own printer. */
function byTypeScript(members: readonly ts.TypeElement[]): string {
  return printNode(factory.createInterfaceDeclaration(undefined, "operations", undefined, undefined, members));
}

const schema = fc.constantFrom(
  { type: "string" },
  {
    type: "object",
    properties: { id: { type: "string", description: "one\ntwo" }, "a b": { type: "array", items: { type: "number" } } },
    required: ["id"],
  },
  { allOf: [{ $ref: "#/components/schemas/Ant" }, { type: "object", properties: { ["__proto__"]: { type: "null" } } }] },
  // JSON has one text for the three.
  { enum: [1, null] },
  { enum: [1, Infinity] },
  { enum: [1, -Infinity] },
  // Only TypeScript's printer knows how these are written.
  { type: "array", prefixItems: [] },
  { type: "object", properties: { odd: { type: "string", description: "one\u2028two" } } },
);
const description = fc.constantFrom({}, { description: "Words." }, { description: "one\r\ntwo" });
const content = fc.dictionary(fc.constantFrom("application/json", "text/plain"), fc.record({ schema }), { maxKeys: 2 });
const response = fc.oneof(
  fc.constantFrom({ $ref: "#/components/responses/Failed" }),
  fc.tuple(content, description).map(([all, words]) => ({ headers: {}, ...words, ...(Object.keys(all).length === 0 ? {} : { content: all }) })),
);
const parameter = fc.oneof(
  fc.constantFrom({ $ref: "#/components/parameters/id" }),
  fc
    .tuple(fc.constantFrom("id", "__proto__", "a-b"), fc.constantFrom("path", "query", "header", "cookie"), schema, description)
    .map(([name, where, own, words]) => ({ name, in: where, required: where === "path", schema: own, ...words })),
);
const operation = fc.record({
  parameters: fc.array(parameter, { maxLength: 2 }),
  requestBody: fc.option(
    fc.oneof(
      fc.constantFrom({ $ref: "#/components/requestBodies/Ant" }),
      fc.tuple(fc.boolean(), content, description).map(([required, all, words]) => ({ required, content: all, ...words })),
    ),
    { nil: undefined },
  ),
  responses: fc.dictionary(fc.constantFrom("200", "4XX", "default"), response, { maxKeys: 3 }),
}) as unknown as fc.Arbitrary<PreparedOperation>;

test("operations are written as openapi-typescript makes each by itself, however much of them is the same", () => {
  let ours = 0;
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 6 }), (operations) => {
      const options = { ctx: context };
      const types = new OperationTypes(options);
      const member = (index: number, type: ts.TypeNode): ts.TypeElement =>
        factory.createPropertySignature(undefined, tsPropertyIndex(`o${index}`), undefined, type);
      const shared = operations.map((each, index) => member(index, types.type(each)));
      const alone = operations.map((each, index) =>
        member(index, factory.createTypeLiteralNode(transformOperationObject(each as OperationObject, options))),
      );
      const whole = byTypeScript(alone);
      expect(byTypeScript(shared)).toBe(whole);
      const printed = printMembers(shared, "    ");
      if (printed === undefined) return;
      ours++;
      expect(`interface operations {\n${printed}}`).toBe(whole);
    }),
    { numRuns: 600 },
  );
  expect(ours).toBeGreaterThan(60);
});
