import type { IncomingMessage } from "node:http";
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { compileModel } from "../compile/compile-model.js";
import { formatBytes, contentLimit } from "../limits.js";
import type { ApiModel, Operation } from "../model/api.js";
import { isAllowedHost, isAllowedOrigin, type Access } from "./access.js";
import { releaseMemory } from "../garbage.js";
import { sentWith } from "../http/sent.js";
import { refuse, respond } from "./respond.js";
import { preference } from "./prefer.js";
import { problemResponse, type Problem } from "./problem.js";
import { mockProof } from "./proof.js";
import { sentBody } from "./request-body.js";
import { routesOf } from "./routes.js";
import { stateOf } from "./state.js";
import { requestProblem } from "./validate.js";

export interface MockServerOptions extends Access {
  /** 0: any free port. */
  readonly port?: number;
  /** Default: loopback only. */
  readonly host?: string;
  /** Whether requests are validated. Default: true. */
  readonly validate?: boolean;
  /** Whether created resources can be listed, read, changed and deleted, by the roles of the operations. Default: false, responses are independent. */
  readonly stateful?: boolean;
  /** Maximum size of a request body in bytes. A larger one gets 413. Default: 268,435,456 (256 MiB). */
  readonly maxRequestBytes?: number;
  /** Called for each request, for a log. It never receives query, headers or body. */
  readonly log?: (line: LogLine) => void;
}

interface LogLine {
  readonly method: string;
  readonly path: string;
  readonly operation?: string;
  readonly status: number;
  /** Why the request was refused before an operation was searched. */
  readonly refused?: string;
}

export interface MockServer {
  /** `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves examples and generated values of a document over HTTP. Resolves when it listens; rejects if the port is in use. */
export async function startMockServer(model: ApiModel, options: MockServerOptions = {}): Promise<MockServer> {
  const { port = 0, host = "127.0.0.1" } = options;
  const app = await mockApplication(model, { ...options, allowedHosts: [host, ...(options.allowedHosts ?? [])] });
  return new Promise((resolve, reject) => {
    // A URL has only the first of several hosts, so they are counted before Hono creates one.
    const fetch: Parameters<typeof serve>[0]["fetch"] = (request, env) => (hasSeveralHosts(env.incoming) ? severalHosts() : app.fetch(request, env));
    const server: ServerType = serve({ fetch, hostname: host, port }, (address) => {
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ url: `http://${name}:${address.port}`, port: address.port, close: () => closed(server) });
    });
    server.once("error", reject);
  });
}

