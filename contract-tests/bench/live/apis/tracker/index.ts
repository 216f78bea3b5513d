import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { createTracker, token } from "./server.js";

const core = "/projects/00000001-0000-4000-8000-000000000000";
const web = "/projects/00000002-0000-4000-8000-000000000000";
const project = step("POST /projects", {
  body: { key: "NEW", name: "New", description: "A start" },
  status: 201,
  save: { project: "/id", tag: "header:etag" },
});
const task = step(`POST ${core}/tasks`, { body: { title: "Do it" }, status: 201, save: { task: "/id", tag: "header:etag" } });
const newTask = (body: unknown, status: number): Step => step(`POST ${core}/tasks`, { body, status });
const changeTask = (body: unknown, rest: Partial<Step> = {}): Step => step(`PATCH ${core}/tasks/{task}`, { body, status: 200, ...rest });
const changeProject = (body: unknown, rest: Partial<Step> = {}): Step =>
  step("PATCH /projects/{project}", { headers: { "If-Match": "{tag}" }, body, status: 200, ...rest });
const getProject = (rest: Partial<Step>): Step => step("GET /projects/{project}", { status: 200, ...rest });
const getTask = (rest: Partial<Step>): Step => step(`GET ${core}/tasks/{task}`, { status: 200, ...rest });

const p = "/projects/{projectId}";
const t = `${p}/tasks/{taskId}`;
const c = `${t}/comments`;
const writesOfTasks = [`POST ${p}/tasks`, `PATCH ${t}`];

