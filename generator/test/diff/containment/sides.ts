import type { Side } from "../../../src/diff/change.js";
import { isNode } from "../document-node.js";
import type { RandomDocument } from "./random-schemas.js";

const flagOf: Readonly<Record<Side, string>> = { request: "readOnly", response: "writeOnly" };

/** The document in words of JSON Schema, which knows no directions: what the side does not have is not asked for (OpenAPI 3.1 §4.8.24.2). */
export function withoutAbsent(document: RandomDocument, side: Side): RandomDocument {
  return withoutIn(document, flagOf[side]) as RandomDocument;
}

function withoutIn(part: unknown, flag: string): unknown {
  if (Array.isArray(part)) return part.map((item) => withoutIn(item, flag));
  if (!isNode(part)) return part;
  const { properties, required } = part;
  const inside = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withoutIn(value, flag)]));
  if (!isNode(properties) || !Array.isArray(required)) return inside;
  return { ...inside, required: (required as unknown[]).filter((name) => !isFlagged(properties[String(name)], flag)) };
}

/** Names of the properties that one of the sides does not have. */
export function flaggedNames(part: unknown): ReadonlySet<string> {
  if (Array.isArray(part)) return new Set((part as unknown[]).flatMap((item) => [...flaggedNames(item)]));
  if (!isNode(part)) return new Set();
  const { properties = {} } = part;
  const own = isNode(properties)
    ? Object.keys(properties).filter((name) => Object.values(flagOf).some((flag) => isFlagged(properties[name], flag)))
    : [];
  return new Set([...own, ...Object.values(part).flatMap((inside) => [...flaggedNames(inside)])]);
}

function isFlagged(property: unknown, flag: string): boolean {
  return isNode(property) && property[flag] === true;
}
