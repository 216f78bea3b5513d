import { numberedCycles, stronglyConnected } from "../../algorithms/strongly-connected.js";
import { dictionary, type Form } from "./form.js";

/**
 * The keys of schemas whose type cannot be written inside an interface: TypeScript resolves the members of unions and arrays eagerly there,
 * and ends with "referenced in its own type annotation" (TS2502). In a type alias, arrays are resolved lazily.
 */
export function recursiveTypes(
  schemas: readonly (readonly [key: string, form: Form])[],
  keyOf: (reference: string) => string | undefined,
): ReadonlySet<string> {
  const edges = new Map<string, readonly string[]>();
  for (const [key, form] of schemas) {
    const found = new Set<string>();
    eagerReferences(form, (reference) => {
      const target = keyOf(reference);
      if (target !== undefined) found.add(target);
    });
    if (found.size > 0) edges.set(key, [...found]);
  }
  const next = (key: string): readonly string[] => edges.get(key) ?? [];
  return new Set(numberedCycles(stronglyConnected(edges.keys(), next), next).keys());
}

/** References that TypeScript resolves eagerly: all without an object in between. */
function eagerReferences(form: Form, visit: (reference: string) => void): void {
  if (typeof form === "boolean") return;
  if (form.$ref !== undefined) visit(form.$ref);
  for (const part of [...(form.allOf ?? []), ...(form.anyOf ?? []), ...(form.prefixItems ?? [])]) eagerReferences(part, visit);
  if (form.items !== undefined) eagerReferences(form.items, visit);
}

/** The form with replaced references. */
export function withReferences(form: Form, change: (reference: string) => string): Form {
  if (typeof form === "boolean") return form;
  const inner = (part: Form): Form => withReferences(part, change);
  const { $ref, items, prefixItems, properties, additionalProperties, allOf, anyOf } = form;
  return {
    ...form,
    ...($ref === undefined ? {} : { $ref: change($ref) }),
    ...(items === undefined ? {} : { items: inner(items) }),
    ...(prefixItems === undefined ? {} : { prefixItems: prefixItems.map(inner) }),
    ...(properties === undefined ? {} : { properties: dictionary(Object.entries(properties).map(([name, property]) => [name, inner(property)])) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inner(additionalProperties) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(inner) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inner) }),
  };
}
