import type { Parameter, ParameterStyle } from "../../../model/api.js";
import { isWholeKind, type Alternative } from "../../variants/alternative.js";
import { countsOf } from "../../variants/bounds.js";
import { essence } from "../context.js";

/**
 * How the value is written on the wire. `explode` and delimiters make no difference for a scalar, except in styles that always write the name, and none
 * where only one item is written (`isAlone`).
 */
export function serialisation(
  parameter: Pick<Parameter, "style" | "explode" | "allowReserved" | "content">,
  alternatives: readonly Alternative[],
  isAlone = false,
): string {
  // Plain text is the form of scalars in any case.
  if (parameter.content !== undefined && !(isScalar(alternatives) && parameter.content.mediaType.startsWith("text/plain")))
    return `as ${essence(parameter.content)}`;
  const reserved = parameter.allowReserved && alternatives.some(mayHoldReserved) ? ", reserved characters kept" : "";
  if (isScalar(alternatives) || (isAlone && parameter.style !== "deepObject"))
    return (parameter.style === "matrix" || parameter.style === "label" ? parameter.style : "plain") + reserved;
  // Commas either way: only the names of an object are written otherwise.
  const isListOnly = !alternatives.some(({ kind }) => kind === "object");
  if (parameter.style === "simple" && isListOnly) return `simple${reserved}`;
  if (parameter.style === "deepObject") return `deepObject${reserved}`;
  return `${parameter.style}, ${parameter.explode ? "exploded" : "not exploded"}${reserved}`;
}

/** Whether the one item of a list is written as the value by itself is: there is nothing in it that separates items. */
export function isWrittenAlone({ in: where, style, explode, content }: Parameter, alternatives: readonly Alternative[]): boolean {
  if (content !== undefined) return false;
  // Each item has the name before it.
  if (style === "form" && explode) return where === "query" || where === "cookie";
  const separator = separators[style];
  return (
    separator !== undefined &&
    alternatives.every(
      (alternative) =>
        alternative.kind !== "string" || (alternative.values !== undefined && ![...alternative.values.values()].join("").includes(separator)),
    )
  );
}

const separators: Partial<Record<ParameterStyle, string>> = { form: ",", simple: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** Whether common lists have one item at most: otherwise the changed length is reported instead. */
export function haveOneItem(old: readonly Alternative[], next: readonly Alternative[]): boolean {
  const isOne = (alternatives: readonly Alternative[]): boolean =>
    isList(alternatives) && alternatives.every((alternative) => alternative.kind === "null" || countsOf(alternative)[1] <= 1);
  return isList(old) && isList(next) && (isOne(old) || isOne(next));
}

/** Neither list nor object; an unconstrained value counts as a scalar. */
export function isScalar(alternatives: readonly Alternative[]): boolean {
  return alternatives.filter(isWholeKind).length === 6 || !alternatives.some(({ kind }) => kind === "array" || kind === "object");
}

export function isList(alternatives: readonly Alternative[]): boolean {
  return alternatives.length > 0 && alternatives.every(({ kind }) => kind === "array" || kind === "null");
}

/** Numbers and enum values may contain no reserved character of URLs (RFC 3986 §2.2). */
function mayHoldReserved(alternative: Alternative): boolean {
  return mayHold(/[^\w.~-]/, alternative);
}

/** Whether a value may be several segments of a path. */
export function mayHoldSlash(alternative: Alternative): boolean {
  return mayHold(/\//, alternative);
}

function mayHold(characters: RegExp, alternative: Alternative): boolean {
  if (alternative.kind === "array" || alternative.kind === "object") return true;
  if (alternative.kind !== "string") return false;
  return alternative.values === undefined || [...alternative.values.values()].some((value) => characters.test(String(value)));
}
