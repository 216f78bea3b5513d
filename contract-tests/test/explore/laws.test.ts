import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { describedOrderHolds } from "../../src/explore/laws/described-order.js";
import { laws } from "../../src/explore/laws/index.js";
import { listAll } from "../../src/explore/laws/list.js";
import type { Port } from "../../src/explore/port.js";
import { resourcesOf, type Resource } from "../../src/explore/resources.js";
import type { Trial } from "../../src/explore/trial.js";
import { runLaws } from "../../src/explore/run-laws.js";
import type { Sequence } from "../../src/explore/sequence.js";
import { Session } from "../../src/explore/session.js";
import { sessionPort } from "../../src/explore/session-port.js";
import { createSender } from "../../src/traffic/send/sender.js";
import { noParams } from "../../src/verify/requests/params.js";
import { open } from "../observe/open.js";
import { runs } from "../runs.js";
import { jsonOf, Refused, type Api, type Call } from "../../bench/live/service.js";
import { brokenLaws } from "./broken-laws.js";
import { breaks, document, faults, habits, startNotes, type Fault, type Habit, type NotesServer } from "./notes.js";

const opened = open(document);
const servers = new Set<NotesServer>();
afterAll(() => Promise.all([...servers].map((server) => server.close())));

interface Outcome {
  readonly broken: readonly Sequence[];
  readonly requests: number;
  readonly left: number;
  /** Bodies of all requests. */
  readonly bodies: readonly string[];
}

async function runAgainst(
  active: readonly (Fault | Habit)[],
  {
    seed = 1,
    runs: most = 8,
    only,
    isFound = () => false,
  }: { readonly seed?: number; readonly runs?: number; readonly only?: readonly string[]; readonly isFound?: (sequence: Sequence) => boolean } = {},
): Promise<Outcome> {
  const { model, compiled } = await opened;
  const server = await startNotes(...active);
  servers.add(server);
  const before = server.count();
  const sender = createSender({ baseUrl: server.url, timeoutMs: 5_000 });
  const session = new Session({
    model,
    compiled,
    params: noParams,
    baseUrl: server.url,
    headers: { Authorization: "Bearer a" },
    identities: new Map([
      ["other", { Authorization: "Bearer b" }],
      ["invalid", { Authorization: "Bearer invalid" }],
    ]),
    seed,
    level: "own",
    send: (request) => sender.send(request),
  });
  const broken: Sequence[] = [];
  await runLaws(sessionPort(session, model.operations), {
    seed,
    runs: most,
    laws: laws.filter(({ name }) => only?.includes(name) ?? true),
    isOver: () => session.isOver || broken.some(isFound),
    onBroken: (sequence) => void broken.push(sequence),
  });
  await session.end();
  const left = server.count() - before;
  await sender.close();
  await server.close();
  servers.delete(server);
  const bodies = session.log.flatMap(({ interaction }) => (interaction.request.body?.kind === "text" ? [interaction.request.body.text] : []));
  return { broken, requests: session.sent, left, bodies };
}

describe("laws", () => {
  // Most of the time is spent waiting for servers.
  test.concurrent.each(faults)("find the fault: %s", { timeout: 60_000 }, async (fault) => {
    const isFound = ({ certain }: Sequence): boolean => certain === "reproduced";
    const { broken } = await runAgainst([fault], { only: breaks[fault], isFound });
    const found = broken.map(({ law, certain }) => `${law} ${certain}`);
    expect(
      breaks[fault].some((law) => found.includes(`${law} reproduced`)),
      found.join(", "),
    ).toBe(true);
  });

  test("hold for a correct server with any seed", { timeout: 300_000 }, async () => {
    const holds = async (seed: number): Promise<void> => {
      const { broken, left } = await runAgainst([], { seed, runs: 6 });
      expect(broken.map(({ law, message }) => `${law}: ${message}`)).toEqual([]);
      expect(left).toBe(0);
    };
    await fc.assert(fc.asyncProperty(fc.nat({ max: 4_294_967_295 }), holds), { numRuns: runs(3) });
  });

  test("hold for a correct server with unusual habits", { timeout: 60_000 }, async () => {
    expect(habits.length).toBeGreaterThan(0);
    const only = ["created-is-readable", "update-is-kept", "replace-is-kept", "if-match-prevents-lost-updates", "etag-revalidates"];
    const { broken } = await runAgainst(habits, { runs: 6, only });
    expect(broken.map(({ law, message }) => `${law}: ${message}`)).toEqual([]);
  });

  test("find writes that ignore weak ETags in If-Match", { timeout: 60_000 }, async () => {
    const only = ["if-match-prevents-lost-updates"];
    const { broken } = await runAgainst(["ETags are weak", "If-Match is ignored by patch"], { runs: 2, only, isFound: () => true });
    expect(broken.map(({ steps, broke, certain }) => `${steps[broke]?.method} ${certain}`)).toEqual(["PATCH reproduced"]);
  });

  test("repeat the same requests for the same seed", { timeout: 120_000 }, async () => {
    const only = ["created-is-readable", "update-is-kept"];
    const first = await runAgainst([], { seed: 11, only });
    const second = await runAgainst([], { seed: 11, only });
    expect(first.bodies.length).toBeGreaterThan(10);
    expect(second.bodies).toEqual(first.bodies);
  });
});

