import type { Encoding, MediaType } from "../../../model/api.js";
import type { Side } from "../../change.js";
import type { Alternative } from "../../variants/alternative.js";
import { propertyNode } from "../../variants/intersect.js";
import { nodeOf } from "../../variants/node.js";
import type { Writing } from "../../variants/texts.js";
import { essence, type Context } from "../context.js";
import { compareHeaders } from "./headers.js";
import { compareByPosition, type Part } from "../schemas/positions.js";
import { isScalar } from "./serialisation.js";

/** The encoding of a form's parts (OpenAPI 3.1 §4.8.15). Explicit defaults are equal to implicit ones. */
export function compareEncodings(context: Context, operation: string, side: Side, old: MediaType, next: MediaType): void {
  const type = essence(next);
  const isMultipart = type.startsWith("multipart/");
  if (isMultipart) comparePlaces(context, operation, side, old, next);
  if (!isMultipart && type !== "application/x-www-form-urlencoded") return;
  for (const property of new Set([...old.encoding.keys(), ...next.encoding.keys()])) {
    const [before, after] = [partOf(context, "old", old, property), partOf(context, "new", next, property)];
    // An added or removed part is reported as a property.
    if (before === undefined || after === undefined) continue;
    const [was, is] = [old.encoding.get(property), next.encoding.get(property)];
    const [then, now] = isMultipart
      ? [partText(context, "old", was, before), partText(context, "new", is, after)]
      : [fieldText(was, before), fieldText(is, after)];
    if (isMultipart)
      compareHeaders(context, operation, side, { headers: was?.headers ?? [], place: old.place }, { headers: is?.headers ?? [], place: next.place });
    if (then === undefined || now === undefined || then === now) continue;
    const more = isMultipart ? moved(then, now) : {};
    context.report("encoding-changed", side, operation, { old: old.place, new: next.place }, { property, old: then, new: now, ...more });
  }
}

/** How parts without names are written. */
function comparePlaces(context: Context, operation: string, side: Side, old: MediaType, next: MediaType): void {
  compareByPosition(context, operation, side, old, next, ({ at, places, parts }) => {
    const [was, is] = [typeByPlace(context, "old", parts.old), typeByPlace(context, "new", parts.new)];
    if (was !== undefined && is !== undefined && was !== is)
      context.report("encoding-changed", side, operation, places, { at, old: was, new: is, ...moved(was, is) });
  });
}

/** Lists are JSON there, like objects, unless each item is a part. `undefined` if the value decides it. */
function typeByPlace(context: Context, version: "old" | "new", { encoding, value }: Part): string | undefined {
  const alternatives = context.alternativesOf(version, value);
  const isList = encoding?.contentType === undefined && alternatives.length > 0 && alternatives.every(({ kind }) => kind === "array");
  return isList
    ? encoding?.byPosition === undefined
      ? "application/json"
      : "multipart/mixed"
    : contentType(context, version, encoding, alternatives);
}

/** Of several media types that a part may have, some came or went. */
function moved(was: string, is: string): { readonly moved?: "wider" | "narrower" } {
  if (covers(is, was)) return { moved: "wider" };
  return covers(was, is) ? { moved: "narrower" } : {};
}

/** How a body is written that is not JSON. `undefined` where it is, also in a part only, or where the one of the two is something else. */
export function writingOf(context: Context, was: MediaType, is: MediaType): Writing | undefined {
  const type = essence(is);
  if (type !== essence(was)) return undefined;
  if (type === "text/plain") return "part";
  if (type !== "multipart/form-data" && type !== "application/x-www-form-urlencoded") return undefined;
  if ([...was.encoding.values(), ...is.encoding.values()].some((part) => part.contentType?.includes("json"))) return undefined;
  const isStyled = type !== "multipart/form-data" && areStyled(context, "old", was) && areStyled(context, "new", is);
  return isStyled ? "text" : "form";
}

