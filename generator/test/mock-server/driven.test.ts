import { expect, onTestFinished, test } from "vitest";
import { startMockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { everything } from "../client/everything.js";
import { generated } from "../client/generated.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";

// The generated client asks, by generated fixtures, every operation of the mock server, which holds each request against the document; the client
// checks each response against it. Any difference between two of them shows here.

interface Request {
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly body?: unknown;
  readonly contentType?: string;
}
type Extent = "example" | "minimal" | "full";
interface Outcome {
  readonly ok: boolean;
  readonly data?: unknown;
  readonly error?: Error & { readonly body?: unknown };
}
type Operation = (parameters: object, options?: object) => { safe(): Promise<Outcome> };

/** As a caller writes it: flat, and by its place where a name is there twice. */
function flat({ parameters = {}, body, contentType }: Request): object {
  const given: Record<string, unknown> = { ...(body === undefined ? {} : { body }), ...(contentType === undefined ? {} : { contentType }) };
  for (const place of ["path", "query", "header", "cookie"])
    for (const [name, value] of Object.entries(parameters[place] ?? {})) given[Object.hasOwn(given, name) ? `${place}.${name}` : name] = value;
  return given;
}

async function drive(
  document: object | string,
  left: ReadonlySet<string>,
): Promise<{ readonly requested: number; readonly failed: readonly string[] }> {
  const output = await generated(document, { mocks: [] });
  onTestFinished(() => output.remove());
  const { model } = await openModel(typeof document === "string" ? document : `${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const server = await startMockServer(model, { port: 0 });
  onTestFinished(() => server.close());
  const { createClient } = await output.load<{ createClient(options: object): Readonly<Record<string, Operation>> }>("client");
  const fixtures = await output.load<Readonly<Record<string, { readonly request?: Readonly<Record<Extent, Request>> }>>>("fixtures/index");
  const options = [...output.text("connection.ts").matchAll(/readonly (\w+)\?: Credential(<BasicCredential>)?/g)];
  const credentials = Object.fromEntries(options.map(([, name = "", basic]) => [name, basic ? { username: "u", password: "p" } : "secret"]));
  const client = createClient({ ...credentials, baseUrl: server.url, retries: 0 });
  let requested = 0;
  const failed: string[] = [];
  for (const [name, fixture] of Object.entries(fixtures)) {
    for (const extent of ["example", "minimal", "full"] as const) {
      const request = fixture.request?.[extent];
      const operation = client[name];
      if (request === undefined || operation === undefined || left.has(name)) continue;
      requested += 1;
      const { ok, error } = await operation(flat(request)).safe();
      if (!ok) failed.push(`${name} ${extent}: ${error?.message ?? ""} ${JSON.stringify(error?.body ?? "")}`);
    }
  }
  return { requested, failed };
}

/** One has a server of its own; the others a required body without a schema, of which there is no fixture. */
const elsewhere = new Set(["elsewhere", "sendBytes", "sendImage"]);

test("responds to every operation of a full document as documented", async () => {
  const { requested, failed } = await drive(everything, elsewhere);
  expect(failed).toEqual([]);
  expect(requested).toBeGreaterThan(90);
});

test.skipIf(missingCorpus).each(corpus.filter((name) => /^(train-travel|petstore-expanded|directus)\b/.test(name)))(
  `responds to every operation of %s as documented${corpusNote}`,
  async (name) => {
    // A redirect leads to another host, and two operations document nothing but that they refuse.
    const { requested, failed } = await drive(corpusFile(name), new Set(["registerUserVerifyEmail", "passwordRequest", "passwordReset"]));
    expect(failed).toEqual([]);
    expect(requested).toBeGreaterThan(10);
  },
);
