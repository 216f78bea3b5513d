import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { consumersOf, UsageJoin } from "../../src/usage/join.js";
import type { UsageManifest, UsedOperation } from "../../src/usage/manifest.js";
import { modelOf } from "../diff/documents.js";
import { field, manifest, parameter, response } from "./manifests.js";

const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const text = { type: "string" };
const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });

function documentOf(paths: object, schemas: object = {}): object {
  return { openapi: "3.1.0", info: { title: "Shop", version: "1.0.0" }, paths, components: { schemas } };
}

/** `POST /carts` with this body and response. */
function carts(
  { body = object({}), responseBody = object({}), more = {} }: { body?: object; responseBody?: object; more?: object },
  schemas: object = {},
): object {
  const post = { requestBody: { required: true, ...json(body) }, responses: { "200": { description: "It.", ...json(responseBody) } }, ...more };
  return documentOf({ "/carts": { post } }, schemas);
}

/** What the manifest of `POST /carts` says. */
const caller = (used: Partial<UsedOperation>, rest: Partial<UsageManifest> = {}): UsageManifest =>
  manifest("app", [{ method: "post", path: "/carts", ...used }], rest);
const reads = (...fields: UsedOperation["request"]): UsageManifest => caller({ responses: [response("200", fields)] });
const sends = (...request: UsedOperation["request"]): UsageManifest => caller({ request });

/** Who the change with the code affects: the lines, or the reasons why it is not known. */
async function verdict(
  code: string,
  old: object,
  next: object,
  ...manifests: UsageManifest[]
): Promise<readonly string[] | "unaffected" | { unknown: readonly string[] }> {
  const found = diff(await modelOf(old), await modelOf(next));
  const join = new UsageJoin(found.context);
  const change = found.changes.find((each) => each.code === code && each.surface !== "types");
  const origin = change && found.origins.get(change);
  if (change === undefined || origin === undefined) throw new Error(`no ${code}: ${found.changes.map((each) => each.code).join()}`);
  const affects = join.affects(change, origin, consumersOf(manifests));
  const [affected, unknown] = [affects?.consumers[0], affects?.unknown[0]];
  if (affected !== undefined) return affected.places;
  return unknown === undefined ? "unaffected" : { unknown: unknown.uses.map(({ reason, place }) => `${reason} ${place ?? ""}`.trim()) };
}

const gone = [
  carts({ responseBody: object({ user: object({ name: text, id: text }) }) }),
  carts({ responseBody: object({ user: object({ id: text }) }) }),
] as const;
const escapes = [{ place: "src/log.ts:9", reason: "serialized" }] as const;

const recursive = (name: object): object =>
  carts(
    { responseBody: { $ref: "#/components/schemas/Node" } },
    { Node: object({ name, children: { type: "array", items: { $ref: "#/components/schemas/Node" } } }) },
  );
const deep = [recursive(text), recursive({ type: "integer" })] as const;

const person = (properties: object): object =>
  carts(
    { body: { $ref: "#/components/schemas/Person" } },
    { Person: object({ name: text, manager: { $ref: "#/components/schemas/Person" }, ...properties }, { additionalProperties: false }) },
  );
const reports = { type: "array", items: { $ref: "#/components/schemas/Person" } };
const withoutNote = [person({ reports, note: text }), person({ reports })] as const;
const withoutManager = [
  person({}),
  carts({ body: { $ref: "#/components/schemas/Person" } }, { Person: object({ name: text }, { additionalProperties: false }) }),
] as const;

const listed = (...values: string[]): object => ({ type: "string", enum: values });
const sentMember = [carts({ body: object({ size: listed("s", "m", "l") }) }), carts({ body: object({ size: listed("s", "m") }) })] as const;
const readMember = [
  carts({ responseBody: object({ size: listed("s", "m") }) }),
  carts({ responseBody: object({ size: listed("s", "m", "l") }) }),
] as const;
const lostMember = [readMember[1], readMember[0]] as const;

const item = (required: string[]): object => ({ type: "array", items: object({ sku: text, count: text }, { required }) });
const needed = [carts({ body: object({ items: item(["sku"]) }) }), carts({ body: object({ items: item(["sku", "count"]) }) })] as const;
const added = [
  carts({ body: object({ to: object({ zip: text }) }) }),
  carts({ body: object({ to: object({ zip: text, city: text }, { required: ["city"] }) }) }),
] as const;

const withParameter = (schema: object, more: object = {}): object =>
  carts({ more: { parameters: [{ name: "sort", in: "query", schema, ...more }] } });