/** Whether there are objects among the parts, and each has a style: then there is no JSON in any (OpenAPI 3.1 §4.8.15.1.2). */
function areStyled(context: Context, version: "old" | "new", { schema, encoding }: MediaType): boolean {
  if (encoding.size === 0) return false;
  const parts = context.alternativesOf(version, nodeOf(schema)).flatMap(({ properties }) => [...(properties ?? [])]);
  const plain = parts.filter(([name]) => encoding.get(name)?.style === undefined);
  return plain.every(([, part]) => isScalar(context.alternativesOf(version, part.node)));
}

/** The possible types of the part, independent of the spelling of its schema. */
function partOf(context: Context, version: "old" | "new", media: MediaType, property: string): readonly Alternative[] | undefined {
  const whole = context.alternativesOf(version, nodeOf(media.schema)).find(({ properties }) => properties?.has(property));
  return whole && context.alternativesOf(version, propertyNode(whole, property));
}

function contentType(context: Context, version: "old" | "new", encoding: Encoding | undefined, part: readonly Alternative[]): string | undefined {
  const stated = encoding?.contentType ?? impliedType(context, version, part);
  const types = stated
    ?.split(",")
    .map((type) => type.trim().toLowerCase())
    .toSorted()
    .join(", ");
  return types && types + nestedText(encoding);
}

/** The encoding of nested parts: ` of (application/xml, any, then image/png)`. */
function nestedText({ byPosition, byName }: Partial<Encoding> = {}): string {
  const textOf = (each: Encoding): string => `${each.contentType ?? "any"}${nestedText(each)}`;
  const placed = [...(byPosition?.prefix.map(textOf) ?? []), ...(byPosition?.item === undefined ? [] : [`then ${textOf(byPosition.item)}`])];
  const named = [...(byName ?? [])].map(([name, each]) => `${name}: ${textOf(each)}`).toSorted();
  const all = [...placed, ...named];
  return all.length === 0 ? "" : ` of (${all.join("; ")})`;
}

/** Whether each of the one list's media types is in the other list, or inside of a range there. */
function covers(wide: string, narrow: string): boolean {
  const ranges = wide.split(", ");
  return narrow.split(", ").every((type) => ranges.some((range) => range === type || range === "*/*" || range === `${type.split("/")[0] ?? ""}/*`));
}

function impliedType(context: Context, version: "old" | "new", part: readonly Alternative[]): string | undefined {
  const [alternative, ...others] = part.filter(({ kind }) => kind !== "null");
  if (alternative === undefined || others.some(({ kind }) => kind !== alternative.kind)) return undefined;
  if (alternative.kind === "object") return "application/json";
  if (alternative.kind === "array") return alternative.items && impliedType(context, version, context.alternativesOf(version, alternative.items));
  return [...(alternative.content ?? [])].some(isBytes) ? "application/octet-stream" : "text/plain";
}

function isBytes(content: string): boolean {
  return content.startsWith("encoding ") || content === "media type application/octet-stream";
}

/** How a part of multipart is written: as its media type, or, where a style is named, as a form's field is (OpenAPI 3.1 §4.8.15.1.1). */
function partText(context: Context, version: "old" | "new", encoding: Encoding | undefined, part: readonly Alternative[]): string | undefined {
  const hasStyle = (encoding?.style ?? encoding?.explode) !== undefined;
  // A list without a style is also one part per item.
  const isOwn = part.some(({ kind }) => kind === "object" || (kind === "array" && styled(encoding) !== exploded));
  return hasStyle && isOwn ? styled(encoding) : contentType(context, version, encoding, part);
}

/** The encoding of a form field. Scalars are written alike in every style; objects are JSON by default (OpenAPI 3.1 §4.8.14.4). */
function fieldText(encoding: Encoding | undefined, part: readonly Alternative[]): string {
  if (isScalar(part)) return "plain";
  const { style, explode, allowReserved, contentType: type } = encoding ?? {};
  const isSilent = (style ?? explode) === undefined && allowReserved !== true;
  if (isSilent && (type !== undefined || part.some(({ kind }) => kind === "object"))) return type ?? "application/json";
  return styled(encoding);
}

const exploded = "form, exploded";

function styled({ style = "form", explode = style === "form" }: Partial<Encoding> = {}): string {
  return `${style}, ${explode ? "exploded" : "not exploded"}`;
}
