// The tools that compare two documents, each asked in its own way. A verdict is "breaking", "not" or "refuses".
import { execFile } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { installPeers, tallystick, versionsIn } from "../peers.mjs";
import { asVersion30 } from "./version-30.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
installPeers(here);

const generator = join(here, "..", "..");

/** The commands, as parameters of node. */
export const commands = {
  tallystick: (old, next) => [join(generator, "bin", "tallystick.js"), "diff", old, next, "--json"],
  redocly: (old, next) => [join(here, "node_modules", "@redocly", "cli", "bin", "cli.js"), "diff", old, next, "--format=json"],
  "openapi-diff": (old, next) => [join(here, "node_modules", "openapi-diff", "bin", "openapi-diff"), old, next],
  "api-smart-diff": (old, next) => [join(here, "smart.mjs"), old, next],
};

export const versions = { tallystick, ...versionsIn(here) };

/** Seconds that a tool may take for two small documents. */
export const patience = 10;

/**
 * @typedef {{ old: object, next: object, paths: [old: string, next: string] }} Pair The documents, and the files that hold them.
 * @type {Record<string, (pair: Pair) => Promise<"breaking" | "not" | "refuses">>}
 */
export const judges = {
  async tallystick({ paths }) {
    const { runDiff } = await import("../../dist/internals.js");
    const { report } = await runDiff(...paths, { today: "2026-01-01" });
    return report === undefined ? "refuses" : report.summary.breaking > 0 ? "breaking" : "not";
  },
  async redocly({ paths }) {
    const report = parsed(await output(commands.redocly(...paths)));
    return report === undefined ? "refuses" : report.summary.major > 0 ? "breaking" : "not";
  },
  /** Knows OpenAPI 3.0 only: a document that 3.0 can say is said in 3.0 for it. Some pairs it never comes to an end with, so it has a thread of its own. */
  async "openapi-diff"({ old, next }) {
    const documents = [asVersion30(old), asVersion30(next)];
    if (documents.includes(undefined)) return "refuses";
    // One pair after another: the thread responds in the order of the requests.
    const verdict = waiting.then(() => askThread(documents));
    waiting = verdict;
    return verdict;
  },
  async "api-smart-diff"({ old, next }) {
    const { apiCompare } = await import("api-smart-diff");
    try {
      return apiCompare(structuredClone(old), structuredClone(next)).diffs.some(({ type }) => type === "breaking") ? "breaking" : "not";
    } catch {
      return "refuses";
    }
  },
};

let thread;
let waiting = Promise.resolve();

async function askThread(documents) {
  thread ??= new Worker(new URL("./openapi-diff.mjs", import.meta.url));
  thread.unref();
  thread.postMessage(documents);
  try {
    const [verdict] = await once(thread, "message", { signal: AbortSignal.timeout(patience * 1000) });
    return verdict;
  } catch {
    await thread.terminate();
    thread = undefined;
    return "refuses";
  }
}

/** What a command prints, however it ends. */
function output(parameters) {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((resolve) => execFile(process.execPath, parameters, { env, maxBuffer: Infinity }, (_, stdout) => resolve(stdout)));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
