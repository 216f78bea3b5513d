import { dictionary, type Form } from "./form.js";

/**
 * The keys of schemas whose type cannot be written inside an interface: TypeScript works out the members of unions and arrays at once there,
 * and ends with "referenced in its own type annotation" (TS2502). In a type alias of its own, arrays are left for later.
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
  return onCycles(edges);
}

/** References that TypeScript follows at once: all that no object stands in between. */
function eagerReferences(form: Form, visit: (reference: string) => void): void {
  if (typeof form === "boolean") return;
  if (form.$ref !== undefined) visit(form.$ref);
  for (const part of [...(form.allOf ?? []), ...(form.anyOf ?? []), ...(form.prefixItems ?? [])]) eagerReferences(part, visit);
  if (form.items !== undefined) eagerReferences(form.items, visit);
}

/** The nodes that lead back to themselves: strongly connected components by Tarjan, without recursion, for chains may be long. */
export function onCycles(edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  for (const root of edges.keys()) {
    if (index.has(root)) continue;
    const work: { node: string; next: number }[] = [{ node: root, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1] as { node: string; next: number };
      const { node } = frame;
      if (frame.next === 0) {
        index.set(node, index.size);
        low.set(node, index.size - 1);
        stack.push(node);
        onStack.add(node);
      }
      const target = edges.get(node)?.[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (target === node) found.add(node);
        if (!index.has(target)) work.push({ node: target, next: 0 });
        else if (onStack.has(target)) low.set(node, Math.min(low.get(node) ?? 0, index.get(target) ?? 0));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node) ?? 0, low.get(node) ?? 0));
      if (low.get(node) !== index.get(node)) continue;
      const component: string[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        component.push(member);
        if (member === node) break;
      }
      if (component.length > 1) for (const member of component) found.add(member);
    }
  }
  return found;
}

/** The form with references changed, wherever they stand. */
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
