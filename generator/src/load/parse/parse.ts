import type { Report } from "../../diagnostics/diagnostic.js";
import type { Json } from "../../model/json.js";
import { withoutExtras } from "./json-extras.js";
import { countKeys, outlineOfJson, scanJson } from "./json.js";
import { parseLeniently } from "./lenient-yaml.js";
import { aliasLimit, depthLimit } from "../limits.js";
import { otherFormat } from "./other-format.js";
import { Outline } from "./outline.js";
import { ParsedFile } from "../source-file.js";
import { measureTree } from "./tree.js";
import { aroundTheDocument, slipInYaml, templateAnywhere, templateAt } from "./yaml-slips.js";
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
  readonly syntax: "json" | "yaml";
  readonly hasAliases: boolean;
}

/** Text → values. What starts like JSON is read as JSON. What is wrong is reported. */
export function parseFile(names: FileNames, text: string, report: Report): Parsed {
  const { source, sound, syntax, hasAliases } = looksLikeJson(names.path, text) ? parseAsJson(names, text, report) : parseAsYaml(names, text, report);
  if (!sound) return { source, sound, external: false, mapped: false, dynamic: false };
  const { fault, members, references, mapped, dynamic } = measureTree(source.value, { file: names.file, pointer: "#" }, hasAliases);
  source.references = references;
  const external = [...references].some((reference) => !reference.startsWith("#"));
  if (fault) {
    if (fault.code === "alias-inside-itself") report(fault.code, undefined, fault.place);
    else report(fault.code, { limit: fault.code === "nested-too-deep" ? depthLimit : aliasLimit }, fault.place);
    return { source, sound: false, external, mapped, dynamic };
  }
  // JSON.parse keeps the last of two equal keys and says nothing.
  if (syntax === "json" && countKeys(text) !== members) {
    for (const { pointer, key } of scanJson(text).repeated) report("repeated-key", { key }, { file: names.file, pointer });
  }
  return { source, sound: true, external, mapped, dynamic };
}

/** Whether a file is read as JSON first. */
export function looksLikeJson(path: string, text: string): boolean {
  return /^\s*[{[]/.test(text) && !/\.ya?ml$/i.test(path);
}

function parseAsJson(names: FileNames, text: string, report: Report): Reading {
  try {
    const value = JSON.parse(text) as Json;
    return { source: new ParsedFile(names, text, value, () => outlineOfJson(text), true), sound: true, syntax: "json", hasAliases: false };
  } catch {
    return parseNearlyJson(names, text, report);
  }
}

/** What is JSON but for what other notations have beside it. */
function parseNearlyJson(names: FileNames, text: string, report: Report): Reading {
  const { text: rest, extras } = withoutExtras(text);
  const slip = aroundTheDocument(text);
  const { fault, outline, repeated } = scanJson(rest);
  if (slip !== undefined || fault !== undefined || extras.length === 0) {
    const reason = fault ?? scanJson(text).fault ?? { reason: "it cannot be read", offset: 0 };
    return broken(names, text, "json", slip ?? templateAt(text, reason.offset) ?? reason, report);
  }
  for (const { what, offset } of extras) report("lenient-json", { what }, { file: names.file, pointer: outline.pointerAt(offset) });
  for (const { pointer, key } of repeated) report("repeated-key", { key }, { file: names.file, pointer });
  // Nobody else makes the same values of the text.
  return { source: new ParsedFile(names, text, JSON.parse(rest) as Json, () => outline), sound: true, syntax: "yaml", hasAliases: false };
}

function parseAsYaml(names: FileNames, text: string, report: Report): Reading {
  const reading = parseYaml(text);
  if (!("fault" in reading)) {
    const { outline } = reading;
    const source = new ParsedFile(names, text, reading.value as Json, () => outline);
    if (reading.repeats) reportRepeats(outline, names, report);
    return { source, sound: true, syntax: "yaml", hasAliases: reading.hasAliases };
  }
  const { fault } = reading;
  if (fault.kind !== "syntax") return broken(names, text, "yaml", fault, report);
  const lenient = parseLeniently(text);
  if (!lenient) return noYaml(names, text, fault, report);
  const source = new ParsedFile(names, text, lenient.value as Json, () => lenient.outline());
  const outline = lenient.outline();
  const { reason, offset } = (fault.reason.includes("complex keys") ? templateAnywhere(text) : undefined) ?? fault;
  report("lenient-yaml", { reason }, { file: names.file, pointer: outline.pointerAt(offset) });
  reportRepeats(outline, names, report);
  return { source, sound: true, syntax: "yaml", hasAliases: true };
}

/** What neither reader takes: another kind of file, or a slip that has a name. */
function noYaml(names: FileNames, text: string, fault: Fault, report: Report): Reading {
  const looks = otherFormat(text);
  if (looks === undefined) return broken(names, text, "yaml", { ...fault, ...slipInYaml(text, fault.offset) }, report);
  report("other-format", { looks }, { file: names.file, pointer: "#" });
  return { source: brokenFile(names, text, 0), sound: false, syntax: "yaml", hasAliases: false };
}

function reportRepeats(outline: Outline, { file }: FileNames, report: Report): void {
  for (const { pointer, key } of outline.repeated()) report("repeated-key", { key }, { file, pointer });
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
  return { source: brokenFile(names, text, fault.offset), sound: false, syntax, hasAliases: false };
}

/** A file that has no values: all of it stands where the fault is. */
export function brokenFile(names: FileNames, text: string, offset: number): ParsedFile {
  const outline = new Outline();
  outline.add(offset);
  return new ParsedFile(names, text, null, () => outline);
}
