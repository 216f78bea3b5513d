import type { Schema } from "./schema.js";

/** The formats that are asserted unless they are said to be annotations. Any other name is one in any case. */
// prettier-ignore
export const assertedFormats: readonly string[] = [
  "byte", "date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "int32", "int64", "ipv4", "ipv6", "iri", "iri-reference",
  "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
];

/** Whether `format` is asserted or is a word about the value (JSON Schema Validation 2020-12 §7.2): all of them, or each by its name; what is not named is asserted. */
export type Formats = "assert" | "annotate" | Readonly<Record<string, "assert" | "annotate">>;

/** Whether a format of this name is a word about the value. */
export function isAnnotation(format: string, formats: Formats): boolean {
  if (typeof formats === "string") return formats === "annotate";
  return Object.hasOwn(formats, format) && formats[format] === "annotate";
}

/** What the flag `--annotate-formats` lists: names with commas between them, or `all`. @param refuse Is handed a sentence where a name is never asserted. */
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

/** Whether a text stands for bytes, in base64: nobody is asked to look at that (JSON Schema 2020-12 §8.3), but whoever reads the text decodes it. */
export function isBase64(text: Schema["string"]): boolean {
  return /^base64(?:url)?$/i.test(text?.contentEncoding ?? "");
}

/** The format that values must have, where they must. What a format means for a value that has it (a `Date`, a text that looks right) does not depend on that. */
export function assertedFormat(schema: Schema): string | undefined {
  return schema.format === undefined || schema.formatIsAnnotation === true ? undefined : schema.format;
}
