// Knows which requests each browser is busy with, and reports a browser that ends although its session was not closed.
import { subscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";

/**
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 * @typedef {{ operation: string, session: string | undefined }} Pending
 * @typedef {{ key: string, method: string, path: string }} Began
 * @typedef {{ key: string, status: number, opened?: string }} Ended
 * @typedef {import("./crashes.js").Crash} Crash
 *
 * @param {{ onBrowserCrash: (crash: Crash) => void, onServerEnd: (code: number | null, signal: NodeJS.Signals | null) => void }} listeners
 */
export function createJournal({ onBrowserCrash, onServerEnd }) {
  const operationOf = operationNames();
  /** @type {Map<string, Pending>} */
  const pending = new Map();
  /** Sessions whose id a client knows, and sessions that a client closed. */
  const opened = new Set();
  const closed = new Set();
  /** @type {Set<ChildProcess>} */
  const running = new Set();
  let isEnding = false;

  // miniflare starts its server and every browser in this process, and reports of neither why it ended.
  subscribe("child_process", (message) => {
    const { process: child } = /** @type {{ process: ChildProcess }} */ (message);
    running.add(child);
    child.once("exit", (code, signal) => {
      running.delete(child);
      if (isEnding) return;
      const session = sessionOf(child);
      if (session === undefined) {
        if (/workerd/.test(child.spawnfile)) onServerEnd(code, signal);
        return;
      }
      if (closed.has(session)) return;
      const isOpen = opened.has(session);
      const during = [...pending.values()].filter((request) => (isOpen ? request.session === session : request.operation === "createBrowser"));
      onBrowserCrash({ process: "browser", ...endingOf(code, signal), during: [...new Set(during.map(({ operation }) => operation))] });
    });
  });

  /** Whether the browser that a failed request went to is still there. Without a session, it is one that no client knows yet. @param {Pending | undefined} request */
  const isRunning = (request) =>
    [...running].map(sessionOf).some((id) => id !== undefined && (request?.session === undefined ? !opened.has(id) : id === request.session));

  return {
    /** @param {Began} request */
    began({ key, method, path }) {
      const session = /^\/devtools\/(?:browser|session)\/([^/]+)/.exec(path)?.[1];
      if (method === "DELETE" && session !== undefined) closed.add(session);
      pending.set(key, { operation: operationOf(method, path), session });
    },
    /** @param {Ended} response */
    async ended({ key, status, opened: id }) {
      if (id !== undefined) opened.add(id);
      const request = pending.get(key);
      // The exit of a process is reported a moment after its connections break. The crash must be known before the client gets the response.
      if (status >= 500) for (let waited = 0; waited < 2000 && isRunning(request); waited += 20) await sleep(20);
      pending.delete(key);
    },
    /** What ends from now on was ended by this process. */
    stop() {
      isEnding = true;
    },
  };
}

/** The session of a browser, by its profile's folder. @param {ChildProcess} child */
function sessionOf(child) {
  return /[\\/]profile-([0-9a-f-]{36})/.exec(child.spawnargs.join(" "))?.[1];
}

/** @param {number | null} code @param {NodeJS.Signals | null} signal @returns {{ signal: string } | { code: number }} */
function endingOf(code, signal) {
  return signal === null ? { code: code ?? 0 } : { signal };
}

/** The operationId of a request, as the document has it. */
function operationNames() {
  const document = parse(readFileSync(createRequire(import.meta.url).resolve("@tallystick/spec/openapi.yaml"), "utf8"));
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId }]) => {
      const pattern = path.slice(path.indexOf("/devtools")).replace(/\{\w+\}/g, "[^/]+");
      return operationId === undefined
        ? []
        : [{ operationId: String(operationId), method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`) }];
    }),
  );
  /** @param {string} method @param {string} path */
  return (method, path) => operations.find((one) => one.method === method && one.pattern.test(path))?.operationId ?? `${method} ${path}`;
}
