import { kinds, type Alternative } from "../../variants/alternative.js";

/**
 * `string | integer | null`; `anything` if every kind is allowed, `nothing` if none is.
 * @param formats The number formats to include: `integer (int32)`.
 */
export function describeTypes(alternatives: readonly Alternative[], formats?: ReadonlySet<string>): string {
  const types = new Set<string>(
    alternatives.map((alternative) => (alternative.kind === "number" && alternative.integer ? "integer" : alternative.kind)),
  );
  if (types.has("number")) types.delete("integer");
  if (types.size === 0) return "nothing";
  if (types.size === kinds.length) return "anything";
  const formatNames = [
    ...new Set(alternatives.flatMap((alternative) => (alternative.kind === "number" ? [...(alternative.formats ?? [])] : []))),
  ].filter((word) => formats?.has(word));
  return [...types]
    .map((type) => (formatNames.length > 0 && /^(?:integer|number)$/.test(type) ? `${type} (${formatNames.join(", ")})` : type))
    .join(" | ");
}

export function describeBranch(alternative: Alternative): string {
  if (alternative.name !== undefined) return alternative.name;
  if (alternative.kind === "object" && alternative.properties !== undefined)
    return `object with ${[...alternative.properties.keys()].slice(0, 4).join(", ")}`;
  return alternative.formats === undefined ? alternative.kind : `${alternative.kind} (${[...alternative.formats].join(", ")})`;
}
