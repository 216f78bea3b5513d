import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import type { ModuleScope } from "./code/scope.js";

/** What a schema says of names otherwise than by listing properties. */
export interface Spoken {
  /** Names that it requires, that other names ask for, or that only some of its values have: they belong to the value. */
  readonly names: ReadonlySet<string>;
  /** Whether a part of it that holds for some values lets them have any name. */
  readonly isOpen: boolean;
}

/**
 * What `parse` must not leave out though no property lists it, for a value that was accepted to be accepted without the rest: what is required, and all
 * that conditions and branches speak of which cannot be asked for whether they hold.
 */
export function spokenOf(schema: Schema, module: ModuleScope): Spoken {
  const speech = new Speech(module);
  speech.demands(schema);
  return speech;
}

class Speech implements Spoken {
  readonly names = new Set<string>();
  isOpen = false;
  readonly #seen = new Set<Schema>();

  constructor(private readonly module: ModuleScope) {}

  /** Of a schema whose properties, references and parts are looked at by whoever asks. */
  demands(schema: Schema): void {
    const { object, allOf = [], not, if: condition, then, else: otherwise } = schema;
    for (const name of object?.required ?? []) this.names.add(name);
    for (const [name, others] of object?.dependentRequired ?? []) for (const each of [name, ...others]) this.names.add(each);
    for (const [name, part] of object?.dependentSchemas ?? []) {
      this.names.add(name);
      this.everything(part);
    }
    for (const part of [not, condition, then, otherwise]) if (part !== undefined) this.everything(part);
    if (listsObjects(schema)) this.isOpen = true;
    // Parts that list nothing have no shape of their own.
    for (const part of allOf) if (part.ref === undefined && !this.module.graph.hasShape(part)) this.demands(part);
    for (const union of [schema.anyOf, schema.oneOf]) if (union !== undefined) this.#union(union);
  }

  #union(union: readonly Schema[]): void {
    const { graph } = this.module;
    const isListed = union.some((branch) => graph.hasShape(branch));
    const rivals = union.filter((branch) => graph.types(branch).has("object"));
    for (const branch of rivals) {
      const hasShape = graph.hasShape(branch);
      // One that can be asked for is asked for, and the only one is not in question.
      if (branch.ref !== undefined && isListed) continue;
      if (hasShape && rivals.length === 1) continue;
      if (isListed && !hasShape) this.isOpen = true;
      this.everything(branch);
    }
  }

  /** All that a schema which may or may not hold speaks of. */
  everything(schema: Schema): void {
    if (this.#seen.has(schema)) return;
    this.#seen.add(schema);
    const { allOf = [], anyOf = [], oneOf = [], ...own } = schema;
    const { object, ref } = own;
    for (const name of object?.properties?.keys() ?? []) this.names.add(name);
    const others = object?.additionalProperties ?? object?.unevaluatedProperties;
    if ((others !== undefined && others.boolean !== false) || (object?.patternProperties?.size ?? 0) > 0) this.isOpen = true;
    this.demands(own);
    const target = ref === undefined ? undefined : this.module.graph.get(ref);
    for (const part of [...(target === undefined ? [] : [target]), ...allOf, ...anyOf, ...oneOf]) this.everything(part);
  }
}

/** Whether a schema lists values among which there are objects: those are as they are. */
function listsObjects({ const: only, enum: values = [] }: Schema): boolean {
  return [only, ...values].some((value: Json | undefined) => typeof value === "object" && value !== null);
}
