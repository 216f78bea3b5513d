/** One HTTP exchange, live, from a HAR file or from a recording: the common input of all checks. */
export interface Interaction {
  readonly request: RequestRecord;
  /** Absent without a response; `failure` has the reason. */
  readonly response?: ResponseRecord;
  readonly failure?: Failure;
  /** ISO 8601, where it is known. */
  readonly startedAt?: string;
  readonly durationMs?: number;
  /** Where a person finds it again: `recordings/listSessions/200.json`, `traffic.har#12`, `live#3`. */
  readonly origin: string;
}

export interface RequestRecord {
  /** Upper case. */
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly HeaderField[];
  readonly body?: Body;
}

export interface ResponseRecord {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body?: Body;
}

/** Name as it was sent, and value; a name may repeat (`Set-Cookie`). */
export type HeaderField = readonly [name: string, value: string];

/** Decoded (no gzip, no chunks). Text keeps its spelling, so that `1.0` and 2^60 survive. */
export type Body =
  | { readonly kind: "text"; readonly text: string; readonly truncated?: true }
  | { readonly kind: "binary"; readonly bytes: Uint8Array; readonly truncated?: true };

/** Why the response is missing or incomplete. */
export interface Failure {
  readonly kind: "timeout" | "connection" | "truncated" | "too-large" | "tls" | "redirect-loop" | "aborted" | "protocol" | "coding";
  readonly message: string;
}

/** Where a recording comes from. Traffic of the emulator is never presented as Cloudflare's. */
export type RecordingSource = (typeof recordingSources)[number];
export const recordingSources = ["live", "emulator", "documentation", "cloudflare"] as const;

/** A recording on disk: redacted before the first byte was written. */
export interface Recording {
  readonly format: 1;
  readonly source: RecordingSource;
  /** ISO 8601 date (UTC, no time), so that a re-recording of the same day is no diff. */
  readonly recordedOn: string;
  readonly document: { readonly title: string; readonly version: string; readonly sha256: string };
  readonly tool: string;
  readonly interactions: readonly Interaction[];
}
