import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { exampleValue } from "../../src/emit/fixtures/request.js";
import { withTemporaryFolder } from "../../src/files/temporary-folder.js";
import { generate } from "../../src/generate.js";
import { apiOf, type ApiOperation } from "../../src/migrate/api.js";
import type { ApiModel, Operation, Parameter } from "../../src/model/api.js";
import { openModel } from "../../src/open-model.js";
import { collector } from "../../src/diagnostics/collect.js";
import { plan } from "../../src/plan/make-plan.js";
import { folder, leftIn, migrateFiles, targetOf } from "./project.js";

/** A request as a server sees it. */
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Comparison {
  /** Whether the document has operations that can be called. */
  readonly hasOperations: boolean;
  /** Calls that were generated, changed, and left. */
  readonly calls: number;
  readonly changed: number;
  readonly left: readonly string[];
  /** Errors of TypeScript after the change. */
  readonly errors: number;
  /** Operations whose request is the same except for `Accept`. */
  readonly same: number;
  /** Operations whose parameters openapi-fetch does not send in the style of the document. */
  readonly styled: readonly string[];
  /** All other differences. */
  readonly different: readonly string[];
}

const record = `interface Sent { method: string; url: string; headers: Record<string, string>; body: string }
export const sent: Sent[] = [];
export async function record(request: Request): Promise<Response> {
  sent.push({ method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() });
  return new Response(null, { status: 400 });
}
`;

const client = `import createClient from "openapi-fetch";
import { record } from "./record";
import type { paths } from "./schema";
export { sent } from "./record";

export const api = createClient<paths>({ baseUrl: "http://stub.invalid/base", fetch: record });
`;

/** Generates calls of openapi-fetch with all parameters, migrates them, sends both forms to a stub and compares the requests. */
export async function compareRequests(spec: string, most: number): Promise<Comparison> {
  const { model } = await openModel(spec);
  if (model === undefined) throw new Error(`${spec} cannot be read`);
  const api = apiOf(model, plan(model, { only: ["client"] }, collector().report));
  const step = Math.max(1, Math.floor(model.operations.length / most));
  const chosen = model.operations.filter((_, index) => index % step === 0).slice(0, most);
  const calls = chosen.flatMap((operation) => callOf(operation, model) ?? []);
  const body = calls.map(({ key, code }) => `  ${JSON.stringify(key)}: async () => {\n    const { data } = await ${code};\n    return data;\n  },`);
  const app = `import { api } from "./client";\n\nexport const calls: Record<string, () => Promise<unknown>> = {\n${body.join("\n")}\n};\nexport { sent } from "./client";\n`;
  const { files } = await generate(spec, { only: ["client"], target: "ts" });
  const types = files.find(({ path }) => path === "types.ts")?.text ?? "";
  const sources = { "src/schema.ts": types, "src/record.ts": record, "src/client.ts": client, "src/calls.ts": app };
  const settled = migrateFiles(await targetOf(spec), sources, { from: "openapi-fetch" });
  const after = Object.fromEntries(
    Object.entries(sources).map(([path, text]) => [path, settled.files.get(`${folder}/${path}`)?.after ?? text] as const),
  );
  return withTemporaryFolder("tallystick-migrate-", async (temporary) => {
    const before = await requestsOf(join(temporary, "before"), sources);
    const generated = Object.fromEntries(files.map(({ path, text }) => [`src/api/${path}`, text] as const));
    const now = await requestsOf(join(temporary, "after"), { ...after, ...generated });
    const changed = new Set(settled.changed.filter(({ kind }) => kind === "call").map(({ subject }) => subject));
    const found = { same: 0, styled: [] as string[], different: [] as string[] };
    for (const key of changed) {
      const difference = differenceOf(before.get(key), now.get(key));
      const operation = api.operations.get(key) as ApiOperation;
      if (difference === undefined) found.same += 1;
      else if (operation.styled.length > 0) found.styled.push(`${key}: ${difference}`);
      else found.different.push(`${key}: ${difference}`);
    }
    const errors = settled.errors?.length ?? 0;
    return { hasOperations: model.operations.length > 0, calls: calls.length, changed: changed.size, left: leftIn(settled), errors, ...found };
  });
}

