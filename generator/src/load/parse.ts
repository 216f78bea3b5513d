import type { Report } from "../diagnostics/diagnostic.js";
import type { Json } from "../model/json.js";
import { scanJson } from "./json.js";
import { depthLimit, aliasLimit } from "./limits.js";
import { Outline } from "./outline.js";
import { ParsedFile, outlineOf } from "./source-file.js";
import { measureTree } from "./tree.js";
import { parseYaml } from "./yaml.js";

export interface FileNames {
  readonly file: string;
  readonly path: string;
}

/** Text → values. A file that starts like JSON is read as JSON first; what is wrong is reported, and then there is no file. */
export function parseFile(names: FileNames, text: string, report: Report): { readonly source: ParsedFile; readonly sound: boolean } {
  const reading = /^\s*[{[]/.test(text) && !/\.ya?ml$/i.test(names.path) ? parseAsJson(names, text, report) : parseAsYaml(names, text, report);
  if (!reading.sound) return reading;
  const { source, hasAliases } = reading;
  const fault = measureTree(source.value, { file: names.file, pointer: "#" }, hasAliases);
  if (fault) {
    if (fault.code === "alias-inside-itself") report(fault.code, undefined, fault.place);
    else report(fault.code, { limit: fault.code === "nested-too-deep" ? depthLimit : aliasLimit }, fault.place);
  }
  return { source, sound: !fault };
}

type Fault = { readonly reason: string; readonly offset: number; readonly key?: string };
type Reading = { readonly source: ParsedFile; readonly sound: boolean; readonly hasAliases: boolean };

function parseAsJson(names: FileNames, text: string, report: Report): Reading {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return broken(names, text, "JSON", scanJson(text).fault ?? { reason: "it cannot be read", offset: 0 }, report);
  }
  return { source: new ParsedFile(names, text, value, () => outlineOf("json", text)), sound: true, hasAliases: false };
}

function parseAsYaml(names: FileNames, text: string, report: Report): Reading {
  const reading = parseYaml(text);
  if ("fault" in reading) return broken(names, text, "YAML", reading.fault, report);
  const source = new ParsedFile(names, text, reading.value as Json, () => outlineOf("yaml", text));
  return { source, sound: true, hasAliases: reading.hasAliases };
}

/** A file that has no values: all of it stands where the fault is. */
function broken(names: FileNames, text: string, format: "YAML" | "JSON", fault: Fault, report: Report): Reading {
  const outline = new Outline();
  outline.add(fault.offset, undefined);
  const source = new ParsedFile(names, text, null, () => outline);
  const place = { file: names.file, pointer: "#" };
  if (fault.key === undefined) report("syntax-error", { format, reason: fault.reason }, place);
  else report("duplicate-key", { key: fault.key }, place);
  return { source, sound: false, hasAliases: false };
}
