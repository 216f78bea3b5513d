import type { OperationCoverage } from "../coverage/never-observed.js";
import type { Finding, FindingClass } from "../findings/finding.js";

/** The outcome of one verification: what the JSON report holds, and what every other form of report is made from. */
export interface Report {
  readonly $schema: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly spec: { readonly path: string; readonly sha256: string; readonly title: string; readonly version: string; readonly dialect: string };
  readonly target: Target;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly summary: Summary;
  readonly operations: readonly OperationReport[];
  readonly findings: readonly Finding[];
  readonly baseline?: BaselineReport;
  /** Where each recording comes from. */
  readonly recordings?: readonly Provenance[];
  /** Things that a reader should know about the run itself: a file that could not be read, an interruption. */
  readonly notes: readonly string[];
}

/** Where the traffic came from. */
export type Target =
  | { readonly kind: "live"; readonly baseUrl: string }
  | { readonly kind: "har"; readonly files: readonly string[] }
  | { readonly kind: "recordings"; readonly folder: string }
  | { readonly kind: "interactions" };

/**
 * `pass`: something was verified and nothing is wrong. `findings`: something is. `unverified`: nothing is wrong, but nothing was seen at all;
 * this is never green.
 */
export type Verdict = "pass" | "findings" | "unverified";

/** The counts of a run, and what becomes of it. */
export interface Summary {
  readonly verdict: Verdict;
  readonly exitCode: 0 | 1;
  readonly operations: { readonly documented: number; readonly observed: number };
  readonly interactions: number;
  /** Requests that were not meant for this API. */
  readonly ignored: number;
  readonly byClass: Readonly<Partial<Record<FindingClass, number>>>;
  /** Findings that make the run fail. */
  readonly new: number;
  readonly known: number;
  readonly interrupted?: true;
}

/** What was seen of one operation. */
export interface OperationReport {
  readonly operation: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly interactions: number;
  readonly statuses: readonly StatusReport[];
  readonly coverage: OperationCoverage;
  /** Why nothing was sent, and what to write where to change that. */
  readonly notExercised?: { readonly reason: string; readonly add?: string };
  /** Where parameter values came from, for a live run: `id` → `from: listThings#/0/id`. */
  readonly filledFrom?: Readonly<Record<string, string>>;
}

/** What was seen of one status of an operation. */
export interface StatusReport {
  /** As documented, or the code that came and is not documented. */
  readonly status: string;
  readonly documented: boolean;
  readonly count: number;
  readonly codes: readonly string[];
  /** `never`: documented and not seen. `unverified`: seen, and the document does not say what it should look like. */
  readonly verdict: "pass" | "findings" | "unverified" | "never" | "known";
  readonly mediaTypes: readonly { readonly mediaType: string; readonly count: number }[];
}

/** What the list of known deviations came to. */
export interface BaselineReport {
  readonly path: string;
  readonly entries: number;
  /** Entries that no longer occur, and entries past their date: both make the run fail. */
  readonly stale: readonly {
    readonly reason: string;
    readonly entry: string;
    readonly line: number;
    readonly problem: "no-longer-occurs" | "expired";
  }[];
}

/** Where a recording came from. */
export interface Provenance {
  readonly path: string;
  readonly source: string;
  readonly recordedOn: string;
  readonly interactions: number;
  /** Whether it was made with this very document. */
  readonly sameDocument: boolean;
  readonly tool: string;
}