test.each([
  [["start", "end"], "end must be after start.", true],
  [["start", "end"], "The end is optional.", false],
  [["開始", "終了"], "Each date must be after today.", false],
  [["*", "("], "Dates must be later than today.", false],
])("reads the described order of %j in %j: %s", async (names, description, isRead) => {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string", format: "date" }]));
  const content = { "application/json": { schema: { type: "object", properties } } };
  const post = { description, requestBody: { content }, responses: { 201: { description: "Created.", content }, 422: { description: "Wrong." } } };
  const get = {
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    responses: { 200: { description: "ok", content } },
  };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/trips": { post }, "/trips/{id}": { get } } });
  const [only] = describedOrderHolds.cases({ model, resources: resourcesOf(model) } as Port);
  expect(only?.unless === undefined).toBe(isRead);
});

test("reads a page that leads to itself twice at most", async () => {
  const get = { responses: { 200: { description: "ok", content: { "application/json": { schema: { type: "object" } } } } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/trips": { get } } });
  const sent: unknown[] = [];
  const send = (_: unknown, { query }: { readonly query: unknown }) => {
    sent.push(query);
    return Promise.resolve({ ok: true, step: 0, header: () => undefined, json: { items: [{ id: 1 }], next: "/trips?page=2" } });
  };
  const trial = { model, pathFor: () => ({}), send } as unknown as Trial;
  const listed = await listAll(trial, { name: "trip", list: model.operations[0] } as unknown as Resource, undefined);
  expect(sent).toEqual([{}, { page: "2" }]);
  expect(listed?.isComplete).toBe(false);
});

test.each([
  ["201", false],
  ["no response", true],
])("finds an ignored filter if If-Match is required and %s has an ETag", { timeout: 60_000 }, async (where, isStored) => {
  const schema = { type: "object", properties: { id: { type: "integer" }, done: { type: "boolean" } } };
  const json = (of: unknown) => ({ content: { "application/json": { schema: of } } });
  const done = (of: unknown) => ({ description: "Done.", ...json(of) });
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "integer" } }];
  const ifMatch = { name: "If-Match", in: "header", required: true, schema: { type: "string" } };
  const described = open({
    openapi: "3.1.0",
    info: { title: "Chores", version: "1" },
    paths: {
      "/chores": {
        get: {
          parameters: [{ name: "done", in: "query", schema: { type: "boolean" } }],
          responses: { 200: done({ type: "array", items: schema }) },
        },
        post: { requestBody: json({ type: "object", properties: {} }), responses: { 201: done(schema) } },
      },
      "/chores/{id}": {
        parameters,
        get: { responses: { 200: done(schema) } },
        patch: {
          parameters: [ifMatch],
          requestBody: json({ type: "object", properties: { done: { type: "boolean" } } }),
          responses: { 200: done(schema) },
        },
        delete: { responses: { 204: { description: "Gone." } } },
      },
    },
  });
  const chores = new Map([[1, { id: 1, done: false }]]);
  if (isStored) chores.set(2, { id: 2, done: true });
  const find = ({ path }: Call) => {
    const found = chores.get(Number(path["id"]));
    if (found === undefined) throw new Refused(404, "None.");
    return found;
  };
  let last = 2;
  const api: Api = {
    routes: {
      "GET /chores": () => ({ status: 200, json: [...chores.values()] }),
      "POST /chores": () => {
        const chore = { id: ++last, done: false };
        chores.set(chore.id, chore);
        return { status: 201, json: chore, ...(where === "201" && { headers: { ETag: `"${chore.id}"` } }) };
      },
      "GET /chores/{id}": (call) => ({ status: 200, json: find(call) }),
      "PATCH /chores/{id}": (call) => {
        const chore = find(call);
        if (call.headers["if-match"] !== `"${chore.id}"`) throw new Refused(412, "It was changed.");
        return { status: 200, json: Object.assign(chore, jsonOf(call)) };
      },
      "DELETE /chores/{id}": (call) => {
        chores.delete(find(call).id);
        return { status: 204 };
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
  const broken = await brokenLaws(described, api, { only: ["filters-hold"], runs: 2, key: "main", others: [] });
  expect(broken.map(({ law }) => law)).toEqual(["filters-hold"]);
});
