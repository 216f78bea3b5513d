import type { JsonType, Schema } from "../../../model/schemas/schema.js";
import { code, markedSymbol, textOf, raw, type Code } from "../../print/code.js";
import { evaluatedBySiblings, flattenConditions, type Evaluated } from "../evaluated.js";
import { all, call, flat, not, some, test, withoutProof, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { settled } from "../code/narrowing.js";
import { isAnything, type Keyword, type Scope } from "../keyword.js";
import { isIdle, line, type Step, when } from "../code/statement.js";
import { calling } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";
import { eachItem, loop } from "./items.js";
import { everyName, isNamed, matches } from "./names.js";

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** Properties that no sibling keyword, or schema applied in place, has evaluated. */
export const unevaluatedProperties: Keyword = {
  keyword: "unevaluatedProperties",
  group: "object",
  has: (schema) => schema.object?.unevaluatedProperties !== undefined && !isAnything(schema.object.unevaluatedProperties),
  steps: (schema, value, scope) => {
    const others = schema.object?.unevaluatedProperties;
    const { before, isKnown } = knownNames(schema, value, scope);
    if (others === undefined || (isKnown.kind === "constant" && isKnown.value)) return [];
    const field = code`${value}[name]`;
    const refused = others.boolean === false ? [] : [not(scope.test(others, field, "unevaluated"))];
    return withConditions(before, everyName(value, [not(isKnown), ...refused]));
  },
  rule: (schema, scope) => {
    const others = schema.object?.unevaluatedProperties;
    const evaluated = scope.evaluated(schema, "object");
    if (others === undefined || evaluated === undefined) return undefined;
    const rule = others.boolean === false ? code`false` : scope.part(schema, "unevaluatedProperties", "", others, "unevaluated", inside);
    return calling(code`${keywordRule("unevaluatedProperties")}`, rule, evaluated.known);
  },
};

/** Items that no sibling keyword, or schema applied in place, has evaluated. */
export const unevaluatedItems: Keyword = {
  keyword: "unevaluatedItems",
  group: "array",
  has: (schema) => schema.array?.unevaluatedItems !== undefined && !isAnything(schema.array.unevaluatedItems),
  steps: (schema, value, scope) => {
    const others = schema.array?.unevaluatedItems;
    const slot = new Slot();
    const { before, isKnown, start } = knownItems(schema, value, slot.code, scope);
    if (others === undefined || (isKnown.kind === "constant" && isKnown.value)) return [];
    const fails = all([not(isKnown), not(scope.test(others, slot.code, "unevaluated"))]);
    return withConditions(
      before,
      loop(
        value,
        start,
        eachItem(value, slot, fails, (filled) => when(filled, [fail])),
      ),
    );
  },
  rule: (schema, scope) => {
    const others = schema.array?.unevaluatedItems;
    const evaluated = scope.evaluated(schema, "array");
    if (others === undefined || evaluated === undefined) return undefined;
    const rule = others.boolean === false ? code`false` : scope.part(schema, "unevaluatedItems", "", others, "unevaluated", inside);
    return calling(code`${keywordRule("unevaluatedItems")}`, rule, evaluated.known, code`${evaluated.start}`);
  },
};

/** The loop with its conditions; nothing without conditions. */
function withConditions(before: readonly Step[], each: Step): Step[] {
  return isIdle(each) ? [] : [...before, each];
}

const inside = { isInside: true, isTested: true } as const;

export interface Known {
  /** Declarations of the conditions. */
  readonly before: readonly Step[];
  /** Whether the current name or item of the loop is evaluated. */
  readonly isKnown: Expression;
  readonly start: number;
}

export function knownNames(schema: Schema, value: Code, scope: Scope): Known {
  const evaluated = evaluatedBySiblings(schema, "object", value, scope);
  let sets = 0;
  return known(
    evaluated,
    { read: value, type: "object" },
    (part) => some([isNamed(part.names, scope, `Names${++sets}`), ...part.patterns.map((source) => matches(source, scope))]),
    0,
  );
}

export function knownItems(schema: Schema, value: Code, item: Code, scope: Scope): Known {
  const evaluated = evaluatedBySiblings(schema, "array", value, scope);
  const isContained = (contained: Schema, index: number): Expression => withoutProof(scope.test(contained, item, `known ${index + 1}`));
  const describe = (part: Evaluated): Expression =>
    some([
      ...(part.prefix > evaluated.prefix ? [test(code`i < ${part.prefix}`, code`i >= ${part.prefix}`)] : []),
      ...part.contained.map(isContained),
    ]);
  return known(evaluated, { read: value, type: "array" }, describe, evaluated.prefix);
}

function known(
  evaluated: Evaluated,
  value: { readonly read: Code; readonly type: JsonType },
  describe: (part: Evaluated) => Expression,
  start: number,
): Known {
  if (evaluated.everything) return { before: [], isKnown: { kind: "constant", value: true }, start };
  const before: Step[] = [];
  const locals = new Map<string, Expression>();
  const conditions = flattenConditions(evaluated).map(({ condition: written, evaluated: under }) => {
    const condition = settled(written, { read: value.read.marked, type: value.type });
    const holds = under.everything ? ({ kind: "constant", value: true } as const) : describe(under);
    if (condition.kind === "constant" || (holds.kind === "constant" && !holds.value)) return all([condition, holds]);
    const key = textOf(flat(condition).marked, "js", (mark) => markedSymbol(mark).name);
    let local = locals.get(key);
    if (local === undefined) {
      const name = raw(`matched${locals.size + 1}`);
      local = call(name);
      locals.set(key, local);
      // The compiler would narrow by the constant, and reject an access by the loop's name (TS7053).
      before.push(line(code`const ${name} = ${flat(withoutProof(condition))}`));
    }
    return all([local, holds]);
  });
  return { before, isKnown: some([describe(evaluated), ...conditions]), start };
}