const faults: readonly Fault[] = [
  {
    name: "changed-state-is-lost",
    class: "lost write",
    operations: [`PATCH ${t}`, `GET ${t}`],
    proof: [task, changeTask({ state: "done" }), getTask({ json: { "/state": "done" } })],
  },
  {
    name: "comment-is-not-stored",
    class: "lost write",
    operations: [`POST ${c}`, `GET ${c}`, `GET ${c}/{commentId}`],
    proof: [
      task,
      step(`POST ${core}/tasks/{task}/comments`, { body: { text: "Yes" }, status: 201 }),
      step(`GET ${core}/tasks/{task}/comments`, { status: 200, json: { "/length": 1 } }),
    ],
  },
  {
    name: "tasks-outlive-their-project",
    class: "access after delete",
    operations: [`DELETE ${p}`, `GET ${t}`, `PATCH ${t}`, `DELETE ${t}`, `GET ${c}`],
    proof: [
      project,
      step("POST /projects/{project}/tasks", { body: { title: "x" }, status: 201, save: { task: "/id" } }),
      step("DELETE /projects/{project}", { status: 204 }),
      step("GET /projects/{project}/tasks/{task}", { status: 404 }),
    ],
  },
  {
    name: "cursor-pages-overlap",
    class: "paging",
    operations: ["GET /projects", `GET ${p}/tasks`],
    proof: [
      step("GET /projects?pageSize=2", { status: 200, save: { next: "/nextCursor" } }),
      step("GET /projects?pageSize=2&cursor={next}", { status: 200, json: { "/items/length": 1 } }),
    ],
  },
  {
    name: "cursor-skips-an-item",
    class: "paging",
    operations: ["GET /projects", `GET ${p}/tasks`],
    proof: [
      step(`GET ${core}/tasks?pageSize=3`, { status: 200, save: { next: "/nextCursor" } }),
      step(`GET ${core}/tasks?pageSize=3&cursor={next}`, { status: 200, json: { "/items/0/title": "Task 3" } }),
    ],
  },
  {
    name: "cursor-never-ends",
    class: "paging",
    operations: ["GET /projects", `GET ${p}/tasks`],
    proof: [step("GET /projects", { status: 200, json: { "/nextCursor": null } })],
  },
  {
    name: "task-count-never-sinks",
    class: "total",
    operations: [`GET ${p}`, `DELETE ${t}`, "GET /projects"],
    proof: [
      project,
      step("POST /projects/{project}/tasks", { body: { title: "x" }, status: 201, save: { task: "/id" } }),
      step("DELETE /projects/{project}/tasks/{task}", { status: 204 }),
      getProject({ json: { "/taskCount": 0 } }),
    ],
  },
  {
    name: "archived-filter-ignored",
    class: "filter",
    operations: ["GET /projects"],
    proof: [step("GET /projects?archived=true", { status: 200, json: { "/items/length": 1 } })],
  },
  {
    name: "state-filter-ends-at-the-second-page",
    class: "filter",
    operations: [`GET ${p}/tasks`],
    proof: [
      step(`GET ${core}/tasks?state=open&pageSize=2`, { status: 200, save: { next: "/nextCursor" } }),
      step(`GET ${core}/tasks?state=open&pageSize=2&cursor={next}`, {
        status: 200,
        holds: ({ json }) => json.items.every((one: { state: string }) => one.state === "open"),
      }),
    ],
  },
  {
    name: "tasks-of-all-projects-listed",
    class: "nested resource",
    operations: [`GET ${p}/tasks`],
    proof: [step(`GET ${core}/tasks?pageSize=50`, { status: 200, json: { "/items/length": 7 } })],
  },
  {
    name: "task-readable-through-another-project",
    class: "nested resource",
    operations: [`GET ${t}`, `PATCH ${t}`, `DELETE ${t}`, `GET ${c}`],
    proof: [task, step(`GET ${web}/tasks/{task}`, { status: 404 })],
  },
  {
    name: "change-forgets-description",
    class: "PATCH",
    operations: [`PATCH ${p}`, `GET ${p}`],
    proof: [project, changeProject({ archived: true }, { json: { "/description": "A start" } })],
  },
  {
    name: "failed-change-is-half-done",
    class: "failed write",
    operations: [`PATCH ${p}`, `GET ${p}`],
    proof: [project, changeProject({ name: "Half", archived: "no" }, { status: 422 }), getProject({ json: { "/name": "New" } })],
  },
  {
    name: "if-match-ignored",
    class: "ETag",
    operations: [`PATCH ${p}`, `PATCH ${t}`, `DELETE ${t}`],
    proof: [project, changeProject({ name: "One" }), changeProject({ name: "Two" }, { status: 412 })],
  },
  {
    name: "etag-stays-after-change",
    class: "ETag",
    operations: [`PATCH ${p}`, `GET ${p}`, `PATCH ${t}`, `GET ${t}`],
    proof: [project, changeProject({ name: "One" }, { holds: ({ headers }, { tag }) => headers.get("etag") !== tag })],
  },
  {
    name: "etag-gone-after-change",
    class: "shape after a sequence",
    operations: [`GET ${p}`],
    proof: [project, changeProject({ name: "One" }), getProject({ holds: ({ headers }) => headers.has("etag") })],
  },
  {
    name: "if-none-match-ignored",
    class: "ETag",
    operations: [`GET ${p}`],
    proof: [project, getProject({ headers: { "If-None-Match": "{tag}" }, status: 304 })],
  },
  {
    name: "task-deletable-without-token",
    class: "authentication",
    operations: [`DELETE ${t}`],
    proof: [task, step(`DELETE ${core}/tasks/{task}`, { as: null, status: 401 })],
  },
  {
    name: "comment-without-token",
    class: "authentication",
    operations: [`POST ${c}`],
    proof: [task, step(`POST ${core}/tasks/{task}/comments`, { as: null, body: { text: "x" }, status: 401 })],
  },
  {
    name: "projects-readable-without-token",
    class: "authentication",
    operations: ["GET /projects"],
    proof: [step("GET /projects", { as: null, status: 401 })],
  },
  { name: "early-due-date-crashes", class: "server error", operations: writesOfTasks, proof: [newTask({ title: "x", due: "0001-01-01" }, 201)] },
  { name: "quote-in-title-crashes", class: "server error", operations: writesOfTasks, proof: [newTask({ title: "O'Hara" }, 201)] },
  {
    name: "full-labels-crash",
    class: "server error",
    operations: writesOfTasks,
    proof: [newTask({ title: "x", labels: ["1", "2", "3", "4", "5", "6", "7", "8"] }, 201)],
  },
  {
    name: "largest-page-crashes",
    class: "server error",
    operations: ["GET /projects", `GET ${p}/tasks`],
    proof: [step("GET /projects?pageSize=50", { status: 200 })],
  },
  {
    name: "taken-key-crashes",
    class: "server error",
    operations: ["POST /projects"],
    proof: [step("POST /projects", { body: { key: "CORE", name: "x" }, status: 409 })],
  },
  {
    name: "malformed-json-crashes",
    class: "server error",
    operations: ["POST /projects"],
    proof: [step("POST /projects", { headers: { "Content-Type": "application/json" }, body: '{"key":', status: 400 })],
  },
  {
    name: "comments-of-unknown-task-crash",
    class: "server error",
    operations: [`GET ${c}`],
    proof: [step(`GET ${core}/tasks/99999999-0000-4000-8000-000000000000/comments`, { status: 404 })],
  },
  {
    name: "assignee-is-no-email-accepted",
    class: "invalid input accepted",
    operations: writesOfTasks,
    proof: [newTask({ title: "x", assignee: "nobody" }, 422)],
  },
  {
    name: "unknown-project-property-accepted",
    class: "invalid input accepted",
    operations: ["POST /projects"],
    proof: [step("POST /projects", { body: { key: "NEW", name: "x", owner: "me" }, status: 422 })],
  },
  {
    name: "large-estimate-accepted-in-changes",
    class: "invalid input accepted",
    operations: [`PATCH ${t}`],
    proof: [task, changeTask({ estimate: 101 }, { status: 422 })],
  },
  {
    name: "empty-comment-accepted",
    class: "invalid input accepted",
    operations: [`POST ${c}`],
    proof: [task, step(`POST ${core}/tasks/{task}/comments`, { body: { text: "" }, status: 422 })],
  },
  {
    name: "location-of-the-collection",
    class: "Location",
    operations: ["POST /projects"],
    proof: [
      step("POST /projects", {
        body: { key: "NEW", name: "x" },
        status: 201,
        holds: ({ headers, json }) => headers.get("location") === `/projects/${json.id}`,
      }),
    ],
  },
  {
    name: "taken-key-accepted",
    class: "race",
    operations: ["POST /projects"],
    proof: [project, step("POST /projects", { body: { key: "NEW", name: "x" }, status: 409 })],
  },
  {
    name: "parallel-creates-share-a-key",
    class: "race",
    operations: ["POST /projects"],
    proof: [step("POST /projects", { body: { key: "NEW", name: "x" }, times: 2, status: [201, 409] })],
  },
];

export const tracker: BenchApi = {
  name: "tracker",
  style: "Nested resources, cursor paging, ETags, unique keys (OpenAPI 3.1)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  headers: { Authorization: `Bearer ${token}` },
  identities: {},
  create: createTracker,
  faults,
};
