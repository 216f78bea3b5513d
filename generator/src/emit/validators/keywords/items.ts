import { code, raw, type Code } from "../../print/code.js";
import { all, always, not, some, test, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { calling } from "../code/piece.js";
import { isAnything, type Keyword } from "../keyword.js";
import { declare, type Step, when } from "../code/statement.js";
import { keywordRule, rules } from "../code/symbols.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { onlyLength } from "./size.js";

/** The first items, each by its own schema. Absent items are not tested (JSON Schema 2020-12 §10.3.1.1). */
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
  rule: (schema, scope) => {
    const first = schema.array?.prefixItems ?? [];
    const parts = first.map((item, index) =>
      scope.part(schema, "prefixItems", `/${index}`, item, `item ${index + 1}`, { isInside: true, isTested: true }),
    );
    return calling(code`${keywordRule("prefixItems")}`, ...parts);
  },
};

function isAbsent(value: Code, index: number): Expression {
  return test(code`${value}.length <= ${index}`, code`${value}.length > ${index}`);
}

/** Whether `minItems`, which is tested first, requires the item. */
function isRequired(schema: Schema, index: number): boolean {
  return (schema.array?.minItems ?? 0) > index;
}

/** Every item after the first ones. */
export const items: Keyword = {
  keyword: "items",
  group: "array",
  has: (schema) => schema.array?.items !== undefined && !isAnything(schema.array.items),
  isInline: (schema) => schema.array?.items?.boolean === false,
  // Only called if `items` is `false`.
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
  rule: (schema, scope) => {
    const { items: item, prefixItems: first } = schema.array ?? {};
    if (item === undefined) return undefined;
    const start = code`${first?.length ?? 0}`;
    if (item.boolean === false) return calling(code`${keywordRule("noItems")}`, start);
    const rule = scope.part(schema, "items", "", item, "item", { isInside: true, isTested: true });
    return first === undefined ? calling(code`${rules.items}`, rule) : calling(code`${rules.items}`, rule, start);
  },
};

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** `for (let i = 0; …)`: an index also visits holes, as `every` does not. */
export function loop(value: Code, start: number, body: readonly Step[]): Step {
  return { kind: "block", head: code`for (let i = ${start}; i < ${value}.length; i++)`, body };
}

/** The item in a local where it is read more than once. */
export function eachItem(value: Code, slot: Slot, holds: Expression, steps: (filled: Expression) => Step[]): Step[] {
  if (slot.countIn(holds) <= 1) return steps(slot.fillIn(holds, code`${value}[i]`));
  return [declare("item", code`${value}[i]`), ...steps(slot.fillIn(holds, raw("item")))];
}
