import type { Report } from "../../diagnostics/diagnostic.js";
import type { Json } from "../../model/json.js";
import { tokens } from "../../model/place.js";
import { startOfData, withoutExtras } from "./json-extras.js";
import { countKeys, outlineOfJson, scanJson } from "./json.js";
import { parseLeniently } from "./lenient-yaml.js";
import { aliasLimit, depthLimit } from "../limits.js";
import { otherFormat } from "./other-format.js";
import { Outline } from "./outline.js";
import { ParsedFile } from "../source-file.js";
import { isCollection, joinRepeated, type Repeat } from "./repeated-keys.js";
import { measureTree, type Measure } from "./tree.js";
import { textOutsideDocument, yamlMistake, templateAnywhere, templateAt } from "./yaml-mistakes.js";
import { parseYaml } from "./yaml.js";

export interface FileNames {
  readonly file: string;
  readonly path: string;
}

export interface Parsed {
  readonly source: ParsedFile;
  /** Whether there are values to go on with. */
  readonly sound: boolean;
  /** Whether some `$ref` names another file. */
  readonly external: boolean;
  /** Whether the mapping of some `discriminator` does. */
  readonly mapped: boolean;
  /** Whether some reference is a `$dynamicRef`. */
  readonly dynamic: boolean;
}

interface Reading {
  readonly source: ParsedFile;
  readonly sound: boolean;
  readonly hasAliases: boolean;
  /** The text after repairs for strict readers, if there were any. */
  readonly repaired?: string;
  /** Keys that are repeated in one object; the last one counts so far. JSON.parse does not report them. */
  repeats(members: number): readonly Repeat[];
}

const none = (): readonly Repeat[] => [];

/** Parses text into values. Text that starts like JSON is read as JSON. Errors are reported. */
export function parseFile(names: FileNames, text: string, report: Report): Parsed {
  const isJson = isProbablyJson(names.path, text);
  const reading = isJson ? parseAsJson(names, text, report) : parseAsYaml(names, text, report);
  if (!reading.sound) return { source: reading.source, ...unread };
  const measure = measureTree(reading.source.value, { file: names.file, pointer: "#" }, reading.hasAliases);
  const repeats = measure.fault === undefined ? reading.repeats(measure.members) : [];
  const joined = repeats.some(({ pointer }) => isCollection(tokens(pointer)))
    ? joinRepeated(reading.repaired ?? text, reading.source.value, isJson)
    : undefined;
  reportRepeats(repeats, joined?.repeats ?? repeats, reading, { file: names.file, report });
  if (joined === undefined) return parsed(reading.source, measure, report);
  const source = reading.source.withValue(joined.value);
  return parsed(source, measureTree(source.value, { file: names.file, pointer: "#" }, reading.hasAliases), report);
}

/** Merges the values of a repeated key; otherwise one of the two would be lost. */
function reportRepeats(
  outlined: readonly Repeat[],
  repeats: readonly Repeat[],
  { source, repaired }: Reading,
  { file, report }: { readonly file: string; readonly report: Report },
): void {
  // A repaired text has other offsets than the file; the outline has those of the file.
  const starts = new Map(outlined.map(({ pointer, first }) => [pointer, first]));
  for (const { pointer, key, first, joined } of repeats) {
    const offset = repaired === undefined ? first : starts.get(pointer);
    const at = offset === undefined ? {} : { first: source.position(offset) };
    report(joined === true ? "repeated-key" : "duplicate-key", { key, ...at }, { file, pointer });
  }
}

const unread = { sound: false, external: false, mapped: false, dynamic: false };

function parsed(source: ParsedFile, { fault, references, mapped, dynamic }: Measure, report: Report): Parsed {
  source.references = references;
  const external = [...references].some((reference) => !reference.startsWith("#"));
  if (fault?.code === "alias-inside-itself") report(fault.code, undefined, fault.place);
  else if (fault) report(fault.code, { limit: fault.code === "nested-too-deep" ? depthLimit : aliasLimit }, fault.place);
  return { source, sound: fault === undefined, external, mapped, dynamic };
}

