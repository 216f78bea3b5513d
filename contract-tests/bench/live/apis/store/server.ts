import { choiceOf, jsonOf, Refused, type Api, type Call, type Handler, type Has } from "../../service.js";
import { anything, flag, integer, listOf, number, oneOf, text, unique, validated, type Check } from "../../validate.js";

interface Document {
  readonly key: string;
  readonly title: string;
  readonly content: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly weight?: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly published: boolean;
  readonly revision: number;
  readonly changedAt: string;
}

export const apiKey = "store-key";
const codes: Readonly<Record<number, string>> = {
  400: "bad-request",
  401: "unauthorized",
  404: "not-found",
  409: "conflict",
  415: "media-type",
  422: "invalid",
};

export function createStore(has: Has): Api {
  const documents = new Map<string, Document>();
  const counters = new Map<string, unknown>([["visits", { value: 41, unit: "items" }]]);
  const members = new Map(["ada", "bo"].map((name) => [name, { name, admin: name === "ada" }]));
  const dangerous: string[] = [];
  /** What was deleted, for a fault. */
  const ghosts = new Map<string, Document>();
  let settings: unknown = { language: "en", pageSize: 20 };
  let isDown = false;
  let isMaintained = false;
  for (const [index, key] of ["about", "alpha", "alpha-two", "beta", "gamma", "help"].entries()) {
    const common = { content: `Text of ${key}`, tags: [index % 2 === 0 ? "even" : "odd", "seed"], metadata: {}, published: false, revision: 1 };
    documents.set(key, { key, title: `The ${key} page`, ...common, weight: index * 10, changedAt: "2026-03-01T10:00:00.000Z" });
  }

  const fields: Readonly<Record<string, Check>> = {
    title: has("blank-title-accepted") ? text(0, 100) : text(1, 100),
    content: has("content-of-any-type-accepted") ? anything : text(0, 5000),
    summary: text(0, 200),
    tags: has("repeated-tags-accepted") ? listOf(text(1, 16), 0, 10) : unique(listOf(text(1, 16), 0, 10)),
    weight: number(-1000, has("heavy-weight-accepted") ? 1e9 : 1000),
    metadata: (value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return "is not an object";
      if (Object.keys(value).length > 8) return "has too many properties";
      return Object.values(value)
        .map(text(0, 50))
        .find((problem) => problem !== undefined);
    },
  };
  const keyOf = (call: Call): string => {
    const key = call.path["key"] ?? "";
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(key)) throw new Refused(400, "This is no key.");
    return key;
  };
  const documentOf = (call: Call): Document => {
    const key = keyOf(call);
    const document = documents.get(key) ?? (has("deleted-document-readable") ? ghosts.get(key) : undefined);
    if (document === undefined) throw new Refused(404, `There is no document "${key}".`);
    return document;
  };
  const counterName = (call: Call): string => {
    const name = call.path["name"] ?? "";
    if (!/^[a-z]{3,12}$/.test(name)) throw new Refused(400, "This is no name of a counter.");
    return name;
  };
  const danger = (call: Call): void => void dangerous.push(`${call.method} ${call.url.pathname}`);
  const sorted = (): readonly Document[] => [...documents.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));

  const routes: Record<string, Handler> = {
    "GET /documents": (call) => {
      const prefix = call.query.get("prefix") ?? "";
      const tag = call.query.get("tag");
      const shown = choiceOf(call, "fields", ["all", "keys"]) ?? "all";
      if ([...prefix].length > 40) throw new Refused(400, `"prefix" is too long.`);
      if (tag !== null && (tag === "" || [...tag].length > 16)) throw new Refused(400, `"tag" is too short or too long.`);
      if (has("empty-prefix-crashes") && call.query.has("prefix") && prefix === "") throw new Error("bad range");
      if (has("keys-with-a-tag-crash") && shown === "keys" && tag !== null) throw new Error("no such column");
      const found = sorted().filter(
        (one) => (has("prefix-ignored") || one.key.startsWith(prefix)) && (tag === null || has("tag-filter-ignored") || one.tags.includes(tag)),
      );
      const total = found.length + (has("count-keeps-deleted-documents") ? ghosts.size : 0);
      return { status: 200, headers: { "X-Total-Count": String(total) }, json: shown === "keys" ? found.map(({ key }) => ({ key })) : found };
    },
    "QUERY /documents": (call) => {
      const checks = { text: text(0, 50), tag: text(1, 16), minWeight: number(-Infinity, Infinity) };
      const wanted = validated(jsonOf(call), { fields: checks, closed: true }) as { text?: string; tag?: string; minWeight?: number };
      if (has("empty-search-crashes") && Object.keys(wanted).length === 0) throw new Error("empty clause");
      const words = wanted.text?.toLowerCase() ?? "";
      return {
        status: 200,
        json: sorted().filter(
          (one) =>
            one.title.toLowerCase().includes(words) &&
            (wanted.tag === undefined || one.tags.includes(wanted.tag)) &&
            (wanted.minWeight === undefined || (one.weight ?? 0) >= wanted.minWeight),
        ),
      };
    },
    "DELETE /documents": (call) => {
      danger(call);
      documents.clear();
      return { status: 204 };
    },
    "POST /documents/bulk": (call) => {
      danger(call);
      const checks = { keys: listOf(text(1, 31, /^[a-z][a-z0-9-]{0,30}$/), 1, 1000), action: oneOf("delete", "tag"), tag: text(1, 16) };
      const given = validated(jsonOf(call), { fields: checks, required: ["keys", "action"], closed: true });
      const keys = (given["keys"] as string[]).filter((key) => documents.has(key));
      if (given["action"] === "delete") for (const key of keys) documents.delete(key);
      return { status: 200, json: { changed: keys.length } };
    },
    "GET /documents/{key}": (call) => {
      if (has("unknown-document-is-empty") && !documents.has(keyOf(call))) return { status: 200, json: {} };
      return { status: 200, json: documentOf(call) };
    },
    "PUT /documents/{key}": (call) => {
      const key = keyOf(call);
      const given = validated(jsonOf(call), {
        fields,
        required: has("missing-content-accepted") ? ["title"] : ["title", "content"],
        closed: !has("unknown-document-property-accepted"),
      }) as Partial<Document>;
      if (has("longest-key-crashes") && key.length === 31) throw new Error("index too long");
      if (has("empty-content-crashes") && given.content === "") throw new Error("nothing to index");
      if (has("unicode-metadata-crashes") && /[^\x20-\x7e]/.test(JSON.stringify(given.metadata ?? {}))) throw new Error("not ASCII");
      if (has("negative-weight-crashes") && (given.weight ?? 0) < 0) throw new Error("unsigned");
      const before = documents.get(key) ?? (has("deleted-content-returns") ? ghosts.get(key) : undefined);
      if (before !== undefined && has("second-put-conflicts")) throw new Refused(409, "It is there.");
      const defaults = { tags: [], metadata: {} };
      const retained = before !== undefined && (has("put-merges") || has("deleted-content-returns")) ? before : {};
      const tags = has("put-appends-tags") && before !== undefined ? [...before.tags, ...(given.tags ?? [])] : (given.tags ?? defaults.tags);
      const document = {
        ...defaults,
        ...retained,
        ...given,
        ...(has("put-appends-tags") && { tags }),
        ...(has("content-is-trimmed-to-100") && typeof given.content === "string" && { content: given.content.slice(0, 100) }),
        ...(typeof given.content !== "string" && { content: String(given.content ?? "") }),
        key,
        published: before?.published ?? false,
        revision: (before?.revision ?? 0) + 1,
        changedAt: new Date().toISOString(),
      } as Document;
      if (!(has("replacement-is-not-stored") && before !== undefined)) documents.set(key, document);
      return { status: documents.get(key) === document && before === undefined ? 201 : 200, json: document };
    },
    "DELETE /documents/{key}": (call) => {
      if (has("unknown-delete-crashes") && !documents.has(keyOf(call))) throw new Error("nothing to delete");
      const document = documentOf(call);
      documents.delete(document.key);
      ghosts.set(document.key, document);
      if (has("delete-takes-neighbours")) for (const key of documents.keys()) if (key.startsWith(document.key)) documents.delete(key);
      return { status: 204 };
    },
    "POST /documents/{key}/publish": (call) => {
      const document = { ...documentOf(call), published: true };
      danger(call);
      documents.set(document.key, document);
      return { status: 200, json: document };
    },
    "GET /counters/{name}": (call) => {
      const counter = counters.get(counterName(call));
      if (counter === undefined) throw new Refused(404, "There is no such counter.");
      return { status: 200, json: counter };
    },
    "PUT /counters/{name}": (call) => {
      const name = counterName(call);
      const checks = { value: integer(0, 4_294_967_295), unit: oneOf("items", "bytes", "seconds") };
      const given = validated(jsonOf(call), { fields: checks, required: ["value"] }) as { value: number };
      const value = has("counter-wraps-at-31-bits") ? given.value | 0 : given.value;
      counters.set(name, {
        ...given,
        value: has("put-adds-to-the-counter") ? value + ((counters.get(name) as { value: number } | undefined)?.value ?? 0) : value,
      });
      return { status: 200, json: counters.get(name) };
    },
    "DELETE /counters/{name}": (call) => {
      if (!counters.delete(counterName(call))) throw new Refused(404, "There is no such counter.");
      return { status: 204 };
    },
    "GET /settings": () => ({ status: 200, json: settings }),
    "PUT /settings": (call) => {
      danger(call);
      const checks = { language: oneOf("en", "de", "fr"), pageSize: integer(1, 100) };
      settings = validated(jsonOf(call), { fields: checks, required: ["language", "pageSize"] });
      return { status: 200, json: settings };
    },
    "PUT /maintenance": (call) => {
      danger(call);
      isMaintained = validated(jsonOf(call), { fields: { on: flag }, required: ["on"] })["on"] === true;
      return { status: 204 };
    },
    "POST /tools/shutdown": (call) => {
      danger(call);
      isDown = true;
      return { status: 202 };
    },
    "GET /members": () => ({ status: 200, json: [...members.values()] }),
    "POST /members/{name}/make-admin": (call) => {
      const member = members.get(call.path["name"] ?? "");
      if (member === undefined) throw new Refused(404, "There is no such member.");
      danger(call);
      members.set(member.name, { ...member, admin: true });
      return { status: 200, json: members.get(member.name) };
    },
  };

  const open = new Map([
    ["PUT /documents/{key}", "put-without-key"],
    ["DELETE /documents/{key}", "delete-without-key"],
  ]);
  const guarded = (key: string, handler: Handler): Handler => {
    const fault = open.get(key);
    return (call) => {
      if (call.headers["x-api-key"] !== apiKey && !(fault !== undefined && has(fault))) throw new Refused(401, "Send X-Api-Key.");
      if (isDown || isMaintained) throw new Refused(503, "Not now.");
      return handler(call);
    };
  };
  return {
    routes: Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, guarded(key, handler)])),
    refuse: ({ status, message }) => ({ status, json: { code: codes[status] ?? "error", detail: message } }),
    data: () => ({ documents: sorted(), counters: [...counters], members: [...members.values()], settings, isDown, isMaintained }),
    dangerous,
  };
}
