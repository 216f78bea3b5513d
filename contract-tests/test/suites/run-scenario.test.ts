import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readJudgedDocument, type JudgedDocument } from "../../suites/support/document.js";
import type { Installed } from "../../suites/support/generated-package.js";
import { runScenario } from "../../suites/support/run-scenario.js";
import type { Context, Scenario } from "../../suites/support/scenario.js";

const id = "478f4d7d-e943-40f6-a414-837d3736a1dc";
const recorder = { source: "emulator", document: { title: "", version: "", sha256: "" } } as const;
let document: JudgedDocument;
let server: Server;
let baseUrl: string;
let requested: string[] = [];

/** Makes one session and closes it, and remembers what it was asked. */
beforeAll(async () => {
  document = await readJudgedDocument();
  server = createServer(({ method, url }, response) => {
    requested.push(`${String(method)} ${String(url).split("/devtools")[1] ?? ""}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(method === "POST" ? { sessionId: id } : { status: "closed" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/client/v4`;
});
afterAll(() => server.close());

test("closes a session when its scenario fails", async () => {
  await expect(
    run(async ({ open }) => {
      await open();
      throw new Error("the scenario failed");
    }),
  ).rejects.toThrow("the scenario failed");
  expect(requested).toEqual(["POST /browser", `DELETE /browser/${id}`]);
});

test("closes a session created without the client", async () => {
  await run(async ({ fetch }) => void (await fetch("/browser?keep_alive=1", { method: "POST" })));
  expect(requested).toEqual(["POST /browser?keep_alive=1", `DELETE /browser/${id}`]);
});

test("does not close a session twice", async () => {
  await run(async ({ client, open }) => void (await client.closeBrowser({ session_id: await open() })));
  expect(requested).toEqual(["POST /browser", `DELETE /browser/${id}`]);
});

test("sends no request after a sample", async () => {
  await run(async ({ open }) => void (await open()), "documentation");
  expect(requested).toEqual(["POST /browser"]);
});

async function run(scenario: Scenario["run"], source: Scenario["source"] = "emulator"): Promise<void> {
  requested = [];
  const target = {
    name: "emulator",
    baseUrl,
    credentials: { accountId: "a" },
    headers: {},
    secrets: [],
    retries: 0,
    limitations: [],
    crashes: () => [],
    ready: async () => undefined,
    close: async () => undefined,
  } as const;
  await runScenario({
    scenario: { title: "", shows: { operation: "createBrowser", status: 200 }, source, run: scenario },
    target,
    installed,
    document,
    recorder,
  });
}

/** As much of the generated package as these tests need. */
const installed = {
  api: {
    createClient: ({ fetch }: { fetch: (request: Request) => Promise<Response> }) => {
      const call = async (method: string, path: string): Promise<unknown> =>
        (await fetch(new Request(`${baseUrl}/accounts/a/browser-rendering/devtools${path}`, { method }))).json();
      return {
        createBrowser: () => call("POST", "/browser"),
        closeBrowser: ({ session_id }: { session_id: string }) => call("DELETE", `/browser/${session_id}`),
      } as unknown as Context["client"];
    },
  },
} as unknown as Installed;
