import type { Schema } from "../../model/schemas/schema.js";
import type { ApiModel } from "../../model/api.js";
import type { Side } from "../change.js";
import { plainAssertions } from "../../model/schemas/plain-assertions.js";
import type { Alternative, Kind } from "./alternative.js";
import { canonical } from "../../values/json.js";
import { deepText } from "./text.js";

/** An opaque keyword: resolved if the rest of the alternative decides it, else compared as a whole. */
export interface Conjunct {
  readonly keyword: string;
  /** The values that it applies to. Absent: all. */
  readonly kind?: Kind;
  /** The schema that contains it. */
  readonly owner: Schema;
  /** The property of `dependentRequired` and `dependentSchemas`, and its requirements. */
  readonly trigger?: { readonly property: string; readonly schema: Schema };
  /** The single constraint that a `not` rejects, if no other schema is needed for it. */
  readonly atom?: Alternative;
}

/** By a text that is equal where the conjunct is. */
export type Conjuncts = ReadonlyMap<string, Conjunct>;

/** The conjuncts of one schema by itself. Their text includes their references, because they are not resolved. */
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
  if (contains !== undefined)
    found.set(`contains ${minContains} ${maxContains ?? ""} ${schemaText(contains)}`, { keyword: "contains", kind: "array", owner });
  const { propertyNames, dependentRequired, dependentSchemas } = owner.object ?? {};
  if (propertyNames !== undefined) found.set(`propertyNames ${schemaText(propertyNames)}`, { keyword: "propertyNames", kind: "object", owner });
  for (const [property, required] of dependentRequired ?? []) {
    const schema: Schema = { id: `${owner.id}~${property}~dependents`, place: owner.place, object: { required } };
    found.set(`dependent ${property} ${schemaText(schema)}`, { keyword: "dependentRequired", kind: "object", owner, trigger: { property, schema } });
  }
  for (const [property, schema] of dependentSchemas ?? [])
    found.set(`dependent ${property} ${schemaText(schema)}`, { keyword: "dependentSchemas", kind: "object", owner, trigger: { property, schema } });
  for (const { keyword, kind, value } of plainAssertions(owner)) found.set(`${keyword} ${canonical(value)}`, { keyword, kind, owner });
  return found;
}
