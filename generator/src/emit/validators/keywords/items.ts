import { code, raw, type Code } from "../../print/code.js";
import { all, always, not, some, test, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { isAnything, type Keyword, type Scope, type Spot } from "../keyword.js";
import { declare, line, type Step, when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { onlyLength } from "./size.js";

/** The first items, each by its own schema. Items that are not there are not asked for (JSON Schema 2020-12 §10.3.1.1). */
export const prefixItems: Keyword = {
  keyword: "prefixItems",
  group: "array",
  has: (schema) => schema.array?.prefixItems?.some((item) => !isAnything(item)) === true,
  isInline: () => false,
  test: (schema, value, scope) =>
    all(
      (schema.array?.prefixItems ?? []).map((item, index) => {
        const slot = new Slot();
        const holds = scope.test(item, slot.code, `item ${index + 1}`);
        if (holds.kind === "constant" && holds.value) return holds;
        const field = code`${value}[${index}]`;
        const filled = slot.countIn(holds) <= 1 ? slot.fillIn(holds, field) : slot.assignIn(holds, scope.variable, field);
        return isRequired(schema, index) ? filled : some([isAbsent(value, index), filled]);
      }),
    ),
  report: (schema, value, _spot, scope) =>
    (schema.array?.prefixItems ?? []).flatMap((item, index) => {
      const steps = scope.report(item, code`${value}[${index}]`, itemSpot(index), `item ${index + 1}`);
      return when(not(isAbsent(value, index)), steps);
    }),
};

function isAbsent(value: Code, index: number): Expression {
  return test(code`${value}.length <= ${index}`, code`${value}.length > ${index}`);
}

/** Whether `minItems`, which is asked first, asks for the item. */
function isRequired(schema: Schema, index: number): boolean {
  return (schema.array?.minItems ?? 0) > index;
}

function itemSpot(index: number): Spot {
  return { path: code`${`/${index}`}`, step: code`${index}` };
}

/** The spot of the item that the loop is at. */
export const indexedSpot: Spot = { path: raw("`/${i}`"), step: raw("i") };

/** Every item after the first ones. */
export const items: Keyword = {
  keyword: "items",
  group: "array",
  has: (schema) => schema.array?.items !== undefined && !isAnything(schema.array.items),
  isInline: (schema) => schema.array?.items?.boolean === false,
  // Only asked where `items` is `false`.
  test: (schema, value) => {
    if (onlyLength(schema) !== undefined) return always;
    const start = schema.array?.prefixItems?.length ?? 0;
    return test(code`${value}.length <= ${start}`, code`${value}.length > ${start}`);
  },
  steps: (schema, value, scope) => {
    const { items: item, prefixItems: first } = schema.array ?? {};
    if (item === undefined) return [];
    const start = first?.length ?? 0;
    const slot = new Slot();
    const holds = scope.test(item, slot.code, "item");
    const body = eachItem(value, slot, holds, (filled) => when(not(filled), [fail]));
    return [loop(value, start, body)];
  },
  report: (schema, value, spot, scope) => {
    const { items: item, prefixItems: first } = schema.array ?? {};
    if (item === undefined) return [];
    const start = first?.length ?? 0;
    if (item.boolean === false) {
      const issue = code`${runtime.extraItems}(issues, ${spot.path}, ${scope.module.at(schema, "items")}, "items", ${start}, ${value})`;
      return when(test(code`${value}.length > ${start}`, code`${value}.length <= ${start}`), [line(issue)]);
    }
    return [reportLoop(value, start, reportItem(item, value, scope))];
  },
};

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** `for (let i = 0; …)`: an index also visits holes, as `every` does not. */
export function loop(value: Code, start: number, body: readonly Step[]): Step {
  return { kind: "block", head: code`for (let i = ${start}; i < ${value}.length; i++)`, body };
}

/** The same for reports, which end when no further issue is wanted: what enters a function of its own for each item asks there. */
function reportLoop(value: Code, start: number, body: readonly Step[]): Step {
  const [only] = body;
  if (body.length === 1 && only?.kind === "line") return loop(value, start, body);
  return { kind: "block", head: code`for (let i = ${start}; i < ${value}.length && !${runtime.isFull}(issues); i++)`, body };
}

/** The item in a local where it is read more than once. */
export function eachItem(value: Code, slot: Slot, holds: Expression, steps: (filled: Expression) => Step[]): Step[] {
  if (slot.countIn(holds) <= 1) return steps(slot.fillIn(holds, code`${value}[i]`));
  return [declare("item", code`${value}[i]`), ...steps(slot.fillIn(holds, raw("item")))];
}

/** Reports on one item. What enters a function of its own makes no path unless something is wrong: no test comes before it. */
function reportItem(item: NonNullable<Parameters<Scope["test"]>[0]>, value: Code, scope: Scope): Step[] {
  const steps = scope.report(item, raw("item"), indexedSpot, "item");
  // One step that enters the item at once needs no local for it.
  if (steps.length === 1 && steps[0]?.kind === "line") return scope.report(item, code`${value}[i]`, indexedSpot, "item");
  return [declare("item", code`${value}[i]`), ...steps];
}
