import type { Encoding, MediaType } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import type { Side } from "../change.js";
import { aliases } from "../forms/node.js";
import { essence, type Context } from "./context.js";

/** How the parts of a form are written (OpenAPI 3.1 §4.8.15). What the standard implies is the same as what says so. */
export function compareEncodings(context: Context, operation: string, side: Side, old: MediaType, next: MediaType): void {
  const type = essence(next);
  const isMultipart = type.startsWith("multipart/");
  if (!isMultipart && type !== "application/x-www-form-urlencoded") return;
  for (const property of new Set([...old.encoding.keys(), ...next.encoding.keys()])) {
    const [before, after] = [partOf(old, property, context.old), partOf(next, property, context.next)];
    // A part that came or went is told as a property.
    if (before === undefined || after === undefined) continue;
    const [was, is] = [old.encoding.get(property), next.encoding.get(property)];
    const texts = isMultipart ? [contentType(was, before), contentType(is, after)] : [style(was, before), style(is, after)];
    if (texts[0] === texts[1] || texts.includes(undefined)) continue;
    context.say(
      "encoding-changed",
      side,
      operation,
      { old: old.place, new: next.place },
      { property, old: texts[0] as string, new: texts[1] as string },
    );
  }
}

function partOf(media: MediaType, property: string, model: Context["old"]): Schema | undefined {
  const found = (media.schema === undefined ? [] : aliases(media.schema, model)).find((alias) => alias.object?.properties?.has(property));
  const part = found?.object?.properties?.get(property);
  return part && aliases(part, model).at(-1);
}

function contentType(encoding: Encoding | undefined, part: Schema): string | undefined {
  const said = encoding?.contentType ?? impliedType(part);
  return said
    ?.split(",")
    .map((type) => type.trim().toLowerCase())
    .toSorted()
    .join(", ");
}

function impliedType(part: Schema): string | undefined {
  const type = part.type?.filter((name) => name !== "null");
  if (type?.length !== 1) return undefined;
  if (type[0] === "object") return "application/json";
  if (type[0] === "array") return part.array?.items?.type === undefined ? undefined : impliedType(part.array.items);
  const isBytes = type[0] === "string" && (part.format === "binary" || part.format === "byte" || part.string?.contentEncoding !== undefined);
  return isBytes ? "application/octet-stream" : "text/plain";
}

/** A scalar is written the same whatever the style. */
function style(encoding: Encoding | undefined, part: Schema): string | undefined {
  const isCompound = part.type?.some((type) => type === "array" || type === "object") ?? false;
  if (!isCompound) return "plain";
  const { style: named = "form", explode = named === "form" } = encoding ?? {};
  return `${named}, ${explode ? "exploded" : "not exploded"}`;
}
