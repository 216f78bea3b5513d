import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { createAgency, keys } from "./server.js";

const tenant = { "X-Tenant": "north" };
const jsonApi = { "Content-Type": "application/vnd.api+json" };
const pen = { name: "Pen", plan: "team", seats: 4, tags: ["ink"], website: "https://pen.example" };
const client = (attributes: Readonly<Record<string, unknown>>, status: number, rest: Partial<Step> = {}): Step =>
  step("POST /clients", { headers: jsonApi, body: { data: { type: "clients", attributes } }, status, save: { client: "/data/id" }, ...rest });
const created = client(pen, 201);
const read = (json: Readonly<Record<string, unknown>>, rest: Partial<Step> = {}): Step =>
  step("GET /clients/{client}", { status: 200, json, ...rest });
const change = (attributes: unknown, rest: Partial<Step> = {}): Step =>
  step("PATCH /clients/{client}", { headers: jsonApi, body: { data: { type: "clients", id: "{client}", attributes } }, status: 200, ...rest });
const list = (query: string, rest: Partial<Step>): Step => step(`GET /clients?${query}`, { status: 200, ...rest });
const settings = (body: unknown, status: number): Step => step("PUT /clients/{client}/settings", { body, status });
const at = "/clients/{client}/projects";
const project = step(`POST ${at}`, {
  body: { title: "Shop", stage: "active", due: "2026-09-01" },
  status: 201,
  save: { project: "/id", at: "header:location" },
});
const patch = (body: unknown, rest: Partial<Step> = {}): Step =>
  step(`PATCH ${at}/{project}`, { headers: { "Content-Type": "application/merge-patch+json" }, body, status: 200, ...rest });
const milestone = step(`POST ${at}/{project}/milestones`, {
  body: { label: "One", points: 5 },
  status: 201,
  save: { number: "/number", tag: "header:etag" },
});
const point = (points: number, rest: Partial<Step> = {}): Step =>
  step(`PATCH ${at}/{project}/milestones/{number}`, {
    body: [{ op: "replace", path: "/points", value: points }],
    status: 200,
    ...rest,
    headers: { "Content-Type": "application/json-patch+json", ...rest.headers },
  });
const started = step("POST /imports", { body: { source: "file" }, status: 202, save: { at: "header:location" } });

const c = "/clients/{client}";
const p = `${c}/projects/{project}`;
const m = `${p}/milestones/{number}`;
const clientWrites = ["POST /clients", `PATCH ${c}`, `GET ${c}`];

