import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Faults that the server has when they are switched on. */
export type Fault = "delete does nothing" | "name is lost" | "open to all" | "no id in the list" | "two pages" | "two linked pages";

/** A server of things on the loopback interface: each needs the key `let me in`. */
export async function startThings(): Promise<{
  readonly baseUrl: string;
  readonly received: Received[];
  readonly faults: Set<Fault>;
  close(): void;
}> {
  const received: Received[] = [];
  const faults = new Set<Fault>();
  const things = new Map<string, { readonly id: string; readonly name: unknown }>();
  let last = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const body = Buffer.concat(chunks);
      received.push({ method, url, headers, body });
      const send = (status: number, value?: unknown, more: Readonly<Record<string, string>> = {}): void => {
        response.writeHead(status, { ...(value === undefined ? {} : { "Content-Type": "application/json" }), ...more });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const path = url.replace(/\?.*$/s, "");
      if (!path.startsWith("/v1/")) return send(404, { error: "nothing here" });
      if (headers["x-key"] !== "let me in" && !faults.has("open to all")) return send(401, { error: "no key" });
      if (path.startsWith("/v1/echo/")) return send(200, { got: body.toString("base64") });
      const next = url.includes("after=") ? null : "a b";
      if (path === "/v1/pages")
        return send(
          200,
          { items: [{ id: 1 }], next: faults.has("two pages") ? next : null },
          next !== null && faults.has("two linked pages") ? { Link: '</v1/pages?after=a%20b>; rel="next"' } : {},
        );
      if (path === "/v1/things" && method === "GET") return send(200, { items: faults.has("no id in the list") ? [] : [...things.values()] });
      if (path === "/v1/things" && method === "POST") {
        const given = JSON.parse(body.toString()) as { readonly name?: unknown };
        const thing = { id: `t-${++last}`, name: faults.has("name is lost") ? "" : given.name };
        things.set(thing.id, thing);
        return send(201, thing, { Location: `/v1/things/${thing.id}` });
      }
      const id = decodeURIComponent(path.replace("/v1/things/", ""));
      const thing = things.get(id);
      if (thing === undefined) return send(404, { error: "no such thing" });
      if (method === "DELETE") {
        if (!faults.has("delete does nothing")) things.delete(id);
        return send(204);
      }
      return send(200, thing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, received, faults, close: () => void server.close() };
}

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const thing = { type: "object", required: ["id", "name"], properties: { id: { type: "string" }, name: { type: "string" } } };
const error = json({ type: "object", required: ["error"], properties: { error: { type: "string" } } });
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** The document of the server. */
export const thingsDocument = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://things.example/v1" }],
  security: [{ key: [] }],
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        responses: { 200: json({ type: "object", properties: { items: { type: "array", items: thing } } }), 401: error },
      },
      post: {
        operationId: "createThing",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { type: "object", required: ["name"], properties: { name: { type: "string" } } } } },
        },
        responses: { 201: json(thing), 401: error },
      },
    },
    "/pages": {
      get: {
        parameters: [{ name: "after", in: "query", schema: { type: "string" } }],
        responses: { 200: json({ type: "object" }), 401: error },
      },
    },
    "/things/{id}": {
      get: { operationId: "getThing", parameters: [id], responses: { 200: json(thing), 401: error, 404: error } },
      delete: { parameters: [id], responses: { 204: { description: "deleted" }, 401: error, 404: error } },
    },
  },
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
};
