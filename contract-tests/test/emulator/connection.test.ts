import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "undici";
import { startEmulator, type Emulator } from "../../emulator/index.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

// The WebSocket routes are out of OpenAPI's reach, but what they leave behind in the list is not.
test("lists the connection of a connected client in the session", async () => {
  const base = `${emulator.baseUrl}/accounts/${emulator.accountId}/browser-run/devtools`;
  const session = async (id: string): Promise<unknown> => (await fetch(`${base}/session/${id}`)).json();
  const { sessionId } = (await (await fetch(`${base}/browser`, { method: "POST" })).json()) as { sessionId: string };
  const free = { sessionId, startTime: expect.any(Number) };
  expect(await session(sessionId)).toEqual(free);

  const socket = new WebSocket(`${base.replace("http", "ws")}/browser/${sessionId}`);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  expect(await session(sessionId)).toEqual({
    ...free,
    connectionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    connectionStartTime: expect.any(Number),
  });
  const response = new Promise((resolve) => socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data)))));
  socket.send(JSON.stringify({ id: 1, method: "Browser.getVersion" }));
  expect(await response).toMatchObject({ id: 1, result: { protocolVersion: expect.any(String) } });

  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  socket.close();
  await closed;
  // The emulator goes on saying that it is connected; a real session loses both fields.
  expect(await session(sessionId)).toHaveProperty("connectionId");
});
