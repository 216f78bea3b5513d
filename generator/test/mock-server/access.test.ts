import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { MockServerOptions } from "../../src/mock-server/index.js";
import { served } from "./served.js";

const paths = {
  "/things": {
    get: { responses: { 200: { description: "All.", content: { "application/json": { schema: { type: "array", items: {} } } } } } },
    post: { responses: { 201: { description: "Created." } } },
  },
};
const thing = (options: MockServerOptions = {}): Promise<string> => served({ paths }, { validate: false, ...options });

/** The status of a request under any name: `fetch` does not send another `Host`. */
async function statusFor(url: string, host: string, origin?: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = origin === undefined ? ["GET /things HTTP/1.1"] : ["POST /things HTTP/1.1", `Origin: ${origin}`, "Content-Length: 0"];
  socket.end([...head, `Host: ${host}`, "Connection: close", "", ""].join("\r\n"));
  return (await text(socket)).slice(9, 12);
}

describe("Host", () => {
  test.each([
    "localhost",
    "localhost:4010",
    "api.localhost",
    "127.0.0.1",
    "10.0.0.5:80",
    "[::1]:4010",
    "mock",
    "host.docker.internal",
    "shop.test",
    "MOCK",
    "localhost.",
  ])("accepts %s", async (host) => {
    expect(await statusFor(await thing(), host)).toBe("200");
  });

  test.each(["evil.example", "evil.example:4010", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example.", "127.0.0.1.nip.io"])(
    "rejects %s",
    async (host) => {
      expect(await statusFor(await thing(), host)).toBe("403");
    },
  );

  test.each([".1", "1.2.3.4.5", "a..b%00", "[::1", "a b", "\u00e9"])("responds with 400 to %j, which is no host", async (host) => {
    expect(await statusFor(await thing(), host)).toBe("400");
  });

  test.each(["localhost\r\nHost: evil.example", "localhost\r\nhost: localhost", "localhost\r\nX-A: b\r\nHOST:"])(
    "responds with 400 to several headers: %j",
    async (hosts) => {
      expect(await statusFor(await thing(), hosts)).toBe("400");
    },
  );

  test("accepts allowed names only", async () => {
    const url = await thing({ allowedHosts: ["mock.example", ".preview.example"] });
    const statuses = ["mock.example:80", "a.preview.example", "preview.example", "a.mock.example", "xpreview.example"].map((host) =>
      statusFor(url, host),
    );
    expect(await Promise.all(statuses)).toEqual(["200", "200", "200", "403", "403"]);
    expect(await statusFor(await thing({ allowedHosts: ["*"] }), "any.example")).toBe("200");
  });

  test("explains in response and log how to allow the name", async () => {
    const lines: string[] = [];
    const url = await thing({ log: ({ refused = "" }) => void lines.push(refused) });
    expect(await statusFor(url, "evil.example")).toBe("403");
    expect(lines).toEqual(['The mock does not accept requests for the host "evil.example". Allow it with --allow-host evil.example.']);
  });
});

describe("Origin", () => {
  const from = (url: string, origin: string, method = "POST"): Promise<Response> =>
    fetch(`${url}/things`, { method, headers: { origin, ...(method === "OPTIONS" ? { "access-control-request-method": "POST" } : {}) } });
  const allowed = (response: Response): string | null => response.headers.get("access-control-allow-origin");

  test.each(["http://localhost:5173", "https://app.localhost", "http://127.0.0.1:3000", "http://[::1]:3000"])(
    "allows a page of %s",
    async (origin) => {
      const url = await thing({ stateful: true });
      for (const method of ["POST", "GET", "OPTIONS"]) {
        const response = await from(url, origin, method);
        expect([response.ok, allowed(response)], method).toEqual([true, origin]);
        expect(response.headers.get("vary")).toMatch(/origin/i);
      }
    },
  );

  test.each([
    "https://evil.example",
    "http://localhost.evil.example",
    "null",
    "http://127.0.0.1.nip.io",
    "http://router",
    "http://192.168.0.9",
    "chrome-extension://localhost",
  ])("rejects writes and hides responses of a page of %s", async (origin) => {
    const url = await thing({ stateful: true });
    expect((await from(url, origin)).status).toBe(403);
    for (const method of ["POST", "GET", "OPTIONS"]) expect(allowed(await from(url, origin, method)), method).toBeNull();
  });

  test("allows a page of the same host", async () => {
    const url = await thing();
    expect(await statusFor(url, "192.168.0.9:4010", "http://192.168.0.9:5173")).toBe("201");
    expect(await statusFor(url, "192.168.0.9:4010", "http://192.168.0.8:5173")).toBe("403");
  });

  test("allows the listed origins, or all", async () => {
    const listed = await thing({ cors: ["https://app.example"] });
    expect(allowed(await from(listed, "https://app.example"))).toBe("https://app.example");
    expect((await from(listed, "https://other.example")).status).toBe(403);
    expect(allowed(await from(await thing({ cors: ["*"] }), "https://other.example"))).toBe("https://other.example");
  });

  test("accepts requests without an Origin", async () => {
    expect((await fetch(`${await thing({ stateful: true })}/things`, { method: "POST" })).status).toBe(201);
  });
});
