import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import { catalog, type Code } from "./catalog.js";
import { repositoryUrl } from "../version.js";
import type { LocatedDiagnostic, LocatedPlace } from "./diagnostic.js";
import { fileUri, messageText } from "./sarif-text.js";

const docs = `${repositoryUrl}/blob/main/docs/diagnostics.md`;

/** SARIF 2.1.0, for code scanning. Every diagnostic is in it; only the codes that occur are described as rules. */
export function toSarif(diagnostics: readonly LocatedDiagnostic[], version: string): Log {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted((a, b) => (a < b ? -1 : 1));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "tallystick", version, informationUri: docs, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
}

function rule(code: Code): ReportingDescriptor {
  const { severity, help } = catalog[code];
  return { id: code, defaultConfiguration: { level: severity }, help: { text: help }, helpUri: `${docs}#${code}` };
}

function result({ code, severity, message, help, file, line, column, place, locatedOthers }: LocatedDiagnostic, ruleIndex: number): Result {
  const own = {
    ...(place && { pointer: place.pointer }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
  const locations = file === undefined && place === undefined ? {} : { locations: [location(own)] };
  const related = locatedOthers === undefined ? {} : { relatedLocations: locatedOthers.map(location) };
  return { ruleId: code, ruleIndex, level: severity, message: { text: messageText(`${message} ${help}`) }, ...locations, ...related };
}

function location({ pointer, file, line, column }: Partial<LocatedPlace>): Location {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } };
  // Relative paths stay relative: GitHub resolves them against the repository.
  const physical = file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: fileUri(file) }, ...region } };
  return { ...physical, ...(pointer !== undefined && { logicalLocations: [{ fullyQualifiedName: pointer }] }) };
}
