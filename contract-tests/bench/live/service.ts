import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a handler reads it. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  /** Values of the path template, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Media type of the body, without parameters. */
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly type?: string;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;
/** Whether a fault is switched on. */
export type Has = (fault: string) => boolean;

/** One API in memory. */
export interface Api {
  /** Handlers by method and path template: `GET /books/{bookId}`. */
  readonly routes: Readonly<Record<string, Handler>>;
  /** Reads a refusal as this API words it. */
  readonly refuse: (refused: Refused) => Reply;
  /** The stored resources as a client sees them, to compare before and after a run. */
  readonly data: () => unknown;
  /** Calls of actions that a careful client never makes. */
  readonly dangerous?: readonly string[];
}

/** Thrown by a handler: the request is refused with a status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export interface Running {
  readonly url: string;
  readonly api: Api;
  /** Requests so far, in order: `GET /books/7`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves an API on a free port of 127.0.0.1. */
export async function serve(api: Api, basePath = ""): Promise<Running> {
  const routes = Object.entries(api.routes).map(([key, handler]) => compileRoute(basePath, key, handler));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const bytes = await readAll(request);
      requests.push(`${request.method} ${request.url}`);
      const reply = await respond(api, routes, request, bytes);
      const body = reply.json === undefined ? reply.bytes : Buffer.from(JSON.stringify(reply.json));
      const type = reply.type ?? (reply.json === undefined ? undefined : "application/json");
      response.writeHead(reply.status, {
        ...(type !== undefined && body !== undefined && { "Content-Type": type }),
        ...(body !== undefined && { "Content-Length": String(body.length) }),
        ...reply.headers,
      });
      response.end(request.method === "HEAD" ? undefined : body);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`,
    api,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handler: Handler;
}

function compileRoute(basePath: string, key: string, handler: Handler): Route {
  const [method = "", template = ""] = key.split(" ");
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return { method, names, handler, pattern: new RegExp(`^${basePath}${template.replace(/\{\w+\}/g, "([^/]*)")}$`) };
}

async function respond(api: Api, routes: readonly Route[], request: IncomingMessage, bytes: Buffer): Promise<Reply> {
  try {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const matching = routes.filter((route) => route.pattern.test(url.pathname));
    // Fixed paths before templates: "/documents/bulk" is no key.
    const route = matching.filter(({ method }) => method === request.method).toSorted((a, b) => a.names.length - b.names.length)[0];
    if (route === undefined && matching.length > 0) throw new Refused(405, "Method not allowed.");
    if (route === undefined) throw new Refused(404, "No such path.");
    const values = route.pattern.exec(url.pathname)?.slice(1) ?? [];
    const path = Object.fromEntries(route.names.map((name, index) => [name, decoded(values[index] ?? "")]));
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    return await route.handler({ method: route.method, url, path, query: url.searchParams, headers, type, bytes });
  } catch (error) {
    return api.refuse(error instanceof Refused ? error : new Refused(500, "Internal error."));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused(400, "The path is not percent-encoded UTF-8.");
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The JSON value of a body. Refuses another content type with 415, and what is no JSON with 400. */
export function jsonOf(call: Call, types: readonly string[] = ["application/json"]): unknown {
  if (!types.includes(call.type)) throw new Refused(415, `Send ${types.join(" or ")}.`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(call.bytes));
  } catch {
    throw new Refused(400, "The body is not JSON.");
  }
}

/** A number of the query string. Refuses what is no integer or out of bounds with 400. */
export function integerOf(call: Call, name: string, bounds: { readonly min: number; readonly max: number; readonly otherwise: number }): number {
  const text = call.query.get(name);
  if (text === null) return bounds.otherwise;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < bounds.min || value > bounds.max) throw new Refused(400, `"${name}" is out of bounds.`);
  return value;
}

/** One of the allowed values of a query parameter. Refuses others with 400. */
export function choiceOf<T extends string>(call: Call, name: string, choices: readonly T[]): T | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new Refused(400, `"${name}" is none of ${choices.join(", ")}.`);
  return choice;
}
