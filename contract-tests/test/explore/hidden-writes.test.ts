import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { noParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";
import type { VerifyOptions } from "../../src/verify/options.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-hidden-writes-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Reply {
  readonly status: number;
  readonly json?: unknown;
}

const securitySchemes = { key: { type: "apiKey", in: "header", name: "X-Key" } };

/** Verifies a server against a document with these paths. */
async function verified(
  paths: object,
  respond: (request: IncomingMessage, body: string) => Reply,
  options: Omit<VerifyOptions, "spec">,
  servers: readonly object[] = [],
): Promise<Report> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { status, json } = respond(request, body);
      response.writeHead(status, { "content-type": "application/json" }).end(status === 204 ? undefined : JSON.stringify(json ?? {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const spec = join(folder, "openapi.json");
    await writeFile(
      spec,
      JSON.stringify({ openapi: "3.0.3", info: { title: "Pets", version: "1" }, servers, paths, components: { securitySchemes } }),
    );
    return await verify({ ...options, spec, seed: 1, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const pet = {
  type: "object",
  required: ["name"],
  properties: { id: { type: "integer", minimum: 1, example: 10 }, name: { type: "string", example: "doggie" } },
};
const content = (schema: object): object => ({ content: { "application/json": { schema } } });
const found = { 200: { description: "ok", ...content(pet) }, 400: { description: "no pet" }, 404: { description: "none" } };
const list = { 200: { description: "ok", ...content({ type: "array", items: pet }) } };
const petId = { name: "petId", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
const requestBody = { required: true, ...content(pet) };

/** Its list does not show all items of others, and a body with an id replaces the item that has the id. */
function trustingPets(ids: readonly number[]): {
  respond: (request: IncomingMessage, text: string) => Reply;
  pets: Map<number, object>;
  theirs: object[];
} {
  const theirs = ids.map((id) => ({ id, name: `theirs ${id}` }));
  const pets = new Map(theirs.map((one) => [one.id, one]));
  let next = 100;
  const respond = ({ method, url = "", headers }: IncomingMessage, text: string): Reply => {
    const { pathname, searchParams } = new URL(url, "http://pets");
    const [, collection, segment] = pathname.split("/");
    if (collection !== "pets") return { status: 404 };
    const id = Number(segment);
    if (method === "GET" && Number.isNaN(id))
      return { status: 200, json: [theirs[0], ...[...pets.values()].filter(({ name }) => !name.startsWith("theirs"))] };
    if (method !== "POST" && !pets.has(id)) return { status: 404 };
    if (method === "GET" && (searchParams.has("revision") || headers["x-tenant"] !== undefined || headers["x-key"] !== "k")) return { status: 404 };
    if (method === "GET") return { status: 200, json: pets.get(id) };
    if (method === "DELETE") return { status: pets.delete(id) ? 204 : 404 };
    let body: { readonly id?: number; readonly name: string };
    try {
      body = JSON.parse(text) as typeof body;
    } catch {
      return { status: 400 };
    }
    if (typeof body.name !== "string" || !Number.isInteger(body.id ?? 1)) return { status: 400 };
    const stored = { ...body, id: body.id ?? (method === "PUT" ? id : next++) };
    pets.set(stored.id, stored);
    return { status: 200, json: stored };
  };
  return { respond, pets, theirs };
}

const revision = { name: "revision", in: "query", schema: { type: "integer" } };
const tenant = { name: "X-Tenant", in: "header", schema: { type: "string" } };

test.each([
  ["", [10, 1, 2, 3, 2_147_483_647], [], []],
  [" that GET hides for optional values and other credentials", [10, 1], [revision, tenant], [{ key: [] }]],
])("sends no body with the id of an item of others%s", { timeout: 60_000 }, async (_, ids, parameters, security) => {
  const { respond, pets, theirs } = trustingPets(ids);
  const paths = {
    "/pets": { get: { responses: list }, post: { requestBody, responses: found } },
    "/pets/{petId}": {
      parameters: [petId],
      get: { parameters, security, responses: found },
      put: { requestBody, responses: found },
      delete: { responses: { 204: { description: "ok" }, 404: { description: "none" } } },
    },
  };
  const { exploration } = await verified(paths, respond, {
    writes: "own",
    negative: true,
    maxRequests: 250,
    runs: 12,
    headers: { "X-Key": "k" },
    identities: { bob: { "X-Key": "bob" } },
  });
  expect(exploration?.created).toBeGreaterThan(10);
  expect([...pets.values()]).toEqual(theirs);
});

test("owns no existing item that a create below a parent returns", { timeout: 60_000 }, async () => {
  const theirs = { id: 10, name: "theirs" };
  const removed: string[] = [];
  // Creates nothing: responds with the pet of another shop, which only the list of all pets has shown.
  const respond = ({ method, url = "" }: IncomingMessage): Reply => {
    if (method === "DELETE") removed.push(url);
    if (method === "POST") return { status: 200, json: theirs };
    if (method === "DELETE") return { status: 204 };
    return { status: 200, json: [theirs] };
  };
  const shop = { name: "shop", in: "path", required: true, schema: { type: "string", example: "north" } };
  const paths = {
    "/pets": { get: { responses: list } },
    "/shops/{shop}/pets": { parameters: [shop], post: { requestBody, responses: found } },
    "/shops/{shop}/pets/{petId}": {
      parameters: [shop, petId],
      delete: { responses: { 204: { description: "ok" }, 404: { description: "none" } } },
    },
  };
  const { exploration } = await verified(paths, respond, { writes: "own", maxRequests: 100, runs: 4 });
  expect(removed).toEqual([]);
  expect(exploration?.created).toBe(0);
});

test.each([
  ["creates visits below own pets only, with which they go", 201],
  ["creates no visits if it can create no pet", 403],
])("%s", { timeout: 60_000 }, async (_, status) => {
  let last = 100;
  const own = new Set<number>();
  const visited: number[] = [];
  const visits: { readonly pet: number; readonly id: number; readonly name: string }[] = [];
  // The pet 1 is of others. A visit has no path of its own, so that nothing removes it alone.
  const respond = ({ method, url = "" }: IncomingMessage, text: string): Reply => {
    const [, , segment, below] = new URL(url, "http://pets").pathname.split("/");
    const id = Number(segment);
    if (segment === undefined && method === "POST" && status === 201) own.add(++last);
    if (segment === undefined)
      return method === "GET" ? { status: 200, json: [1, ...own].map((one) => ({ id: one, name: "p" })) } : { status, json: { id: last, name: "p" } };
    if (id !== 1 && !own.has(id)) return { status: 404 };
    if (below !== undefined && method === "GET") return { status: 200, json: visits.filter((one) => one.pet === id) };
    if (below !== undefined) visited.push(id);
    const [, name] = /^\{.*"name":"([^"]*)"/.exec(text) ?? [];
    if (below !== undefined && name === undefined) return { status: 400 };
    if (below !== undefined) return { status: 201, json: visits[visits.push({ pet: id, id: ++last, name: name ?? "" }) - 1] };
    if (method === "DELETE") own.delete(id);
    return method === "DELETE" ? { status: 204 } : { status: 200, json: { id, name: "p" } };
  };
  const paths = {
    "/pets": { get: { responses: list }, post: { requestBody, responses: { 201: found[200] } } },
    "/pets/{petId}": { parameters: [petId], get: { responses: found }, delete: { responses: { 204: { description: "ok" } } } },
    "/pets/{petId}/visits": {
      parameters: [petId],
      get: { responses: list },
      post: { requestBody, responses: { 201: { description: "ok", ...content(pet) } } },
    },
  };
  const { exploration } = await verified(paths, respond, { writes: "own", maxRequests: 200, runs: 4 });
  expect(visited).not.toContain(1);
  expect([visited.length > 0, exploration?.left ?? []]).toEqual([status === 201, []]);
});

test("sends no parameter that replaces the method", { timeout: 60_000 }, async () => {
  const names = ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "_method"];
  const schema = { type: "string", enum: ["PUT", "DELETE"], default: "DELETE" };
  const parameters = names.map((name) => ({ name, in: name.startsWith("_") ? "query" : "header", schema }));
  const overridden: string[] = [];
  let requests = 0;
  const respond = ({ method, url, headers }: IncomingMessage): Reply => {
    requests++;
    for (const name of names) if (headers[name.toLowerCase()] !== undefined || url?.includes(name)) overridden.push(`${method} ${url} ${name}`);
    return { status: 200, json: [] };
  };
  const paths = { "/pets": { get: { parameters: [...parameters, { name: "tag", in: "query", schema: { type: "string" } }], responses: list } } };
  const { findings } = await verified(paths, respond, { negative: true, maxRequests: 100 });
  expect(requests).toBeGreaterThan(3);
  expect(overridden).toEqual([]);
  expect(findings.filter(({ class: name }) => name === "constraint-not-enforced")).toEqual([]);
});

test.each([
  ["none", [], ["GET /cancel-reasons", "GET /pets"]],
  ["own", [], ["GET /cancel-reasons", "GET /pets"]],
  ["own", ["GET /session*"], ["GET /cancel-reasons", "GET /pets", "GET /session.logout"]],
] as const)("with --writes %s and --allow %j, sends no other GET whose name states a change", async (writes, allow, expected) => {
  const get = (parameters: readonly object[], operationId?: string): object => ({ get: { parameters, operationId, responses: list } });
  const paths = {
    "/session.logout": get([]),
    "/delete": get([{ name: "id", in: "query", required: true, schema: { type: "integer", example: 1 } }]),
    "/pets/{petId}/remove-all": get([petId]),
    "/tools": get([], "shutDownServer"),
    "/cancel-reasons": get([]),
    "/skipped": get([]),
    "/pets": get([]),
  };
  const requested = new Set<string>();
  const respond = ({ method, url }: IncomingMessage): Reply => {
    const path = url?.replace(/^\/v1|\?.*$/g, "") ?? "";
    if (path in paths) requested.add(`${method} ${path}`);
    else if (path.endsWith("/remove-all")) requested.add("remove-all");
    return url?.startsWith("/v1") ? { status: 200, json: [{ id: 1, name: "theirs" }] } : { status: 404 };
  };
  const params = { ...noParams, operations: new Map([["GET /skipped", { values: new Map<string, never>(), skip: "it is slow" }]]) };
  const { operations } = await verified(paths, respond, { writes, allow: [...allow], negative: true, maxRequests: 100, params }, [{ url: "/v1" }]);
  expect([...requested].toSorted()).toEqual(expected);
  expect(operations.find(({ operation }) => operation === "GET /delete")?.notExercised).toEqual({
    reason: 'its name says "delete", so that it can change the server although GET is a safe method',
    add: `${writes === "none" ? "--writes own " : ""}--allow 'GET /delete'`,
  });
});

test.each([
  ["that name their board", true],
  ["that are also below their board", false],
])("changes no item of others by ids in bodies: cards %s", { timeout: 60_000 }, async (_, isNamed) => {
  const ok = { 200: found[200], 204: { description: "ok" }, 400: { description: "invalid" }, 404: { description: "none" } };
  const id = { type: "integer" };
  const object = (properties: object, required: string[] = []): object => ({ type: "object", required, properties });
  const owner = object({ id, email: { type: "string", example: "alice@example.org" }, role: { type: "string", enum: ["user", "admin"] } }, ["email"]);
  const cardIds = { type: "array", items: id, ...(!isNamed && { minItems: 1 }) };
  const board = object({ id, title: { type: "string" }, cardIds }, isNamed ? ["title"] : ["title", "cardIds"]);
  const card = object({ id, text: { type: "string" }, ...(isNamed && { boardId: id }) }, ["text"]);
  const body = (schema: object): object => ({ requestBody: content(schema), responses: ok });
  const item = (name: string, schema: object, more: object): object => ({
    parameters: [{ name, in: "path", required: true, schema: id }],
    get: { responses: { ...ok, 200: { description: "ok", ...content(schema) } } },
    ...more,
  });
  const collection = (schema: object): object => ({
    get: { responses: { 200: { description: "ok", ...content({ type: "array", items: schema }) } } },
    post: { ...body(schema), responses: { ...ok, 200: { description: "ok", ...content(schema) } } },
  });
  const ofBoard = { name: "boardId", in: "path", required: true, schema: id };
  const paths = {
    "/boards": collection(board),
    "/boards/{boardId}": item("boardId", board, { patch: body(board), delete: body(object({ ids: { type: "array", items: id } })) }),
    "/cards": collection(card),
    "/cards/{cardId}": item("cardId", card, { delete: { responses: ok } }),
    ...(!isNamed && {
      "/boards/{boardId}/cards": {
        parameters: [ofBoard],
        get: { responses: { 200: { description: "ok", ...content({ type: "array", items: card }) } } },
      },
      "/boards/{boardId}/cards/{cardId}": { ...item("cardId", card, {}), parameters: [ofBoard, { ...ofBoard, name: "cardId" }] },
    }),
    "/owners": collection(owner),
    "/owners/{ownerId}": item("ownerId", owner, { delete: { responses: ok } }),
  };
  // Moves the cards of a body, removes the boards of a body with their cards, and replaces an owner by its address.
  const theirs = {
    boards: [{ id: 1, title: "theirs" }],
    cards: [{ id: 7, text: "theirs", boardId: 1 }],
    owners: [{ id: 1, email: "alice@example.org", role: "user" }],
  };
  type Item = { id: number; email?: string; boardId?: number };
  const data: Record<string, Item[]> = structuredClone(theirs);
  let next = 100;
  let moved = 0;
  const drop = (kind: string, one: number): void => {
    data[kind] = data[kind]!.filter((each) => each.id !== one);
    if (kind === "boards") data.cards = data.cards!.filter(({ boardId }) => boardId !== one);
  };
  const respond = ({ method, url = "" }: IncomingMessage, text: string): Reply => {
    const [, kind = "", number, part, cardId] = url.split("/");
    if (part !== undefined) {
      const below = data.cards!.filter((one) => one.boardId === Number(number));
      const one = below.find((each) => each.id === Number(cardId));
      return cardId === undefined ? { status: 200, json: below } : one === undefined ? { status: 404 } : { status: 200, json: one };
    }
    const sent = /^\{.*\}$/s.test(text) ? (JSON.parse(text) as Partial<Item> & { cardIds?: number[]; ids?: number[] }) : {};
    if (method === "GET" && number === undefined) return { status: 200, json: data[kind] };
    const existing = data[kind]?.find((one) => (number === undefined ? one.email === sent.email && kind === "owners" : one.id === Number(number)));
    if (number !== undefined && existing === undefined) return { status: 404 };
    if (method === "GET") return { status: 200, json: existing };
    if (method === "DELETE") {
      for (const one of [Number(number), ...(Array.isArray(sent.ids) ? sent.ids : [])]) drop(kind, one);
      return { status: 204 };
    }
    if (kind === "boards" && sent.cardIds !== undefined && !Array.isArray(sent.cardIds)) return { status: 400 };
    const stored = { ...sent, id: existing?.id ?? next++ };
    for (const one of data.cards ?? []) {
      if (kind !== "boards" || sent.cardIds?.includes(one.id) !== true) continue;
      one.boardId = stored.id;
      moved++;
    }
    data[kind] = [...data[kind]!.filter((one) => one !== existing), stored];
    return { status: 200, json: stored };
  };
  const { exploration } = await verified(paths, respond, { writes: "own", negative: true, maxRequests: 400, runs: 12 });
  expect(exploration?.created).toBeGreaterThan(10);
  // Own cards may move.
  expect(moved).toBeGreaterThan(0);
  expect(data).toEqual(theirs);
});

test.each([
  ["creates items like a listed one", [{ id: 1, name: "theirs.org.", kind: "native", account: "north" }], "", /^theirs[a-z]{6}\.org\.$/],
  ["creates items with the example of a description", [], " (e.g. “example.com.”)", /^example[a-z]{6}\.com\.$/],
  ["sends no further creates after equal refusals", [], "", undefined],
] as const)("%s", { timeout: 60_000 }, async (_, theirs, description, shape) => {
  const id = { type: "integer", readOnly: true };
  const name = { type: "string", description: `Its name${description}. Ends with a dot.` };
  const [text, notes] = [{ type: "string" }, { type: "array", items: { type: "string" } }];
  const zone = { type: "object", properties: { id, name, kind: { type: "string", enum: ["native", "master"] }, account: text, notes } };
  const responses = { 200: { description: "ok", ...content(zone) }, 404: { description: "none" }, 422: { description: "invalid" } };
  const paths = {
    "/zones": {
      get: { responses: { 200: { description: "ok", ...content({ type: "array", items: zone }) } } },
      post: { requestBody: { required: true, ...content(zone) }, responses },
    },
    "/zones/{zoneId}": { parameters: [{ ...petId, name: "zoneId" }], get: { responses }, delete: { responses } },
  };
  type Zone = { readonly id: number; readonly name: string };
  const zones = new Map<number, Zone>(theirs.map((one) => [one.id, one]));
  const names: string[] = [];
  let refused = 0;
  const respond = ({ method, url = "" }: IncomingMessage, body: string): Reply => {
    const number = Number(url.split("/")[2] ?? Number.NaN);
    if (method === "GET" && Number.isNaN(number)) return { status: 200, json: [...zones.values()] };
    if (method !== "POST") {
      const known = zones.get(number);
      if (method === "DELETE") zones.delete(number);
      return known === undefined ? { status: 404 } : { status: 200, json: known };
    }
    const sent = /^\{.*\}$/s.test(body) ? (JSON.parse(body) as { readonly name?: unknown; readonly notes?: unknown }) : {};
    // Neither the dot nor that notes belong to the server is in a schema.
    if (typeof sent.name !== "string" || !/^[a-z]+\.[a-z]+\.$/.test(sent.name) || sent.notes !== undefined) {
      refused++;
      return { status: 422 };
    }
    const stored = { ...sent, id: 100 + names.length, name: sent.name };
    names.push(sent.name);
    zones.set(stored.id, stored);
    return { status: 200, json: stored };
  };
  const { exploration } = await verified(paths, respond, { writes: "own", maxRequests: 300, runs: 12 });
  expect([...zones.values()]).toEqual(theirs);
  expect(refused).toBeLessThan(35);
  if (shape === undefined) expect(exploration?.created).toBe(0);
  else {
    expect(new Set(names).size).toBeGreaterThan(10);
    expect(names.filter((one) => !shape.test(one))).toEqual([]);
  }
});
