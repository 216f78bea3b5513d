import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Repositories at paths with two values, which others may read, with a version, a logo, and issues that are numbered in each of them. */
const content = (schema: unknown, mediaType = "application/json"): object => ({ content: { [mediaType]: { schema } } });
const object = (properties: object, required: readonly string[] = []): object => ({ type: "object", properties, required });
const refusals = [401, 404, 409, 422];
/** What a write may respond with: others may read, but not write. */
const written = (...given: Parameters<typeof responses>): object => ({ ...responses(...given), 403: { description: "Reading only." } });
const responses = (status: number, schema?: unknown, mediaType?: string): object => ({
  [status]: { description: "Done.", ...(schema !== undefined && content(schema, mediaType)) },
  ...Object.fromEntries(refusals.map((code) => [code, { description: "Refused." }])),
});
const values = (...names: readonly string[]): unknown => names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
const query = (name: string, schema: unknown): unknown => ({ name, in: "query", schema });
const name = { type: "string", pattern: "^[a-z-]{1,60}$" };
const place = object({ city: { type: "string", minLength: 1, maxLength: 30 } }, ["city"]);
const version = { type: "integer", minimum: 0 };
const state = { enum: ["active", "archived"], readOnly: true };
const repository = object({ name, state, owner: { type: "string" }, place, version, url: { type: "string" } });
const time = { type: "string", format: "date-time" };
const issue = object({
  number: { type: "integer" },
  title: { type: "string" },
  state: { enum: ["open", "closed"] },
  user: object({ login: { type: "string" } }),
  created_at: time,
  updated_at: time,
});
const day = { type: "string", format: "date" };
const title = { type: "string", minLength: 1, maxLength: 40 };
const document = {
  openapi: "3.1.0",
  info: { title: "Repositories", version: "1" },
  security: [{ key: [] }],
  components: {
    schemas: { Repository: repository, Issue: issue, Job: object({ id: { type: "string" }, status: { enum: ["running", "done"] } }) },
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
  },
  paths: {
    "/user/repos": {
      get: {
        parameters: [query("sort", { enum: ["name,asc", "name,desc"] }), query("city", { type: "string" })],
        responses: responses(200, { type: "array", items: { $ref: "#/components/schemas/Repository" } }),
      },
      post: {
        description: "The name must be unique.",
        requestBody: content(object({ name, place, template: { type: "string" } }, ["name", "place"])),
        responses: responses(201, { $ref: "#/components/schemas/Repository" }),
      },
    },
    "/repos/{owner}/{repo}": {
      parameters: values("owner", "repo"),
      get: { responses: responses(200, { $ref: "#/components/schemas/Repository" }) },
      put: {
        requestBody: content(object({ place, version }, ["place", "version"])),
        responses: written(200, { $ref: "#/components/schemas/Repository" }),
      },
      delete: { responses: written(204) },
    },
    "/repos/{owner}/{repo}/archive": {
      parameters: values("owner", "repo"),
      post: {
        description: "An active repository becomes archived. One with another state gets 409.",
        responses: written(200, { $ref: "#/components/schemas/Repository" }),
      },
    },
    "/repos/{owner}/{repo}:touch": {
      parameters: values("owner", "repo"),
      post: { responses: written(200, { $ref: "#/components/schemas/Repository" }) },
    },
    "/repos/{owner}/{repo}/export": {
      parameters: values("owner", "repo"),
      post: { responses: written(202, { $ref: "#/components/schemas/Job" }) },
    },
    "/jobs/{job}": { parameters: values("job"), get: { responses: responses(200, { $ref: "#/components/schemas/Job" }) } },
    "/repos/{owner}/{repo}/logo": {
      parameters: values("owner", "repo"),
      get: { responses: responses(200, {}, "image/png") },
      put: { requestBody: content({}, "image/png"), responses: responses(204) },
    },
    "/repos/{owner}/{repo}/issues": {
      parameters: values("owner", "repo"),
      get: {
        parameters: [
          query("state", { enum: ["open", "closed", "all"], default: "open" }),
          { ...(query("since", { type: "string", format: "date-time" }) as object), description: "Only issues updated at or after this time." },
          { ...(query("creator", { type: "string" }) as object), description: "Login of the user who created the issue." },
          query("per_page", { type: "integer", minimum: 1, maximum: 100, default: 30 }),
          query("page", { type: "integer", minimum: 1, default: 1 }),
        ],
        responses: responses(200, { type: "array", items: { $ref: "#/components/schemas/Issue" } }),
      },
      post: {
        description: "endsOn must be later than startsOn.",
        requestBody: content(object({ title, startsOn: day, endsOn: day }, ["title", "startsOn", "endsOn"])),
        responses: responses(201, { $ref: "#/components/schemas/Issue" }),
      },
    },
    "/repos/{owner}/{repo}/issues/{number}": {
      parameters: values("owner", "repo", "number"),
      get: { responses: responses(200, { $ref: "#/components/schemas/Issue" }) },
      patch: {
        requestBody: content(object({ title, state: { enum: ["open", "closed"] } })),
        responses: responses(200, { $ref: "#/components/schemas/Issue" }),
      },
    },
    "/starred": { get: { responses: responses(200, { type: "array", items: { $ref: "#/components/schemas/Repository" } }) } },
    "/starred/{owner}/{repo}": {
      parameters: values("owner", "repo"),
      get: { responses: responses(204) },
      put: { responses: responses(204) },
      delete: { responses: responses(204) },
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "a star stays": "deleted-is-gone",
  "a starred repository is not listed": "flags-are-kept",
  "the title of an issue is not stored": "update-is-kept",
  "a descending sort is ignored": "sort-holds",
  "the city is ignored": "filters-hold",
  "closed issues are listed by default": "filters-hold",
  "the time of the last update is ignored": "filters-hold",
  "the creator is ignored": "filters-hold",
  "a page has no link to the next": "totals-agree",
  "the link to the last page is wrong": "totals-agree",
  "a name can be used twice": "unique-keys-are-unique",
  "the place is not replaced": "replace-is-kept",
  "any version is accepted": "version-prevents-lost-updates",
  "the version stays": "version-prevents-lost-updates",
  "a refused replacement is stored": "version-prevents-lost-updates",
  "an issue ends before it starts": "described-order-holds",
  "the logo is for all": "credentials-are-required",
  "others can delete": "identities-are-separate",
  "others can archive": "identities-are-separate",
  "others can call a custom method": "identities-are-separate",
  "a repository can be archived twice": "states-are-held",
  "the job of an export is forgotten": "jobs-end",
} as const;
type Fault = keyof typeof lawOf;

interface Repository {
  readonly name: string;
  place: unknown;
  version: number;
  logo?: Buffer;
  isArchived?: boolean;
  isStarred?: boolean;
  readonly issues: {
    readonly number: number;
    title: string;
    state: string;
    readonly user: { readonly login: string };
    readonly updated_at: string;
  }[];
}

function repositories(fault?: Fault): Api {
  const all = new Map<string, Repository>();
  for (const city of ["Bern", "Chur"]) all.set(`old-${city}`, { name: `old-${city}`, place: { city }, version: 0, issues: [] });
  const reply = (json: unknown, status = 200): Reply => ({ status, json });
  const shown = ({ name: one, place: at, version: count, isArchived }: Repository): unknown => ({
    name: one,
    state: isArchived === true ? "archived" : "active",
    owner: "main",
    place: at,
    version: count,
    url: `/repos/main/${one}`,
  });
  const find = ({ path, headers }: Call, { writes = false, isOpen = false } = {}): Repository => {
    if (!isOpen && !["main", "other"].includes(headers["x-key"] ?? "")) throw new Refused(401, "No key.");
    const found = path["owner"] === "main" ? all.get(path["repo"] ?? "") : undefined;
    if (found === undefined) throw new Refused(404, "None.");
    if (writes && headers["x-key"] !== "main") throw new Refused(403, "Reading only.");
    return found;
  };
  const issueIn = (call: Call, writes = false): Repository["issues"][number] => {
    const found = find(call, { writes }).issues.find(({ number }) => String(number) === call.path["number"]);
    if (found === undefined) throw new Refused(404, "None.");
    return found;
  };
  return {
    routes: {
      "GET /user/repos": ({ query: given, headers }) => {
        const city = fault === "the city is ignored" ? null : given.get("city");
        const found = headers["x-key"] === "main" ? [...all.values()] : [];
        const listed = found.filter((one) => city === null || (one.place as { readonly city: string }).city === city);
        const sorted = listed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
        const isDown = given.get("sort") === "name,desc" && fault !== "a descending sort is ignored";
        return reply((isDown ? sorted.toReversed() : sorted).map(shown));
      },
      "POST /user/repos": (call) => {
        if (call.headers["x-key"] !== "main") throw new Refused(401, "No key.");
        const given = jsonOf(call) as { readonly name: string; readonly place: unknown; readonly template?: string };
        if (given.template !== undefined) throw new Refused(422, "There is no such template.");
        if (all.has(given.name) && fault !== "a name can be used twice") throw new Refused(422, "The name is used.");
        const made = { name: given.name, place: given.place, version: 0, issues: [] };
        all.set(given.name, made);
        return reply(shown(made), 201);
      },
      "GET /repos/{owner}/{repo}": (call) => reply(shown(find(call))),
      "PUT /repos/{owner}/{repo}": (call) => {
        const found = find(call, { writes: true });
        const given = jsonOf(call) as { readonly place: unknown; readonly version: number };
        const isStale = given.version !== found.version && fault !== "any version is accepted";
        if (isStale && fault === "a refused replacement is stored") found.place = given.place;
        if (isStale) throw new Refused(409, "Another version.");
        if (fault !== "the place is not replaced") found.place = given.place;
        if (fault !== "the version stays") found.version++;
        return reply(shown(found));
      },
      "DELETE /repos/{owner}/{repo}": (call) => {
        all.delete(find(call, { writes: fault !== "others can delete" }).name);
        return { status: 204 };
      },
      "POST /repos/{owner}/{repo}/archive": (call) => {
        const found = find(call, { writes: fault !== "others can archive" });
        if (found.isArchived === true && fault !== "a repository can be archived twice") throw new Refused(409, "It is archived.");
        found.isArchived = true;
        return reply(shown(found));
      },
      "POST /repos/{owner}/{repo}:touch": (call) => reply(shown(find(call, { writes: fault !== "others can call a custom method" }))),
      "POST /repos/{owner}/{repo}/export": (call) => reply({ id: `job-${find(call, { writes: true }).name}`, status: "running" }, 202),
      "GET /jobs/{job}": ({ path, headers }) => {
        if (headers["x-key"] !== "main" || fault === "the job of an export is forgotten") throw new Refused(404, "None.");
        return reply({ id: path["job"], status: "done" });
      },
      "GET /repos/{owner}/{repo}/logo": (call) => {
        const { logo } = find(call, { isOpen: fault === "the logo is for all" });
        if (logo === undefined) throw new Refused(404, "None.");
        return { status: 200, bytes: logo, type: "image/png" };
      },
      "PUT /repos/{owner}/{repo}/logo": (call) => {
        find(call, { writes: true }).logo = call.bytes;
        return { status: 204 };
      },
      "GET /repos/{owner}/{repo}/issues": (call) => {
        const wanted = call.query.get("state") ?? (fault === "closed issues are listed by default" ? "all" : "open");
        const since = fault === "the time of the last update is ignored" ? "" : (call.query.get("since") ?? "");
        const creator = fault === "the creator is ignored" ? null : call.query.get("creator");
        const found = find(call).issues.filter(
          (one) => (wanted === "all" || one.state === wanted) && one.updated_at >= since && (creator ?? one.user.login) === one.user.login,
        );
        const [size, page] = [Number(call.query.get("per_page") ?? 30), Number(call.query.get("page") ?? 1)];
        const last = Math.ceil(found.length / size) + (fault === "the link to the last page is wrong" ? 1 : 0);
        const link = (to: number, rel: string): string => `<${call.url.pathname}?per_page=${size}&page=${to}>; rel="${rel}"`;
        const next = fault === "a page has no link to the next" ? [] : [link(page + 1, "next")];
        const links = page * size < found.length ? [...next, link(last, "last")] : [];
        return { ...reply(found.slice((page - 1) * size, page * size)), ...(links.length > 0 && { headers: { Link: links.join(", ") } }) };
      },
      "POST /repos/{owner}/{repo}/issues": (call) => {
        const { issues } = find(call, { writes: true });
        const given = jsonOf(call) as { readonly title: string; readonly startsOn: string; readonly endsOn: string };
        if (given.endsOn <= given.startsOn && fault !== "an issue ends before it starts") throw new Refused(422, "It ends too early.");
        const now = new Date().toISOString();
        const made = { number: issues.length + 1, title: given.title, state: "open", user: { login: "main" }, created_at: now, updated_at: now };
        issues.push(made);
        return reply(made, 201);
      },
      "GET /repos/{owner}/{repo}/issues/{number}": (call) => reply(issueIn(call)),
      "PATCH /repos/{owner}/{repo}/issues/{number}": (call) => {
        const found = issueIn(call, true);
        const given = jsonOf(call) as { readonly title?: string; readonly state?: string };
        if (fault !== "the title of an issue is not stored") found.title = given.title ?? found.title;
        found.state = given.state ?? found.state;
        return reply(found);
      },
      "GET /starred": ({ headers }) => {
        if (headers["x-key"] !== "main") throw new Refused(401, "No key.");
        return reply(fault === "a starred repository is not listed" ? [] : [...all.values()].filter((one) => one.isStarred === true).map(shown));
      },
      "GET /starred/{owner}/{repo}": (call) => {
        if (find(call).isStarred !== true) throw new Refused(404, "None.");
        return { status: 204 };
      },
      "PUT /starred/{owner}/{repo}": (call) => {
        find(call, { writes: true }).isStarred = true;
        return { status: 204 };
      },
      "DELETE /starred/{owner}/{repo}": (call) => {
        find(call, { writes: true }).isStarred = fault === "a star stays";
        return { status: 204 };
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, repositories, lawOf, {
  runs: 2,
  key: "main",
  others: ["other"],
  allow: ["POST /repos/*/*/{archive,export}", "POST /repos/*/*:touch"],
});
