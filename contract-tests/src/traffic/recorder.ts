import { networkError, type ApiModel } from "tallystick/model";
import { recordedLimit } from "../limits.js";
import { bodyOf, bodyOfRequest } from "./body.js";
import { decodeContent } from "./decode.js";
import { headerValue, withoutTransferHeaders } from "./headers.js";
import type { Failure, HeaderField, Interaction, Recording, RecordingSource, RequestRecord, ResponseRecord } from "./interaction.js";
import { normalise, type NormaliseOptions } from "./normalise/normalise.js";
import { redact } from "./redact/redact.js";
import { redactionRules } from "./redact/rules.js";
import { toolName } from "./tool.js";
import { writeRecording } from "./write-recording.js";

/** Options of a recording, with its secrets. */
export interface RecorderOptions {
  /** The source of the traffic. Traffic of an emulator is never presented as the real API's. */
  readonly source: RecordingSource;
  /** The document that the traffic belongs to; taken from `model` where that is given. */
  readonly document?: Recording["document"];
  /** The document, whose credentials the redactor removes. */
  readonly model?: ApiModel;
  /** Values that must not be written wherever they appear: the token itself, an account id. */
  readonly secrets?: readonly string[];
  /** The wrapped fetch. Default: the current global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Bytes that are kept of a body after decompression. The client gets all of it. Default: 10,485,760 (10 MiB). */
  readonly maxBytes?: number;
  /** Ids, times and ports that differ in every run become stable. Default: true. */
  readonly normalise?: boolean | NormaliseOptions;
  /** The day of recording. Default: today (UTC). */
  readonly recordedOn?: string;
}

/** Records the exchanges of its `fetch`. */
export interface Recorder {
  /** Behaves as the wrapped `fetch`, and records. */
  readonly fetch: typeof globalThis.fetch;
  /** Adds an interaction from another source. */
  add(interaction: Interaction): void;
  /** The recorded interactions, redacted; waits for bodies that are still arriving. */
  recording(): Promise<Recording>;
  /** Writes `recording.json` into the folder, redacted before the first byte. */
  write(folder: string): Promise<Recording>;
}

/** The maximum wait for bodies that are still arriving. */
const settleMs = 5_000;

/** Records the exchanges of a client and a server. Only redacted data leaves the memory of the process. */
export function createRecorder(options: RecorderOptions): Recorder {
  const listening = new Listening(options);
  return {
    fetch: async (input, init) => listening.fetch(new Request(input, init)),
    add: (interaction) => listening.add(interaction),
    recording: () => listening.recording(),
    write: async (folder) => {
      const result = await listening.recording();
      await writeRecording(folder, result);
      return result;
    },
  };
}

