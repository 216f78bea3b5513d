/** Where a node of a YAML document begins in its text; `undefined` for what is none, or was not parsed. */
export function yamlOffset(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : undefined;
}
