import { isNode, type Node } from "../document-node.js";

/** What one edit does to whoever sends the body, and to whoever reads it. */
export interface SchemaEdit {
  readonly name: string;
  readonly request: "breaking" | "not";
  readonly response: "breaking" | "not";
  /** Changes a copy of the schema in place; false where it has nothing to change. */
  readonly apply: (schema: Node, isLegacy: boolean) => boolean;
}

/** A schema of type object whose own keywords say everything. */
export function object(change: (schema: Node, known: Node) => boolean): SchemaEdit["apply"] {
  return (schema) => {
    const known = properties(schema);
    return known !== undefined && schema["type"] === "object" && isAlone(schema) && change(schema, known);
  };
}

export function scalar(type: string, change: (schema: Node) => boolean | void): SchemaEdit["apply"] {
  return (schema) => schema["type"] === type && schema["nullable"] !== true && isAlone(schema) && change(schema) !== false;
}

/** A list that may hold something. */
export function array(change: (schema: Node) => boolean): SchemaEdit["apply"] {
  return scalar("array", change);
}

/** No applicator in place: another part of the schema could undo the edit. */
function isAlone(schema: Node): boolean {
  return !["allOf", "anyOf", "oneOf", "not", "$ref", "if", "const"].some((keyword) => schema[keyword] !== undefined);
}

/** A property that both directions have. */
export function isPlain(schema: unknown): boolean {
  return (
    isNode(schema) && schema["readOnly"] !== true && schema["writeOnly"] !== true && schema["$ref"] === undefined && schema["allOf"] === undefined
  );
}

export function required(schema: Node): readonly string[] {
  return Array.isArray(schema["required"]) ? (schema["required"] as string[]) : [];
}

export function properties(schema: Node): Node | undefined {
  return isNode(schema["properties"]) ? schema["properties"] : undefined;
}
