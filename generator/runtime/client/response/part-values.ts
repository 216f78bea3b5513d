import type { PartReading, PartsReading } from "../operation.js";
import { partsIn, type RawPart } from "./part-parser.js";

/** The fields of a form as the document describes them, by name. @throws where a part has no name, or is no JSON where it has to be. */
export function fieldsOf(parts: readonly RawPart[], readings: Readonly<Record<string, PartReading>> = {}): Record<string, unknown> {
  const fields = new Map<string, unknown[]>();
  const readingOf = (name: string): PartReading => (Object.prototype.hasOwnProperty.call(readings, name) ? (readings[name] ?? {}) : {});
  for (const part of parts) {
    if (part.name === undefined) throw new Error("a part of a form has no name");
    const values = fields.get(part.name) ?? [];
    fields.set(part.name, values);
    values.push(valueOf(part, readingOf(part.name)));
  }
  const entries = [...fields].map(([name, values]): [string, unknown] => {
    const [only] = values;
    // A part for each item, or one of JSON for all of them.
    const isOne = values.length === 1 && (Array.isArray(only) || !readingOf(name).list);
    return [name, isOne ? only : values];
  });
  return Object.fromEntries(entries);
}

/** The values of unnamed parts, by position. */
export function listOf(parts: readonly RawPart[], { prefix = [], rest = {} }: PartsReading = {}): unknown[] {
  return parts.map((part, place) => valueOf(part, prefix[place] ?? rest));
}

function valueOf({ type = "", filename, bytes }: RawPart, { as, parts, fields }: PartReading): unknown {
  const media = (type.split(";")[0] ?? "").trim().toLowerCase();
  const inner = (parts ?? fields) && media.startsWith("multipart/") ? partsIn(bytes, type) : undefined;
  if (inner) return fields ? fieldsOf(inner, fields) : listOf(inner, parts);
  const isJson = /[/+]json$/.test(media);
  const isBytes = filename !== undefined || !/^$|^text\//.test(media);
  if (as === "file" || (as !== "text" && !isJson && isBytes)) {
    return filename === undefined ? new Blob([bytes], { type }) : new File([bytes], filename, { type });
  }
  const text = textOf(bytes, type);
  if (isJson && as !== "text") return JSON.parse(text);
  return as === "json" ? tried(text) : text;
}

function textOf(bytes: Uint8Array, type: string): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(type)?.[1];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // An unknown charset.
    return new TextDecoder().decode(bytes);
  }
}

/** Numbers and similar values arrive as texts without a media type. */
function tried(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
