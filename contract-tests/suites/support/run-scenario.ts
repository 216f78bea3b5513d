import { createRecorder, type Interaction, type Recorder, type RecorderOptions } from "@tallystick/contract";
import { expect } from "vitest";
import type { Installed } from "./generated-package.js";
import type { Target } from "./target.js";
import type { Context, Scenario } from "./scenario.js";
import type { JudgedDocument } from "./document.js";

export interface Run {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly installed: Installed;
  readonly document: JudgedDocument;
  readonly recorder: Pick<RecorderOptions, "source" | "document" | "model" | "normalise">;
  readonly recorded?: readonly Interaction[];
  /** Gets the id of each session that is opened. */
  readonly opened?: Set<string>;
}

/** Runs a scenario with a client of the installed package, closes what it opened, and gives back what passed. */
export async function runScenario({
  scenario,
  target,
  installed,
  document,
  recorder: settings,
  recorded = [],
  opened = new Set(),
}: Run): Promise<Recorder> {
  const open = new Set<string>();
  const recorder = createRecorder({
    ...settings,
    fetch: watched(
      scenario,
      document,
      (id) => [open, opened].forEach((ids) => ids.add(id)),
      (id) => open.delete(id),
    ),
    secrets: target.secrets,
  });
  const { fetch } = recorder;
  const base = { ...target.credentials, baseUrl: target.baseUrl, retries: target.retries, fetch: (request: Request) => fetch(request) };
  const client = installed.api.createClient(base);
  const context: Context = {
    expect,
    api: installed.api,
    client,
    clientWith: (options) => installed.api.createClient({ ...base, ...options }),
    recorded,
    open: async () => (await client.createBrowser()).sessionId,
    fetch: (path, init) =>
      fetch(`${target.baseUrl}/accounts/${target.credentials.accountId}/browser-rendering/devtools${path}`, {
        ...init,
        headers: { ...target.headers, ...(init?.headers as Readonly<Record<string, string>> | undefined) },
      }),
  };
  try {
    await scenario.run(context);
  } finally {
    // Nothing was opened where only a sample was read.
    if (scenario.source !== "documentation") for (const session_id of open) await client.closeBrowser({ session_id }).catch(() => undefined);
  }
  return recorder;
}

/** `fetch` that knows which sessions are open: those of a scenario that failed must be closed too. */
function watched(scenario: Scenario, document: JudgedDocument, open: (id: string) => void, close: (id: string) => void): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const operation = document.find(request.method, new URL(request.url));
    const id = operation?.operation.id;
    const response = await globalThis.fetch(request);
    if (id === "closeBrowser" && response.ok) close(operation?.path.get("session_id") ?? "");
    if (id === undefined || !response.ok || !(id === "createBrowser" || scenario.shorten)) return response;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    if (id === "createBrowser") open(String((body as { sessionId?: unknown } | undefined)?.sessionId));
    const shorter = scenario.shorten?.(id, body) ?? body;
    return shorter === body ? response : new Response(JSON.stringify(shorter), { status: response.status, headers: response.headers });
  };
}
