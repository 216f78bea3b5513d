import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { ann, bob, createCrm } from "./server.js";

const eve = { name: "Eve", email: "eve@example.com", kind: "company", phone: "+47 123", address: { city: "Bergen" }, score: 3 };
const created = step("POST /contacts", { body: eve, status: 201, save: { id: "/id" } });
const post = (body: unknown, status: number, rest: Partial<Step> = {}): Step => step("POST /contacts", { body, status, ...rest });
const patch = (body: unknown, rest: Partial<Step> = {}): Step => step("PATCH /contacts/{id}", { body, status: 200, ...rest });
const get = (rest: Partial<Step>): Step => step("GET /contacts/{id}", { status: 200, ...rest });
const list = (query: string, rest: Partial<Step>): Step => step(`GET /contacts${query}`, { status: 200, ...rest });
const removed = step("DELETE /contacts/{id}", { status: 204 });
const user = { login: "dora", password: "long-enough", role: "member" };
const newUser = (body: unknown, status: number, rest: Partial<Step> = {}): Step => step("POST /users", { body, status, ...rest });

const create = "POST /contacts";
const read = "GET /contacts/{id}";
const change = "PATCH /contacts/{id}";
const remove = "DELETE /contacts/{id}";
const all = "GET /contacts";
const hasId = (json: { contacts: { id: string }[] }, id: string | undefined): boolean => json.contacts.some((one) => one.id === id);

