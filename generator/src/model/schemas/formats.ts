import type { Schema } from "./schema.js";

/** The formats that are asserted by default. Other formats are annotations. */
// prettier-ignore
export const assertedFormats: readonly string[] = [
  "byte", "date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "int32", "int64", "ipv4", "ipv6", "iri", "iri-reference",
  "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
];

/** Whether `format` is asserted or an annotation (JSON Schema Validation 2020-12 §7.2): for all formats, or by name; unnamed ones are asserted. */
export type Formats = "assert" | "annotate" | Readonly<Record<string, "assert" | "annotate">>;

/** Whether a format of this name is an annotation. */
export function isAnnotation(format: string, formats: Formats): boolean {
  if (typeof formats === "string") return formats === "annotate";
  return Object.hasOwn(formats, format) && formats[format] === "annotate";
}

/** The value of `--annotate-formats`: names separated by commas, or `all`. @param refuse Receives a sentence for a name that is never asserted. */
export function readFormats(given: readonly string[], refuse: (sentence: string) => never): Formats {
  const names = given.flatMap((list) => list.split(",").map((name) => name.trim()));
  if (names.includes("all")) return "annotate";
  const unknown = names.find((name) => !assertedFormats.includes(name));
  if (unknown !== undefined) refuse(`Unknown format "${unknown}" of --annotate-formats. Available: all, ${assertedFormats.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, "annotate"]));
}

/** The same the other way round; `undefined` where all formats are asserted. */
export function formatsAsFlag(formats: Formats = "assert"): string | undefined {
  if (typeof formats === "string") return formats === "annotate" ? "all" : undefined;
  const names = Object.keys(formats).filter((name) => isAnnotation(name, formats));
  return names.length === 0 ? undefined : names.join();
}

/** Whether a text contains bytes, in base64: validators do not check that (JSON Schema 2020-12 §8.3), but readers decode it. */
export function isBase64(text: Schema["string"]): boolean {
  return /^base64(?:url)?$/i.test(text?.contentEncoding ?? "");
}

/** The asserted format of values, if any. The meaning of a format for a valid value (a `Date`, a plausible text) does not depend on that. */
export function assertedFormat(schema: Schema): string | undefined {
  return schema.format === undefined || schema.formatIsAnnotation === true ? undefined : schema.format;
}