/** Whether a file is read as JSON first. Some editors put comments before it. */
function isProbablyJson(path: string, text: string): boolean {
  return !/\.ya?ml$/i.test(path) && /[{[]/.test(text.charAt(startOfData(text)));
}

function parseAsJson(names: FileNames, text: string, report: Report): Reading {
  try {
    const value = JSON.parse(text) as Json;
    const source = new ParsedFile(names, text, value, () => outlineOfJson(text));
    const repeats = (members: number): readonly Repeat[] => (countKeys(text) === members ? [] : scanJson(text).repeated);
    return { source, sound: true, hasAliases: false, repeats };
  } catch {
    return parseNearlyJson(names, text, report);
  }
}

/** JSON with syntax of other notations. */
function parseNearlyJson(names: FileNames, text: string, report: Report): Reading {
  const { text: rest, extras } = withoutExtras(text);
  const mistake = textOutsideDocument(text);
  const { fault, outline, repeated } = scanJson(rest);
  if (mistake !== undefined || fault !== undefined || extras.length === 0) {
    const reason = fault ?? scanJson(text).fault ?? { reason: "it cannot be read", offset: 0 };
    return broken(names, text, "json", mistake ?? templateAt(text, reason.offset) ?? reason, report);
  }
  for (const { what, offset } of extras) report("lenient-json", { what }, { file: names.file, pointer: outline.pointerAt(offset), offset });
  return {
    source: new ParsedFile(names, text, JSON.parse(rest) as Json, () => outline),
    sound: true,
    hasAliases: false,
    repaired: rest,
    repeats: () => repeated,
  };
}

function parseAsYaml(names: FileNames, text: string, report: Report): Reading {
  const reading = parseYaml(text);
  if (!("fault" in reading)) {
    const { outline } = reading;
    const source = new ParsedFile(names, text, reading.value as Json, () => outline);
    return { source, sound: true, hasAliases: reading.hasAliases, repeats: reading.repeats === true ? () => outline.repeated() : none };
  }
  const { fault } = reading;
  if (fault.kind !== "syntax") return broken(names, text, "yaml", fault, report);
  const lenient = parseLeniently(text);
  if (!lenient) return noYaml(names, text, fault, report);
  const source = new ParsedFile(names, text, lenient.value as Json, () => lenient.outline());
  const outline = lenient.outline();
  const { reason, offset } = (fault.reason.includes("complex keys") ? templateAnywhere(text) : undefined) ?? fault;
  report("lenient-yaml", { reason: lenient.mistake ?? reason }, { file: names.file, pointer: outline.pointerAt(offset), offset });
  return { source, sound: true, hasAliases: true, repaired: lenient.text, repeats: () => outline.repeated() };
}

/** Text that neither reader accepts: another format, or a known syntax error. */
function noYaml(names: FileNames, text: string, fault: Fault, report: Report): Reading {
  const looks = otherFormat(text);
  if (looks === undefined) return broken(names, text, "yaml", { ...fault, ...yamlMistake(text, fault.offset) }, report);
  report("other-format", { looks }, { file: names.file, pointer: "#" });
  return { source: brokenFile(names, text, 0), sound: false, hasAliases: false, repeats: none };
}

interface Fault {
  readonly kind?: "syntax" | "empty" | "documents" | "depth";
  readonly reason: string;
  readonly offset: number;
}

function broken(names: FileNames, text: string, syntax: "json" | "yaml", fault: Fault, report: Report): Reading {
  const place = { file: names.file, pointer: "#" };
  if (fault.kind === "depth") report("nested-too-deep", { limit: depthLimit }, place);
  else if (fault.kind === "empty") report("empty-file", undefined, place);
  else report("syntax-error", { format: syntax === "json" ? "JSON" : "YAML", reason: fault.reason }, place);
  return { source: brokenFile(names, text, fault.offset), sound: false, hasAliases: false, repeats: none };
}

/** A file without values: every location is that of the error. */
export function brokenFile(names: FileNames, text: string, offset: number): ParsedFile {
  return new ParsedFile(names, text, null, () => outlineOf(offset));
}

/** A file whose value is its text. */
export function textFile(names: FileNames, text: string): ParsedFile {
  const source = new ParsedFile(names, text, text, () => outlineOf(0));
  source.references = new Set();
  return source;
}

/** An outline with one node. */
function outlineOf(offset: number): Outline {
  const outline = new Outline();
  outline.add(offset);
  return outline;
}
