/** A part of a document as it is written. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is of a version before 3.1, whose schemas are not those of JSON Schema 2020-12. */
export function isLegacy(document: Node): boolean {
  return !String(document["openapi"]).startsWith("3.1");
}

/** A copy in which each path item, and its path, is what the function makes of it. */
export function mapPaths(document: Node, change: (item: Node, path: string) => readonly [string, Node]): Node {
  const paths = Object.entries((document["paths"] ?? {}) as Node).map(([path, item]): readonly [string, unknown] =>
    isNode(item) && path.startsWith("/") ? change(item, path) : [path, item],
  );
  return { ...document, paths: Object.fromEntries(paths) };
}

/** A copy in which each operation is what the function makes of it. */
export function mapOperations(document: Node, change: (operation: Node) => Node): Node {
  return mapPaths(document, (item, path) => [
    path,
    Object.fromEntries(Object.entries(item).map(([key, part]) => [key, methods.includes(key) && isNode(part) ? change(part) : part])),
  ]);
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
