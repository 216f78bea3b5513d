import { raw } from "../../print/code.js";
import type { JsonType } from "../../../model/schemas/schema.js";
import { typeMatches, typeTest } from "../types.js";
import { all, always, choice, comparison, never, not, some, type Expression } from "./expression.js";
import { assigned } from "./scope.js";
import { isSlot } from "./slot.js";
import { when, type Step } from "./statement.js";

/** The possible values at a test: a list, as JSON, or some types. */
type Possible = { readonly values: ReadonlySet<string> } | { readonly types: ReadonlySet<JsonType> };

/** By the code that reads the value; nothing is known of others. */
type Known = ReadonlyMap<string, Possible>;

interface Settled {
  readonly item: Expression;
  /** The facts after success and after failure. */
  readonly holds: Known;
  readonly fails: Known;
}

const nothingKnown: Known = new Map();

/**
 * The same test without parts that earlier tests have decided: `if`, `allOf` and others often repeat a test. The compiler
 * follows the tests as well, and reports a comparison that cannot succeed any more (TS2367).
 * @param given Facts about a value without a test.
 */
export function settled(item: Expression, given?: { readonly read: string; readonly type: JsonType }): Expression {
  return settle(item, given === undefined ? nothingKnown : new Map([[given.read, { types: new Set([given.type]) }]])).item;
}

/** Statements without the branches that cannot be taken. */
export function settledSteps(steps: readonly Step[]): Step[] {
  return settleSteps(steps, nothingKnown);
}

function settle(item: Expression, known: Known): Settled {
  switch (item.kind) {
    case "constant":
      return { item, holds: known, fails: known };
    case "code":
      return settleCode(item, known);
    case "not": {
      const inner = settle(item.item, known);
      return { item: not(inner.item), holds: inner.fails, fails: inner.holds };
    }
    case "all": {
      const { items, last, left } = inTurn(item.items, known, "holds");
      return { item: all(items), holds: last, fails: either(left) };
    }
    case "some": {
      const { items, last, left } = inTurn(item.items, known, "fails");
      return { item: some(items), holds: either(left), fails: last };
    }
    case "choice": {
      const test = settle(item.test, known);
      const then = settle(item.then, test.holds);
      const otherwise = settle(item.otherwise, test.fails);
      return {
        item: choice(test.item, then.item, otherwise.item),
        holds: either([then.holds, otherwise.holds]),
        fails: either([then.fails, otherwise.fails]),
      };
    }
  }
}

/** Each item is reached if those before it continued. */
function inTurn(
  conditions: readonly Expression[],
  known: Known,
  on: "holds" | "fails",
): { readonly items: Expression[]; readonly last: Known; readonly left: Known[] } {
  const items: Expression[] = [];
  const left: Known[] = [];
  let last = known;
  for (const each of conditions) {
    const result = settle(each, last);
    items.push(result.item);
    // A constant is passed without a test, or ends it.
    if (result.item.kind !== "constant") left.push(on === "holds" ? result.fails : result.holds);
    else if (result.item.value === (on === "fails")) left.push(last);
    last = result[on];
  }
  return { items, last, left };
}

function settleCode(item: Extract<Expression, { readonly kind: "code" }>, before: Known): Settled {
  const known = item.code.marked.includes(assigned) ? withoutVariable(before) : before;
  const fact = factOf(item);
  if (fact === undefined) return { item, holds: known, fails: known };
  const { read, says } = fact;
  const possible = known.get(read);
  const [yes, no] = divided(possible, says);
  if (possible !== undefined && (yes === undefined || no === undefined)) {
    return { item: fact.positive === (yes === undefined) ? never : always, holds: known, fails: known };
  }
  const given = (now: Possible | undefined): Known => (now === undefined || now === possible ? known : new Map([...known, [read, now]]));
  const [holds, fails] = [given(yes), given(no)];
  return fact.positive ? { item, holds, fails } : { item, holds: fails, fails: holds };
}

function settleSteps(steps: readonly Step[], before: Known): Step[] {
  const remaining: Step[] = [];
  let known = before;
  for (const step of steps) {
    switch (step.kind) {
      case "line":
        remaining.push(step);
        break;
      case "return":
        remaining.push({ kind: "return", value: settle(step.value, known).item });
        break;
      // A loop returns to its head with other values.
      case "block":
      case "case":
        remaining.push({ ...step, body: settleSteps(step.body, nothingKnown) });
        break;
      case "if": {
        const test = settle(step.test, known);
        const otherwise = step.otherwise ?? [];
        remaining.push(...when(test.item, settleSteps(step.then, test.holds), settleSteps(otherwise, test.fails)));
        if (otherwise.length > 0 || !ends(step.then)) break;
        if (test.item.kind === "constant" && test.item.value) return remaining;
        known = test.fails;
        continue;
      }
    }
    known = withoutVariable(known);
  }
  return remaining;
}

