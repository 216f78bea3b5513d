import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { compileModel } from "../compile/compile-model.js";
import type { ApiModel, Operation } from "../model/api.js";
import { sentWith } from "../wire/sent.js";
import { answer } from "./answer.js";
import { preference } from "./prefer.js";
import { problemResponse } from "./problem.js";
import { refuse } from "./refuse.js";
import { sentBody } from "./request-body.js";
import { routesOf } from "./routes.js";
import { stateOf } from "./state.js";
import { requestProblem } from "./validate.js";

export interface MockServerOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Default: loopback only. */
  readonly host?: string;
  /** Whether requests are held against the document. Default: true. */
  readonly validate?: boolean;
  /** Whether what is created is listed, found, changed and ended, as the operations' roles say. Default: false, each answer by itself. */
  readonly stateful?: boolean;
  /** Is told of each request, for a log: never its query, headers or body. */
  readonly log?: (line: LogLine) => void;
}

interface LogLine {
  readonly method: string;
  readonly path: string;
  readonly operation?: string;
  readonly status: number;
}

export interface MockServer {
  /** `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a document's examples and made values over HTTP, for any language. Resolves when it listens; rejects where the port is taken. */
export async function startMockServer(model: ApiModel, options: MockServerOptions = {}): Promise<MockServer> {
  const { port = 0, host = "127.0.0.1" } = options;
  const app = await mockApplication(model, options);
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ url: `http://${name}:${address.port}`, port: address.port, close: () => closed(server) });
    });
    server.once("error", reject);
  });
}

/** Bytes of a request's body: values that are made of it take many times as much. */
const maxBody = 16 * 1024 * 1024;
const tooLarge = { status: 413, title: "The body is too large", detail: `A mock takes bodies of up to ${maxBody} bytes.` };

/** The same without a socket: `app.fetch(request)`. */
export async function mockApplication(model: ApiModel, options: Pick<MockServerOptions, "validate" | "stateful" | "log"> = {}): Promise<Hono> {
  const routes = routesOf(model);
  const compiled = options.validate === false && options.stateful !== true ? undefined : await compileModel(model);
  const validators = options.validate === false ? undefined : compiled;
  const state = options.stateful === true && compiled !== undefined ? stateOf(model, compiled) : undefined;
  const app = new Hono();
  /** How often each operation has been asked: what is made anew depends on that, and on nothing that other operations were asked. */
  const asked = new Map<Operation, number>();
  // Reflects what is asked for: a mock is called from whatever front end is being built.
  const allow = cors({ origin: "*", allowMethods: ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"], exposeHeaders: ["*"] });
  // OPTIONS that no browser asks ahead of another request is an operation like any other (Fetch standard, CORS-preflight request).
  app.use("*", async (context, next) => {
    const isOwn = context.req.method === "OPTIONS" && context.req.header("access-control-request-method") === undefined;
    if (!isOwn) return allow(context, next);
    await next();
    for (const name of ["access-control-allow-origin", "access-control-expose-headers"]) context.res.headers.set(name, "*");
  });
  app.use("*", bodyLimit({ maxSize: maxBody, onError: () => problemResponse(tooLarge) }));
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
      const bytes = new Uint8Array(await req.raw.arrayBuffer());
      if (compiled !== undefined) {
        const body = sentBody(operation, { bytes, contentType: req.header("content-type") }, model, compiled);
        const sent = sentWith(req.raw.url, (name) => req.header(name), found.segments);
        const problem = validators && requestProblem(operation, sent, body, model, validators);
        if (problem !== undefined) return refuse(operation, problem, req.header("accept"), model);
        // Who asks for an answer by its status or example gets that one, and changes nothing.
        const kept = req.header("prefer") === undefined ? state?.(operation, new URL(req.url), parameters, body) : undefined;
        if (kept !== undefined) return kept;
      }
      const count = (asked.get(operation) ?? 0) + 1;
      asked.set(operation, count);
      return answer(operation, preference(req.header("prefer")), req.header("accept"), count, model);
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

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Kept-alive connections would hold it open.
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