/** The same without a socket: `app.fetch(request)`. */
export async function mockApplication(model: ApiModel, options: Omit<MockServerOptions, "port" | "host"> = {}): Promise<Hono> {
  const { maxRequestBytes = contentLimit } = options;
  const tooLarge = {
    status: 413,
    title: "The body is too large",
    detail: `The limit is ${formatBytes(maxRequestBytes)}. Allow more with --max-request-bytes.`,
  };
  const routes = routesOf(model);
  const compiled = options.validate === false && options.stateful !== true ? undefined : await compileModel(model);
  const validators = options.validate === false ? undefined : compiled;
  const state = options.stateful === true && compiled !== undefined ? stateOf(model, compiled) : undefined;
  const app = new Hono();
  /** The number of requests per operation: random values depend on it, and not on requests of other operations. */
  const requestCounts = new Map<Operation, number>();
  const allow = cors({
    origin: (origin, { req }) => (isAllowedOrigin(origin, new URL(req.url).hostname, options.cors) ? origin : undefined),
    allowMethods: ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"],
    exposeHeaders: ["*"],
  });
  app.onError((error, { req }) => {
    // The client closed the connection in the middle of its request and does not read the response.
    if (req.raw.signal.aborted || ("code" in error && error.code === "ECONNRESET")) return new Response(null, { status: 400 });
    const problem = { status: 500, title: "Internal error", detail: `${error.name}: ${error.message}` };
    options.log?.({ method: req.method, path: new URL(req.url).pathname, status: 500, refused: `Internal error: ${problem.detail}` });
    return problemResponse(problem);
  });
  app.use("*", async ({ req }, next) => {
    if (!URL.canParse(req.url)) return problemResponse({ status: 400, title: "Invalid URL", detail: "Host and path are not a valid URL." });
    const { hostname, pathname } = new URL(req.url);
    const problem = refusedAccess(req.method, hostname, req.header("origin"), options);
    if (problem === undefined) return next();
    options.log?.({ method: req.method, path: pathname, status: problem.status, refused: problem.detail });
    return problemResponse(problem);
  });
  app.use("*", async (context, next) => {
    await next();
    const challenge = context.req.header("mock-challenge");
    if (challenge !== undefined) context.res.headers.set("mock-proof", mockProof(challenge));
  });
  // OPTIONS without the headers of a CORS preflight is a usual operation (Fetch standard, CORS-preflight request).
  app.use("*", async (context, next) => {
    const isOwn = context.req.method === "OPTIONS" && context.req.header("access-control-request-method") === undefined;
    if (!isOwn) return allow(context, next);
    await next();
    const origin = context.req.header("origin");
    if (origin === undefined || !isAllowedOrigin(origin, new URL(context.req.url).hostname, options.cors)) return;
    context.res.headers.set("access-control-allow-origin", origin);
    context.res.headers.set("access-control-expose-headers", "*");
    context.res.headers.append("vary", "Origin");
  });
  app.all("*", async ({ req }) => {
    const { pathname, searchParams } = new URL(req.url);
    const found = routes.find(req.method, pathname, searchParams, (name) => req.header(name));
    const reply = async (): Promise<Response> => {
      if (found.kind === "nothing") {
        const detail = `The document has no path ${pathname}. Nearest: ${found.nearest.join(", ")}.`;
        return problemResponse({ status: 404, title: "No such path", detail, more: { nearest: found.nearest } });
      }
      if (found.kind === "method") {
        const detail = `${pathname} has ${found.allowed.join(", ")}, not ${req.method}.`;
        return problemResponse({ status: 405, title: "No such method", detail }, { allow: found.allowed.join(", ") });
      }
      const { operation, parameters } = found;
      const bytes = await bodyOf(req.raw, maxRequestBytes);
      if (bytes === undefined) return problemResponse(tooLarge);
      if (compiled !== undefined) {
        const body = sentBody(operation, { bytes, contentType: req.header("content-type") }, model, compiled);
        const sent = sentWith(req.raw.url, (name) => req.header(name), found.segments);
        const problem = validators && requestProblem(operation, sent, body, model, validators);
        if (problem !== undefined) return refuse(operation, problem, req.header("accept"), model);
        // A request that names a status or example gets that response and does not change the state.
        const stateful = req.header("prefer") === undefined ? state?.(operation, new URL(req.url), parameters, body) : undefined;
        if (stateful !== undefined) return stateful;
      }
      const count = (requestCounts.get(operation) ?? 0) + 1;
      requestCounts.set(operation, count);
      return respond(operation, preference(req.header("prefer")), req.header("accept"), count, model);
    };
    const response = await reply();
    options.log?.({
      method: req.method,
      path: pathname,
      status: response.status,
      ...(found.kind === "operation" ? { operation: found.operation.operationId ?? found.operation.key } : {}),
    });
    return response;
  });
  return app;
}

const firstBuffer = 1 << 20;

/** The bytes of a request's body; `undefined` if they exceed the limit. The rest is not read. */
async function bodyOf({ body, headers }: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const expected = Number(headers.get("content-length"));
  if (expected > limit) return undefined;
  // One growing buffer: the process would keep the memory of thousands of chunks. A client can state a length and send nothing.
  let bytes = new Uint8Array(Math.min(expected, firstBuffer));
  let size = 0;
  for await (const chunk of body ?? []) {
    if (size + chunk.length > limit) return undefined;
    if (size + chunk.length > bytes.length) {
      const larger = new Uint8Array(Math.min(limit, 2 * (size + chunk.length)));
      larger.set(bytes.subarray(0, size));
      bytes = larger;
      releaseMemory(size);
    }
    bytes.set(chunk, size);
    size += chunk.length;
  }
  return bytes.subarray(0, size);
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Otherwise keep-alive connections keep the server open.
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}

/** RFC 9112 §3.2: a request has one `Host` field line. */
function hasSeveralHosts({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length > 1;
}

function severalHosts(): Response {
  return problemResponse({ status: 400, title: "Several hosts", detail: "The request has several Host headers. Send one." });
}

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Why a request of another site's page is refused. Some requests of a page change data without a preflight. */
function refusedAccess(method: string, hostname: string, origin: string | undefined, { allowedHosts, cors: origins }: Access): Problem | undefined {
  if (!isAllowedHost(hostname, allowedHosts)) {
    const detail = `The mock does not accept requests for the host "${hostname}". Allow it with --allow-host ${hostname}.`;
    return { status: 403, title: "Host not allowed", detail };
  }
  if (safeMethods.has(method) || isAllowedOrigin(origin, hostname, origins)) return undefined;
  const detail = `Pages of the origin "${origin}" may not send ${method}. Allow them with --cors ${origin}.`;
  return { status: 403, title: "Origin not allowed", detail };
}
