import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";

/** Every one of these schemas holds. A conjunction, because `allOf`, `$ref` siblings and overlapping property schemas all are one. */
export interface Node {
  readonly schemas: readonly Schema[];
  readonly key: string;
}

export const anything: Node = { schemas: [], key: "" };

export function node(schemas: readonly Schema[]): Node {
  if (schemas.length === 0) return anything;
  if (schemas.length === 1) return { schemas, key: (schemas[0] as Schema).id };
  const byId = new Map(schemas.map((schema) => [schema.id, schema]));
  return { schemas: [...byId.values()], key: [...byId.keys()].toSorted().join(" & ") };
}

/** All that the nodes say. */
export function conjunction(nodes: readonly Node[]): Node {
  return nodes.length === 1 ? (nodes[0] as Node) : node(nodes.flatMap((part) => part.schemas));
}

/** No schema at all allows anything. */
export function nodeOf(schema: Schema | undefined): Node {
  return schema === undefined ? anything : node([schema]);
}

/** The schema that an id names. A reference that leads nowhere was reported when the document was lowered; here it asserts nothing. */
export function resolve(model: ApiModel, id: string): Schema | undefined {
  return model.schemas.get(id);
}

/** The schema, and what it is another name for: the target of its reference, the one part of its `allOf` or of a union, and so on. */
export function aliases(schema: Schema, model: ApiModel): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches);
}

/** The same, where null may stand for it as well: `anyOf: [T, { type: "null" }]` is `T` in all but that. */
export function aliasesBesideNull(schema: Schema, model: ApiModel): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches.filter((branch) => !isNull(branch)));
}

/** What else the schema stands for: the target of its reference, every part of its `allOf`, and the one branch of a union beside null. */
export function meantBy({ ref, allOf = [], oneOf, anyOf }: Schema, model: ApiModel): readonly Schema[] {
  const target = ref === undefined ? undefined : resolve(model, ref);
  const [only, ...others] = (oneOf ?? anyOf ?? []).filter((branch) => !isNull(branch));
  return [...(target === undefined ? [] : [target]), ...allOf, ...(only === undefined || others.length > 0 ? [] : [only])];
}

function namesOf(schema: Schema, model: ApiModel, counted: (branches: readonly Schema[]) => readonly Schema[]): readonly Schema[] {
  const found = new Set<Schema>();
  for (let current: Schema | undefined = schema; current !== undefined && !found.has(current);) {
    found.add(current);
    const [only, ...others]: readonly Schema[] = current.allOf ?? counted(current.oneOf ?? current.anyOf ?? []);
    current = current.ref !== undefined ? resolve(model, current.ref) : others.length === 0 ? only : undefined;
  }
  return [...found];
}

function isNull({ type, const: only }: Schema): boolean {
  return only === null || type?.join() === "null";
}
