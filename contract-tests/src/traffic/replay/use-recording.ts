import { join, resolve } from "node:path";
import { isThere } from "tallystick";
import type { ApiModel } from "tallystick/model";
import type { Interaction, Recording, RecordingSource } from "../interaction.js";
import type { NormaliseOptions } from "../normalise/normalise.js";
import { readRecording } from "../read-recording.js";
import { createRecorder, type Recorder } from "../recorder.js";
import { redactionRules } from "../redact/rules.js";
import { recordingFile } from "../write-recording.js";
import { replay, type Replay } from "./replay.js";

/**
 * The modes of nock.back:
 * - `lockdown`: replays the recording; other requests fail. The default.
 * - `dryrun`: replays matching requests and sends the others. Writes nothing.
 * - `record`: as `lockdown` if a recording exists. Otherwise sends requests and writes the recording.
 * - `update`: sends requests and replaces the recording.
 * - `wild`: sends requests. Writes nothing.
 */
export type TapeMode = "lockdown" | "dryrun" | "record" | "update" | "wild";

/** All modes. */
export const tapeModes: readonly TapeMode[] = ["lockdown", "dryrun", "record", "update", "wild"];

/** Options of a recording in a test. */
export interface TapeOptions {
  /** Default: `TALLYSTICK_MODE`, or `lockdown`. */
  readonly mode?: TapeMode;
  /** Folder of the recordings. Default: `recordings` in the working directory. */
  readonly folder?: string;
  /** Source of the traffic, when recording. Default: `live`. */
  readonly source?: RecordingSource;
  /** Path of the OpenAPI document. Names the credentials to redact, and the document of the recording. */
  readonly spec?: string;
  /** The model of the document, if it is already open. */
  readonly model?: ApiModel;
  readonly document?: Recording["document"];
  /** Values that are redacted everywhere. */
  readonly secrets?: readonly string[];
  readonly normalise?: boolean | NormaliseOptions;
  /** Hosts that stay reachable while the network is closed, such as the server under test: `["127.0.0.1:3000", "localhost"]`. */
  readonly allow?: readonly string[];
}

/** A recording in use by a test. */
export interface Tape {
  readonly mode: TapeMode;
  /** Whether responses come from the recording. */
  readonly replaying: boolean;
  /** The recorded interactions; empty while recording. */
  readonly interactions: readonly Interaction[];
  /** `fetch` for clients that received another one before. The global `fetch` is replaced. */
  readonly fetch: typeof globalThis.fetch;
  /** Ends the recording. Throws if the requests differ from the recorded ones, or writes the recording. */
  done(): Promise<void>;
  /** Ends the recording without a check, for a test that already failed. */
  close(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Records the HTTP traffic of a test, or replays a recording.
 *
 * ```ts
 * const tape = await useRecording("sessions/list");
 * expect(await client.listSessions()).toHaveLength(2);
 * await tape.done();
 * ```
 */
export async function useRecording(name: string, given: TapeOptions = {}): Promise<Tape> {
  const options: TapeOptions = given.model === undefined && given.spec !== undefined ? { ...given, model: await modelOf(given.spec) } : given;
  const mode = options.mode ?? modeFromEnvironment();
  const folder = join(options.folder ?? "recordings", name);
  const recorded = isThere(join(folder, recordingFile));
  if (mode === "update" || (mode === "record" && !recorded)) return recordingTape(mode, folder, options);
  if (mode === "wild" || (mode === "dryrun" && !recorded)) return openTape(mode);
  if (!recorded) throw new Error(`Recording not found: "${join(folder, recordingFile)}". Create it with TALLYSTICK_MODE=record.`);
  const { interactions } = await readRecording(join(folder, recordingFile));
  const player = await replay(interactions, {
    rules: redactionRules(options.model, options.secrets),
    ...(options.allow === undefined ? {} : { allow: options.allow }),
    ...(mode === "dryrun" ? { openNetwork: true, reusable: true } : {}),
  });
  return playingTape(mode, interactions, player);
}

const models = new Map<string, Promise<ApiModel>>();

/** Opened once for all tests of a process. */
function modelOf(spec: string): Promise<ApiModel> {
  const path = resolve(spec);
  let model = models.get(path);
  if (model === undefined) models.set(path, (model = openedModel(spec)));
  return model;
}

/** Without a document, a tape needs no reader of documents. */
async function openedModel(spec: string): Promise<ApiModel> {
  const { openDocument } = await import("../../open-document.js");
  return (await openDocument({ spec })).model;
}

/** Returns the mode in `TALLYSTICK_MODE`. Default: `lockdown`, so a test never uses the network by accident. */
export function modeFromEnvironment(environment: Readonly<Record<string, string | undefined>> = process.env): TapeMode {
  const requested = environment["TALLYSTICK_MODE"];
  if (requested === undefined || requested === "") return "lockdown";
  const mode = tapeModes.find((known) => known === requested);
  if (mode === undefined) throw new Error(`Unknown TALLYSTICK_MODE "${requested}". Available: ${tapeModes.join(", ")}.`);
  return mode;
}

function playingTape(mode: TapeMode, interactions: readonly Interaction[], player: Replay): Tape {
  return tape({
    mode,
    replaying: true,
    interactions,
    fetch: (input, init) => globalThis.fetch(input, init),
    close: player.close,
    done: async () => player.done(),
  });
}

function recordingTape(mode: TapeMode, folder: string, options: TapeOptions): Tape {
  const original = globalThis.fetch;
  const recorder: Recorder = createRecorder({
    source: options.source ?? "live",
    fetch: original,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.document === undefined && options.model === undefined ? { document: { title: "", version: "", sha256: "" } } : {}),
    ...(options.document === undefined ? {} : { document: options.document }),
    ...(options.secrets === undefined ? {} : { secrets: options.secrets }),
    ...(options.normalise === undefined ? {} : { normalise: options.normalise }),
  });
  globalThis.fetch = recorder.fetch;
  const close = (): void => {
    if (globalThis.fetch === recorder.fetch) globalThis.fetch = original;
  };
  return tape({
    mode,
    replaying: false,
    interactions: [],
    fetch: recorder.fetch,
    close,
    async done() {
      close();
      await recorder.write(folder);
    },
  });
}

function openTape(mode: TapeMode): Tape {
  return tape({
    mode,
    replaying: false,
    interactions: [],
    fetch: (input, init) => globalThis.fetch(input, init),
    close: () => undefined,
    done: async () => undefined,
  });
}

/** `await using tape = …` ends it too, once. */
function tape(parts: Omit<Tape, typeof Symbol.asyncDispose>): Tape {
  let ended = false;
  const done = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await parts.done();
  };
  const close = (): void => {
    ended = true;
    parts.close();
  };
  return { ...parts, done, close, [Symbol.asyncDispose]: done };
}
