import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import type { Expression } from "./code/expression.js";
import type { Piece } from "./code/piece.js";
import type { ModuleScope } from "./code/scope.js";
import type { Step } from "./code/statement.js";

/** The instance type of a keyword; `any` for keywords of all types. */
export type Group = "any" | "number" | "string" | "array" | "object";

/** The services for a keyword that writes into a function. */
export interface Scope {
  readonly module: ModuleScope;
  /** The subject of the function, in Pascal case. */
  readonly where: string;
  /** Code for the depth of the expression: the function's value or, one level down, a part of it. */
  depthAt(read: Code): Code;
  /** The local variable that holds a property during its check. */
  readonly variable: Code;
  /** Sees to it that there is that variable. */
  useVariable(): void;
  /** A test of `value` by a schema inside this one: inline if it is small, else a call. `word` names it. */
  test(schema: Schema, value: Code, word: string): Expression;
  /** The same for a branch with a tested discriminator: `value` is an object, and `tag` the branch's value. */
  testTagged(schema: Schema, tag: string, value: Code, word: string): Expression;
  /** The same for a part of an `allOf`: its object tests are inline. @param asked The properties that are tested there. */
  testPart(schema: Schema, value: Code, word: string, requested: Map<string, Schema>): Expression;
}

/** How a schema inside another one is applied. */
export interface PartOptions {
  /** To a part of the value, not to the value itself. */
  readonly isInside?: boolean;
  /** Whether the function that tests it, if there is one, is called first. */
  readonly isTested?: boolean;
}

/** The services for a keyword that writes its rule. */
export interface RuleScope {
  readonly module: ModuleScope;
  /** The subject of the rule, in Pascal case. */
  readonly where: string;
  /** The rule of a schema inside of `parent`. @param path From the keyword's location: `/name`. @param word Names the part. */
  part(parent: Schema, keyword: string, path: string, part: Schema, word: string, options?: PartOptions): Piece;
  reference(id: SchemaId): Piece;
  /** The keywords of a schema, relative to its own location. */
  body(schema: Schema): Piece;
  /** A function that returns what other keywords evaluate, and the first item that they may leave; `undefined` if they evaluate everything. */
  evaluated(schema: Schema, type: "object" | "array"): { readonly known: Code; readonly start: number } | undefined;
}

/** The members of a schema besides assertion keywords. */
export const silent: ReadonlySet<string> = new Set(["id", "place", "spelled", "annotations", "discriminator", "formatIsAnnotation"]);

/**
 * `true`, or a schema that asserts nothing, such as `{ description: … }`: real documents have many, and no code is written for them.
 * @param aside Keywords that are skipped.
 */
export function isAnything(schema: Schema, ...aside: readonly (keyof Schema)[]): boolean {
  if (schema.boolean !== undefined) return schema.boolean;
  for (const key in schema) if (!silent.has(key) && schema[key as keyof Schema] !== undefined && !aside.includes(key as keyof Schema)) return false;
  return true;
}

/** Whether a schema is a reference without siblings. */
export function isOnlyReference(schema: Schema): boolean {
  return schema.ref !== undefined && isAnything(schema, "ref");
}

/** One JSON Schema keyword: how it is tested, and its rule. */
export type Keyword = KeywordFacts & (ByTest | BySteps);

interface KeywordFacts {
  readonly keyword: string;
  readonly group: Group;
  has(schema: Schema): boolean;
  /** Whether the test is small enough for an inline expression. Default: yes for a `test`. */
  isInline?(schema: Schema): boolean;
  /** Code of the rule that reports it. `undefined`: another keyword does. */
  rule(schema: Schema, scope: RuleScope): Piece | undefined;
}

/** True where the keyword holds; the value is already known to be of the group. */
type Test = (schema: Schema, value: Code, scope: Scope) => Expression;
/** Statements: each `return false`s on failure. */
type Steps = (schema: Schema, value: Code, scope: Scope) => Step[];

// One of the two is required: generated code would accept each value of a keyword without a test.
interface ByTest {
  readonly test: Test;
  readonly steps?: Steps;
}
/** A keyword whose test needs statements. */
interface BySteps {
  readonly test?: Test;
  readonly steps: Steps;
}
