import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A small API with collections, nested creates, items named by their client, a singleton, an action and a bulk operation. */

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const ref = (name: string): unknown => ({ $ref: `#/components/schemas/${name}` });
const bodyOf = (name: string): unknown => ({ required: true, content: { "application/json": { schema: ref(name) } } });
const errors = {
  400: json(ref("Problem")),
  401: json(ref("Problem")),
  404: json(ref("Problem")),
  409: json(ref("Problem")),
  415: json(ref("Problem")),
};
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "integer", minimum: 1 } });
const name = { name: "name", in: "path", required: true, schema: { type: "string", pattern: "^[a-z][a-z0-9-]{2,30}$" } };
const gone = { 204: { description: "gone" }, ...errors };

export const tracker = {
  openapi: "3.1.0",
  info: { title: "Tracker", version: "1" },
  security: [{ key: [] }],
  paths: {
    "/projects": {
      get: {
        operationId: "listProjects",
        parameters: [
          { name: "cursor", in: "query", schema: { type: "string" } },
          { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 50 } },
          { name: "state", in: "query", schema: { type: "string", enum: ["open", "paused", "closed"] } },
        ],
        responses: {
          200: json({
            type: "object",
            required: ["items", "total"],
            properties: { items: { type: "array", items: ref("Project") }, total: { type: "integer" }, next: { type: "string" } },
          }),
          ...errors,
        },
      },
      post: { operationId: "createProject", requestBody: bodyOf("NewProject"), responses: { 201: json(ref("Project")), ...errors } },
      delete: { operationId: "deleteAllProjects", responses: gone },
    },
    "/projects/{projectId}": {
      parameters: [id("projectId")],
      get: { operationId: "getProject", responses: { 200: json(ref("Project")), ...errors } },
      put: { operationId: "replaceProject", requestBody: bodyOf("NewProject"), responses: { 200: json(ref("Project")), ...errors } },
      patch: { operationId: "updateProject", requestBody: bodyOf("ProjectPatch"), responses: { 200: json(ref("Project")), ...errors } },
      delete: { operationId: "deleteProject", responses: gone },
    },
    "/projects/{projectId}/archive": { post: { operationId: "archiveProject", parameters: [id("projectId")], responses: gone } },
    "/projects/{projectId}/tasks": {
      parameters: [id("projectId")],
      get: { operationId: "listTasks", responses: { 200: json({ type: "array", items: ref("Task") }), ...errors } },
      post: { operationId: "createTask", requestBody: bodyOf("NewTask"), responses: { 201: json(ref("Task")), ...errors } },
    },
    "/tasks/{id}": {
      parameters: [id("id")],
      get: { operationId: "getTask", responses: { 200: json(ref("Task")), ...errors } },
      delete: { operationId: "deleteTask", responses: gone },
    },
    "/labels": { get: { operationId: "listLabels", responses: { 200: json({ type: "array", items: ref("Label") }), ...errors } } },
    "/labels/{name}": {
      parameters: [name],
      put: { operationId: "putLabel", requestBody: bodyOf("LabelBody"), responses: { 200: json(ref("Label")), 201: json(ref("Label")), ...errors } },
      delete: { operationId: "deleteLabel", responses: gone },
    },
    "/settings": {
      get: { operationId: "getSettings", responses: { 200: json(ref("Settings")), ...errors } },
      put: { operationId: "putSettings", requestBody: bodyOf("Settings"), responses: { 200: json(ref("Settings")), ...errors } },
    },
    "/tools/shutdown": { post: { operationId: "shutdown", responses: gone } },
  },
  components: {
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
    schemas: {
      Problem: { type: "object", required: ["error"], properties: { error: { type: "string" } } },
      NewProject: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: { name: { type: "string", minLength: 1, maxLength: 60 }, state: { type: "string", enum: ["open", "paused", "closed"] } },
      },
      ProjectPatch: {
        type: "object",
        additionalProperties: false,
        properties: { name: { type: "string", minLength: 1, maxLength: 60 }, state: { type: "string", enum: ["open", "paused", "closed"] } },
      },
      Project: {
        type: "object",
        required: ["id", "name", "state"],
        properties: { id: { type: "integer" }, name: { type: "string" }, state: { type: "string" } },
      },
      NewTask: {
        type: "object",
        required: ["title"],
        additionalProperties: false,
        properties: { title: { type: "string", minLength: 1 }, due: { type: "string", format: "date" }, done: { type: "boolean" } },
      },
      Task: {
        type: "object",
        required: ["id", "projectId", "title"],
        properties: {
          id: { type: "integer" },
          projectId: { type: "integer" },
          title: { type: "string" },
          due: { type: "string" },
          done: { type: "boolean" },
        },
      },
      LabelBody: {
        type: "object",
        required: ["color"],
        additionalProperties: false,
        properties: { color: { type: "string", enum: ["red", "green"] } },
      },
      Label: { type: "object", required: ["name", "color"], properties: { name: { type: "string" }, color: { type: "string" } } },
      Settings: { type: "object", required: ["theme"], properties: { theme: { type: "string" } } },
    },
  },
} as const;

