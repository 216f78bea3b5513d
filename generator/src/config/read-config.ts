import { builtinModules } from "node:module";
import { closestWord } from "../algorithms/closest-word.js";
import { isGlob } from "../files/find-files.js";
import { isJsonObject, type Json } from "../model/json.js";
import { assertedFormats } from "../model/schemas/formats.js";
import { child } from "../model/place.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { severityFault } from "../diagnostics/severity.js";
import { choices } from "../plan/plan-options.js";
import { typeOptions, type TypeOption } from "../plan/type-options.js";
import type { DocumentConfig, UsageConfig } from "./config.js";

/** The validated configuration. `undefined` if it is invalid. Reports all errors, not only the first. */
export function readConfig(value: unknown, path: string, report: Report): ReadConfig | undefined {
  let sound = true;
  const wrong: Wrong = (key, expected, steps = []) => {
    sound = false;
    report("config-invalid", { path, key, expected }, child({ file: path, pointer: "#" }, ...steps));
  };
  if (!isJsonObject(value)) {
    const isList = Array.isArray(value);
    wrong(
      "all of it",
      isList ? "is a list. Write several documents as { documents: [ … ] }" : "must be an object, { spec: …, out: … }, exported as default",
    );
    return undefined;
  }
  const { usage, ...others } = value;
  if (usage !== undefined) checkUsage(usage, wrong);
  const consumers = usage === undefined ? {} : { usage: usage as unknown as UsageConfig };
  const { documents, overrides = [], ...shared } = others;
  if (documents === undefined && usage !== undefined && Object.keys(others).length === 0)
    return sound ? { shared: {}, entries: [], overrides: [], ...consumers } : undefined;
  if (documents === undefined) {
    checkDocument(others, single, [], wrong, ["spec", "out"]);
    return sound ? { document: others as unknown as DocumentConfig, ...consumers } : undefined;
  }
  if (!Array.isArray(documents) || documents.length === 0)
    wrong("documents", "must be a list with at least one document, [{ spec: …, out: … }]", ["documents"]);
  if ("spec" in shared) wrong("spec", `is next to "documents". Move it into the list`, ["spec"]);
  const { spec: _, ...defaults } = shared;
  checkDocument(defaults, ofAll, [], wrong, []);
  const read = (list: unknown, name: string, required: readonly ("spec" | "out")[]): readonly SettingsEntry[] =>
    (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((entry, index): SettingsEntry[] => {
      const steps = [name, index];
      if (typeof entry === "string" && name === "documents" && entry !== "") {
        if (required.includes("out") && !entry.startsWith("!")) checkDocument({ spec: entry }, `${name}[${index}].`, steps, wrong, required);
        return [{ spec: entry, settings: {}, steps }];
      }
      if (!isJsonObject(entry)) {
        wrong(`${name}[${index}]`, name === "documents" ? "must be a path, a glob or an object" : "must be an object", steps);
        return [];
      }
      checkDocument(entry, `${name}[${index}].`, steps, wrong, required);
      const { spec, ...settings } = entry;
      return typeof spec === "string" ? [{ spec, settings: settings as Partial<DocumentConfig>, steps }] : [];
    });
  if (!Array.isArray(overrides)) wrong("overrides", "must be a list of objects, [{ spec: …, strict: true }]", ["overrides"]);
  const entries = read(documents, "documents", defaults["out"] === undefined ? ["spec", "out"] : ["spec"]);
  const changes = read(overrides, "overrides", ["spec"]);
  return sound ? { shared: defaults as Partial<DocumentConfig>, entries, overrides: changes, ...consumers } : undefined;
}

/** A configuration as it is written: one document, or entries that may stand for many. */
export type ReadConfig = (
  | { readonly document: DocumentConfig }
  | { readonly shared: Partial<DocumentConfig>; readonly entries: readonly SettingsEntry[]; readonly overrides: readonly SettingsEntry[] }
) & { readonly usage?: UsageConfig };

/** Settings for the documents with a path, or whose paths match a glob. */
export interface SettingsEntry {
  readonly spec: string;
  readonly settings: Partial<DocumentConfig>;
  /** Where it is in the configuration. */
  readonly steps: readonly (string | number)[];
}

/** Prefix of the settings of the only document. */
/** Names of settings in messages: those of the only document, and those next to `documents`. */
const [single, ofAll] = ["", "the common "];

type Wrong = (key: string, expected: string, steps?: readonly (string | number)[]) => void;

const typeSettings = Object.fromEntries(Object.keys(typeOptions).map((name) => [name, yesOrNo])) as Readonly<Record<TypeOption, typeof yesOrNo>>;

const settings: Readonly<Record<keyof DocumentConfig, (value: unknown) => string | undefined>> = {
  spec: text,
  out: text,
  name: packageName,
  version: (value) => (typeof value === "string" && /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(value) ? undefined : "must be a version such as 1.2.3"),
  only: someOf(choices.only),
  mocks: someOf(choices.mocks),
  target: oneOf(choices.target),
  runtime: oneOf(choices.runtime),
  types: oneOf(choices.types),
  importExtension: oneOf(choices.importExtension),
  formats: formatsOf,
  dates: oneOf(choices.dates),
  int64: oneOf(choices.int64),
  brands: yesOrNo,
  groupBy: oneOf(choices.groupBy),
  include: texts,
  exclude: texts,
  tags: texts,
  baseUrl: text,
  har: (value) => (text(value) === undefined || texts(value) === undefined ? undefined : "must be a string or a list of strings"),
  recordings: text,
  consumers: texts,
  overlays: texts,
  allowRemote: texts,
  allowOutside: texts,
  allowMissing: yesOrNo,
  allowLoss: yesOrNo,
  oneOfAsAnyOf: yesOrNo,
  strict: yesOrNo,
  severity: (value) => (isJsonObject(value) ? severityFault(value) : 'must be an object of codes and levels: { "unknown-keyword": "error" }'),
  command: text,
  ...typeSettings,
  inject: text,
  transform: hook,
  postTransform: hook,
};

function checkUsage(usage: Json, wrong: Wrong): void {
  if (!isJsonObject(usage)) return wrong("usage", 'must be an object, { projects: ["apps/*"], out: "{folder}/usage.json" }', ["usage"]);
  const { projects, out, ...others } = usage;
  if (texts(projects) !== undefined || (projects as readonly unknown[]).length === 0)
    wrong("usage.projects", 'must be a list of projects, ["apps/*"]', ["usage", "projects"]);
  if (out !== undefined && text(out) !== undefined) wrong("usage.out", 'must be a path, such as "{folder}/usage.json"', ["usage", "out"]);
  for (const key of Object.keys(others)) wrong(`usage.${key}`, "is not a setting. Available: projects, out", ["usage", key]);
}

function checkDocument(
  document: Readonly<Record<string, unknown>>,
  prefix: string,
  steps: readonly (string | number)[],
  wrong: Wrong,
  required: readonly ("spec" | "out")[],
): void {
  const settingByKey = new Map(Object.keys(document).map((key) => [key, Object.hasOwn(settings, key) ? undefined : intendedSetting(key, document)]));
  const misspelled = new Set(settingByKey.values());
  for (const key of required) {
    if (document[key] !== undefined || misspelled.has(key)) continue;
    const needsPattern = key === "out" && typeof document["spec"] === "string" && isGlob(document["spec"]);
    wrong(`${prefix}${key}`, needsPattern ? `is missing. Write it with a placeholder, such as "packages/{dir}"` : "is missing", steps);
  }
  for (const [key, value] of Object.entries(document)) {
    if (!Object.hasOwn(settings, key)) {
      const word = settingByKey.get(key);
      const help = word === undefined ? `Available: ${Object.keys(settings).join(", ")}` : `Did you mean "${word}"?`;
      wrong(`${prefix}${key}`, `is not a setting. ${help}`, [...steps, key]);
      continue;
    }
    // The name of each document's package is checked when its placeholders have values.
    const checked = key === "name" && typeof value === "string" && prefix !== single ? value.replaceAll(/\{[\w-]+\}/g, "x") : value;
    const expected = value === undefined ? undefined : settings[key as keyof DocumentConfig](checked);
    if (expected !== undefined) wrong(`${prefix}${key}`, expected, [...steps, key]);
  }
}

/** Names that other tools use for our settings. */
const others: Readonly<Record<string, string>> = {
  input: "spec",
  schema: "spec",
  output: "out",
  packageName: "name",
  overlay: "overlays",
  tag: "tags",
};

/** The setting that an unknown name probably means. */
function intendedSetting(key: string, document: Readonly<Record<string, unknown>>): string | undefined {
  const free = Object.keys(settings).filter((name) => document[name] === undefined);
  const other = others[key];
  return other !== undefined && free.includes(other) ? other : closestWord(key, free);
}

function oneOf(values: readonly string[]): (value: unknown) => string | undefined {
  const listed = values.map((value) => JSON.stringify(value));
  const expected = `must be ${listed.slice(0, -1).join(", ")} or ${listed.at(-1)}`;
  return (value) => (values.includes(value as string) ? undefined : expected);
}

function yesOrNo(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : "must be true or false";
}

function hook(value: unknown): string | undefined {
  return typeof value === "function" ? undefined : "must be a function";
}

function formatsOf(value: unknown): string | undefined {
  const isWord = (word: unknown): boolean => word === "assert" || word === "annotate";
  if (isWord(value)) return undefined;
  if (!isJsonObject(value) || !Object.values(value).every(isWord))
    return 'must be "assert", "annotate" or either by format: { "date-time": "annotate" }';
  const unknown = Object.keys(value).find((name) => !assertedFormats.includes(name));
  return unknown === undefined ? undefined : `has "${unknown}", which is never asserted. Asserted formats: ${assertedFormats.join(", ")}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? undefined : "must be a string";
}

function texts(value: unknown): string | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? undefined : "must be a list of strings";
}

function packageName(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a package name such as @scope/name";
  const fault = nameFault(value);
  return fault === undefined ? undefined : `must be a package name such as @scope/name: ${fault}`;
}

function someOf(values: readonly string[]): (value: unknown) => string | undefined {
  return (value) =>
    Array.isArray(value) && value.every((item) => values.includes(item as string)) ? undefined : `must be a list of ${values.join(", ")}`;
}

/** Why npm rejects a name for a new package, as half a sentence; `undefined` if it is valid. */
export function nameFault(name: string): string | undefined {
  if (name.length > 214) return `npm allows 214 characters, and this name has ${name.length}`;
  if (reserved.has(name.toLowerCase())) return "npm reserves that name";
  if (builtinModules.includes(name.toLowerCase())) return "a module of Node has that name";
  if (isPackageName(name)) return undefined;
  const small = name.toLowerCase();
  return isPackageName(small) ? `npm allows only lower case: ${small}` : "npm allows only lower-case names such as @scope/pkg";
}

const reserved: ReadonlySet<string> = new Set(["node_modules", "favicon.ico"]);

function isPackageName(name: string): boolean {
  return /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/.test(name);
}
