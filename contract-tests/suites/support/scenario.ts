import type { Client, ClientOptions } from "@tallystick/browser-sessions";
import type { Interaction, RecordingSource } from "@tallystick/contract";
import type { ExpectStatic } from "vitest";
import type { Capability } from "../../emulator/index.js";
import type { GeneratedPackage } from "./generated-package.js";

/** One thing that a client does with the API and what must come of it: the same against a recording, the emulator and Cloudflare. */
export interface Scenario {
  /** A true sentence; the name of the test. */
  readonly title: string;
  /** What the case is there to show: the traffic must contain it. */
  readonly shows: { readonly operation: OperationId; readonly status: number };
  /** Whose responses the recording next to it has. Only traffic of a target can be recorded again; samples are kept by hand. */
  readonly source: Extract<RecordingSource, "emulator" | "documentation">;
  /** Ids in `known-deviations.yaml`: what the emulator does differently here. Such a case is about the emulator and not asked of Cloudflare. */
  readonly deviations?: readonly string[];
  /** What the browser must be able to do. The scenario is not tried with a browser that lacks it. */
  readonly needs?: Capability;
  /** Applied to each response before it is recorded, where the whole would be too much to keep. */
  readonly shorten?: (operation: OperationId, body: unknown) => unknown;
  run(context: Context): Promise<void>;
}

export type OperationId = keyof Pick<
  Client,
  | "listSessions"
  | "getSession"
  | "createBrowser"
  | "closeBrowser"
  | "listTargetsAlias"
  | "listTargets"
  | "getTarget"
  | "openTarget"
  | "activateTarget"
  | "closeTarget"
  | "getVersion"
  | "getProtocol"
>;

export interface Context {
  readonly expect: ExpectStatic;
  /** Everything that the installed package exports. */
  readonly api: GeneratedPackage;
  readonly client: Client;
  /** Another client for the same target, told more: the other credentials, the other prefix. */
  clientWith(options: ClientOptions): Client;
  /** Makes a session that is closed after the scenario, whatever happens. */
  open(): Promise<string>;
  /** What the recording holds; empty on a live target. */
  readonly recorded: readonly Interaction[];
  /** For what the client refuses to send: the path after the base URL, the account already filled in. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export function scenario(given: Scenario): Scenario {
  return given;
}

/** A session that there never was. */
export const unknownSession = "00000000-0000-4000-8000-00000000dead";
