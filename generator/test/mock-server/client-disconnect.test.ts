import { once } from "node:events";
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { served } from "./served.js";

const schema = { type: "object" };
const paths = {
  "/things": {
    get: { responses: { 200: { description: "All." } } },
    post: { requestBody: { content: { "application/json": { schema } } }, responses: { 201: { description: "Created." } } },
  },
};

test("a client that disconnects during its request causes no error", async () => {
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "info")].map((spy) => spy.mockImplementation(() => undefined));
  const url = new URL(await served({ paths }));
  for (const sent of ["{", '{"a":1'] as const) {
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, "connect");
    socket.write(`POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n${sent}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await fetch(`${url.href}things`)).status).toBe(200);
  for (const spy of printed) expect(spy).not.toHaveBeenCalled();
});
