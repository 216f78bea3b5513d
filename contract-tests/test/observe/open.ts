import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import type { Occurrence } from "../../src/findings/collect.js";
import { compileRules } from "../../src/observe/compile-rules.js";
import type { CompiledModel } from "../../src/observe/compiled.js";
import { Observer } from "../../src/observe/observe.js";
import type { HeaderField, Interaction } from "../../src/traffic/interaction.js";

/** The model and rules of a document that is given as a value. */
export async function open(document: unknown): Promise<{ model: ApiModel; compiled: CompiledModel }> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  try {
    const path = join(folder, "openapi.json");
    await writeFile(path, JSON.stringify(document));
    const { model, diagnostics } = await openModel(path);
    if (model === undefined) throw new Error(JSON.stringify(diagnostics));
    return { model, compiled: await compileRules(model) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An API of one operation, `GET /things`, whose 200 response has the schema. */
export function thingsApi(schema: unknown, schemas: Record<string, unknown> = {}, response: Record<string, unknown> = {}): unknown {
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    paths: {
      "/things": {
        get: { operationId: "listThings", responses: { "200": { description: "ok", content: { "application/json": { schema } }, ...response } } },
      },
    },
    components: { schemas },
  };
}

export function recordedResponse(
  value: unknown,
  status = 200,
  contentType: string | null = "application/json",
  headers: readonly HeaderField[] = [],
): Interaction {
  return {
    request: { method: "GET", url: "https://api.example.com/v1/things", headers: [] },
    response: {
      status,
      headers: [...(contentType === null ? [] : [["Content-Type", contentType] as const]), ...headers],
      body: { kind: "text", text: typeof value === "string" && !/json/.test(contentType ?? "") ? value : JSON.stringify(value) },
    },
    origin: "test#1",
  };
}

/** A response whose body is a text as it stands. */
export function raw(text: string, contentType: string | null = "application/json", status = 200): Interaction {
  const made = recordedResponse({}, status, contentType);
  return { ...made, response: { status, headers: made.response?.headers ?? [], body: { kind: "text", text } } };
}

export async function findingsOf(document: unknown, ...interactions: Interaction[]): Promise<readonly Occurrence[]> {
  const { model, compiled } = await open(document);
  const observer = new Observer(model, compiled, { urls: interactions.map((one) => one.request.url) });
  for (const one of interactions) observer.observe(one);
  return observer.findings.all().map((gathered) => gathered.first);
}

/** `class path keyword`, one a line. */
export async function brief(document: unknown, ...interactions: Interaction[]): Promise<string[]> {
  return (await findingsOf(document, ...interactions)).map((one) => `${one.class} ${one.path || "/"} ${one.keyword}`);
}
