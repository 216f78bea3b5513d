import type { Api, Has } from "./service.js";

/** What a planted fault breaks. */
export const faultClasses = [
  "lost write",
  "access after delete",
  "paging",
  "total",
  "filter",
  "sort",
  "PATCH",
  "PUT",
  "failed write",
  "nested resource",
  "ETag",
  "authentication",
  "other user's data",
  "server error",
  "invalid input accepted",
  "shape after a sequence",
  "undocumented status",
  "Location",
  "Idempotency-Key",
  "race",
  "bytes",
  "readOnly",
  "writeOnly",
  "Retry-After",
  "job",
] as const;
export type FaultClass = (typeof faultClasses)[number];

/** One planted fault, and the shortest script of requests that shows it. */
export interface Fault {
  /** Its switch in the server. */
  readonly name: string;
  readonly class: FaultClass;
  /** Operations that a finding about this fault may name: where it is made, or where it shows. */
  readonly operations: readonly string[];
  /** Holds in the clean variant. With the fault its last step fails. */
  readonly proof: readonly Step[];
  /** Whether a careful client cannot help losing data of others. */
  readonly harms?: true;
}

/** An API of the bench. */
export interface BenchApi {
  readonly name: string;
  readonly style: string;
  /** Path of the OpenAPI document. */
  readonly document: string;
  readonly basePath?: string;
  /** Credentials of the main identity. */
  readonly headers: Readonly<Record<string, string>>;
  /** Other identities, for `--as`. */
  readonly identities: Readonly<Record<string, Readonly<Record<string, string>>>>;
  create(has: Has): Api;
  readonly faults: readonly Fault[];
}

export interface Step extends Expectation {
  /** Method and path; `{name}` stands for a saved value. */
  readonly send: string;
  /** Identity; `null` sends no credentials. Default: the main one. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or bytes with a content type of their own. */
  readonly body?: unknown;
  /** Sends the request this many times at once; `status` then lists all statuses in ascending order. */
  readonly times?: number;
  /** Milliseconds to wait before the request. */
  readonly after?: number;
  /** Values for later steps, by JSON pointer, or `header:` and a name. */
  readonly save?: Readonly<Record<string, string>>;
}

interface Expectation {
  readonly status: number | readonly number[];
  /** Expected values by JSON pointer; `undefined` where there must be none. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly holds?: (response: StepResponse, saved: Readonly<Record<string, string>>) => boolean;
}

export interface StepResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  // oxlint-disable-next-line typescript/no-explicit-any -- proofs read responses of many shapes
  readonly json: any;
}

export function step(send: string, rest: Omit<Step, "send">): Step {
  return { send, ...rest };
}