export interface Requested {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly key: string | undefined;
  /** The shard that sent it, if the run adds the header X-Shard. */
  readonly shard: string | undefined;
}

interface Project {
  readonly id: number;
  name: string;
  state: string;
}

/** A correct server for the document, with data of others in it. */
export class TrackerServer {
  readonly requested: Requested[] = [];
  projects = new Map<number, Project>([[1, { id: 1, name: "Theirs", state: "open" }]]);
  tasks = new Map<number, { readonly id: number; readonly projectId: number; readonly title: string }>([
    [7, { id: 7, projectId: 1, title: "Their task" }],
  ]);
  labels = new Map<string, string>([["urgent", "red"]]);
  settings = { theme: "dark" };
  calls: string[] = [];
  /** The shard that created each item, by its path. */
  readonly creators = new Map<string, string | undefined>();
  /** What the server does wrong. */
  faults = new Set<string>();
  #next = 100;
  readonly #cursors = new Set<string>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const url = new URL(request.url ?? "/", "http://x");
        const key = request.headers["x-key"];
        const { "x-shard": header } = request.headers;
        const shard = typeof header === "string" ? header : undefined;
        this.requested.push({
          shard,
          method: request.method ?? "",
          path: url.pathname,
          query: url.searchParams,
          body: text,
          key: typeof key === "string" ? key : undefined,
        });
        const [status, value] = this.#respond(request.method ?? "", url, text, key === "k", request.headers["content-type"] ?? "");
        const [, collection = "", , nested = collection] = url.pathname.split("/");
        if (status === 201) this.creators.set(request.method === "PUT" ? url.pathname : `/${nested}/${String((value as { id?: number }).id)}`, shard);
        if (status === 201 && this.faults.has("create without a response")) return;
        if (status === 201 && this.faults.has("create has no body")) return void response.writeHead(201).end();
        const isRefused = status === 201 && this.faults.has("create stores and is refused");
        if (isRefused && this.projects.size === 2) this.#addProject({ name: "of others" });
        if (isRefused) return void response.writeHead(422).end();
        if (status === 201 && this.faults.has("create stores and fails")) return void response.writeHead(500).end();
        response.writeHead(status, value === undefined ? {} : { "content-type": "application/json" });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Everything that a run must not have changed. */
  get data(): unknown {
    return structuredClone({
      projects: [...this.projects],
      tasks: [...this.tasks],
      labels: [...this.labels],
      settings: this.settings,
      calls: this.calls,
    });
  }

