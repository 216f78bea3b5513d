import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";

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

/** The conjunction of the nodes. */
export function conjunction(nodes: readonly Node[]): Node {
  return nodes.length === 1 ? (nodes[0] as Node) : node(nodes.flatMap((part) => part.schemas));
}

/** No schema at all allows anything. */
export function nodeOf(schema: Schema | undefined): Node {
  return schema === undefined ? anything : node([schema]);
}

/** The schema of an id. An unresolved reference was reported during lowering; here it asserts nothing. */
export function resolve(model: ApiModel, id: string): Schema | undefined {
  return model.schemas.get(id);
}

/** Whether a schema is part of the document, and not only knowledge of the serialization. */
export function isWritten({ id }: Schema): boolean {
  return !id.startsWith("~");
}
