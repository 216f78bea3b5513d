import type { ApiModel, MediaType, Operation } from "tallystick/model";
import type { OperationCoverage } from "../coverage/never-observed.js";
import type { ObservedBody, ObservedOperation, Observations } from "../observe/observations.js";
import { gates, type Finding, type FindingClass } from "../findings/finding.js";
import { findingsByOperation } from "./by-operation.js";
import { toolName } from "../traffic/tool.js";
import { type Observed, SchemaIndex } from "./observed.js";
import type {
  BaselineReport,
  BodyReport,
  Exploration,
  OperationReport,
  Provenance,
  Report,
  RunIdentity,
  StatusReport,
  Summary,
  Target,
  Tried,
  Verdict,
} from "./report.js";

/** An operation without a request, the reason, and the option or the lines of params.yaml that would help. */
export interface NotExercised {
  readonly operation: Operation;
  readonly reason: string;
  readonly add?: string;
}

/** Everything that a report is computed from. */
export interface ReportParts {
  readonly model: ApiModel;
  readonly spec: Pick<Report["spec"], "path" | "overlays" | "options">;
  readonly runs: readonly RunIdentity[];
  readonly target: Target;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly operations: readonly Operation[];
  readonly observations: Observations;
  readonly coverage: ReadonlyMap<string, OperationCoverage>;
  readonly findings: readonly Finding[];
  readonly interactions: number;
  readonly ignored: number;
  readonly notExercised: readonly NotExercised[];
  readonly filledFrom: ReadonlyMap<Operation, Readonly<Record<string, string>>>;
  readonly notes: readonly string[];
  readonly interrupted: boolean;
  readonly missingShards?: readonly string[];
  readonly tried: ReadonlyMap<string, Tried>;
  /** Makes the observations, with the numbers of the schemas. */
  readonly observed: (schemas: SchemaIndex) => Observed;
  readonly baseline?: BaselineReport;
  readonly recordings?: readonly Provenance[];
  readonly exploration?: Exploration;
}

const reportSchema = "https://tallystick.dev/schema/report-1.json";

export function makeReport(parts: ReportParts): Report {
  const { model, findings, operations, observations } = parts;
  const byOperation = findingsByOperation(findings);
  const notExercised = new Map(parts.notExercised.map((one) => [one.operation, one]));
  const [name = "", version = ""] = toolName.split(" ");
  const { path, ...reading } = parts.spec;
  const { sha256, dialect, info } = model;
  const schemas = new SchemaIndex(observations);
  return {
    $schema: reportSchema,
    tool: { name, version },
    spec: { path, sha256, title: info.title, version: info.version, dialect, ...reading },
    target: parts.target,
    startedAt: parts.startedAt,
    durationMs: parts.durationMs,
    summary: summarise(parts),
    runs: parts.runs,
    operations: operations.map((operation) =>
      reportOperation(
        operation,
        observations.operations.get(operation.key),
        byOperation.get(operation.key) ?? [],
        notExercised.get(operation),
        parts,
        schemas,
      ),
    ),
    findings,
    ...(parts.baseline === undefined ? {} : { baseline: parts.baseline }),
    ...(parts.recordings === undefined ? {} : { recordings: parts.recordings }),
    ...(parts.exploration === undefined ? {} : { exploration: parts.exploration }),
    observed: parts.observed(schemas),
    notes: parts.notes,
  };
}

function summarise(parts: ReportParts): Summary {
  const byClass: Partial<Record<FindingClass, number>> = {};
  for (const finding of parts.findings) byClass[finding.class] = (byClass[finding.class] ?? 0) + 1;
  const fresh = parts.findings.filter(gates).length;
  const stale = parts.baseline?.stale.length ?? 0;
  const observed = parts.operations.filter((operation) => (parts.observations.operations.get(operation.key)?.interactions ?? 0) > 0).length;
  const missingShards = parts.missingShards ?? [];
  // A run that was stopped has not verified what it set out to.
  const isIncomplete = parts.interrupted || missingShards.length > 0;
  const verdict: Verdict = fresh + stale > 0 ? "findings" : parts.interactions === 0 || isIncomplete ? "unverified" : "pass";
  // The traffic may have no request for the operations of one shard. The merged report has the verdict.
  const isOneShard = parts.runs.length === 1 && parts.runs[0]?.shard !== undefined && !isIncomplete;
  return {
    verdict,
    exitCode: verdict === "pass" || (verdict === "unverified" && isOneShard) ? 0 : 1,
    operations: { documented: parts.operations.length, observed },
    interactions: parts.interactions,
    ignored: parts.ignored,
    byClass,
    new: fresh,
    known: byClass["known-deviation"] ?? 0,
    ...(parts.interrupted ? { interrupted: true as const } : {}),
    ...(missingShards.length > 0 ? { missingShards } : {}),
  };
}

function reportOperation(
  operation: Operation,
  observed: ObservedOperation | undefined,
  findings: readonly Finding[],
  notExercised: NotExercised | undefined,
  parts: ReportParts,
  schemas: SchemaIndex,
): OperationReport {
  const filledFrom = parts.filledFrom.get(operation);
  const coverage = parts.coverage.get(operation.key);
  const none = { seen: 0, documented: 0 };
  return {
    operation: operation.key,
    ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
    ...(operation.summary === undefined ? {} : { summary: operation.summary }),
    interactions: observed?.interactions ?? 0,
    statuses: reportStatuses(operation, observed, findings, schemas),
    ...(observed !== undefined && observed.requestBodies.size > 0 && { requestBodies: reportBodies(observed.requestBodies, schemas) }),
    ...triedOf(parts.tried.get(operation.key)),
    coverage: coverage ?? { statuses: none, mediaTypes: none, properties: none, enumValues: none, branches: none },
    ...(notExercised === undefined
      ? {}
      : { notExercised: { reason: notExercised.reason, ...(notExercised.add === undefined ? {} : { add: notExercised.add }) } }),
    ...(filledFrom === undefined || Object.keys(filledFrom).length === 0 ? {} : { filledFrom }),
  };
}

function triedOf(tried: Tried | undefined): Pick<OperationReport, "tried"> {
  if (tried === undefined) return {};
  const { success, withoutCredentials, unanswered } = tried;
  return { tried: { ...(success && { success }), ...(withoutCredentials && { withoutCredentials }), ...(unanswered && { unanswered }) } };
}

function reportBodies(bodies: ReadonlyMap<MediaType, ObservedBody>, schemas: SchemaIndex): BodyReport[] {
  const listed = Array.from(bodies, ([{ mediaType }, body]) => ({ mediaType, count: body.count, seen: schemas.encode(body) }));
  return listed.toSorted((a, b) => (a.mediaType < b.mediaType ? -1 : 1));
}

function reportStatuses(
  operation: Operation,
  observed: ObservedOperation | undefined,
  findings: readonly Finding[],
  schemas: SchemaIndex,
): StatusReport[] {
  const documented = operation.responses.map((response) => response.status);
  const others = [...(observed?.responses.keys() ?? [])].filter((key) => !documented.includes(key)).toSorted();
  return [...documented, ...others].map((status): StatusReport => {
    const shown = observed?.responses.get(status);
    const codes = [...(shown?.statuses ?? [])].toSorted();
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
      mediaTypes: shown === undefined ? [] : reportBodies(shown.bodies, schemas),
    };
  });
}
