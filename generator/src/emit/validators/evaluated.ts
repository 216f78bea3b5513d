import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import { all, leaveOut, not, type Expression } from "./code/expression.js";
import type { Scope } from "./keyword.js";
import { isPresent } from "./keywords/required.js";

/** The parts of a value that a schema evaluates if the value passes (JSON Schema 2020-12 §11). Conditional ones are listed under their condition. */
export interface Evaluated {
  readonly everything: boolean;
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly prefix: number;
  /** Items that match one of these. */
  readonly contained: readonly Schema[];
  readonly conditional: readonly { readonly condition: Expression; readonly evaluated: Evaluated }[];
}

type Kind = "object" | "array";

const nothingEvaluated: Evaluated = { everything: false, names: [], patterns: [], prefix: 0, contained: [], conditional: [] };

/** The siblings of `unevaluatedProperties` or `unevaluatedItems` in `schema`. */
export function evaluatedBySiblings(schema: Schema, kind: Kind, value: Code, scope: Scope): Evaluated {
  // Conditions are written before their uses are known.
  leaveOut();
  const whole = scope.module.wholes.get(schema) ?? schema;
  const { unevaluatedProperties: _properties, ...object } = whole.object ?? {};
  const { unevaluatedItems: _items, ...array } = whole.array ?? {};
  return new Walk(kind, value, scope).schema({ ...whole, ...(kind === "object" ? { object } : { array }) }, "", new Set());
}

class Walk {
  constructor(
    readonly kind: Kind,
    readonly value: Code,
    readonly scope: Scope,
  ) {}

  schema(schema: Schema, word: string, visited: ReadonlySet<SchemaId>): Evaluated {
    const found: Evaluated[] = [this.#own(schema)];
    const on = (condition: Expression, evaluated: Evaluated): void => {
      if (!isNothing(evaluated)) found.push({ ...nothingEvaluated, conditional: [{ condition, evaluated }] });
    };
    if (schema.ref !== undefined && !visited.has(schema.ref)) {
      const target = this.scope.module.graph.get(schema.ref);
      if (target !== undefined) found.push(this.schema(target, word, new Set(visited).add(schema.ref)));
    }
    schema.allOf?.forEach((part, index) => found.push(this.schema(part, `${word} part ${index + 1}`, visited)));
    for (const union of [schema.anyOf, schema.oneOf]) {
      union?.forEach((branch, index) => {
        const name = `${word} option ${index + 1}`;
        on(this.#test(branch, name), this.schema(branch, name, visited));
      });
    }
    if (schema.if !== undefined) {
      const condition = this.#test(schema.if, `${word} if`);
      const then = schema.then === undefined ? nothingEvaluated : this.schema(schema.then, `${word} then`, visited);
      on(condition, merge([this.schema(schema.if, `${word} if`, visited), then]));
      if (schema.else !== undefined) on(not(condition), this.schema(schema.else, `${word} else`, visited));
    }
    if (this.kind === "object") {
      for (const [name, dependent] of schema.object?.dependentSchemas ?? []) {
        on(isPresent(this.value, name), this.schema(dependent, `${word} with ${name}`, visited));
      }
    }
    return merge(found);
  }

  #test(schema: Schema, word: string): Expression {
    return this.scope.test(schema, this.value, word);
  }

  #own(schema: Schema): Evaluated {
    if (this.kind === "object") {
      const { properties, patternProperties, additionalProperties, unevaluatedProperties } = schema.object ?? {};
      const everything = additionalProperties !== undefined || unevaluatedProperties !== undefined;
      return { ...nothingEvaluated, everything, names: [...(properties?.keys() ?? [])], patterns: [...(patternProperties?.keys() ?? [])] };
    }
    const { prefixItems, items, contains, unevaluatedItems } = schema.array ?? {};
    const everything = items !== undefined || unevaluatedItems !== undefined;
    return { ...nothingEvaluated, everything, prefix: prefixItems?.length ?? 0, contained: contains === undefined ? [] : [contains] };
  }
}

function merge(parts: readonly Evaluated[]): Evaluated {
  return {
    everything: parts.some((each) => each.everything),
    names: [...new Set(parts.flatMap((each) => each.names))],
    patterns: [...new Set(parts.flatMap((each) => each.patterns))],
    prefix: Math.max(0, ...parts.map((each) => each.prefix)),
    contained: parts.flatMap((each) => each.contained),
    conditional: parts.flatMap((each) => each.conditional),
  };
}

function isNothing(evaluated: Evaluated): boolean {
  const { everything, names, patterns, prefix, contained, conditional } = evaluated;
  return !everything && names.length === 0 && patterns.length === 0 && prefix === 0 && contained.length === 0 && conditional.length === 0;
}

/** Conditions as locals, each computed once, and the parts evaluated under each. Nothing is listed under a condition that evaluates everything. */
export function flattenConditions(evaluated: Evaluated): { readonly condition: Expression; readonly evaluated: Evaluated }[] {
  return evaluated.conditional.flatMap(({ condition, evaluated: under }) => [
    { condition, evaluated: { ...under, conditional: [] } },
    ...(under.everything
      ? []
      : flattenConditions(under).map((inner) => ({ condition: all([condition, inner.condition]), evaluated: inner.evaluated }))),
  ]);
}
