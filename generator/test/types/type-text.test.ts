import { describe, expect, test } from "vitest";
import { docComment, type Documentation } from "../../src/emit/types/doc-comment.js";
import type { TypeShape } from "../../src/emit/types/type-shape.js";
import { typeText } from "../../src/emit/types/type-text.js";

const schema = (name: string): TypeShape => ({ $ref: `#/components/schemas/${name}` });
const string: TypeShape = { type: "string" };
const number: TypeShape = { type: "number" };
const either: TypeShape = { anyOf: [string, number] };
const named: TypeShape = { type: "object", properties: { a: string }, required: ["a"] };
const named2: TypeShape = { type: "object", properties: { b: number } };

/** On one line. */
const text = (form: TypeShape): string => typeText(form, "").replaceAll(/\s+/g, " ");

describe("typeText", () => {
  test.each<[string, TypeShape, string]>([
    ["a string", string, "string"],
    ["a boolean", { type: "boolean" }, "boolean"],
    ["null", { type: "null" }, "null"],
    ["any value", {}, "unknown"],
    ["any value, as true", true, "unknown"],
    ["no value", false, "never"],
    ["values of an enum", { enum: ["a b", 1, -1.5, true, null] }, '"a b" | 1 | -1.5 | true | null'],
    ["a constant", { enum: ["on"] }, '"on"'],
    ["a constant object", { enum: [{ a: [1, {}, []] }] }, "{ a: [ 1, Record<string, never>, never[] ]; }"],
    ["a reference", schema("Ant"), 'components["schemas"]["Ant"]'],
    ["a reference to a name with a slash", schema("an.ant~1bee"), 'components["schemas"]["an.ant/bee"]'],
    ["a reference to a name in another script", schema("%C3%A9"), 'components["schemas"]["é"]'],
    ["an array", { type: "array", items: string }, "string[]"],
    ["an array of arrays", { type: "array", items: { type: "array", items: string } }, "string[][]"],
    ["an array of one constant array", { type: "array", items: { enum: [["a"]] } }, '[ "a" ][]'],
    ["an array of a union", { type: "array", items: either }, "(string | number)[]"],
    ["an array of an enum", { type: "array", items: { enum: ["a", "b"] } }, '("a" | "b")[]'],
    ["a tuple", { type: "array", prefixItems: [string, either], minItems: 1, items: false }, "[ string, (string | number)? ]"],
    ["an open tuple", { type: "array", prefixItems: [string], minItems: 1, items: either }, "[ string, ...(string | number)[] ]"],
    ["an empty tuple", { type: "array", prefixItems: [], items: false }, "[]"],
    [
      "properties",
      { type: "object", properties: { a: string, "b-c": {}, 200: number }, required: ["a"] },
      '{ 200?: number; a: string; "b-c"?: unknown; }',
    ],
    ["any properties", { type: "object" }, "Record<string, unknown>"],
    ["other properties", { type: "object", additionalProperties: number }, "{ [key: string]: number; }"],
    ["properties and others", { ...named, additionalProperties: either }, "{ a: string; } & { [key: string]: string | number; }"],
    [
      "an array of properties and others",
      { type: "array", items: { ...named, additionalProperties: {} } },
      "({ a: string; } & { [key: string]: unknown; })[]",
    ],
    ["a union with properties", { anyOf: [named, { type: "null" }] }, "{ a: string; } | null"],
    ["a union with an enum", { anyOf: [{ enum: ["a", null] }, number] }, '("a" | null) | number'],
    ["an intersection", { allOf: [schema("A"), named2] }, 'components["schemas"]["A"] & { b?: number; }'],
    ["an intersection of unions", { allOf: [either, { anyOf: [string, { type: "null" }] }] }, "(string | number) & (string | null)"],
    ["null of two branches once", { anyOf: [{ enum: [null] }, { type: "null" }, string] }, "null | string"],
    ["a date", { type: "string", decoded: { kind: "date" } }, "Date"],
    [
      "a brand",
      { type: "array", items: { type: "string", decoded: { kind: "brand", name: "AntId" } } },
      '(string & { readonly __brand: "AntId" })[]',
    ],
    ["a text that could end a literal", { enum: ['"; \u2028\u202e'] }, '"\\"; \\u2028\\u202e"'],
  ])("prints %s", (_what, given, want) => {
    expect(text(given)).toBe(want);
  });

  test("indents nested types by two spaces", () => {
    const form: TypeShape = {
      type: "object",
      properties: { a: { type: "array", prefixItems: [named, { ...string, description: "Not printed here." }], items: false } },
    };
    expect(typeText(form, "  ")).toBe("{\n    a?: [\n      {\n        a: string;\n      }?,\n      string?\n    ];\n  }");
  });
});

describe("docComment", () => {
  test.each<[string, Documentation, string]>([
    ["nothing without words", { description: "" }, ""],
    ["one line for one item", { description: "An ant." }, "  /** @description An ant. */\n"],
    [
      "a line for each item, in the order of openapi-typescript",
      { title: "Ant", format: "uuid", description: "An ant.", default: null, examples: ["a", 1], deprecated: true, enum: ["a"], type: "string" },
      "  /**\n   * Ant\n   * Format: uuid\n   * @deprecated\n   * @description An ant.\n   * @default null\n   * @example a\n   * @example 1\n   * @enum {string}\n   */\n",
    ],
    [
      "further lines indented, without spaces at their ends",
      { description: "one\n\n  two" },
      "  /**\n   * @description one\n   *\n   *       two\n   */\n",
    ],
    ["an empty default and example", { default: "", examples: [""] }, "  /**\n   * @default\n   * @example\n   */\n"],
    ["an enum of mixed values", { enum: [1, "a"] }, "  /** @enum {unknown} */\n"],
  ])("writes %s", (_what, given, want) => {
    expect(docComment(given, "  ")).toBe(want);
  });
});
