import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { SchemaGraph } from "../../plan/schemas/schema-graph.js";

/** The names that a schema constrains other than by listing properties. */
export interface ConstrainedNames {
  /** Names that are required, or that depend on other names or values: they belong to the value. */
  readonly names: ReadonlySet<string>;
  /** Whether a part of it that holds for some values lets them have any name. */
  readonly isOpen: boolean;
  /** Properties whose content such a part describes. */
  readonly inner: ReadonlySet<string>;
}

/**
 * The names that `parse` must not remove although no property lists them, so that an accepted value stays valid: required ones, and all
 * names in conditions and branches that cannot be evaluated.
 */
export function constrainedNamesOf(schema: Schema, graph: SchemaGraph): ConstrainedNames {
  const speech = new Speech(graph);
  speech.demands(schema);
  return speech;
}

/** The relevant branch for every value of its kind in a union: no other branch accepts objects, or lists. */
export function onlyBranch(union: readonly Schema[], graph: SchemaGraph): Schema | undefined {
  const [single, ...more] = union.filter((branch) => graph.hasShape(branch));
  if (single === undefined || more.length > 0) return undefined;
  const own = graph.types(single);
  const isRival = (branch: Schema): boolean => compounds.some((type) => own.has(type) && graph.types(branch).has(type));
  return union.every((branch) => branch === single || !isRival(branch)) ? single : undefined;
}

export const compounds = ["object", "array"] as const;

class Speech implements ConstrainedNames {
  readonly names = new Set<string>();
  readonly inner = new Set<string>();
  isOpen = false;
  readonly #visited = new Set<Schema>();

  constructor(private readonly graph: SchemaGraph) {}

  /** For a schema whose properties, references and parts are visited by the caller. */
  demands(schema: Schema): void {
    const { object, ref, allOf = [], not, if: condition, then, else: otherwise } = schema;
    for (const name of object?.required ?? []) this.names.add(name);
    for (const [name, others] of object?.dependentRequired ?? []) for (const each of [name, ...others]) this.names.add(each);
    for (const [name, part] of object?.dependentSchemas ?? []) {
      this.names.add(name);
      this.everything(part);
    }
    for (const part of [not, condition, then, otherwise]) if (part !== undefined) this.everything(part);
    if (listsObjects(schema)) this.isOpen = true;
    const target = ref === undefined ? undefined : this.graph.get(ref);
    // A schema without listed properties has no shape of its own.
    for (const part of [...(target === undefined ? [] : [target]), ...allOf]) if (!this.graph.hasShape(part)) this.#part(part);
    for (const union of [schema.anyOf, schema.oneOf]) if (union !== undefined) this.#union(union);
  }

  #part(schema: Schema): void {
    if (this.#visited.has(schema)) return;
    this.#visited.add(schema);
    if (letsOthersIn(schema)) this.isOpen = true;
    this.demands(schema);
  }

  #union(union: readonly Schema[]): void {
    const { graph } = this;
    const isListed = union.some((branch) => graph.hasShape(branch));
    const only = onlyBranch(union, graph);
    for (const branch of union) {
      // A named branch can be evaluated, and a single one need not be.
      if (branch === only || !graph.types(branch).has("object") || (branch.ref !== undefined && isListed)) continue;
      if (isListed && !graph.hasShape(branch)) this.isOpen = true;
      this.everything(branch);
    }
  }

  /** All names in a schema that may or may not apply. */
  everything(schema: Schema): void {
    if (this.#visited.has(schema)) return;
    this.#visited.add(schema);
    const { allOf = [], anyOf = [], oneOf = [], ...own } = schema;
    const { object, ref } = own;
    for (const [name, property] of object?.properties ?? []) {
      this.names.add(name);
      if (this.graph.hasShape(property)) this.inner.add(name);
    }
    if (letsOthersIn(schema)) this.isOpen = true;
    this.demands(own);
    const target = ref === undefined ? undefined : this.graph.get(ref);
    for (const part of [...(target === undefined ? [] : [target]), ...allOf, ...anyOf, ...oneOf]) this.everything(part);
  }
}

/** Whether a schema constrains additional properties, or properties by pattern. */
function letsOthersIn({ object }: Schema): boolean {
  const others = object?.additionalProperties ?? object?.unevaluatedProperties;
  return (others !== undefined && others.boolean !== false) || (object?.patternProperties?.size ?? 0) > 0;
}

/** Whether a schema lists values among which there are objects: those are as they are. */
function listsObjects({ const: only, enum: values = [] }: Schema): boolean {
  return [only, ...values].some((value: Json | undefined) => typeof value === "object" && value !== null);
}
