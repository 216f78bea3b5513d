import type { Alternative } from "../forms/alternative.js";
import type { Forms } from "../forms/form.js";
import { isNothing, itemAt, propertyNode } from "../forms/intersect.js";
import type { Node } from "../forms/node.js";
import { accepts, isMultiple, isTighterHigh, isTighterLow } from "./scalar.js";

/**
 * Whether every value of `inner` is a value of `outer`. `false` also where it cannot be proved.
 * Recursion by coinduction: a pair that is being proved may be assumed.
 */
export class Inclusion {
  readonly #assumed = new Map<string, boolean>();
  /** Keys in the order they were assumed: what was proved on top of an assumption that fell is forgotten. */
  readonly #order: string[] = [];

  constructor(
    readonly inner: Forms,
    readonly outer: Forms,
  ) {}

  node(inner: Node, outer: Node): boolean {
    if (outer.schemas.length === 0) return true;
    const key = `${inner.key} ⊆ ${outer.key}`;
    const known = this.#assumed.get(key);
    if (known !== undefined) return known;
    this.#assumed.set(key, true);
    const start = this.#order.push(key);
    const outerForms = this.outer.of(outer);
    const result = this.inner.of(inner).every((form) => outerForms.some((candidate) => this.form(form, candidate)));
    if (!result) {
      for (const proved of this.#order.splice(start)) this.#assumed.delete(proved);
      this.#assumed.set(key, false);
    }
    return result;
  }

  form(inner: Alternative, outer: Alternative): boolean {
    if (inner.kind !== outer.kind) return false;
    for (const text of outer.opaque?.keys() ?? []) if (!inner.opaque?.has(text)) return false;
    if (inner.values !== undefined && inner.kind !== "object" && inner.kind !== "array")
      return [...inner.values.values()].every((value) => accepts(outer, value)) && this.#words(inner, outer);
    if (outer.values !== undefined) return inner.values !== undefined && [...inner.values.keys()].every((text) => outer.values?.has(text));
    if (outer.integer && !inner.integer) return false;
    if (outer.low !== undefined && (inner.low === undefined || isTighterLow(outer.low, inner.low))) return false;
    if (outer.high !== undefined && (inner.high === undefined || isTighterHigh(outer.high, inner.high))) return false;
    if (!(outer.multipleOf ?? []).every((divisor) => (inner.multipleOf ?? []).some((own) => isMultiple(own, divisor)))) return false;
    if ((outer.least ?? 0) > (inner.least ?? 0) || (outer.most ?? Infinity) < (inner.most ?? Infinity)) return false;
    if (outer.unique && !inner.unique) return false;
    if (!this.#words(inner, outer)) return false;
    if (inner.kind === "array") return this.#items(inner, outer);
    return inner.kind !== "object" || this.#properties(inner, outer);
  }

  #words(inner: Alternative, outer: Alternative): boolean {
    if (inner.values !== undefined) return true;
    for (const pattern of outer.patterns ?? []) if (!inner.patterns?.has(pattern)) return false;
    for (const format of outer.formats ?? []) if (!inner.formats?.has(format)) return false;
    for (const content of outer.content ?? []) if (!inner.content?.has(content)) return false;
    return true;
  }

  #items(inner: Alternative, outer: Alternative): boolean {
    const length = Math.max(inner.prefix?.length ?? 0, outer.prefix?.length ?? 0);
    for (let index = 0; index <= length; index += 1) if (!this.node(itemAt(inner, index), itemAt(outer, index))) return false;
    return true;
  }

  #properties(inner: Alternative, outer: Alternative): boolean {
    for (const [name, property] of outer.properties ?? []) {
      if (property.required && inner.properties?.get(name)?.required !== true) return false;
      if (!this.node(propertyNode(inner, name), property.node)) return false;
    }
    for (const [name, property] of inner.properties ?? []) {
      if (!outer.properties?.has(name) && !this.node(property.node, propertyNode(outer, name))) return false;
    }
    for (const [pattern, schema] of outer.patternProperties ?? []) {
      const own = inner.patternProperties?.get(pattern) ?? inner.additional;
      if (own === undefined || !this.node(own, schema)) return false;
    }
    if (outer.additional === undefined) return true;
    return inner.additional !== undefined && (isNothing(inner.additional) || this.node(inner.additional, outer.additional));
  }
}