/** The finished and the running exchanges. */
class Listening {
  readonly #options: RecorderOptions;
  readonly #document: Recording["document"];
  readonly #maxBytes: number;
  readonly #target: typeof globalThis.fetch;
  readonly #taken: (Interaction | undefined)[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #startedAt = Date.now();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#document = documentOf(options);
    this.#maxBytes = options.maxBytes ?? recordedLimit;
    // Taken now: once the recorder's own fetch is the global one, it must not call itself.
    this.#target = options.fetch ?? globalThis.fetch;
  }

  add(interaction: Interaction): void {
    this.#taken.push(interaction);
  }

  async fetch(request: Request): Promise<Response> {
    const slot = this.#taken.push(undefined) - 1;
    const began = Date.now();
    const sent = this.#track(readRequest(request.clone(), this.#maxBytes, this.#stop.signal));
    const settled = async (rest: Pick<Interaction, "response" | "failure">): Promise<void> => {
      const times = { startedAt: new Date(began).toISOString(), durationMs: Date.now() - began };
      this.#taken[slot] = { request: await sent, ...rest, ...times, origin: `live#${slot + 1}` };
    };
    // Called by itself: a browser's fetch refuses to be a method of something else.
    const target = this.#target;
    try {
      const response = await target(request);
      const read = readResponse(response.clone(), this.#maxBytes, this.#stop.signal);
      void this.#track(read.then(({ record, failure }) => settled({ response: record, ...(failure === undefined ? {} : { failure }) })));
      return response;
    } catch (error) {
      void this.#track(settled({ failure: failureOf(error) }));
      throw error;
    }
  }

  async recording(): Promise<Recording> {
    await this.#settle();
    const { model, secrets, normalise: stable, source, recordedOn } = this.#options;
    const interactions = this.#taken.filter((interaction) => interaction !== undefined);
    const clean = redact(interactions, redactionRules(model, secrets));
    const [first, last] = span(interactions, [this.#startedAt, Date.now()]);
    return {
      format: 1,
      source,
      recordedOn: recordedOn ?? new Date(first).toISOString().slice(0, 10),
      document: this.#document,
      tool: toolName,
      interactions: stable === false ? clean : normalise(clean, { around: [first, last], ...(typeof stable === "object" ? stable : {}) }),
    };
  }

  /** Bodies that are still arriving are waited for, for a while. */
  async #settle(): Promise<void> {
    const patience = setTimeout(() => this.#stop.abort(), settleMs);
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    clearTimeout(patience);
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const entry: Promise<void> = work.then(
      () => void this.#pending.delete(entry),
      () => void this.#pending.delete(entry),
    );
    this.#pending.add(entry);
    return work;
  }
}

/** When the traffic happened: traffic out of a HAR file is older than the recorder. */
function span(interactions: readonly Interaction[], now: readonly [number, number]): readonly [first: number, last: number] {
  const times = interactions.flatMap(({ startedAt, durationMs = 0 }) => {
    const start = startedAt === undefined ? Number.NaN : Date.parse(startedAt);
    return Number.isNaN(start) ? [] : [start, start + durationMs];
  });
  if (times.length === 0) return now;
  return times.reduce<readonly [number, number]>(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [Infinity, -Infinity]);
}

function documentOf(options: RecorderOptions): Recording["document"] {
  if (options.document !== undefined) return options.document;
  if (options.model === undefined) throw new TypeError("createRecorder needs a document or a model: a recording states its document.");
  return { title: options.model.info.title, version: options.model.info.version, sha256: options.model.sha256 };
}

async function readRequest(request: Request, maxBytes: number, signal: AbortSignal): Promise<RequestRecord> {
  const all: HeaderField[] = [...request.headers];
  const headers = withoutTransferHeaders(all);
  const { bytes, truncated } = await readUpTo(request.body, maxBytes, signal);
  const body = bodyOfRequest(bytes, all, maxBytes, truncated);
  return { method: request.method.toUpperCase(), url: request.url, headers, ...(body === undefined ? {} : { body }) };
}

async function readResponse(response: Response, maxBytes: number, signal: AbortSignal): Promise<{ record: ResponseRecord; failure?: Failure }> {
  const all: HeaderField[] = [...response.headers];
  const headers = withoutTransferHeaders(all);
  const record = { status: response.status, headers };
  if (response.body === null) return { record };
  const { bytes, truncated, error } = await readUpTo(response.body, maxBytes, signal);
  const decoded = decodeContent(bytes, headerValue(all, "content-encoding"), maxBytes, { isCutOff: truncated, mayBeDecoded: true });
  // A body that cannot be read cannot be redacted, so it is not kept.
  if (!decoded.ok) return { record, failure: { kind: decoded.kind, message: decoded.why } };
  const cut = truncated || decoded.tooLarge === true;
  const body = decoded.bytes.length === 0 && !cut ? undefined : bodyOf(decoded.bytes, headerValue(headers, "content-type"), cut);
  const failure: Failure | undefined = error === undefined ? undefined : { kind: "truncated", message: messageOf(error) };
  return { record: { ...record, ...(body === undefined ? {} : { body }) }, ...(failure === undefined ? {} : { failure }) };
}

async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; truncated: boolean; error?: unknown }> {
  const chunks: Uint8Array[] = [];
  if (body === null) return { bytes: new Uint8Array(), truncated: false };
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: Buffer.concat(chunks), truncated: signal.aborted };
      const room = maxBytes - size;
      chunks.push(value.subarray(0, room));
      size += value.length;
      if (size > maxBytes) {
        cancel();
        return { bytes: Buffer.concat(chunks), truncated: true };
      }
    }
  } catch (error) {
    return { bytes: Buffer.concat(chunks), truncated: true, error };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** A target may be any function: its own messages are kept, network errors are described. */
function failureOf(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "";
  const kind = name === "TimeoutError" ? "timeout" : name === "AbortError" ? "aborted" : "connection";
  return { kind, message: messageOf(error) };
}

function messageOf(error: unknown): string {
  const { code, sentence } = networkError(error);
  if (code !== "") return sentence;
  return error instanceof Error ? error.message : String(error);
}
