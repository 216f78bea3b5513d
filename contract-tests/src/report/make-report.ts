import type { ApiModel, Operation } from "tallystick/model";
import type { OperationCoverage } from "../coverage/never-observed.js";
import type { ObservedOperation, Observations } from "../observe/seen.js";
import { gates, type Finding, type FindingClass } from "../findings/finding.js";
import { findingsByOperation } from "./by-operation.js";
import { toolName } from "../traffic/tool.js";
import type { BaselineReport, Exploration, OperationReport, Provenance, Report, StatusReport, Summary, Target, Verdict } from "./report.js";

/** An operation that was not asked, why, and what would help: an option, or lines of params.yaml. */
export interface NotExercised {
  readonly operation: Operation;
  readonly reason: string;
  readonly add?: string;
}

/** Everything that a report is made from. */
export interface ReportParts {
  readonly model: ApiModel;
  readonly specPath: string;
  readonly target: Target;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly operations: readonly Operation[];
  readonly seen: Observations;
  readonly coverage: ReadonlyMap<string, OperationCoverage>;
  readonly findings: readonly Finding[];
  readonly interactions: number;
  readonly ignored: number;
  readonly notExercised: readonly NotExercised[];
  readonly filledFrom: ReadonlyMap<Operation, Readonly<Record<string, string>>>;
  readonly notes: readonly string[];
  readonly interrupted: boolean;
  readonly baseline?: BaselineReport;
  readonly recordings?: readonly Provenance[];
  readonly exploration?: Exploration;
}

const reportSchema = "https://tallystick.dev/schema/report-1.json";

export function makeReport(parts: ReportParts): Report {
  const { model, findings, operations, seen } = parts;
  const byOperation = findingsByOperation(findings);
  const notExercised = new Map(parts.notExercised.map((one) => [one.operation, one]));
  const [name = "", version = ""] = toolName.split(" ");
  return {
    $schema: reportSchema,
    tool: { name, version },
    spec: { path: parts.specPath, sha256: model.sha256, title: model.info.title, version: model.info.version, dialect: model.dialect },
    target: parts.target,
    startedAt: parts.startedAt,
    durationMs: parts.durationMs,
    summary: summarise(parts),
    operations: operations.map((operation) =>
      reportOperation(operation, seen.operations.get(operation.key), byOperation.get(operation.key) ?? [], notExercised.get(operation), parts),
    ),
    findings,
    ...(parts.baseline === undefined ? {} : { baseline: parts.baseline }),
    ...(parts.recordings === undefined ? {} : { recordings: parts.recordings }),
    ...(parts.exploration === undefined ? {} : { exploration: parts.exploration }),
    notes: parts.notes,
  };
}

function summarise(parts: ReportParts): Summary {
  const byClass: Partial<Record<FindingClass, number>> = {};
  for (const finding of parts.findings) byClass[finding.class] = (byClass[finding.class] ?? 0) + 1;
  const fresh = parts.findings.filter(gates).length;
  const stale = parts.baseline?.stale.length ?? 0;
  const observed = parts.operations.filter((operation) => (parts.seen.operations.get(operation.key)?.interactions ?? 0) > 0).length;
  // A run that was stopped has not verified what it set out to.
  const verdict: Verdict = fresh + stale > 0 ? "findings" : parts.interactions === 0 || parts.interrupted ? "unverified" : "pass";
  return {
    verdict,
    exitCode: verdict === "pass" ? 0 : 1,
    operations: { documented: parts.operations.length, observed },
    interactions: parts.interactions,
    ignored: parts.ignored,
    byClass,
    new: fresh,
    known: byClass["known-deviation"] ?? 0,
    ...(parts.interrupted ? { interrupted: true as const } : {}),
  };
}

function reportOperation(
  operation: Operation,
  seen: ObservedOperation | undefined,
  findings: readonly Finding[],
  notExercised: NotExercised | undefined,
  parts: ReportParts,
): OperationReport {
  const filledFrom = parts.filledFrom.get(operation);
  const coverage = parts.coverage.get(operation.key);
  const none = { seen: 0, documented: 0 };
  return {
    operation: operation.key,
    ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
    ...(operation.summary === undefined ? {} : { summary: operation.summary }),
    interactions: seen?.interactions ?? 0,
    statuses: reportStatuses(operation, seen, findings),
    coverage: coverage ?? { statuses: none, mediaTypes: none, properties: none, enumValues: none, branches: none },
    ...(notExercised === undefined
      ? {}
      : { notExercised: { reason: notExercised.reason, ...(notExercised.add === undefined ? {} : { add: notExercised.add }) } }),
    ...(filledFrom === undefined || Object.keys(filledFrom).length === 0 ? {} : { filledFrom }),
  };
}

function reportStatuses(operation: Operation, seen: ObservedOperation | undefined, findings: readonly Finding[]): StatusReport[] {
  const documented = operation.responses.map((response) => response.status);
  const others = [...(seen?.responses.keys() ?? [])].filter((key) => !documented.includes(key)).toSorted();
  return [...documented, ...others].map((status): StatusReport => {
    const shown = seen?.responses.get(status);
    const codes = [...(shown?.statuses.keys() ?? [])].toSorted();
    const here = findings.filter((finding) => finding.status !== undefined && (codes.includes(finding.status) || finding.status === status));
    const relevant = here.filter((finding) => finding.class !== "spec-defect");
    const verdict = !shown
      ? "never"
      : relevant.some((finding) => gates(finding) && finding.class !== "unchecked")
        ? "findings"
        : relevant.some((finding) => finding.class === "unchecked")
          ? "unverified"
          : relevant.some((finding) => finding.class === "known-deviation")
            ? "known"
            : "pass";
    return {
      status,
      documented: documented.includes(status),
      count: shown?.count ?? 0,
      codes,
      verdict,
      mediaTypes: [...(shown?.bodies ?? [])].map(([media, body]) => ({ mediaType: media.mediaType, count: body.count })),
    };
  });
}