  #respond(method: string, { pathname, searchParams }: URL, text: string, isKnown: boolean, type: string): [number, unknown?] {
    const error = (status: number): [number, unknown] => [status, { error: String(status) }];
    if (!isKnown && !this.faults.has(`no auth ${method}`)) return error(401);
    let body: unknown;
    if (text !== "") {
      if (!type.startsWith("application/json")) return error(415);
      try {
        body = JSON.parse(text);
      } catch {
        return error(400);
      }
    }
    const [, collection = "", key = "", rest = ""] = pathname.split("/");
    if (pathname === "/projects") {
      if (method === "DELETE") return (this.calls.push("delete all"), [204]);
      if (method === "POST") {
        if (!isProject(body, true)) return this.faults.has("accepts anything") ? [201, this.#addProject({ name: "x" })] : error(400);
        return [201, this.#addProject(body)];
      }
      const limit = searchParams.get("limit");
      if (limit !== null && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 50)) return error(400);
      const cursor = searchParams.get("cursor");
      const [, offset = "0"] = /^c-(\d+)$/.exec(cursor ?? "") ?? [];
      if (cursor !== null && !this.#cursors.has(cursor)) return error(400);
      const state = searchParams.get("state");
      if (state !== null && !states.includes(state)) return error(400);
      const items = [...this.projects.values()].filter((one) => state === null || one.state === state);
      const end = Number(offset) + Number(limit ?? 50);
      const next = end < items.length ? `c-${end}` : undefined;
      if (next !== undefined) this.#cursors.add(next);
      return [200, { items: items.slice(Number(offset), end), total: items.length, ...(next !== undefined && { next }) }];
    }
    if (collection === "projects") {
      const project = this.projects.get(Number(key));
      if (project === undefined) return this.faults.has("teapot for unknown") ? [418] : error(404);
      if (rest === "archive") return (this.calls.push(`archive ${key}`), [204]);
      if (rest === "tasks" && method === "GET") return [200, [...this.tasks.values()].filter((one) => one.projectId === project.id)];
      if (rest === "tasks") {
        if (!isTask(body)) return error(400);
        const task = { ...body, id: ++this.#next, projectId: project.id };
        this.tasks.set(task.id, task);
        return [201, task];
      }
      if (method === "GET") return [200, project];
      if (method === "DELETE") {
        if (this.faults.has("cannot delete")) return error(409);
        this.projects.delete(project.id);
        for (const task of this.tasks.values()) if (task.projectId === project.id) this.tasks.delete(task.id);
        return [204];
      }
      if (!isProject(body, method === "PUT")) return error(400);
      Object.assign(project, body);
      return [200, project];
    }
    if (collection === "tasks") {
      const task = this.tasks.get(Number(key));
      if (task === undefined) return error(404);
      if (method === "DELETE") return this.faults.has("cannot delete tasks") ? error(409) : (this.tasks.delete(task.id), [204]);
      return [200, task];
    }
    if (pathname === "/labels") return [200, [...this.labels].map(([label, color]) => ({ name: label, color }))];
    if (collection === "labels") {
      if (!/^[a-z][a-z0-9-]{2,30}$/.test(key)) return error(400);
      const isThere = this.labels.has(key);
      if (method === "DELETE") return isThere ? (this.labels.delete(key), [204]) : error(404);
      const { color, ...more } = (body ?? {}) as { color?: unknown };
      if ((color !== "red" && color !== "green") || Object.keys(more).length > 0) return error(400);
      this.labels.set(key, color);
      return [isThere ? 200 : 201, { name: key, color }];
    }
    if (pathname === "/settings") {
      if (method === "PUT") {
        if (this.faults.has("settings stay") && this.calls.includes("settings")) return error(409);
        Object.assign(this.settings, body);
        this.calls.push("settings");
      }
      return [200, this.settings];
    }
    if (pathname === "/tools/shutdown") return (this.calls.push("shutdown"), [204]);
    return error(404);
  }

  #addProject(values: object): Project {
    const next = this.faults.has("reuses ids") ? Math.max(100, ...this.projects.keys()) + 1 : ++this.#next;
    const project = { state: "open", name: "", ...values, id: next };
    this.projects.set(project.id, project);
    return project;
  }
}

const states = ["open", "paused", "closed"];

function isProject(body: unknown, isWhole: boolean): body is { name: string; state?: string } {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  const { name: given, state, ...more } = body as Record<string, unknown>;
  if (Object.keys(more).length > 0 || (isWhole && given === undefined)) return false;
  if (given !== undefined && !(typeof given === "string" && given.length >= 1 && [...given].length <= 60)) return false;
  return state === undefined || states.includes(state as string);
}

function isTask(body: unknown): body is { title: string } {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  const { title, due, done, ...more } = body as Record<string, unknown>;
  if (Object.keys(more).length > 0 || typeof title !== "string" || title === "") return false;
  if (due !== undefined && !(typeof due === "string" && /^\d{4}-\d\d-\d\d$/.test(due) && !Number.isNaN(Date.parse(due)))) return false;
  return done === undefined || typeof done === "boolean";
}
