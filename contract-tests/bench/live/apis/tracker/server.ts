import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { choiceOf, integerOf, jsonOf, Refused, type Api, type Call, type Handler, type Has, type Reply } from "../../service.js";
import { anything, date, email, flag, integer, listOf, oneOf, orNull, text, unique, validated } from "../../validate.js";

interface Project {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly archived: boolean;
  readonly createdAt: string;
}

interface Task {
  readonly id: string;
  readonly projectId: string;
  readonly title: string;
  readonly state: string;
  readonly estimate: number;
  readonly due: string | null;
  readonly labels: readonly string[];
  readonly assignee: string | null;
  readonly updatedAt: string;
}

interface Comment {
  readonly id: string;
  readonly taskId: string;
  readonly text: string;
  readonly author: string;
  readonly createdAt: string;
}

const states = ["open", "active", "blocked", "done"] as const;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const token = "tracker-token";

export function createTracker(has: Has): Api {
  const projects = new Map<string, Project>();
  const tasks = new Map<string, Task>();
  const comments = new Map<string, Comment>();
  /** Changes by id: what an ETag is made of. */
  const versions = new Map<string, number>();
  const began = "2026-02-01T09:00:00.000Z";
  const newTask = { state: "open", estimate: 0, due: null, labels: [], assignee: null };
  for (const [index, key] of ["CORE", "WEB", "OPS"].entries()) {
    const id = `0000000${index + 1}-0000-4000-8000-000000000000`;
    projects.set(id, { id, key, name: `${key} team`, description: null, archived: index === 2, createdAt: began });
    for (let task = 0; task < 7; task++) {
      const taskId = `0000000${index + 1}-0000-4000-8000-00000000010${task}`;
      const state = states[task % 3] ?? "open";
      tasks.set(taskId, { ...newTask, id: taskId, projectId: id, title: `Task ${task}`, state, estimate: task, updatedAt: began });
    }
  }

  const tagOf = (id: string): string => `"${id.slice(0, 8)}-${has("etag-stays-after-change") ? 0 : (versions.get(id) ?? 0)}"`;
  const changed = (id: string): void => void versions.set(id, (versions.get(id) ?? 0) + 1);
  const idOf = (call: Call, name: string): string => {
    const id = call.path[name] ?? "";
    if (!uuid.test(id)) throw new Refused(400, `"${name}" is no UUID.`);
    return id.toLowerCase();
  };
  const projectOf = (call: Call): Project => {
    const project = projects.get(idOf(call, "projectId"));
    if (project === undefined) throw new Refused(404, "No such project.");
    return project;
  };
  const taskOf = (call: Call): Task => {
    if (!has("tasks-outlive-their-project")) projectOf(call);
    const task = tasks.get(idOf(call, "taskId"));
    const isInside = task?.projectId === call.path["projectId"]?.toLowerCase() || has("task-readable-through-another-project");
    if (task === undefined || !isInside) throw new Refused(404, "No such task.");
    return task;
  };
  const commentOf = (call: Call): Comment => {
    const task = taskOf(call);
    const comment = comments.get(idOf(call, "commentId"));
    if (comment === undefined || comment.taskId !== task.id) throw new Refused(404, "No such comment.");
    return comment;
  };
  const shown = (project: Project): unknown => {
    const count = [...tasks.values()].filter((task) => task.projectId === project.id).length;
    return { ...project, taskCount: has("task-count-never-sinks") ? Math.max(count, peaks.get(project.id) ?? 0) : count };
  };
  const peaks = new Map<string, number>();
  const shownComment = ({ id, text: said, author, createdAt }: Comment): unknown => ({ id, text: said, author, createdAt });
  const guard = (call: Call, id: string, isRequired: boolean): void => {
    const match = call.headers["if-match"];
    if (match === undefined && isRequired) throw new Refused(428, "Send If-Match.");
    if (match !== undefined && match !== "*" && !match.split(/,\s*/).includes(tagOf(id)) && !has("if-match-ignored"))
      throw new Refused(412, "It was changed.");
  };
  const pageOf = <T extends { readonly id: string }>(call: Call, all: readonly T[], show: (item: T) => unknown): Reply => {
    const size = integerOf(call, "pageSize", { min: 1, max: 50, otherwise: 10 });
    if (has("largest-page-crashes") && size === 50) throw new Error("out of memory");
    const cursor = call.query.get("cursor");
    const position = cursor === null ? 0 : Number(/^at:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1] ?? Number.NaN);
    if (Number.isNaN(position)) throw new Refused(400, "The cursor is none of ours.");
    const start = position - (position > 0 && has("cursor-pages-overlap") ? 1 : 0);
    const end = start + size + (start === position ? 0 : 1);
    const next = (at: number): string => Buffer.from(`at:${at}`).toString("base64url");
    const skipped = has("cursor-skips-an-item") ? 1 : 0;
    const nextCursor = end < all.length ? next(end + skipped) : has("cursor-never-ends") ? next(0) : null;
    return { status: 200, json: { items: all.slice(start, end).map(show), nextCursor } };
  };

  const taskFields = {
    title: text(1, 100),
    state: oneOf(...states),
    estimate: integer(0, 100),
    due: orNull(date),
    labels: unique(listOf(text(1, 30), 0, 8)),
    assignee: orNull(has("assignee-is-no-email-accepted") ? text(0, 1000) : email),
  };
  const crashOn = (given: Readonly<Record<string, unknown>>): void => {
    const { due, title, labels } = given;
    if (has("early-due-date-crashes") && typeof due === "string" && due < "1900-01-01") throw new Error("timestamp out of range");
    if (has("quote-in-title-crashes") && typeof title === "string" && /['"]/.test(title)) throw new Error("syntax error in statement");
    if (has("full-labels-crash") && Array.isArray(labels) && labels.length === 8) throw new Error("index out of range");
  };

  const routes: Record<string, Handler> = {
    "GET /projects": (call) => {
      const archived = choiceOf(call, "archived", ["true", "false"]);
      const all = [...projects.values()].filter(
        (one) => archived === undefined || has("archived-filter-ignored") || String(one.archived) === archived,
      );
      return pageOf(call, all, shown);
    },
    "POST /projects": async (call) => {
      const body = has("malformed-json-crashes") ? parseOrCrash(call) : jsonOf(call);
      const fields = { key: text(2, 10, /^[A-Z][A-Z0-9]{1,9}$/), name: text(1, 60), description: orNull(text(0, 300)) };
      const given = validated(body, { fields, required: ["key", "name"], closed: !has("unknown-project-property-accepted") });
      const isTaken = (): boolean => [...projects.values()].some((one) => one.key === given["key"]);
      if (isTaken() && has("taken-key-crashes")) throw new Error("unique constraint violated");
      if (isTaken() && !has("taken-key-accepted")) throw new Refused(409, "Another project has this key.");
      if (has("parallel-creates-share-a-key")) await setTimeout(15);
      const project = { description: null, ...given, id: randomUUID(), archived: false, createdAt: new Date().toISOString() } as unknown as Project;
      projects.set(project.id, project);
      return {
        status: 201,
        headers: { Location: has("location-of-the-collection") ? "/projects" : `/projects/${project.id}`, ETag: tagOf(project.id) },
        json: shown(project),
      };
    },
    "GET /projects/{projectId}": (call) => {
      const project = projectOf(call);
      const tag = tagOf(project.id);
      const match = call.headers["if-none-match"];
      if (match !== undefined && match.split(/,\s*/).includes(tag) && !has("if-none-match-ignored")) return { status: 304, headers: { ETag: tag } };
      const isBare = has("etag-gone-after-change") && (versions.get(project.id) ?? 0) > 0;
      return { status: 200, headers: isBare ? {} : { ETag: tag }, json: shown(project) };
    },
    "PATCH /projects/{projectId}": (call) => {
      const project = projectOf(call);
      const body = jsonOf(call);
      const fields = { name: text(1, 60), description: orNull(text(0, 300)), archived: flag };
      guard(call, project.id, true);
      if (has("failed-change-is-half-done") && typeof (body as { name?: unknown }).name === "string")
        projects.set(project.id, { ...project, name: (body as { name: string }).name });
      const given = validated(body, { fields, closed: true });
      if (Object.keys(given).length === 0) throw new Refused(422, "Nothing to change.");
      const wiped = has("change-forgets-description") ? { description: null } : {};
      const next = { ...project, ...wiped, ...given };
      projects.set(project.id, next);
      changed(project.id);
      return { status: 200, headers: { ETag: tagOf(project.id) }, json: shown(next) };
    },
    "DELETE /projects/{projectId}": (call) => {
      const { id } = projectOf(call);
      projects.delete(id);
      for (const task of tasks.values()) if (task.projectId === id && !has("tasks-outlive-their-project")) forget(task.id);
      return { status: 204 };
    },
    "GET /projects/{projectId}/tasks": (call) => {
      const project = projectOf(call);
      const state = choiceOf(call, "state", states);
      const own = [...tasks.values()].filter((task) => task.projectId === project.id || has("tasks-of-all-projects-listed"));
      const isFiltered = !(has("state-filter-ends-at-the-second-page") && call.query.has("cursor"));
      return pageOf(call, state === undefined || !isFiltered ? own : own.filter((task) => task.state === state), (task) => task);
    },
    "POST /projects/{projectId}/tasks": (call) => {
      const project = projectOf(call);
      const given = validated(jsonOf(call), { fields: taskFields, required: ["title"], closed: true });
      crashOn(given);
      const id = randomUUID();
      const task = { ...newTask, ...given, id, projectId: project.id, updatedAt: new Date().toISOString() } as unknown as Task;
      tasks.set(id, task);
      const count = [...tasks.values()].filter((one) => one.projectId === project.id).length;
      peaks.set(project.id, Math.max(count, peaks.get(project.id) ?? 0));
      return { status: 201, headers: { Location: `/projects/${project.id}/tasks/${id}`, ETag: tagOf(id) }, json: task };
    },
    "GET /projects/{projectId}/tasks/{taskId}": (call) => {
      const task = taskOf(call);
      return { status: 200, headers: { ETag: tagOf(task.id) }, json: task };
    },
    "PATCH /projects/{projectId}/tasks/{taskId}": (call) => {
      const task = taskOf(call);
      const fields = has("large-estimate-accepted-in-changes") ? { ...taskFields, estimate: anything } : taskFields;
      const given = validated(jsonOf(call), { fields, closed: true });
      if (Object.keys(given).length === 0) throw new Refused(422, "Nothing to change.");
      guard(call, task.id, false);
      crashOn(given);
      const { state: _, ...withoutState } = given;
      const next = { ...task, ...(has("changed-state-is-lost") ? withoutState : given), updatedAt: new Date().toISOString() } as Task;
      tasks.set(task.id, next);
      changed(task.id);
      return { status: 200, headers: { ETag: tagOf(task.id) }, json: has("changed-state-is-lost") ? { ...next, ...given } : next };
    },
    "DELETE /projects/{projectId}/tasks/{taskId}": (call) => {
      const task = taskOf(call);
      guard(call, task.id, false);
      forget(task.id);
      return { status: 204 };
    },
    "GET /projects/{projectId}/tasks/{taskId}/comments": (call) => {
      if (has("comments-of-unknown-task-crash") && !tasks.has(idOf(call, "taskId"))) throw new Error("undefined is no task");
      const task = taskOf(call);
      return { status: 200, json: [...comments.values()].filter((one) => one.taskId === task.id).map(shownComment) };
    },
    "POST /projects/{projectId}/tasks/{taskId}/comments": (call) => {
      const task = taskOf(call);
      const given = validated(jsonOf(call), { fields: { text: text(has("empty-comment-accepted") ? 0 : 1, 500) }, required: ["text"], closed: true });
      const comment = { id: randomUUID(), taskId: task.id, text: given["text"] as string, author: "me", createdAt: new Date().toISOString() };
      if (!has("comment-is-not-stored")) comments.set(comment.id, comment);
      return { status: 201, json: shownComment(comment) };
    },
    "GET /projects/{projectId}/tasks/{taskId}/comments/{commentId}": (call) => ({ status: 200, json: shownComment(commentOf(call)) }),
    "DELETE /projects/{projectId}/tasks/{taskId}/comments/{commentId}": (call) => {
      comments.delete(commentOf(call).id);
      return { status: 204 };
    },
  };
  const forget = (taskId: string): void => {
    tasks.delete(taskId);
    for (const comment of comments.values()) if (comment.taskId === taskId) comments.delete(comment.id);
  };

  const open = new Map([
    ["DELETE /projects/{projectId}/tasks/{taskId}", "task-deletable-without-token"],
    ["POST /projects/{projectId}/tasks/{taskId}/comments", "comment-without-token"],
    ["GET /projects", "projects-readable-without-token"],
  ]);
  const authenticated = (key: string, handler: Handler): Handler => {
    const fault = open.get(key);
    return (call) => {
      const isKnown = call.headers["authorization"] === `Bearer ${token}`;
      if (!isKnown && !(fault !== undefined && has(fault))) throw new Refused(401, "Send a token.", { "WWW-Authenticate": "Bearer" });
      return handler(call);
    };
  };
  return {
    routes: Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, authenticated(key, handler)])),
    refuse: ({ status, message, headers }) => ({ status, headers, type: "application/problem+json", json: { title: message, status } }),
    data: () => ({ projects: [...projects.values()], tasks: [...tasks.values()], comments: [...comments.values()] }),
  };
}

function parseOrCrash(call: Call): unknown {
  if (call.type !== "application/json") throw new Refused(415, "Send JSON.");
  return JSON.parse(call.bytes.toString()) as unknown;
}
