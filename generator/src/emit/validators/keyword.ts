import type { Schema } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import { not, type Expression } from "./code/expression.js";
import type { ModuleScope } from "./code/scope.js";
import { when, type Step } from "./code/statement.js";

/** The instance type that a keyword speaks about; `any` for those that speak about all. */
export type Group = "any" | "number" | "string" | "array" | "object";

/** Where a value stands, seen from the value that the function was called with. */
export interface Spot {
  /** Code of its path as a string: `""`, `"/name"`, `pathTo(name)`. */
  readonly path: Code;
  /** Code of the step that leads to it, for `within`: the last token of its path, or the index of an item; absent for the value itself. */
  readonly step?: Code;
}

/** What a keyword may ask for while it writes into a function. */
export interface Scope {
  readonly module: ModuleScope;
  /** What the function is about, in Pascal case. */
  readonly where: string;
  /** Code of the depth of what is read: the value that the function looks at, or, one level down, a part of it. */
  depthAt(read: Code): Code;
  /** The local variable that holds a property while it is looked at. */
  readonly variable: Code;
  /** Sees to it that there is that variable. */
  useVariable(): void;
  /** A test of `value` by a schema inside this one: inline where it is small, else a call. `word` names it. */
  test(schema: Schema, value: Code, word: string): Expression;
  /** The same for a branch whose tag has been looked at: `value` is an object, and `tag` what the branch asks for. */
  testTagged(schema: Schema, tag: string, value: Code, word: string): Expression;
  /** The same for a part of an `allOf`: what it says of an object is asked in place. @param asked The properties that are asked about there. */
  testPart(schema: Schema, value: Code, word: string, asked: Map<string, Schema>): Expression;
  /** Statements that report what is wrong with `value`. */
  report(schema: Schema, value: Code, spot: Spot, word: string): Step[];
  /** The name of a function `(value, issues) => void` that reports on a schema inside this one; `undefined` where nothing can be wrong. */
  reporter(schema: Schema, word: string): Code | undefined;
}

/** What a schema has beside the keywords that assert something. */
export const silent: ReadonlySet<string> = new Set(["id", "place", "spelled", "annotations", "discriminator", "formatIsAnnotation"]);

/**
 * `true`, or a schema that asserts nothing, such as `{ description: … }`: real documents have many, and no code is written for them.
 * @param aside Keywords that are not looked at.
 */
export function isAnything(schema: Schema, ...aside: readonly (keyof Schema)[]): boolean {
  if (schema.boolean !== undefined) return schema.boolean;
  for (const key in schema) if (!silent.has(key) && schema[key as keyof Schema] !== undefined && !aside.includes(key as keyof Schema)) return false;
  return true;
}

/** One JSON Schema keyword: how it is tested and how it is reported. */
export interface Keyword {
  readonly keyword: string;
  readonly group: Group;
  has(schema: Schema): boolean;
  /** True where the keyword holds; the value is already known to be of the group. */
  test?(schema: Schema, value: Code, scope: Scope): Expression;
  /** Instead of `test`, where it takes statements: each `return false`s on failure. */
  steps?(schema: Schema, value: Code, scope: Scope): Step[];
  /** Whether the test is small enough to stand inside another expression. Default: yes, where it is a `test`. */
  isInline?(schema: Schema): boolean;
  report(schema: Schema, value: Code, spot: Spot, scope: Scope): Step[];
}

/** A keyword with one test and one issue. */
export function assertion(definition: {
  readonly keyword: string;
  readonly group: Group;
  readonly has: (schema: Schema) => boolean;
  readonly holds: (schema: Schema, value: Code, scope: Scope) => Expression;
  readonly issue: (schema: Schema, value: Code, spot: Spot, scope: Scope) => Code;
}): Keyword {
  const { keyword, group, has, holds, issue } = definition;
  return {
    keyword,
    group,
    has,
    test: holds,
    report: (schema, value, spot, scope) => when(not(holds(schema, value, scope)), [{ kind: "line", code: issue(schema, value, spot, scope) }]),
  };
}
