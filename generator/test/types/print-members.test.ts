import fc from "fast-check";
import type { GlobalContext, SchemaObject } from "openapi-typescript";
import type ts from "typescript";
import { expect, test } from "vitest";
import { printMembers } from "../../src/emit/types/print-members.js";
import { printNode } from "../../src/emit/types/print-node.js";
import { addJSDocComment, compiler, transformSchemaObject, tsPropertyIndex } from "../../src/emit/types/transforms.js";

const { factory, SyntaxKind } = compiler;
const context = {
  additionalProperties: false,
  discriminators: { objects: {}, refsHandled: [] },
  transform: () => undefined,
  resolve: () => ({}),
} as unknown as GlobalContext;

/** What TypeScript writes for the members of an interface. */
function byTypeScript(members: readonly ts.TypeElement[]): string {
  const node = factory.createInterfaceDeclaration(undefined, "All", undefined, undefined, members);
  return printNode(node).slice("interface All {\n".length, -"}".length);
}

function property(name: string, type: ts.TypeNode, documented: object = {}): ts.PropertySignature {
  const made = factory.createPropertySignature(undefined, tsPropertyIndex(name), undefined, type);
  addJSDocComment(documented, made);
  return made;
}

const unusual = [
  "\n",
  "\r",
  "\r\n",
  "\t",
  " ",
  "\u00a0",
  "\u0085",
  "\u2028",
  "\u200b",
  "*/",
  "\\",
  '"',
  "'",
  "`",
  "${",
  "é",
  "😀",
  "\ud800",
  "\u0000",
  "__proto__",
  "a b",
];
const text = fc.oneof(
  fc.string(),
  fc.array(fc.oneof(fc.constantFrom(...unusual), fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join("")),
);

const { form } = fc.letrec<{ form: object }>((tie) => ({
  form: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ type: "string" }, { type: "integer" }, { type: "boolean" }, { type: "null" }, { type: ["string", "null"] }, {}, { const: -1 }),
    fc.record({
      enum: fc.array(fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    fc.constantFrom({ $ref: "#/components/schemas/Ant" }, { $ref: "#/components/schemas/an~1other%20one" }),
    fc.record({ type: fc.constant("array"), items: tie("form") }),
    fc.record({ type: fc.constant("array"), prefixItems: fc.array(tie("form"), { maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("form"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie("form"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("form") }),
    fc.record(
      {
        type: fc.constant("object"),
        properties: fc.dictionary(
          text,
          fc
            .tuple(tie("form"), fc.record({ description: text, title: text, default: text }, { requiredKeys: [] }))
            .map(([one, words]) => ({ ...one, ...words })),
        ),
        description: text,
        deprecated: fc.boolean(),
      },
      { requiredKeys: ["type"] },
    ),
  ),
}));

test("members are written as TypeScript's printer writes them, or left to it", () => {
  let left = 0;
  let written = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(text, form), { minLength: 1, maxLength: 3 }), (forms) => {
      const members = forms.map(([name, each]) => property(name, transformSchemaObject(each as SchemaObject, { ctx: context } as never), each));
      const printed = printMembers(members, "    ");
      if (printed === undefined) left++;
      else written++;
      if (printed !== undefined) expect(printed).toBe(byTypeScript(members));
    }),
    { numRuns: 600 },
  );
  expect(written).toBeGreaterThan(left);
});

test("a comment with lines that TypeScript ends otherwise is left to its printer", () => {
  const string = factory.createKeywordTypeNode(SyntaxKind.StringKeyword);
  const lines = ["/**", " * @description one", " *     two", " *       three", " */", "a: string;"].map((line) => `    ${line}\n`);
  expect(printMembers([property("a", string, { description: "one\ntwo\n  three" })], "    ")).toBe(lines.join(""));
  for (const odd of ["\r", "\u2028", "\u2029"])
    expect(printMembers([property("a", string, { description: `one${odd}two` })], "    ")).toBeUndefined();
});

test("what neither openapi-typescript nor we make of a document is left to TypeScript's printer", () => {
  const string = factory.createKeywordTypeNode(SyntaxKind.StringKeyword);
  const others = [
    factory.createTypeQueryNode(factory.createIdentifier("value")),
    factory.createTupleTypeNode([]),
    factory.createTypeOperatorNode(SyntaxKind.KeyOfKeyword, string),
    factory.createFunctionTypeNode(undefined, [], string),
  ];
  for (const type of others) {
    expect(printMembers([property("a", type)], "    ")).toBeUndefined();
    expect(printMembers([property("a", factory.createTypeLiteralNode([property("b", factory.createArrayTypeNode(type))]))], "    ")).toBeUndefined();
  }
  expect(printMembers([factory.createMethodSignature(undefined, "a", undefined, undefined, [], string)], "    ")).toBeUndefined();
});