const sorting = [withParameter(listed("up", "down")), withParameter(listed("up"))] as const;
const responses = (statuses: object): object => documentOf({ "/carts": { post: { responses: statuses } } });
const header = { headers: { "X-Rate": { required: true, schema: text } } };
const ofStatus = (ok: object, missing: object): object =>
  responses({ "200": { description: "It.", ...ok }, "404": { description: "None.", ...missing } });

const cat = object({ kind: { const: "cat" }, lives: { type: "integer" } }, { required: ["kind", "lives"] });
const dog = object({ kind: { const: "dog" }, tricks: text }, { required: ["kind", "tricks"] });
const pets = (...names: string[]): object => ({
  oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
  discriminator: { propertyName: "kind" },
});
const petsOf = (side: "body" | "responseBody", ...names: string[]): object => carts({ [side]: object({ pet: pets(...names) }) }, { cat, dog });
const open = [
  carts({ body: object({ tags: object({ a: text }) }) }),
  carts({ body: object({ tags: object({ a: text }, { additionalProperties: false }) }) }),
] as const;
const map = (value: object): object => carts({ responseBody: object({ prices: object({}, { additionalProperties: value }) }) });

const called = "src/call.ts:1";

test.each<[name: string, code: string, documents: readonly [old: object, next: object], UsageManifest, Awaited<ReturnType<typeof verdict>>]>([
  ["a reader of the property", "optional-property-removed", gone, reads(field("/user/name")), ["src/user/name.ts:7"]],
  ["a reader of a sibling", "optional-property-removed", gone, reads(field("/user"), field("/user/id")), "unaffected"],
  ["a value that escapes above", "optional-property-removed", gone, reads(field("/user", { escapes })), { unknown: ["serialized src/log.ts:9"] }],
  ["a sibling that escapes", "optional-property-removed", gone, reads(field("/user/id", { escapes })), "unaffected"],
  ["a reader of any member", "optional-property-removed", gone, reads(field("/*/name")), ["src/each/name.ts:7"]],
  ["a reader of another status", "optional-property-removed", gone, caller({ responses: [response("404", [field("/user/name")])] }), "unaffected"],
  [
    "a reader of any status",
    "optional-property-removed",
    gone,
    caller({ responses: [response("*", [field("/user/name")])] }),
    ["src/user/name.ts:7"],
  ],
  ["a reader of a range", "optional-property-removed", gone, caller({ responses: [response("2XX", [field("/user/name")])] }), ["src/user/name.ts:7"]],
  ["a reader of errors", "optional-property-removed", gone, caller({ responses: [response("default", [field("/user/name")])] }), "unaffected"],
  ["a sender of the name", "optional-property-removed", gone, sends(field("/user/name")), "unaffected"],
  ["a reader three levels down", "type-changed", deep, reads(field("/children/*/children/*/name")), ["src/children/each/children/each/name.ts:7"]],
  [
    "a list that escapes in a recursive value",
    "type-changed",
    deep,
    reads(field("/children", { escapes })),
    { unknown: ["serialized src/log.ts:9"] },
  ],
  ["a reader of a list alone", "type-changed", deep, reads(field("/children/*")), "unaffected"],
  ["a reader of a map's values", "type-changed", [map(text), map({ type: "integer" })], reads(field("/prices/*")), ["src/prices/each.ts:7"]],
  ["a reader of one entry of a map", "type-changed", [map(text), map({ type: "integer" })], reads(field("/prices/eur")), ["src/prices/eur.ts:7"]],

  ["a sender of the member", "enum-value-removed", sentMember, sends(field("/size", { values: ["l"] })), ["src/size.ts:7"]],
  ["a sender of another member", "enum-value-removed", sentMember, sends(field("/size", { values: ["s"] })), "unaffected"],
  [
    "a sender of a member and of others",
    "enum-value-removed",
    sentMember,
    sends(field("/size", { values: ["s"], isOpen: true })),
    { unknown: ["any-value src/size.ts:7"] },
  ],
  ["a sender of an unknown member", "enum-value-removed", sentMember, sends(field("/size")), { unknown: ["any-value src/size.ts:7"] }],
  ["a sender of a recursive property", "optional-property-removed", withoutManager, sends(field("/manager")), ["src/manager.ts:7"]],
  ["a sender of a recursive property alone", "optional-property-removed", withoutNote, sends(field("/manager"), field("/name")), "unaffected"],
  ["a body that is sent as a whole", "enum-value-removed", sentMember, sends(field("")), { unknown: ["sent-whole src/body.ts:7"] }],
  ["a body of which nothing is known", "enum-value-removed", sentMember, caller({}), { unknown: ["sent-whole src/call.ts:1"] }],
  ["a comparison with the lost member", "enum-value-removed", lostMember, reads(field("/size", { values: ["l"] })), ["src/size.ts:7"]],
  ["a comparison with another member", "enum-value-removed", lostMember, reads(field("/size", { values: ["s"] })), "unaffected"],
  ["a switch", "enum-value-added", readMember, reads(field("/size", { values: ["s", "m"] })), ["src/size.ts:7"]],
  ["a reader without a switch", "enum-value-added", readMember, reads(field("/size")), "unaffected"],
  ["a member that escapes", "enum-value-added", readMember, reads(field("/size", { escapes })), { unknown: ["serialized src/log.ts:9"] }],

  ["a sender of items without it", "property-became-required", needed, sends(field("/items/*/sku")), ["src/items/each/sku.ts:7"]],
  [
    "a sender of items with it",
    "property-became-required",
    needed,
    sends(field("/items/*/count")),
    { unknown: ["maybe-omitted src/items/each/count.ts:7"] },
  ],
  ["a sender of items from a variable", "property-became-required", needed, sends(field("/items")), { unknown: ["sent-whole src/items.ts:7"] }],
  ["a sender of spread items", "property-became-required", needed, sends(field("/items/*", { escapes })), { unknown: ["serialized src/log.ts:9"] }],
  ["a sender of no items", "property-became-required", needed, sends(field("/note")), "unaffected"],
  ["a sender of the object", "required-property-added", added, sends(field("/to/zip")), ["src/to/zip.ts:7"]],
  ["a sender without the object", "required-property-added", added, sends(field("/note")), "unaffected"],
  ["a sender of a name that is not listed", "additional-properties-closed", open, sends(field("/tags/b")), ["src/tags/b.ts:7"]],
  ["a sender of a name that is listed", "additional-properties-closed", open, sends(field("/tags/a")), "unaffected"],
  ["a sender of any names", "additional-properties-closed", open, sends(field("/tags")), { unknown: ["sent-whole src/tags.ts:7"] }],

  [
    "a caller with the parameter's member",
    "enum-value-removed",
    sorting,
    caller({ parameters: [parameter("query", "sort", { values: ["down"] })] }),
    ["src/sort.ts:5"],
  ],
  [
    "a caller with another member",
    "enum-value-removed",
    sorting,
    caller({ parameters: [parameter("query", "sort", { values: ["up"] })] }),
    "unaffected",
  ],
  [
    "a caller with any member",
    "enum-value-removed",
    sorting,
    caller({ parameters: [parameter("query", "sort", { isOpen: true })] }),
    { unknown: ["any-value src/sort.ts:5"] },
  ],
  ["a caller without the parameter", "enum-value-removed", sorting, caller({}), "unaffected"],
  ["a caller of before", "required-parameter-added", [carts({}), withParameter(text, { required: true })], caller({}), [called]],
  [
    "a caller with the parameter",
    "parameter-removed",
    [withParameter(text), carts({})],
    caller({ parameters: [parameter("query", "sort")] }),
    ["src/sort.ts:5"],
  ],
  [
    "a caller with another parameter",
    "parameter-removed",
    [withParameter(text), carts({})],
    caller({ parameters: [parameter("header", "sort")] }),
    "unaffected",
  ],
  [
    "a caller that may omit it",
    "parameter-became-required",
    [withParameter(text), withParameter(text, { required: true })],
    caller({ parameters: [parameter("query", "sort")] }),
    { unknown: ["maybe-omitted src/sort.ts:5"] },
  ],

  [
    "a reader of the header",
    "required-header-removed",
    [ofStatus(header, {}), ofStatus({}, {})],
    caller({ responses: [response("200", [], { headers: [parameter("header", "x-rate")] })] }),
    ["src/x-rate.ts:5"],
  ],
  [
    "a reader of the header in another status",
    "required-header-removed",
    [ofStatus(header, {}), ofStatus({}, {})],
    caller({ responses: [response("404", [], { headers: [parameter("header", "x-rate")] })] }),
    "unaffected",
  ],
  [
    "a handler of the status",
    "error-status-removed",
    [ofStatus({}, {}), responses({ "200": { description: "It." } })],
    caller({ responses: [response("404", [])] }),
    ["src/status.ts:3"],
  ],
  [
    "a handler of no status",
    "error-status-removed",
    [ofStatus({}, {}), responses({ "200": { description: "It." } })],
    caller({ responses: [response("*", [])] }),
    "unaffected",
  ],
  [
    "a caller",
    "security-added",
    [carts({}), { ...carts({ more: { security: [{ key: [] }] } }), components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } } }],
    caller({}),
    [called],
  ],
  ["a caller", "operation-removed", [carts({}), documentOf({})], caller({}), [called]],
  [
    "a caller of another method",
    "operation-removed",
    [carts({}), documentOf({})],
    manifest("app", [{ method: "get", path: "/carts" }]),
    "unaffected",
  ],

  [
    "a sender of the branch",
    "union-branch-removed",
    [petsOf("body", "cat", "dog"), petsOf("body", "cat")],
    sends(field("/pet/kind", { values: ["dog"] })),
    ["src/pet/kind.ts:7"],
  ],
  [
    "a reader of the union",
    "union-branch-added",
    [petsOf("responseBody", "cat"), petsOf("responseBody", "cat", "dog")],
    reads(field("/pet", { branches: ["cat"] })),
    ["src/pet.ts:7"],
  ],
  [
    "a reader of what is in the union",
    "union-branch-added",
    [petsOf("responseBody", "cat"), petsOf("responseBody", "cat", "dog")],
    reads(field("/pet/lives")),
    ["src/pet/lives.ts:7"],
  ],
  [
    "a reader of what is beside the union",
    "union-branch-added",
    [petsOf("responseBody", "cat"), petsOf("responseBody", "cat", "dog")],
    reads(field("/other")),
    "unaffected",
  ],

  ["a call that was only observed", "optional-property-removed", gone, caller({ places: [], observed: 12 }), { unknown: ["only-observed"] }],
  [
    "a client that became any",
    "optional-property-removed",
    gone,
    manifest("app", [], { unknown: [{ place: "src/api.ts:4", reason: "any" }] }),
    { unknown: ["any src/api.ts:4"] },
  ],
  ["a client that validates responses", "type-changed", deep, caller({}, { validatesResponses: true }), [called]],
])("%s: %s", async (_, code, [old, next], used, expected) => {
  expect(await verdict(code, old, next, used)).toEqual(expected);
});