function withoutVariable(known: Known): Known {
  return known.has("v") ? new Map([...known].filter(([read]) => read !== "v")) : known;
}

interface Fact {
  readonly read: string;
  /** The value is this one, as JSON, or of this type. */
  readonly says: Possible;
  /** Whether the code is the fact or its opposite. */
  readonly positive: boolean;
}

/** Expressions that are read repeatedly without changing: a parameter, a part of it, an item, a name. */
const steady = /^(?:value(?:\[[^\s[\]]+\])?|item|name|v)$/;
const typeOf = /^typeof (\S+) ([!=])== "(string|boolean)"$/;
const calls = (["object", "array", "number", "integer"] as const).map((type) => {
  const { code: test } = typeTest(type, raw("")) as Extract<Expression, { readonly kind: "code" }>;
  return { type, head: test.marked.slice(0, -1) };
});

function factOf(item: Extract<Expression, { readonly kind: "code" }>): Fact | undefined {
  const { code, negated } = item;
  const fact = calledFact(code.marked, true) ?? (negated && calledFact(negated.marked, false)) ?? comparedFact(code.marked);
  return fact !== undefined && (steady.test(fact.read) || isSlot(fact.read)) ? fact : undefined;
}

function comparedFact(text: string): Fact | undefined {
  const typed = typeOf.exec(text);
  if (typed !== null) return { read: typed[1] as string, says: ofType(typed[3] as JsonType), positive: typed[2] === "=" };
  const compared = comparison.exec(text);
  const value = compared === null ? undefined : canonical(compared[3] as string);
  if (compared === null || value === undefined) return undefined;
  return { read: compared[1] as string, says: { values: new Set([value]) }, positive: compared[2] === "=" };
}

/** One text for each value: `1.0` is `1`, and `-0` is `0`. */
function canonical(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return value === Infinity || value === -Infinity ? undefined : JSON.stringify(value);
  } catch {
    // A large integer has a spelling of its own.
    return undefined;
  }
}

function calledFact(text: string, positive: boolean): Fact | undefined {
  for (const { type, head } of calls) if (text.startsWith(head)) return { read: text.slice(head.length, -1), says: ofType(type), positive };
  return undefined;
}

function ofType(type: JsonType): Possible {
  return { types: new Set([type]) };
}

/** The possible values that satisfy a fact, and the rest; `undefined` if there are none. */
function divided(possible: Possible | undefined, says: Possible): readonly [Possible | undefined, Possible | undefined] {
  if (possible === undefined) return [says, undefined];
  if ("values" in possible) {
    const isSo = (value: string): boolean => ("values" in says ? says.values.has(value) : typeMatches(JSON.parse(value), [...says.types]));
    const values = [...possible.values];
    return [fewOf(values.filter(isSo)), fewOf(values.filter((value) => !isSo(value)))];
  }
  const types = [...possible.types];
  if ("values" in says) return [fewOf([...says.values].filter((value) => typeMatches(JSON.parse(value), types))), possible];
  const [type] = says.types;
  const isSo = (each: JsonType): boolean => each === type || (each === "integer" && type === "number");
  const so = type === "integer" && possible.types.has("number") ? (["integer"] as const) : types.filter(isSo);
  return [someOf(so), someOf(types.filter((each) => !isSo(each)))];
}

function fewOf(values: readonly string[]): Possible | undefined {
  return values.length === 0 ? undefined : { values: new Set(values) };
}

function someOf(types: readonly JsonType[]): Possible | undefined {
  return types.length === 0 ? undefined : { types: new Set(types) };
}

/** The facts common to all predecessors. */
function either(ways: readonly Known[]): Known {
  const [first, ...others] = ways;
  if (first === undefined || others.length === 0) return first ?? nothingKnown;
  const joined = new Map<string, Possible>();
  for (const [read, possible] of first) {
    const each = others.map((known) => known.get(read));
    if (each.every((other) => other !== undefined)) joined.set(read, each.reduce(both, possible));
  }
  return joined;
}

function both(one: Possible, other: Possible): Possible {
  if (one === other) return one;
  if ("values" in one && "values" in other) return { values: new Set([...one.values, ...other.values]) };
  return { types: new Set([...typesIn(one), ...typesIn(other)]) };
}

function typesIn(possible: Possible): readonly JsonType[] {
  if ("types" in possible) return [...possible.types];
  return [...possible.values].map((text) => {
    const value = JSON.parse(text) as unknown;
    return value === null ? "null" : (typeof value as "string" | "number" | "boolean");
  });
}

/** Whether the code after the steps is unreachable. */
function ends(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  return last?.kind === "return" || (last?.kind === "line" && last.code.marked.startsWith("return"));
}
