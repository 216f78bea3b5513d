import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import type { Expression } from "./code/expression.js";
import type { Piece } from "./code/piece.js";
import type { ModuleScope } from "./code/scope.js";
import type { Step } from "./code/statement.js";

/** The instance type that a keyword speaks about; `any` for those that speak about all. */
export type Group = "any" | "number" | "string" | "array" | "object";

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
}

/** How a schema inside another one is applied. */
export interface PartOptions {
  /** To a part of the value, not to the value itself. */
  readonly isInside?: boolean;
  /** Whether the function that tests it, if there is one, is called first. */
  readonly isTested?: boolean;
}

/** What a keyword may ask for while it writes its rule. */
export interface RuleScope {
  readonly module: ModuleScope;
  /** What the rule is about, in Pascal case. */
  readonly where: string;
  /** The rule of a schema inside of `parent`. @param path From the keyword's location: `/name`. @param word Names the part. */
  part(parent: Schema, keyword: string, path: string, part: Schema, word: string, options?: PartOptions): Piece;
  reference(id: SchemaId): Piece;
  /** What a schema says, relative to its own location. */
  body(schema: Schema): Piece;
  /** A function that returns what other keywords evaluate, and the first item that they may leave; `undefined` if they evaluate everything. */
  evaluated(schema: Schema, type: "object" | "array"): { readonly known: Code; readonly start: number } | undefined;
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

/** Whether a schema is a reference, and says nothing else. */
export function isOnlyReference(schema: Schema): boolean {
  return schema.ref !== undefined && isAnything(schema, "ref");
}

/** One JSON Schema keyword: how it is tested, and its rule. */
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
  /** Code of the rule that reports it. `undefined`: another keyword does. */
  rule(schema: Schema, scope: RuleScope): Piece | undefined;
}