test("finds a shared component at its path in each operation", async () => {
  const session = (closeReason: object): object => {
    const get = (schema: object): object => ({ get: { responses: { "200": { description: "It.", ...json(object({ result: schema })) } } } });
    const ref = { $ref: "#/components/schemas/Session" };
    return documentOf({ "/sessions": get({ type: "array", items: ref }), "/sessions/{id}": get(ref) }, { Session: object({ closeReason }) });
  };
  const documents = [session({ type: "integer" }), session(text)] as const;
  const used = (path: string, at: string): UsageManifest => manifest("app", [{ method: "get", path, responses: [response("200", [field(at)])] }]);
  expect(await verdict("type-changed", ...documents, used("/sessions", "/result/*/closeReason"))).toEqual(["src/result/each/closeReason.ts:7"]);
  expect(await verdict("type-changed", ...documents, used("/sessions/{sessionId}", "/result/closeReason"))).toEqual(["src/result/closeReason.ts:7"]);
  expect(await verdict("type-changed", ...documents, used("/sessions", "/result/closeReason"))).toBe("unaffected");
});

test("joins operations whose base path moved into the servers", async () => {
  const at = (path: string, url: string, schema: object): object => ({
    ...documentOf({ [path]: { get: { responses: { "200": { description: "It.", ...json(object({ id: schema })) } } } } }),
    servers: [{ url }],
  });
  const used = manifest("app", [{ method: "get", path: "/v1/things", responses: [response("200", [field("/id")])] }]);
  const old = at("/v1/things", "https://x.test", text);
  expect(await verdict("type-changed", old, at("/things", "https://x.test/v1", { type: "integer" }), used)).toEqual(["src/id.ts:7"]);
});

test("joins several manifests of one consumer", async () => {
  const observed = caller({ places: [], observed: 3, responses: [response("200", [field("/user/id", { places: [] })])] });
  expect(await verdict("optional-property-removed", ...gone, observed, reads(field("/user/id")))).toBe("unaffected");
  expect(await verdict("optional-property-removed", ...gone, observed, reads(field("/user/name")))).toEqual(["src/user/name.ts:7"]);
});

test("does not know who serves webhooks and callbacks", async () => {
  const hook = (schema: object): object => ({ post: { requestBody: json(object({ id: schema })), responses: { "200": { description: "It." } } } });
  const webhooks = (schema: object): object => ({ ...carts({}), webhooks: { paid: hook(schema) } });
  const callbacks = (schema: object): object => carts({ more: { callbacks: { paid: { "{$request.body#/url}": hook(schema) } } } });
  for (const documents of [webhooks, callbacks])
    expect(await verdict("type-changed", documents(text), documents({ type: "integer" }), caller({}))).toMatchObject({
      unknown: [expect.stringMatching(/^not-in-manifest/)],
    });
});