/** `api.GET("/pets", { params: { … }, body: … })` with a value for each parameter. */
function callOf(operation: Operation, model: ApiModel): { readonly key: string; readonly code: string } | undefined {
  const locations = new Map<string, Map<string, unknown>>();
  for (const parameter of operation.parameters) {
    const value = exampleValue(parameter, operation, model);
    // What fetch refuses, openapi-fetch cannot send.
    if (value === undefined || value === null || isForbidden(parameter)) {
      if (parameter.required) return undefined;
      continue;
    }
    const names = locations.get(parameter.in) ?? new Map<string, unknown>();
    locations.set(parameter.in, names.set(parameter.name, value));
  }
  const parts: string[] = [];
  const params = [...locations].map(([location, names]) => `${location}: ${JSON.stringify(Object.fromEntries(names))}`);
  if (params.length > 0) parts.push(`params: { ${params.join(", ")} }`);
  const media = operation.requestBody?.content.find(({ mediaType }) => mediaType === "application/json");
  const body = media === undefined ? undefined : exampleValue(media, operation, model);
  if (body !== undefined) parts.push(`body: ${JSON.stringify(body)}`);
  else if (operation.requestBody?.required === true) return undefined;
  const method = operation.method.toUpperCase();
  const init = parts.length === 0 ? "" : `, { ${parts.join(", ")} }`;
  return { key: `${method} ${operation.path}`, code: `api.${method}(${JSON.stringify(operation.path)}${init})` };
}

function isForbidden({ in: location, name }: Parameter): boolean {
  return location === "header" && /^(?:accept|content-type|content-length|host|authorization)$/i.test(name);
}

/** Bundles the files, makes each call once, and returns its request. */
async function requestsOf(path: string, files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Sent | string>> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const outfile = join(path, "calls.mjs");
  const nodePaths = [fileURLToPath(new URL("../../../node_modules", import.meta.url))];
  await build({ entryPoints: [join(path, "src/calls.ts")], outfile, nodePaths, bundle: true, format: "esm", platform: "node", logLevel: "silent" });
  const { calls, sent } = (await import(pathToFileURL(outfile).href)) as {
    readonly calls: Readonly<Record<string, () => Promise<unknown>>>;
    readonly sent: Sent[];
  };
  const found = new Map<string, Sent | string>();
  for (const [key, call] of Object.entries(calls)) {
    sent.length = 0;
    const thrown = await call().catch((error: unknown) => String(error));
    const [request] = sent;
    found.set(key, request ?? `no request: ${String(thrown)}`);
  }
  return found;
}

/** What differs of two requests; the generated client also sends `Accept`, and the body's media type as the document spells it. */
function differenceOf(before: Sent | string | undefined, after: Sent | string | undefined): string | undefined {
  if (typeof before !== "object" || typeof after !== "object") return `${JSON.stringify(before)} → ${JSON.stringify(after)}`;
  const { accept: _accept, ...headers } = after.headers;
  const { accept: _other, ...old } = before.headers;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["method", before.method, after.method],
    ["url", decoded(before.url), decoded(after.url)],
    ["headers", sorted(old), sorted(headers)],
    ["body", before.body, after.body],
  ];
  const different = pairs.filter(([, one, other]) => JSON.stringify(one) !== JSON.stringify(other));
  return different.length === 0
    ? undefined
    : different.map(([name, one, other]) => `${name} ${JSON.stringify(one)} → ${JSON.stringify(other)}`).join("; ");
}

/** Percent-encoding of a character that both may write as it is, is the same URL to a server. */
function decoded(url: string): string {
  return url.replace(/%(?:21|27|28|29|2A|7E)/g, (code) => decodeURIComponent(code));
}

function sorted(headers: Readonly<Record<string, string>>): unknown {
  return Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
