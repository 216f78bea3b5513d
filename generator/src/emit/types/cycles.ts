import { numberedCycles, stronglyConnected } from "../../algorithms/strongly-connected.js";
import { dictionary, type TypeShape } from "./type-shape.js";

/**
 * The keys of schemas whose type cannot be written inside an interface: TypeScript resolves the members of unions and arrays eagerly there,
 * and ends with "referenced in its own type annotation" (TS2502). In a type alias, arrays are resolved lazily.
 */
export function recursiveTypes(
  schemas: readonly (readonly [key: string, shape: TypeShape])[],
  keyOf: (reference: string) => string | undefined,
): ReadonlySet<string> {
  const edges = new Map<string, readonly string[]>();
  for (const [key, shape] of schemas) {
    const found = new Set<string>();
    eagerReferences(shape, (reference) => {
      const target = keyOf(reference);
      if (target !== undefined) found.add(target);
    });
    if (found.size > 0) edges.set(key, [...found]);
  }
  const next = (key: string): readonly string[] => edges.get(key) ?? [];
  return new Set(numberedCycles(stronglyConnected(edges.keys(), next), next).keys());
}

/** References that TypeScript resolves eagerly: all without an object in between. */
function eagerReferences(shape: TypeShape, visit: (reference: string) => void): void {
  if (typeof shape === "boolean") return;
  if (shape.$ref !== undefined) visit(shape.$ref);
  for (const part of [...(shape.allOf ?? []), ...(shape.anyOf ?? []), ...(shape.prefixItems ?? [])]) eagerReferences(part, visit);
  if (shape.items !== undefined) eagerReferences(shape.items, visit);
}

/** The shape with replaced references. */
export function withReferences(shape: TypeShape, change: (reference: string) => string): TypeShape {
  if (typeof shape === "boolean") return shape;
  const inner = (part: TypeShape): TypeShape => withReferences(part, change);
  const { $ref, items, prefixItems, properties, additionalProperties, allOf, anyOf } = shape;
  return {
    ...shape,
    ...($ref === undefined ? {} : { $ref: change($ref) }),
    ...(items === undefined ? {} : { items: inner(items) }),
    ...(prefixItems === undefined ? {} : { prefixItems: prefixItems.map(inner) }),
    ...(properties === undefined ? {} : { properties: dictionary(Object.entries(properties).map(([name, property]) => [name, inner(property)])) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inner(additionalProperties) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(inner) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inner) }),
  };
}
