import type { OperationCoverage } from "../coverage/never-observed.js";
import type { Finding, FindingClass } from "../findings/finding.js";
import type { Observed, SeenSchemas } from "./observed.js";

/** Result of a verification: the content of the JSON report, and the source of all other reports. */
export interface Report {
  readonly $schema: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly spec: {
    readonly path: string;
    readonly sha256: string;
    readonly title: string;
    readonly version: string;
    readonly dialect: string;
    /** Overlays that were applied. */
    readonly overlays?: readonly string[];
    /** Options with which the document was read, if they are not the default. */
    readonly options?: Partial<Record<ReadingOption, true>>;
  };
  readonly target: Target;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly summary: Summary;
  /** The runs that the report covers: one, or all that were merged. Absent in reports of earlier versions, which cannot be merged. */
  readonly runs?: readonly RunIdentity[];
  readonly operations: readonly OperationReport[];
  readonly findings: readonly Finding[];
  readonly baseline?: BaselineReport;
  /** Origins of the recordings. */
  readonly recordings?: readonly Provenance[];
  /** What a live run did to the server. */
  readonly exploration?: Exploration;
  /** Observations from which a merge computes coverage and findings again. */
  readonly observed?: Observed;
  /** Notes about the run, such as a file that could not be read. */
  readonly notes: readonly string[];
}

/** Options that change how a document is read. */
export const readingOptions = ["allowMissing", "allowLoss", "oneOfAsAnyOf"] as const;
type ReadingOption = (typeof readingOptions)[number];

/** One run: a report that has it already counts it once. */
export interface RunIdentity {
  /** Equal for equal recorded traffic, different for each live run. */
  readonly id: string;
  readonly kind: Target["kind"];
  /** The part of the operations, counted from 1. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Requests of a live run, and what it created on the server. */
export interface Exploration {
  /** Repeats all random choices of the run. Absent if merged runs have different seeds. */
  readonly seed?: number;
  readonly writes: "none" | "own" | "all";
  /** Requests that count towards the limit. */
  readonly requests: number;
  /** Items that the run created. */
  readonly created: number;
  /** Created items that could not be removed. */
  readonly left: readonly { readonly path: string; readonly reason: string }[];
}

/** Source of the traffic. */
export type Target =
  | { readonly kind: "live"; readonly baseUrl: string }
  | { readonly kind: "har"; readonly files: readonly string[] }
  | { readonly kind: "recordings"; readonly folder: string }
  | { readonly kind: "interactions" }
  | { readonly kind: "several"; readonly targets: readonly Exclude<Target, { readonly kind: "several" }>[] };

/**
 * `pass`: traffic was verified, without new findings. `findings`: there are findings, or stale baseline entries. `unverified`: no traffic was
 * observed, or the run was interrupted. The exit code is then 1.
 */
export type Verdict = (typeof verdicts)[number];
export const verdicts = ["pass", "findings", "unverified"] as const;

/** Counts of a run, and its exit code. */
export interface Summary {
  readonly verdict: Verdict;
  readonly exitCode: 0 | 1;
  readonly operations: { readonly documented: number; readonly observed: number };
  readonly interactions: number;
  /** Requests of other hosts or kinds, such as pages and images. */
  readonly ignored: number;
  readonly byClass: Readonly<Partial<Record<FindingClass, number>>>;
  /** Findings that make the run fail. */
  readonly new: number;
  readonly known: number;
  readonly interrupted?: true;
  /** Shards whose report was not merged: the result is incomplete. */
  readonly missingShards?: readonly string[];
}

/** Observed traffic of one operation. */
export interface OperationReport {
  readonly operation: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly interactions: number;
  readonly statuses: readonly StatusReport[];
  readonly requestBodies?: readonly BodyReport[];
  /** What a live run tried. */
  readonly tried?: { readonly success?: true; readonly withoutCredentials?: true; readonly unanswered?: true };
  readonly coverage: OperationCoverage;
  /** Reason that no request with valid values was sent, and what to add to params.yaml. */
  readonly notExercised?: { readonly reason: string; readonly add?: string };
  /** Sources of parameter values in a live run: `id` → `from: listThings#/0/id`. */
  readonly filledFrom?: Readonly<Record<string, string>>;
}

/** The attempts of a walk for an operation. */
export interface Tried {
  /** An ordinary request had a response with a 2xx status. */
  success: boolean;
  /** A request without credentials had a response. */
  withoutCredentials: boolean;
  /** A request had no response. */
  unanswered: boolean;
}

/** Observed responses with one status. */
export interface StatusReport {
  /** Status in the document, or the undocumented code. */
  readonly status: string;
  readonly documented: boolean;
  readonly count: number;
  readonly codes: readonly string[];
  /** `never`: documented, but not observed. `unverified`: observed, but not described in the document. */
  readonly verdict: "pass" | "findings" | "unverified" | "never" | "known";
  readonly mediaTypes: readonly BodyReport[];
}

/** Observed bodies of one media type. */
export interface BodyReport {
  readonly mediaType: string;
  readonly count: number;
  readonly seen?: SeenSchemas;
}

/** Result of applying the baseline. */
export interface BaselineReport {
  readonly path: string;
  readonly entries: number;
  /** Entries without a matching finding, expired entries, and entries without a reason of a person. All fail the run. */
  readonly stale: readonly {
    readonly reason: string;
    readonly entry: string;
    readonly line: number;
    readonly problem: StaleProblem;
  }[];
}

/** Why a baseline entry fails the run. */
export type StaleProblem = "no-longer-occurs" | "expired" | "needs-reason";

export const staleText: Readonly<Record<StaleProblem, string>> = {
  "no-longer-occurs": "no longer occurs",
  expired: "has expired",
  "needs-reason": "needs a reason that a person wrote",
};

/** Origin of a recording. */
export interface Provenance {
  readonly path: string;
  readonly source: string;
  readonly recordedOn: string;
  readonly interactions: number;
  /** Whether it was recorded with the same document. */
  readonly sameDocument: boolean;
  readonly tool: string;
}
