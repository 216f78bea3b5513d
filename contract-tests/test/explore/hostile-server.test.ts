import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSame } from "../../src/explore/laws/same.js";
import { verify } from "../../src/verify/verify.js";

const thing = { type: "object", required: ["id", "name"], properties: { id: { type: "string" }, name: { type: "string" } } };
const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const document = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  paths: {
    "/things": {
      get: {
        parameters: [
          { name: "cursor", in: "query", schema: { type: "string" } },
          { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } },
        ],
        responses: { 200: { description: "ok", ...json({ type: "object", properties: { items: { type: "array", items: thing } } }) } },
      },
      post: {
        requestBody: { required: true, ...json({ type: "object", required: ["name"], properties: { name: { type: "string" } } }) },
        responses: { 201: { description: "ok", headers: { Location: { schema: { type: "string" } } }, ...json(thing) } },
      },
    },
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: { responses: { 200: { description: "ok", ...json(thing) }, 404: { description: "none" } } },
      delete: { responses: { 204: { description: "ok" }, 404: { description: "none" } } },
    },
  },
};

/** Starts a server of things. Every response has these headers and fields. */
async function start(headers: Readonly<Record<string, string>>, fields: object): Promise<Server> {
  const things = new Map<string, { readonly id: string; readonly name: string }>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { pathname } = new URL(request.url ?? "", "http://x");
      const id = pathname.split("/")[2];
      const respond = (status: number, value?: object): void =>
        void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
      if (request.method === "POST") {
        let name = "";
        try {
          ({ name } = JSON.parse(body) as { name: string });
        } catch {
          return respond(400, {});
        }
        const made = { id: `id${things.size + 1}`, name };
        things.set(made.id, made);
        return respond(201, { ...made, ...fields });
      }
      if (id === undefined) return respond(200, { items: [...things.values()], ...fields });
      if (!things.has(id)) return respond(404, {});
      if (request.method === "DELETE" && things.delete(id)) return void response.writeHead(204).end();
      return respond(200, things.get(id));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-hostile-server-"));
  await writeFile(join(folder, "things.json"), JSON.stringify(document));
});
afterAll(() => rm(folder, { recursive: true }));

describe("laws report on a server that sends", () => {
  test.concurrent.each<[string, Readonly<Record<string, string>>, object]>([
    ["a Location with an invalid escape", { location: "/things/%zz" }, {}],
    ["a Location that is no URL", { location: "http://[" }, {}],
    ["a link to the next page that is no URL", { link: '<http://[>; rel="next"' }, {}],
    ["a cursor that is no URL", {}, { next_cursor: "https://%" }],
    ["names of references", {}, { id: "x", $step: 0, from: { a: 1 }, $fresh: 1 }],
  ])("%s", async (_, sent, more) => {
    const server = await start(sent, more);
    const { port } = server.address() as AddressInfo;
    const options = {
      spec: join(folder, "things.json"),
      baseUrl: `http://127.0.0.1:${port}`,
      writes: "own",
      seed: 1,
      runs: 2,
      maxRequests: 250,
    } as const;
    try {
      expect((await verify(options)).summary.interactions).toBeGreaterThan(10);
    } finally {
      server.close();
    }
  });
});

test("compares long lists in linear time", () => {
  const list = Array.from({ length: 100_000 }, (_, index) => ({ id: `id${index}` }));
  expect(isSame(list, list.toReversed())).toBe(true);
  expect(isSame(list, [...list.slice(1), { id: "other" }])).toBe(false);
});
