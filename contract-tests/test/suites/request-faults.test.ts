import { beforeAll, expect, test } from "vitest";
import { readJudgedDocument, requestFaults, type JudgedDocument } from "../../suites/support/document.js";

let document: JudgedDocument;
beforeAll(async () => {
  document = await readJudgedDocument();
});

const base = "https://api.cloudflare.com/client/v4/accounts/a/browser-rendering/devtools";
const id = "478f4d7d-e943-40f6-a414-837d3736a1dc";
const token: [string, string] = ["Authorization", "Bearer t"];
const json: [string, string] = ["Content-Type", "application/json"];

test.each([
  { title: "a plain list", method: "GET", path: "/session", want: [] },
  { title: "a list with both parameters at their bounds", method: "GET", path: "/session?limit=200&offset=0", want: [] },
  {
    title: "e-mail and key in place of a token",
    method: "GET",
    path: "/session",
    headers: [
      ["X-Auth-Email", "e"],
      ["X-Auth-Key", "k"],
    ],
    want: [],
  },
  { title: "the longest path that a template ends on", method: "GET", path: `/browser/${id}/json/list/8E59`, want: [] },
  {
    title: "a body that the document allows",
    method: "POST",
    path: "/browser",
    body: `{"guardrails":{"allowedDomains":["example.com"]}}`,
    headers: [token, json],
    want: [],
  },
  { title: "a limit below", method: "GET", path: "/session?limit=0", want: ['query parameter "limit" must be >= 1'] },
  { title: "a limit above", method: "GET", path: "/session?limit=201", want: ['query parameter "limit" must be <= 200'] },
  { title: "a limit that is no number", method: "GET", path: "/session?limit=many", want: ['query parameter "limit" must be number'] },
  { title: "a limit of nothing", method: "GET", path: "/session?limit=", want: ['query parameter "limit" must be number'] },
  { title: "a parameter that is not documented", method: "GET", path: "/session?page=1", want: ['query parameter "page" is not documented'] },
  { title: "a session that is no uuid", method: "GET", path: "/session/one", want: ['path parameter "session_id" must match format "uuid"'] },
  {
    title: "a target with a hyphen",
    method: "GET",
    path: `/browser/${id}/json/close/a-b`,
    want: ['path parameter "target_id" must match pattern "^[a-zA-Z0-9]+$"'],
  },
  { title: "no credentials", method: "GET", path: "/session", headers: [], want: ["no credentials"] },
  { title: "an e-mail without a key", method: "GET", path: "/session", headers: [["X-Auth-Email", "e"]], want: ["no credentials"] },
  {
    title: "another path",
    method: "GET",
    path: "/sessions",
    want: ["GET /client/v4/accounts/a/browser-rendering/devtools/sessions is not an operation of the document"],
  },
  {
    title: "another method",
    method: "POST",
    path: "/session",
    want: ["POST /client/v4/accounts/a/browser-rendering/devtools/session is not an operation of the document"],
  },
  {
    title: "a wrong body",
    method: "POST",
    path: "/browser",
    body: `{"guardrails":[]}`,
    headers: [token, json],
    want: ["body /guardrails must be object"],
  },
  {
    title: "a body of another type",
    method: "POST",
    path: "/browser",
    body: "a=b",
    headers: [token, ["Content-Type", "text/plain"]],
    want: ['a body of type "text/plain" is not documented'],
  },
  {
    title: "a body where none is documented",
    method: "GET",
    path: "/session",
    body: "{}",
    headers: [token, json],
    want: ['a body of type "application/json" is not documented'],
  },
] as { title: string; method: string; path: string; headers?: [string, string][]; body?: string; want: string[] }[])(
  "reports the faults of $title",
  ({ method, path, headers = [token], body, want }) => {
    expect(requestFaults(document, { method, url: base + path, headers, body })).toEqual(want);
  },
);
