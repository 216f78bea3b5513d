import { assertedFormat } from "../../model/schemas/formats.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import { memoize } from "../../algorithms/memoize.js";
import type { Expression } from "./code/expression.js";
import { Slot } from "./code/slot.js";
import type { SchemaGraph } from "../../plan/schemas/schema-graph.js";
import { isAnything, type Scope } from "./keyword.js";

/** A property in a test, and whether it needs a local variable. */
export interface TestForm {
  readonly expression: Expression;
  readonly usesVariable: boolean;
  /** Whether it lets everything through. */
  readonly isOpen: boolean;
}

/**
 * Most properties of most documents have a type and perhaps a format, and there are few such schemas: their code is created once,
 * with a slot for the property.
 */
export class Leaves {
  readonly #forms = new Map<string, { readonly slot: Slot; readonly form: TestForm }>();

  test(schema: Schema, isRequired: boolean, scope: Scope, field: Code, make: (field: Code) => TestForm): TestForm {
    const key = keyOf(schema, isRequired);
    if (key === undefined) return make(field);
    let known = this.#forms.get(key);
    if (known === undefined) {
      const slot = new Slot();
      this.#forms.set(key, (known = { slot, form: make(slot.code) }));
    }
    const { slot, form } = known;
    return { ...form, expression: slot.fillIn(form.expression, field) };
  }
}

export const leavesOf: (graph: SchemaGraph) => Leaves = memoize(() => new Leaves());

/** The inputs of a schema's code, if these are its type and format. */
function keyOf(schema: Schema, isRequired: boolean): string | undefined {
  const { type } = schema;
  if (type === undefined || !isAnything(schema, "type", "format")) return undefined;
  return `${isRequired ? "!" : "?"}${type.join()} ${assertedFormat(schema) ?? ""}`;
}
