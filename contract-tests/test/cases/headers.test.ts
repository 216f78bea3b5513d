import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { jsonOf, Refused, serve, type Api, type Call } from "../../bench/live/service.js";
import { saveCases } from "../../src/cases/save.js";
import { laws } from "../../src/explore/laws/index.js";
import { verify, verifyInFull } from "../../src/verify/verify.js";
import { sh } from "./sh.js";

const json = (schema: unknown) => ({ content: { "application/json": { schema } } });
const done = (schema: unknown) => ({ description: "Done.", ...json(schema) });
const label = { type: "string", minLength: 1, maxLength: 20 };
const tray = { type: "object", properties: { id: { type: "integer" }, label } };
const sent = { type: "object", required: ["label"], properties: { label } };
const header = (name: string) => ({ name, in: "header", required: true, schema: { type: "string" } });
const document = {
  openapi: "3.1.0",
  info: { title: "Trays", version: "1" },
  paths: {
    "/trays": { post: { parameters: [header("Idempotency-Key")], requestBody: json(sent), responses: { 201: done(tray) } } },
    "/trays/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      get: { responses: { 200: done(tray) } },
      patch: { parameters: [header("If-Match")], requestBody: json(sent), responses: { 200: done(tray) } },
      delete: { parameters: [header("If-Match")], responses: { 204: { description: "Gone." } } },
    },
  },
};

/** Trays whose creates need a new key, and whose writes need the current ETag. */
function trays(isFaulty: boolean): Api {
  const all = new Map<number, { readonly id: number; label: string; version: number }>();
  const keys = new Set<string>();
  let last = 6;
  const find = ({ path }: Call) => {
    const found = all.get(Number(path["id"]));
    if (found === undefined) throw new Refused(404, "None.");
    return found;
  };
  const shown = ({ id, label: text, version }: ReturnType<typeof find>) => ({ json: { id, label: text }, headers: { ETag: `"v${id}-${version}"` } });
  const current = (call: Call) => {
    const found = find(call);
    if (call.headers["if-match"] !== shown(found).headers.ETag) throw new Refused(412, "It was changed.");
    return found;
  };
  return {
    routes: {
      "POST /trays": (call) => {
        const key = call.headers["idempotency-key"];
        if (key === undefined || keys.has(key)) throw new Refused(400, "Send a new key.");
        keys.add(key);
        const made = { id: ++last, label: (jsonOf(call) as { label: string }).label, version: 1 };
        all.set(made.id, made);
        return { status: 201, ...shown(made) };
      },
      "GET /trays/{id}": (call) => ({ status: 200, ...shown(find(call)) }),
      "PATCH /trays/{id}": (call) => {
        const found = current(call);
        found.version++;
        if (!isFaulty) found.label = (jsonOf(call) as { label: string }).label;
        return { status: 200, ...shown(found) };
      },
      "DELETE /trays/{id}": (call) => {
        all.delete(current(call).id);
        return { status: 204 };
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [...all.values()],
  };
}

test("a saved case sends the keys and ETags of the run", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-headers-"));
  const spec = join(folder, "trays.json");
  await writeFile(spec, JSON.stringify(document));
  const on = async <T>(isFaulty: boolean, use: (baseUrl: string) => Promise<T>): Promise<T> => {
    const server = await serve(trays(isFaulty));
    try {
      return await use(server.url);
    } finally {
      await server.close();
    }
  };
  const withoutLaws = laws.map(({ name }) => name).filter((name) => name !== "update-is-kept");
  const options = { spec, writes: "own", seed: 1, runs: 2, maxRequests: 400, withoutLaws } as const;
  const { report, model, caseContext } = await on(true, (baseUrl) => verifyInFull({ ...options, baseUrl }));
  const sequences = report.findings.flatMap(({ sequence, keyword }) => (sequence === undefined || keyword !== "update-is-kept" ? [] : [sequence]));
  const [first] = sequences;
  const headersOf = (method: string) => first?.steps.find((step) => step.method === method)?.values.headers;
  expect(headersOf("POST")).toHaveProperty("Idempotency-Key");
  expect(headersOf("PATCH")?.["If-Match"]).toMatchObject({ header: expect.stringMatching(/^etag$/i) as unknown });
  const saved = await saveCases(join(folder, "cases"), sequences.slice(0, 1), { ...caseContext, model, spec });
  const [arazzo = "", script = ""] = saved.map((name) => join(folder, "cases", name));
  const text = await readFile(script, "utf8");
  const replay = async (baseUrl: string) => {
    const { findings } = await verify({ spec, baseUrl, writes: "all", arazzo });
    return { failed: findings.filter((one) => one.class === "workflow-failed").length, ended: await sh(text, { BASE_URL: baseUrl }) };
  };
  expect(await on(true, replay)).toMatchObject({ failed: 1, ended: { code: 1, err: "" } });
  expect(await on(false, replay)).toMatchObject({ failed: 0, ended: { code: 0, err: "" } });
  await rm(folder, { recursive: true });
});
