import type { Log, ReportingDescriptor, Result } from "sarif";
import { fileUri, messageText } from "tallystick/model";
import { classMeaning, findingClasses, type Finding, type Severity } from "../findings/finding.js";
import { sequenceLines } from "../explore/show-sequence.js";
import { homepage } from "../traffic/tool.js";
import type { Report } from "./report.js";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note" };

/** SARIF 2.1.0: every finding at its line of the document; accepted ones are suppressed with their reason. */
export function sarifOf(reports: readonly Report[]): Log {
  const rules: ReportingDescriptor[] = findingClasses.map((name) => ({
    id: name,
    name: classMeaning[name].title.replaceAll(" ", ""),
    shortDescription: { text: classMeaning[name].title },
    fullDescription: { text: classMeaning[name].meaning },
    defaultConfiguration: { level: levels[classMeaning[name].severity] },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: reports.map((report) => ({
      tool: { driver: { name: report.tool.name, version: report.tool.version, informationUri: homepage, rules } },
      columnKind: "utf16CodeUnits" as const,
      // Runs of one tool need different names to be shown together.
      ...(reports.length > 1 && { automationDetails: { id: `${report.spec.title} ${report.spec.version} ${report.spec.sha256.slice(0, 12)}/` } }),
      results: report.findings.map(resultOf),
    })),
  };
}

function resultOf(finding: Finding): Result {
  const ruleId = finding.known?.class ?? finding.class;
  const { location } = finding;
  return {
    ruleId,
    ruleIndex: findingClasses.indexOf(ruleId),
    level: levels[finding.severity],
    message: {
      text: messageText(
        `${finding.operation === undefined ? "" : `${finding.operation}${finding.status === undefined ? "" : ` ${finding.status}`}: `}${finding.message}`,
      ),
    },
    partialFingerprints: { "tallystick/v1": finding.id },
    occurrenceCount: Math.max(1, finding.count),
    locations: [
      {
        ...(location === undefined
          ? {}
          : {
              physicalLocation: {
                artifactLocation: { uri: fileUri(location.file) },
                region: { startLine: location.line, startColumn: location.column },
              },
            }),
        logicalLocations: [{ fullyQualifiedName: finding.schemaPath }],
      },
    ],
    ...(finding.known === undefined
      ? {}
      : { suppressions: [{ kind: "external" as const, status: "accepted" as const, justification: finding.known.reason }] }),
    properties: {
      instancePath: finding.instancePath,
      keyword: finding.keyword,
      subject: finding.subject,
      ...(finding.sequence === undefined ? {} : { steps: sequenceLines(finding.sequence) }),
    },
  };
}
