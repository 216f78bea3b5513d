import type { Schema } from "../../model/schema.js";
import { Code } from "../print/code.js";
import { Slot, type Expression } from "./expression.js";
import type { SchemaGraph } from "./graph.js";
import { isAnything, type Scope, type Spot } from "./keyword.js";
import type { Step } from "./statement.js";

/** A property as a test asks it, and whether that needs the local variable. */
export interface TestForm {
  readonly expression: Expression;
  readonly usesVariable: boolean;
  /** Whether it lets everything through. */
  readonly isOpen: boolean;
}

/**
 * Most properties of most documents say a type and perhaps a format, and there are few such schemas: what is written for one of them is made once,
 * with slots for the property, its path and its place.
 */
export class Leaves {
  readonly #tests = new Map<string, { readonly slot: Slot; readonly form: TestForm }>();
  readonly #reports = new Map<string, { readonly path: Slot; readonly places: ReadonlyMap<string, Slot>; readonly steps: readonly Step[] }>();

  test(schema: Schema, isRequired: boolean, scope: Scope, field: Code, make: (field: Code) => TestForm): TestForm {
    const key = keyOf(schema, isRequired, scope);
    if (key === undefined) return make(field);
    let known = this.#tests.get(key);
    if (known === undefined) {
      const slot = new Slot();
      this.#tests.set(key, (known = { slot, form: make(slot.code) }));
    }
    const { slot, form } = known;
    return { ...form, expression: slot.fillIn(form.expression, field) };
  }

  report(schema: Schema, isRequired: boolean, scope: Scope, spot: Spot, make: (spot: Spot) => Step[]): Step[] {
    const key = keyOf(schema, isRequired, scope);
    if (key === undefined) return make(spot);
    let known = this.#reports.get(key);
    if (known === undefined) {
      const path = new Slot();
      const places = new Map<string, Slot>();
      const at = (keyword: string): Code => {
        const slot = places.get(keyword) ?? new Slot();
        places.set(keyword, slot);
        return slot.code;
      };
      this.#reports.set(key, (known = { path, places, steps: make({ path: path.code, step: path.code, at }) }));
    }
    const fills: (readonly [Slot, Code])[] = [[known.path, spot.path]];
    for (const [keyword, slot] of known.places) fills.push([slot, scope.module.at(schema, keyword)]);
    const fill = (step: Step): Step => {
      if (step.kind === "line") return { ...step, code: fills.reduce((code, [slot, value]) => slot.fill(code, value), step.code) };
      if (step.kind !== "if") return step;
      // What is tested is the local variable.
      return { ...step, then: step.then.map(fill), ...(step.otherwise === undefined ? {} : { otherwise: step.otherwise.map(fill) }) };
    };
    return known.steps.map(fill);
  }
}

const known = new WeakMap<SchemaGraph, Leaves>();

export function leavesOf(graph: SchemaGraph): Leaves {
  let leaves = known.get(graph);
  if (leaves === undefined) known.set(graph, (leaves = new Leaves()));
  return leaves;
}

/** What the code for a schema depends on, where that is its type and its format. */
function keyOf(schema: Schema, isRequired: boolean, { module }: Scope): string | undefined {
  const { type, format } = schema;
  if (type === undefined || !isAnything(schema, "type", "format")) return undefined;
  return `${isRequired ? "!" : "?"}${module.assertsFormats ? "" : "-"}${type.join()} ${format ?? ""}`;
}