const faults: readonly Fault[] = [
  {
    name: "changed-phone-is-lost",
    class: "lost write",
    operations: [change, read],
    proof: [created, patch({ phone: "999" }, { json: { "/phone": "999" } })],
  },
  {
    name: "user-is-not-deleted",
    class: "access after delete",
    operations: ["DELETE /users/{login}", "GET /users/{login}", "GET /users"],
    proof: [newUser(user, 201), step("DELETE /users/dora", { status: 204 }), step("GET /users/dora", { status: 404 })],
  },
  { name: "deleted-contact-readable", class: "access after delete", operations: [remove, read], proof: [created, removed, get({ status: 410 })] },
  {
    name: "deleted-contact-changeable",
    class: "access after delete",
    operations: [remove, change],
    proof: [created, removed, patch({ score: 1 }, { status: 410 })],
  },
  {
    name: "deleted-contact-listed",
    class: "access after delete",
    operations: [remove, all],
    proof: [created, removed, list("", { holds: ({ json }, { id }) => !hasId(json, id) })],
  },
  {
    name: "second-page-is-the-first",
    class: "paging",
    operations: [all],
    proof: [
      list("?perPage=2", { save: { first: "/contacts/0/id" } }),
      list("?perPage=2&page=2", { holds: ({ json }, { first }) => !hasId(json, first) }),
    ],
  },
  {
    name: "total-counts-deleted",
    class: "total",
    operations: [all, remove],
    proof: [created, removed, list("", { json: { "/meta/total": 6 } })],
  },
  { name: "search-ignored", class: "filter", operations: [all], proof: [list("?q=zoe", { json: { "/meta/total": 1 } })] },
  { name: "kind-filter-ignored", class: "filter", operations: [all], proof: [list("?kind=company", { json: { "/meta/total": 2 } })] },
  { name: "order-ignored", class: "sort", operations: [all], proof: [list("?order=name", { json: { "/contacts/0/name": "Adam" } })] },
  { name: "change-resets-kind", class: "PATCH", operations: [change, read], proof: [created, patch({ score: 4 }, { json: { "/kind": "company" } })] },
  {
    name: "score-becomes-text-after-change",
    class: "shape after a sequence",
    operations: [change, read, all],
    proof: [created, patch({ score: 4 }, { json: { "/score": 4 } })],
  },
  { name: "contact-readable-by-others", class: "other user's data", operations: [read], proof: [created, get({ as: "bob", status: 404 })] },
  {
    name: "contact-writable-by-others",
    class: "other user's data",
    operations: [change],
    proof: [created, patch({ score: 1 }, { as: "bob", status: 404 })],
  },
  {
    name: "contact-deletable-by-others",
    class: "other user's data",
    operations: [remove],
    proof: [created, step("DELETE /contacts/{id}", { as: "bob", status: 404 })],
  },
  {
    name: "contacts-of-all-organizations-listed",
    class: "other user's data",
    operations: [all],
    proof: [created, list("", { as: "bob", holds: ({ json }, { id }) => !hasId(json, id) })],
  },
  { name: "audit-without-scope", class: "other user's data", operations: ["GET /audit"], proof: [step("GET /audit", { as: "bob", status: 403 })] },
  { name: "create-user-without-scope", class: "other user's data", operations: ["POST /users"], proof: [newUser(user, 403, { as: "bob" })] },
  {
    name: "change-without-credentials",
    class: "authentication",
    operations: [change],
    proof: [created, patch({ score: 1 }, { as: null, status: 401 })],
  },
  { name: "create-without-credentials", class: "authentication", operations: [create], proof: [post(eve, 401, { as: null })] },
  {
    name: "delete-user-without-credentials",
    class: "authentication",
    operations: ["DELETE /users/{login}"],
    proof: [newUser(user, 201), step("DELETE /users/dora", { as: null, status: 401 })],
  },
  {
    name: "any-token-accepted",
    class: "authentication",
    operations: [
      all,
      read,
      create,
      change,
      remove,
      "GET /users",
      "POST /users",
      "GET /users/{login}",
      "DELETE /users/{login}",
      "GET /audit",
      "GET /me",
    ],
    proof: [step("GET /me", { as: null, headers: { Authorization: "Bearer nonsense" }, status: 401 })],
  },
  { name: "accented-name-crashes", class: "server error", operations: [create, change], proof: [post({ ...eve, name: "Zoë" }, 201)] },
  { name: "null-phone-crashes", class: "server error", operations: [create, change], proof: [post({ ...eve, phone: null }, 201)] },
  { name: "zero-score-crashes", class: "server error", operations: [create, change], proof: [post({ ...eve, score: 0 }, 201)] },
  { name: "percent-in-search-crashes", class: "server error", operations: [all], proof: [list("?q=100%25", {})] },
  { name: "order-with-kind-crashes", class: "server error", operations: [all], proof: [list("?order=name&kind=person", {})] },
  {
    name: "longest-password-crashes",
    class: "server error",
    operations: ["POST /users"],
    proof: [newUser({ ...user, password: "x".repeat(64) }, 201)],
  },
  {
    name: "reversed-dates-crash",
    class: "server error",
    operations: ["GET /audit"],
    proof: [step("GET /audit?from=2026-04-09&to=2026-04-01", { status: 200 })],
  },
  { name: "early-from-crashes", class: "server error", operations: ["GET /audit"], proof: [step("GET /audit?from=0001-01-01", { status: 200 })] },
  { name: "email-without-at-accepted", class: "invalid input accepted", operations: [create, change], proof: [post({ ...eve, email: "eve" }, 422)] },
  { name: "missing-email-accepted", class: "invalid input accepted", operations: [create], proof: [post({ name: "Eve" }, 422)] },
  {
    name: "phone-of-letters-accepted",
    class: "invalid input accepted",
    operations: [create, change],
    proof: [post({ ...eve, phone: "call me" }, 422)],
  },
  {
    name: "address-without-city-accepted",
    class: "invalid input accepted",
    operations: [create, change],
    proof: [post({ ...eve, address: {} }, 422)],
  },
  { name: "fractional-score-accepted", class: "invalid input accepted", operations: [create, change], proof: [post({ ...eve, score: 1.5 }, 422)] },
  {
    name: "short-password-accepted",
    class: "invalid input accepted",
    operations: ["POST /users"],
    proof: [newUser({ ...user, password: "short" }, 422)],
  },
  { name: "unknown-role-accepted", class: "invalid input accepted", operations: ["POST /users"], proof: [newUser({ ...user, role: "king" }, 422)] },
  { name: "taken-email-accepted", class: "race", operations: [create], proof: [created, post({ ...eve, email: "EVE@example.com" }, 409)] },
  {
    name: "sent-organization-sticks",
    class: "readOnly",
    operations: [create, read, remove],
    proof: [post({ ...eve, organization: "birch" }, 201, { json: { "/organization": "acme" } })],
  },
  {
    name: "sent-active-sticks",
    class: "readOnly",
    operations: ["POST /users", "GET /users/{login}"],
    proof: [newUser({ ...user, active: false }, 201, { json: { "/active": true } })],
  },
  {
    name: "password-returns-from-create",
    class: "writeOnly",
    operations: ["POST /users"],
    proof: [newUser(user, 201, { json: { "/password": undefined } })],
  },
  {
    name: "password-readable",
    class: "writeOnly",
    operations: ["GET /users/{login}"],
    proof: [step("GET /users/carl", { status: 200, json: { "/password": undefined } })],
  },
  {
    name: "passwords-listed",
    class: "writeOnly",
    operations: ["GET /users"],
    proof: [step("GET /users", { status: 200, json: { "/0/password": undefined } })],
  },
];

export const crm: BenchApi = {
  name: "crm",
  style: "Two organizations, scopes, writeOnly and readOnly, soft delete (OpenAPI 3.1)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  basePath: "/api",
  headers: { Authorization: `Bearer ${ann}` },
  identities: { bob: { Authorization: `Bearer ${bob}` } },
  create: createCrm,
  faults,
};
