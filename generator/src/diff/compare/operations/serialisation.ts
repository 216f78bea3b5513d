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
  forms: readonly Alternative[],
  isAlone = false,
): string {
  // Plain text is the form of scalars in any case.
  if (parameter.content !== undefined && !(isScalar(forms) && parameter.content.mediaType.startsWith("text/plain")))
    return `as ${essence(parameter.content)}`;
  const reserved = parameter.allowReserved && forms.some(mayHoldReserved) ? ", reserved characters kept" : "";
  if (isScalar(forms) || (isAlone && parameter.style !== "deepObject"))
    return (parameter.style === "matrix" || parameter.style === "label" ? parameter.style : "plain") + reserved;
  // Commas either way: only the names of an object are written otherwise.
  const isListOnly = !forms.some(({ kind }) => kind === "object");
  if (parameter.style === "simple" && isListOnly) return `simple${reserved}`;
  if (parameter.style === "deepObject") return `deepObject${reserved}`;
  return `${parameter.style}, ${parameter.explode ? "exploded" : "not exploded"}${reserved}`;
}

/** Whether the one item of a list is written as the value by itself is: there is nothing in it that separates items. */
export function isWrittenAlone({ in: where, style, explode, content }: Parameter, forms: readonly Alternative[]): boolean {
  if (content !== undefined) return false;
  // Each item has the name before it.
  if (style === "form" && explode) return where === "query" || where === "cookie";
  const separator = separators[style];
  return (
    separator !== undefined &&
    forms.every((form) => form.kind !== "string" || (form.values !== undefined && ![...form.values.values()].join("").includes(separator)))
  );
}

const separators: Partial<Record<ParameterStyle, string>> = { form: ",", simple: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** Whether common lists have one item at most: otherwise the changed length is reported instead. */
export function haveOneItem(old: readonly Alternative[], next: readonly Alternative[]): boolean {
  const isOne = (forms: readonly Alternative[]): boolean => isList(forms) && forms.every((form) => form.kind === "null" || countsOf(form)[1] <= 1);
  return isList(old) && isList(next) && (isOne(old) || isOne(next));
}

/** Neither list nor object; an unconstrained value counts as a scalar. */
export function isScalar(forms: readonly Alternative[]): boolean {
  return forms.filter(isWholeKind).length === 6 || !forms.some(({ kind }) => kind === "array" || kind === "object");
}

export function isList(forms: readonly Alternative[]): boolean {
  return forms.length > 0 && forms.every(({ kind }) => kind === "array" || kind === "null");
}

/** Numbers and enum values may contain no reserved character of URLs (RFC 3986 §2.2). */
function mayHoldReserved(form: Alternative): boolean {
  return mayHold(/[^\w.~-]/, form);
}

/** Whether a value may be several segments of a path. */
export function mayHoldSlash(form: Alternative): boolean {
  return mayHold(/\//, form);
}

function mayHold(characters: RegExp, form: Alternative): boolean {
  if (form.kind === "array" || form.kind === "object") return true;
  if (form.kind !== "string") return false;
  return form.values === undefined || [...form.values.values()].some((value) => characters.test(String(value)));
}