const faults: readonly Fault[] = [
  {
    name: "website-is-lost",
    class: "lost write",
    operations: clientWrites,
    proof: [client(pen, 201, { json: { "/data/attributes/website": pen.website } })],
  },
  {
    name: "patched-client-is-not-stored",
    class: "lost write",
    operations: clientWrites,
    proof: [created, change({ name: "Ink" }), read({ "/data/attributes/name": "Ink" })],
  },
  {
    name: "digest-is-not-stored",
    class: "lost write",
    operations: [`PUT ${c}/settings`, `GET ${c}/settings`],
    proof: [
      created,
      settings({ language: "en", digest: false }, 200),
      step("GET /clients/{client}/settings", { status: 200, json: { "/digest": false } }),
    ],
  },
  {
    name: "json-patch-loses-points",
    class: "lost write",
    operations: [`PATCH ${m}`, `GET ${m}`],
    proof: [created, project, milestone, point(9, { json: { "/points": 9 } })],
  },
  {
    name: "replaced-settings-are-merged",
    class: "PUT",
    operations: [`PUT ${c}/settings`, `GET ${c}/settings`],
    proof: [
      created,
      settings({ language: "en", digest: false, signature: "x" }, 200),
      settings({ language: "en", digest: true }, 200),
      step("GET /clients/{client}/settings", { status: 200, json: { "/signature": undefined } }),
    ],
  },
  {
    name: "client-patch-wipes-tags",
    class: "PATCH",
    operations: clientWrites,
    proof: [created, change({ name: "Ink" }, { json: { "/data/attributes/tags": ["ink"] } })],
  },
  {
    name: "project-patch-resets-stage",
    class: "PATCH",
    operations: [`PATCH ${p}`, `GET ${p}`],
    proof: [created, project, patch({ title: "Mall" }, { json: { "/stage": "active" } })],
  },
  {
    name: "null-due-is-ignored",
    class: "PATCH",
    operations: [`PATCH ${p}`, `GET ${p}`],
    proof: [created, project, patch({ due: null }, { json: { "/due": null } })],
  },
  {
    name: "refused-client-is-half-changed",
    class: "failed write",
    operations: clientWrites,
    proof: [created, change({ name: "Ink", seats: 0 }, { status: 422 }), read({ "/data/attributes/name": "Pen" })],
  },
  { name: "created-at-sticks", class: "readOnly", operations: clientWrites, proof: [client({ ...pen, createdAt: "2000-01-01T00:00:00Z" }, 422)] },
  {
    name: "deleted-client-stays",
    class: "access after delete",
    operations: [`DELETE ${c}`, `GET ${c}`, "GET /clients"],
    proof: [created, step("DELETE /clients/{client}", { status: 204 }), step("GET /clients/{client}", { status: 404 })],
  },
  {
    name: "deleted-project-listed",
    class: "access after delete",
    operations: [`GET ${c}/projects`, `DELETE ${p}`],
    proof: [
      created,
      project,
      step(`DELETE ${at}/{project}`, { status: 204 }),
      step(`GET ${at}`, { status: 200, json: { "/_embedded/projects": [] } }),
    ],
  },
  {
    name: "deleted-project-patchable",
    class: "access after delete",
    operations: [`PATCH ${p}`, `DELETE ${p}`],
    proof: [created, project, step(`DELETE ${at}/{project}`, { status: 204 }), patch({ title: "x" }, { status: 410 })],
  },
  {
    name: "milestones-outlive-their-project",
    class: "access after delete",
    operations: [`GET ${m}`, `DELETE ${p}`, `PATCH ${m}`, `DELETE ${m}`],
    proof: [
      created,
      project,
      milestone,
      step(`DELETE ${at}/{project}`, { status: 204 }),
      step(`GET ${at}/{project}/milestones/{number}`, { status: 410 }),
    ],
  },
  {
    name: "pages-overlap",
    class: "paging",
    operations: ["GET /clients"],
    proof: [
      step("GET /clients?page[size]=4&page[cursor]=YWZ0ZXItMA", {
        status: 200,
        holds: ({ headers }) => (headers.get("link") ?? "").includes(Buffer.from("after-4").toString("base64url")),
      }),
    ],
  },
  {
    name: "cursor-never-ends",
    class: "paging",
    operations: ["GET /clients"],
    proof: [list("page[size]=40", { holds: ({ headers }) => !headers.has("link") })],
  },
  { name: "total-of-the-page", class: "total", operations: ["GET /clients"], proof: [list("page[size]=2", { json: { "/meta/total": 6 } })] },
  { name: "plan-filter-ignored", class: "filter", operations: ["GET /clients"], proof: [list("filter[plan]=free", { json: { "/data/length": 2 } })] },
  {
    name: "descending-seats-ignored",
    class: "sort",
    operations: ["GET /clients"],
    proof: [list("sort=-seats", { json: { "/data/0/attributes/seats": 75 } })],
  },
  {
    name: "project-readable-through-another-client",
    class: "nested resource",
    operations: [`GET ${p}`, `PATCH ${p}`, `DELETE ${p}`, `GET ${c}/projects`, `GET ${m}`, `GET ${p}/milestones`],
    proof: [created, step("GET /clients/{client}/projects/p1", { status: 404 })],
  },
  {
    name: "projects-of-all-clients-listed",
    class: "nested resource",
    operations: [`GET ${c}/projects`],
    proof: [created, step(`GET ${at}`, { status: 200, json: { "/_embedded/projects": [] } })],
  },
  {
    name: "milestone-of-another-project",
    class: "nested resource",
    operations: [`GET ${m}`, `PATCH ${m}`, `DELETE ${m}`],
    proof: [created, project, step(`GET ${at}/{project}/milestones/1`, { status: 404 })],
  },
  {
    name: "etag-stays",
    class: "ETag",
    operations: [`GET ${m}`, `PATCH ${m}`],
    proof: [created, project, milestone, point(9, { holds: ({ headers }, { tag }) => headers.get("etag") !== tag })],
  },
  {
    name: "never-304",
    class: "ETag",
    operations: [`GET ${m}`],
    proof: [created, project, milestone, step(`GET ${at}/{project}/milestones/{number}`, { headers: { "If-None-Match": "{tag}" }, status: 304 })],
  },
  {
    name: "if-match-ignored",
    class: "ETag",
    operations: [`PATCH ${m}`],
    proof: [created, project, milestone, point(9), point(8, { headers: { "If-Match": "{tag}" }, status: 412 })],
  },
  {
    name: "write-without-key",
    class: "authentication",
    operations: [`PATCH ${p}`],
    proof: [
      created,
      project,
      patch({ title: "x" }, { as: null, headers: { ...tenant, "Content-Type": "application/merge-patch+json" }, status: 401 }),
    ],
  },
  {
    name: "foreign-client-readable",
    class: "other user's data",
    operations: [`GET ${c}`, `GET ${c}/settings`, `GET ${c}/projects`, `GET ${p}`],
    proof: [created, step("GET /clients/{client}", { as: "south", status: 404 })],
  },
  {
    name: "foreign-client-writable",
    class: "other user's data",
    operations: [`PATCH ${c}`, `PATCH ${p}`, `PATCH ${m}`],
    proof: [created, change({ name: "x" }, { as: "south", status: 404 })],
  },
  { name: "most-seats-crash", class: "server error", operations: ["POST /clients"], proof: [client({ ...pen, seats: 500 }, 201)] },
  {
    name: "empty-signature-crashes",
    class: "server error",
    operations: [`PUT ${c}/settings`],
    proof: [created, settings({ language: "en", digest: true, signature: "" }, 200)],
  },
  {
    name: "unknown-import-crashes",
    class: "server error",
    operations: ["GET /imports/{importId}"],
    proof: [step("GET /imports/none", { status: 404 })],
  },
  { name: "long-name-accepted", class: "invalid input accepted", operations: clientWrites, proof: [client({ ...pen, name: "x".repeat(41) }, 422)] },
  { name: "any-plan-accepted", class: "invalid input accepted", operations: clientWrites, proof: [client({ ...pen, plan: "gold" }, 422)] },
  {
    name: "many-tags-accepted",
    class: "invalid input accepted",
    operations: clientWrites,
    proof: [client({ ...pen, tags: ["1", "2", "3", "4", "5", "6"] }, 422)],
  },
  { name: "client-without-plan-accepted", class: "invalid input accepted", operations: clientWrites, proof: [client({ name: "Pen" }, 422)] },
  { name: "unknown-attribute-accepted", class: "invalid input accepted", operations: clientWrites, proof: [client({ ...pen, colour: "red" }, 422)] },
  {
    name: "negative-budget-accepted",
    class: "invalid input accepted",
    operations: [`POST ${c}/projects`, `PATCH ${p}`],
    proof: [created, step(`POST ${at}`, { body: { title: "x", budget: -1 }, status: 422 })],
  },
  {
    name: "many-points-accepted",
    class: "invalid input accepted",
    operations: [`POST ${p}/milestones`, `PATCH ${m}`],
    proof: [created, project, step(`POST ${at}/{project}/milestones`, { body: { label: "x", points: 101 }, status: 422 })],
  },
  {
    name: "any-language-accepted",
    class: "invalid input accepted",
    operations: [`PUT ${c}/settings`],
    proof: [created, settings({ language: "xx", digest: true }, 422)],
  },
  {
    name: "patched-seats-are-text",
    class: "shape after a sequence",
    operations: clientWrites,
    proof: [created, change({ seats: 9 }, { json: { "/data/attributes/seats": 9 } })],
  },
  {
    name: "location-of-no-project",
    class: "Location",
    operations: [`POST ${c}/projects`, `GET ${p}`],
    proof: [created, project, step("GET {at}", { status: 200 })],
  },
  {
    name: "code-is-not-unique",
    class: "race",
    operations: ["POST /clients"],
    proof: [client({ ...pen, code: "PEN" }, 201), client({ ...pen, code: "PEN" }, 409)],
  },
  {
    name: "no-retry-after",
    class: "Retry-After",
    operations: ["POST /imports"],
    proof: [step("POST /imports", { body: { source: "x" }, status: 202, holds: ({ headers }) => headers.has("retry-after") })],
  },
  {
    name: "import-never-ends",
    class: "job",
    operations: ["POST /imports", "GET /imports/{importId}"],
    proof: [started, step("GET {at}", { after: 120, status: 200, json: { "/state": "finished" } })],
  },
];

export const agency: BenchApi = {
  name: "agency",
  style: "JSON:API, HAL, merge patch and JSON Patch, three levels, tenants, settings (OpenAPI 3.1)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  basePath: "/api/v3",
  headers: { "X-Api-Key": keys.north, "X-Tenant": "north" },
  identities: { south: { "X-Api-Key": keys.south, "X-Tenant": "south" } },
  create: createAgency,
  faults,
};
