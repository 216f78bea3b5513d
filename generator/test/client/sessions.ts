import { inspect } from "node:util";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";

/** As the generated modules have it, as far as tests ask. */
export interface Sessions {
  createClient(options?: object): Client;
  connect(options?: object): object;
  [name: string]: unknown;
}
export type Failed = Error & Readonly<Record<string, unknown>>;
interface CallOf<T> extends Promise<T> {
  withResponse(): Promise<{ data: T; status: number; requestId: string; attempt: number; response: Response }>;
  asResponse(): Promise<Response>;
  safe(): Promise<{ ok: boolean; status: unknown; error: Failed; data: T }>;
}
interface PagesOf<P> extends AsyncIterable<P> {
  items(): AsyncIterable<unknown>;
}
type Method = (parameters?: object, options?: object) => CallOf<unknown>;
export interface Client {
  listSessions: Method;
  listSessionsPages: (parameters?: object, options?: object) => PagesOf<readonly { sessionId: string }[]>;
  getSession: Method;
  createBrowser: Method;
  closeBrowser: Method;
  raw: { GET(path: string, init: object): Promise<{ data: unknown }> };
}

export const sessionsDocument: string = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));
export const token = "secret-token-4711";
export const account = "023e105f4ecef8ad9ca31a8372d0c353";
export const session = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc", startTime: 1711621703708 };

/** The generated client, and a server of its own that responds with a list of one session until a test says otherwise. */
export class SessionsBench {
  output!: Generated;
  sessions!: Sessions;
  server!: Loopback;
  client!: Client;

  constructor() {
    beforeAll(async () => {
      this.output = await generated(sessionsDocument);
      this.sessions = await this.output.load<Sessions>("client");
      this.server = await new Loopback().start();
    });
    afterAll(async () => {
      await this.server.stop();
      await this.output.remove();
    });
    beforeEach(() => {
      for (const name of Object.keys(process.env)) if (name.startsWith("CLOUDFLARE_")) delete process.env[name];
      this.server.respond(200, [session]);
      this.client = this.sessions.createClient({ accountId: account, apiToken: token, baseUrl: this.server.url });
    });
  }
}

export async function thrown(call: Promise<unknown>): Promise<Failed> {
  try {
    await call;
  } catch (error) {
    return error as Failed;
  }
  throw new Error("Nothing was thrown.");
}

/** Everything that a log could show of an error. */
export function shown(error: unknown): string {
  return inspect(error, { depth: 10 }) + JSON.stringify(error) + String(error);
}
