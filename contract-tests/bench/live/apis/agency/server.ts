import { choiceOf, integerOf, jsonOf, Refused, type Api, type Call, type Handler, type Has } from "../../service.js";
import { date, flag, integer, listOf, number, oneOf, orNull, text, validated, type Check } from "../../validate.js";

interface Client {
  readonly id: string;
  readonly tenant: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Project {
  readonly id: string;
  readonly client: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly isDeleted: boolean;
}

interface Milestone {
  readonly number: number;
  readonly project: string;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const keys = { north: "north-key", south: "south-key" };
const plans = ["free", "team", "enterprise"] as const;
const began = "2026-03-01T08:00:00.000Z";
/** Milliseconds until an import is finished. */
const finishedAfter = 80;

const uri: Check = (value) =>
  typeof value === "string" && [...value].length <= 200 && /^[a-z][a-z\d+.-]*:\S*$/i.test(value) ? undefined : "is not a URI";

export function createAgency(has: Has): Api {
  const clients = new Map<string, Client>();
  const projects = new Map<string, Project>();
  const milestones = new Map<string, Milestone>();
  const imports = new Map<string, number>();
  const dangerous: string[] = [];
  let last = 100;
  const attributesOf = { plan: "free", seats: 1, tags: [], website: null, createdAt: began };
  const settings = { language: "en", digest: true };
  for (const [index, name] of ["Moss", "Alder", "Zinc", "Birch", "Lark", "Fern", "Yarrow"].entries()) {
    const id = `c${index + 1}`;
    const plan = plans[index % 3];
    clients.set(id, {
      id,
      tenant: index === 6 ? "south" : "north",
      settings,
      attributes: { ...attributesOf, name, plan, seats: ((index * 37) % 90) + 1 },
    });
  }
  projects.set("p1", { id: "p1", client: "c1", fields: { title: "Site", stage: "active", budget: 900, due: null }, isDeleted: false });
  milestones.set("p1/1", { number: 1, project: "p1", version: 1, fields: { label: "Draft", points: 3, done: false } });

  const tenantOf = (call: Call): string => {
    const key = call.headers["x-api-key"];
    const isOpen = has("write-without-key") && call.method === "PATCH" && call.path["project"] !== undefined && call.path["number"] === undefined;
    const tenant = call.headers["x-tenant"];
    if (tenant !== "north" && tenant !== "south") throw new Refused(400, "X-Tenant is none of north, south.");
    if (key === undefined && isOpen) return tenant;
    if (key !== keys.north && key !== keys.south) throw new Refused(401, "Send your X-Api-Key.");
    return key === keys.north ? "north" : "south";
  };
  const clientOf = (call: Call): Client => {
    const tenant = tenantOf(call);
    const id = call.path["client"] ?? "";
    if (!/^c\d{1,9}$/.test(id)) throw new Refused(400, "That is no id of a client.");
    const client = clients.get(id);
    const isForeign = client !== undefined && client.tenant !== tenant;
    const isOpen = (has("foreign-client-readable") && call.method === "GET") || (has("foreign-client-writable") && call.method === "PATCH");
    if (client === undefined || (isForeign && !isOpen)) throw new Refused(404, "No such client.");
    return client;
  };
  const projectOf = (call: Call): Project => {
    const client = clientOf(call);
    const id = call.path["project"] ?? "";
    if (!/^p\d{1,9}$/.test(id)) throw new Refused(400, "That is no id of a project.");
    const project = projects.get(id);
    if (project === undefined || (project.client !== client.id && !has("project-readable-through-another-client")))
      throw new Refused(404, "No such project.");
    const isOpen = has("deleted-project-patchable") && call.method === "PATCH" && call.path["number"] === undefined;
    if (project.isDeleted && !call.url.pathname.endsWith("/restore") && !isOpen) {
      if (!(has("milestones-outlive-their-project") && call.path["number"] !== undefined)) throw new Refused(410, "The project was deleted.");
    }
    return project;
  };
  const milestoneOf = (call: Call): Milestone => {
    const project = projectOf(call);
    const given = call.path["number"] ?? "";
    if (!/^[1-9]\d{0,15}$/.test(given)) throw new Refused(400, "That is no number of a milestone.");
    const found = milestones.get(`${project.id}/${given}`);
    const milestone =
      found ?? (has("milestone-of-another-project") ? [...milestones.values()].find((one) => String(one.number) === given) : undefined);
    if (milestone === undefined) throw new Refused(404, "No such milestone.");
    return milestone;
  };
  const tagOf = ({ number: at, version }: Milestone): string => `W/"${at}.${has("etag-stays") ? 1 : version}"`;
  const shownMilestone = (milestone: Milestone) => ({
    headers: { ETag: tagOf(milestone) },
    json: { number: milestone.number, ...milestone.fields },
  });
  const shownClient = ({ id, attributes }: Client): unknown => ({ type: "clients", id, attributes });
  const pathOf = (project: Project): string => `/api/v3/clients/${project.client}/projects/${project.id}`;
  const shownProject = (project: Project): unknown => ({ id: project.id, ...project.fields, _links: { self: { href: pathOf(project) } } });

  const clientFields = {
    name: text(1, has("long-name-accepted") ? 400 : 40),
    code: text(2, 6, /^[A-Z]{2,6}$/),
    plan: has("any-plan-accepted") ? text(0, 100) : oneOf(...plans),
    seats: integer(1, 500),
    tags: listOf(text(1, 20), 0, has("many-tags-accepted") ? 500 : 5),
    website: orNull(uri),
    ...(has("created-at-sticks") && { createdAt: text(1, 60) }),
  };
  const requireFreeCode = (code: unknown, tenant: string, but = ""): void => {
    if (code === undefined || has("code-is-not-unique")) return;
    for (const one of clients.values())
      if (one.id !== but && one.tenant === tenant && one.attributes["code"] === code) throw new Refused(409, "Another client has this code.");
  };
  const resourceOf = (call: Call, names: readonly string[]): Readonly<Record<string, unknown>> => {
    const { data } = validated(jsonOf(call, ["application/vnd.api+json"]), { fields: { data: () => undefined }, required: ["data"], closed: true });
    const anything: Check = () => undefined;
    return validated(data, {
      fields: { type: oneOf("clients"), ...(names.includes("id") && { id: text(1, 60) }), attributes: anything },
      required: names,
      closed: true,
    });
  };
  const projectFields = {
    title: text(1, 60),
    stage: oneOf("draft", "active", "done"),
    budget: number(has("negative-budget-accepted") ? -1e9 : 0, 1_000_000),
    due: orNull(date),
  };
  const milestoneFields = { label: text(1, 30), points: integer(0, has("many-points-accepted") ? 1e9 : 100), done: flag };

  const routes: Record<string, Handler> = {
    "GET /clients": (call) => {
      const tenant = tenantOf(call);
      const size = integerOf(call, "page[size]", { min: 1, max: 40, otherwise: 10 });
      const cursor = call.query.get("page[cursor]");
      const start = cursor === null ? 0 : Number(/^after-(\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1] ?? Number.NaN);
      if (Number.isNaN(start)) throw new Refused(400, "The cursor is none of ours.");
      const plan = choiceOf(call, "filter[plan]", plans);
      const sort = choiceOf(call, "sort", ["name", "-name", "seats", "-seats"]);
      let all = [...clients.values()].filter(
        (one) => one.tenant === tenant && (plan === undefined || has("plan-filter-ignored") || one.attributes["plan"] === plan),
      );
      const by = sort?.replace("-", "") ?? "";
      const rank = (one: Client): string | number => one.attributes[by] as string | number;
      if (sort !== undefined) all = all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
      if (sort?.startsWith("-") === true && !(has("descending-seats-ignored") && by === "seats")) all = all.toReversed();
      const end = start + size;
      const from = has("pages-overlap") ? end - 1 : end;
      const isLast = end >= all.length && !has("cursor-never-ends");
      const query = new URLSearchParams(call.query);
      query.set("page[cursor]", Buffer.from(`after-${end >= all.length ? 0 : from}`).toString("base64url"));
      return {
        status: 200,
        type: "application/vnd.api+json",
        headers: isLast ? {} : { Link: `</api/v3/clients?${query}>; rel="next"` },
        json: {
          data: all.slice(start, end).map(shownClient),
          meta: { total: has("total-of-the-page") ? Math.min(size, all.length - start) : all.length },
        },
      };
    },
    "POST /clients": (call) => {
      const tenant = tenantOf(call);
      const { attributes } = resourceOf(call, ["type", "attributes"]);
      const given = validated(attributes, {
        fields: clientFields,
        required: has("client-without-plan-accepted") ? ["name"] : ["name", "plan"],
        closed: !has("unknown-attribute-accepted"),
      });
      requireFreeCode(given["code"], tenant);
      if (has("most-seats-crash") && given["seats"] === 500) throw new Error("overflow");
      const { website: _website, ...kept } = given;
      const id = `c${++last}`;
      const client: Client = {
        id,
        tenant,
        settings,
        attributes: { ...attributesOf, createdAt: new Date().toISOString(), ...(has("website-is-lost") ? kept : given) },
      };
      clients.set(id, client);
      return { status: 201, type: "application/vnd.api+json", json: { data: shownClient(client) } };
    },
    "GET /clients/{client}": (call) => ({ status: 200, type: "application/vnd.api+json", json: { data: shownClient(clientOf(call)) } }),
    "PATCH /clients/{client}": (call) => {
      const client = clientOf(call);
      const { attributes, id } = resourceOf(call, ["type", "id", "attributes"]);
      if (id !== client.id) throw new Refused(409, "The id is that of another client.");
      if (has("refused-client-is-half-changed") && typeof attributes === "object" && attributes !== null) {
        const { name } = attributes as { readonly name?: unknown };
        if (typeof name === "string" && name !== "" && name.length < 41)
          clients.set(client.id, { ...client, attributes: { ...client.attributes, name } });
      }
      const given = validated(attributes, { fields: clientFields, closed: true });
      requireFreeCode(given["code"], client.tenant, client.id);
      const base = has("client-patch-wipes-tags") ? { ...client.attributes, tags: [] } : client.attributes;
      const changed: Client = {
        ...client,
        attributes: { ...base, ...given, ...(has("patched-seats-are-text") && given["seats"] !== undefined && { seats: String(given["seats"]) }) },
      };
      clients.set(client.id, has("patched-client-is-not-stored") ? client : changed);
      return { status: 200, type: "application/vnd.api+json", json: { data: shownClient(changed) } };
    },
    "DELETE /clients/{client}": (call) => {
      const { id } = clientOf(call);
      if (!has("deleted-client-stays")) clients.delete(id);
      return { status: 204 };
    },
    "GET /clients/{client}/settings": (call) => ({ status: 200, json: clientOf(call).settings }),
    "PUT /clients/{client}/settings": (call) => {
      const client = clientOf(call);
      const fields = { language: has("any-language-accepted") ? text(0, 90) : oneOf("en", "de", "fr"), digest: flag, signature: text(0, 60) };
      const given = validated(jsonOf(call), { fields, required: ["language", "digest"] });
      if (has("empty-signature-crashes") && given["signature"] === "") throw new Error("no first letter");
      const stored = has("digest-is-not-stored")
        ? { ...given, digest: client.settings["digest"] }
        : has("replaced-settings-are-merged")
          ? { ...client.settings, ...given }
          : given;
      clients.set(client.id, { ...client, settings: stored });
      return { status: 200, json: given };
    },
    "GET /clients/{client}/projects": (call) => {
      const { id } = clientOf(call);
      const all = [...projects.values()].filter(
        (one) => (one.client === id || has("projects-of-all-clients-listed")) && (!one.isDeleted || has("deleted-project-listed")),
      );
      return {
        status: 200,
        type: "application/hal+json",
        json: { _links: { self: { href: `/api/v3/clients/${id}/projects` } }, _embedded: { projects: all.map(shownProject) } },
      };
    },
    "POST /clients/{client}/projects": (call) => {
      const client = clientOf(call);
      const given = validated(jsonOf(call), { fields: projectFields, required: ["title"] });
      const project: Project = { id: `p${++last}`, client: client.id, fields: { stage: "draft", budget: 0, due: null, ...given }, isDeleted: false };
      projects.set(project.id, project);
      const at = `${pathOf(project)}${has("location-of-no-project") ? "0" : ""}`;
      return { status: 201, type: "application/hal+json", headers: { Location: at }, json: shownProject(project) };
    },
    "DELETE /clients/{client}/projects": (call) => {
      const { id } = clientOf(call);
      dangerous.push(`DELETE ${call.url.pathname}`);
      for (const one of projects.values()) if (one.client === id) projects.set(one.id, { ...one, isDeleted: true });
      return { status: 204 };
    },
    "GET /clients/{client}/projects/{project}": (call) => ({ status: 200, type: "application/hal+json", json: shownProject(projectOf(call)) }),
    "PATCH /clients/{client}/projects/{project}": (call) => {
      const project = projectOf(call);
      const given = validated(jsonOf(call, ["application/merge-patch+json"]), { fields: projectFields });
      if (has("null-due-is-ignored") && given["due"] === null) delete given["due"];
      const base = has("project-patch-resets-stage") ? { ...project.fields, stage: "draft" } : project.fields;
      const changed: Project = { ...project, fields: { ...base, ...given } };
      projects.set(project.id, changed);
      return { status: 200, type: "application/hal+json", json: shownProject(changed) };
    },
    "DELETE /clients/{client}/projects/{project}": (call) => {
      const project = projectOf(call);
      projects.set(project.id, { ...project, isDeleted: true });
      return { status: 204 };
    },
    "POST /clients/{client}/projects/{project}/restore": (call) => {
      const project = projectOf(call);
      dangerous.push(`POST ${call.url.pathname}`);
      projects.set(project.id, { ...project, isDeleted: false });
      return { status: 200, type: "application/hal+json", json: shownProject(project) };
    },
    "GET /clients/{client}/projects/{project}/milestones": (call) => {
      const { id } = projectOf(call);
      return { status: 200, json: [...milestones.values()].filter((one) => one.project === id).map((one) => shownMilestone(one).json) };
    },
    "POST /clients/{client}/projects/{project}/milestones": (call) => {
      const project = projectOf(call);
      const given = validated(jsonOf(call), { fields: milestoneFields, required: ["label", "points"] });
      const milestone: Milestone = { number: ++last, project: project.id, version: 1, fields: { done: false, ...given } };
      milestones.set(`${project.id}/${milestone.number}`, milestone);
      return { status: 201, ...shownMilestone(milestone) };
    },
    "GET /clients/{client}/projects/{project}/milestones/{number}": (call) => {
      const milestone = milestoneOf(call);
      if (call.headers["if-none-match"] === tagOf(milestone) && !has("never-304")) return { status: 304, headers: { ETag: tagOf(milestone) } };
      return { status: 200, ...shownMilestone(milestone) };
    },
    "PATCH /clients/{client}/projects/{project}/milestones/{number}": (call) => {
      const milestone = milestoneOf(call);
      const match = call.headers["if-match"];
      const patch = jsonOf(call, ["application/json-patch+json"]);
      if (!Array.isArray(patch) || patch.length === 0 || patch.length > 10) throw new Refused(422, "Send one to ten operations.");
      if (match !== undefined && match !== "*" && match !== tagOf(milestone) && !has("if-match-ignored")) throw new Refused(412, "It was changed.");
      const changes: Record<string, unknown> = {};
      for (const one of patch) {
        const { path, value } = validated(one, {
          fields: { op: oneOf("replace", "add"), path: oneOf("/label", "/points", "/done"), value: () => undefined },
          required: ["op", "path", "value"],
        });
        changes[String(path).slice(1)] = value;
      }
      const given = validated(changes, { fields: milestoneFields });
      if (has("json-patch-loses-points")) delete given["points"];
      const changed: Milestone = { ...milestone, version: milestone.version + 1, fields: { ...milestone.fields, ...given } };
      milestones.set(`${milestone.project}/${milestone.number}`, changed);
      return { status: 200, ...shownMilestone(changed) };
    },
    "DELETE /clients/{client}/projects/{project}/milestones/{number}": (call) => {
      const { project, number: at } = milestoneOf(call);
      milestones.delete(`${project}/${at}`);
      return { status: 204 };
    },
    "POST /imports": (call) => {
      tenantOf(call);
      validated(jsonOf(call), { fields: { source: text(1, 80), rows: integer(1, 1000) }, required: ["source"] });
      const id = `i${++last}`;
      imports.set(id, Date.now());
      return { status: 202, headers: { Location: `/api/v3/imports/${id}`, ...(!has("no-retry-after") && { "Retry-After": "1" }) } };
    },
    "GET /imports/{importId}": (call) => {
      tenantOf(call);
      const id = call.path["importId"] ?? "";
      const at = imports.get(id);
      if (at === undefined) throw new Refused(has("unknown-import-crashes") ? 500 : 404, "No such import.");
      const isFinished = Date.now() - at >= finishedAfter && !has("import-never-ends");
      return { status: 200, json: { importId: id, state: isFinished ? "finished" : "running" } };
    },
    "DELETE /imports/{importId}": (call) => {
      tenantOf(call);
      if (!imports.delete(call.path["importId"] ?? "")) throw new Refused(404, "No such import.");
      return { status: 204 };
    },
    "POST /reindex": (call) => {
      dangerous.push("POST /reindex");
      tenantOf(call);
      return { status: 202 };
    },
  };
  return {
    routes,
    refuse: ({ status, message, headers }) => ({
      status,
      headers,
      type: "application/vnd.api+json",
      json: { errors: [{ status: String(status), title: message }] },
    }),
    // What is deleted with its client is gone, and a deleted project is.
    data: () => ({
      clients: [...clients.values()],
      projects: [...projects.values()].filter(({ client, isDeleted }) => clients.has(client) && !isDeleted),
      milestones: [...milestones.values()].filter(
        ({ project }) => clients.has(projects.get(project)?.client ?? "") && projects.get(project)?.isDeleted === false,
      ),
      imports: [...imports.keys()],
    }),
    dangerous,
  };
}
