import type { Json } from "../../model/json.js";
import type { Subject } from "../compare/context.js";

/**
 * Everything that the text of a value in a URL or a header may be read as: there 5 and "5" are one text. `undefined` where the value has no text
 * of its own: null, an object, a list of none, and nothing at all in a path.
 */
export function readings(value: Json, { in: where }: Subject): readonly Json[] | undefined {
  if (!Array.isArray(value)) return isScalar(value) && (value !== "" || where !== "path") ? read(value) : undefined;
  const items = value as readonly Json[];
  if (items.length === 0 || !items.every((item) => isScalar(item))) return undefined;
  return [items, items.map(String), items.map((item) => read(item).at(-1) as Json)];
}

type Scalar = string | number | boolean;

function isScalar(value: Json): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** As it is, as text, and as what the text spells. */
function read(value: Scalar): readonly Json[] {
  const text = String(value);
  if (text === "true" || text === "false") return [value, text, text === "true"];
  return text.trim() !== "" && Number.isFinite(Number(text)) ? [value, text, Number(text)] : [value, text];
}
