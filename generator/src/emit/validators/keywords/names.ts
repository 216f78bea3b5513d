import { code, quote, raw, typed, type Code } from "../../print/code.js";
import { all, call, never, not, test, type Expression } from "../code/expression.js";
import type { Scope } from "../keyword.js";
import { constantName } from "../code/scope.js";
import { when, type Step } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import { regex } from "./pattern.js";
import type { Schema } from "../../../model/schemas/schema.js";

/** Names of properties that every object has. */
export const inherited: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), "__proto__"]);

/**
 * Reads a property. In parsed JSON `undefined` is absence, except for the few names that every object inherits.
 *
 * Always in brackets: any name is valid there, and projects with `noPropertyAccessFromIndexSignature` (Angular's default) require them.
 */
export function read(value: Code, name: string): Code {
  return inherited.has(name) ? code`${runtime.own}(${value}, ${name})` : code`${value}[${name}]`;
}

/** Without a list of names. On failure, the name is tested to be the value's own and present (`has`). */
export function everyName(value: Code, fails: readonly Expression[]): Step {
  const isOwn = call(code`${runtime.has}(${value}, name)`);
  return { kind: "block", head: code`for (const name in ${value})`, body: when(all([...fails, isOwn]), [{ kind: "return", value: never }]) };
}

/** If the current property of the loop is one that neither `properties` nor `patternProperties` applies to. */
export function isOther(schema: Schema, scope: Scope): Expression {
  const names = [...(schema.object?.properties?.keys() ?? [])];
  const patterns = [...(schema.object?.patternProperties?.keys() ?? [])];
  return all([not(isNamed(names, scope, "Names")), ...patterns.map((source) => not(matches(source, scope)))]);
}

/** Where `name` is one of these. */
export function isNamed(names: readonly string[], scope: Scope, word: string): Expression {
  if (names.length === 0) return { kind: "constant", value: false };
  if (names.length > 16) {
    const set = scope.module.constant(
      `names ${names.map(quote).join()}`,
      constantName(scope.where, word),
      code`new Set${typed(raw("<string>"))}(${names})`,
    );
    return call(code`${set}.has(name)`);
  }
  if (names.length === 1) return test(code`name === ${names[0] ?? ""}`, code`name !== ${names[0] ?? ""}`);
  return { kind: "some", items: names.map((name) => test(code`name === ${name}`, code`name !== ${name}`)) };
}

export function matches(source: string, scope: Scope): Expression {
  return call(code`${regex(source, scope)}.test(name)`);
}
