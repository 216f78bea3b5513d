import { closestWord } from "../algorithms/closest-word.js";
import { catalog, type Code } from "./catalog.js";
import { outputCatalog } from "./catalog/output.js";
import { usageCatalog } from "./catalog/usage.js";
import type { Severity } from "./diagnostic.js";

/** A severity of your own for a code; `off` does not report it. */
export type SeverityLevel = Severity | "off";
const severityLevels: readonly SeverityLevel[] = ["error", "warning", "note", "off"];

/** Which severities diagnostics about a document have. */
export interface SeverityOptions {
  /** Whether warnings are errors. Default: false. */
  readonly strict?: boolean;
  /** Severities by code. A code that is an error cannot have another one. */
  readonly severity?: Readonly<Record<string, SeverityLevel>>;
}

/** The severity of a code. Errors stay errors: the output would be wrong or incomplete. */
export function severityOf(code: Code, { strict = false, severity = {} }: SeverityOptions = {}): SeverityLevel {
  const usual = catalog[code].severity;
  if (usual === "error" || !isAboutDocument(code)) return usual;
  const own = severity[code] ?? usual;
  return own === "warning" && strict ? "error" : own;
}

/** Whether a diagnostic that is no error by itself can be one. */
export function canRaise({ strict = false, severity = {} }: SeverityOptions): boolean {
  return strict || Object.values(severity).includes("error");
}

/** The error of a severity setting, written to follow the setting's name; `undefined` if it is valid. */
export function severityFault(settings: Readonly<Record<string, unknown>>): string | undefined {
  for (const [code, level] of Object.entries(settings)) {
    if (!Object.hasOwn(catalog, code)) {
      const suggestion = closestWord(code, documentCodes);
      return `has the unknown code "${code}"${suggestion === undefined ? ". Use a code as messages show it, such as unknown-keyword" : `. Did you mean "${suggestion}"?`}`;
    }
    if (!severityLevels.includes(level as SeverityLevel)) return `must give "${code}" one of ${severityLevels.join(", ")}`;
    if (!isAboutDocument(code)) return `cannot change "${code}": it is not about a document`;
    if (catalog[code as Code].severity === "error" && level !== "error")
      return `cannot lower "${code}": it is an error because the output would be wrong or incomplete`;
  }
  return undefined;
}

function isAboutDocument(code: string): boolean {
  return !Object.hasOwn(outputCatalog, code) && !Object.hasOwn(usageCatalog, code);
}

const documentCodes = Object.keys(catalog).filter(isAboutDocument);

/** Severities from the command line: `unknown-keyword=off`. @param refuse Receives the error; it throws. */
export function readSeverities(given: readonly string[], refuse: (sentence: string) => never): Readonly<Record<string, SeverityLevel>> {
  const settings = Object.fromEntries(given.map((each) => each.split("=", 2) as [string, SeverityLevel]));
  const fault = severityFault(settings);
  return fault === undefined ? settings : refuse(`--severity ${fault}`);
}
