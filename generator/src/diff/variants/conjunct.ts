import type { Schema } from "../../model/schemas/schema.js";
import type { ApiModel } from "../../model/api.js";
import type { Side } from "../change.js";
import type { Alternative } from "./alternative.js";
import { deepText } from "./text.js";

/** A keyword that cannot be told facet by facet: it is settled where the rest of the form decides it, and compared as a whole where not. */
export interface Conjunct {
  readonly keyword:
    | "not"
    | "if"
    | "contains"
    | "propertyNames"
    | "dependentRequired"
    | "dependentSchemas"
    | "oneOf"
    | "anyOf"
    | "unevaluatedProperties"
    | "unevaluatedItems";
  /** The schema that says it. */
  readonly owner: Schema;
  /** The property that `dependentRequired` and `dependentSchemas` begin with, and what it asks for. */
  readonly trigger?: { readonly property: string; readonly schema: Schema };
  /** What a `not` refuses, where that is one thing that no other schema is needed for. */
  readonly atom?: Alternative;
}

/** By a text that is equal where the conjunct is. */
export type Conjuncts = ReadonlyMap<string, Conjunct>;

/** The conjuncts that one schema says by itself. Their text has in it what they refer to, because they are never looked into. */
export function conjunctsOf(owner: Schema, model: ApiModel, side: Side): Conjuncts {
  const schemaText = (schema: Schema): string => deepText(schema, model, side);
  const found = new Map<string, Conjunct>();
  if (owner.not !== undefined) found.set(`not ${schemaText(owner.not)}`, { keyword: "not", owner });
  if (owner.if !== undefined && (owner.then !== undefined || owner.else !== undefined)) {
    found.set(`if ${[owner.if, owner.then, owner.else].map((part) => (part === undefined ? "" : schemaText(part))).join(" ")}`, {
      keyword: "if",
      owner,
    });
  }
  const { contains, minContains = 1, maxContains } = owner.array ?? {};
  if (contains !== undefined) found.set(`contains ${minContains} ${maxContains ?? ""} ${schemaText(contains)}`, { keyword: "contains", owner });
  const { propertyNames, dependentRequired, dependentSchemas } = owner.object ?? {};
  if (propertyNames !== undefined) found.set(`propertyNames ${schemaText(propertyNames)}`, { keyword: "propertyNames", owner });
  for (const [property, required] of dependentRequired ?? []) {
    const schema: Schema = { id: `${owner.id}~${property}~dependents`, place: owner.place, object: { required } };
    found.set(`dependent ${property} ${schemaText(schema)}`, { keyword: "dependentRequired", owner, trigger: { property, schema } });
  }
  for (const [property, schema] of dependentSchemas ?? [])
    found.set(`dependent ${property} ${schemaText(schema)}`, { keyword: "dependentSchemas", owner, trigger: { property, schema } });
  return found;
}
