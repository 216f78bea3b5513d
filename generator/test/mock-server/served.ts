import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { startMockServer, type MockServer, type MockServerOptions } from "../../src/mock-server/index.js";
import type { ApiModel } from "../../src/model/index.js";
import { openModel } from "../../src/open-model.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";
import { sessionsDocument } from "../fixtures/output.js";

/** The address of a server of these parts of a document, as long as the test runs. */
export async function served(parts: Readonly<Record<string, unknown>>, options: MockServerOptions = {}): Promise<string> {
  const server = await startMockServer(await modelOf(openapi(parts)), options);
  onTestFinished(() => server.close());
  return server.url;
}

export async function sessionsModel(): Promise<ApiModel> {
  const { model, diagnostics } = await openModel(sessionsDocument);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics));
  return model;
}

/** The path of the operation `listSessions`. */
export const sessions = "/accounts/a1/browser-rendering/devtools/session";

/** The address of a server that all tests of a file ask. */
export function serverOf(model: () => Promise<ApiModel>, options: MockServerOptions = {}): () => string {
  let server: MockServer;
  beforeAll(async () => {
    server = await startMockServer(await model(), options);
  });
  afterAll(() => server.close());
  return () => server.url;
}

/** Asks a server of the sessions API, with credentials. */
export function asker(address: () => string): (path: string, headers?: Readonly<Record<string, string>>, init?: RequestInit) => Promise<Response> {
  return (path, headers = {}, init = {}) => fetch(address() + path, { ...init, headers: { authorization: "Bearer anything", ...headers } });
}

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly nearest?: readonly string[];
  readonly issues?: readonly {
    readonly in: string;
    readonly name?: string;
    readonly keyword: string;
    readonly instancePath: string;
    readonly schemaPath: string;
  }[];
}

export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as Problem;
}

/** Where the document says what an error looks like. */
export function reasonOf(response: Response): Problem {
  return JSON.parse(response.headers.get("mock-problem") ?? "{}") as Problem;
}
