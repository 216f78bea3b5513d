import { createClient } from "@tallystick/browser-sessions";
import { session } from "@tallystick/browser-sessions/fixtures";
import { contract, useRecording, type TapeOptions } from "@tallystick/contract";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

const sessions = session.many(3);
const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(sessions));
});
await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const client = createClient({ accountId: "023e105f4ecef8ad9ca31a8372d0c353", apiToken: "secret-token", baseUrl, retries: 0 });
const options = (mode: "update" | "lockdown"): TapeOptions => ({ mode, spec: "openapi.yaml", source: "emulator", normalise: false });

const tape = await useRecording("sessions", options("update"));
await client.listSessions();
await tape.done();
await new Promise((resolve) => void server.close(resolve));

test("replays what was recorded when the server is gone", async () => {
  const replay = await useRecording("sessions", options("lockdown"));
  expect(await client.listSessions()).toEqual(sessions);
  await replay.done();
});

test("fails for a request that was not recorded", async () => {
  const replay = await useRecording("sessions", options("lockdown"));
  await client.listSessions();
  await client.createBrowser().catch(() => undefined);
  await expect(replay.done()).rejects.toThrow(/POST/);
});

test("fails for a recorded request that was not sent", async () => {
  const replay = await useRecording("sessions", options("lockdown"));
  await expect(replay.done()).rejects.toThrow(/GET/);
});

await contract({ spec: "openapi.yaml", recordings: "recordings" });
