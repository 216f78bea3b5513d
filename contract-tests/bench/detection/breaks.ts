import type { FindingClass } from "../../src/findings/finding.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { contentTypeOf, untouched, withText } from "./traffic.js";

/** One response that was broken on purpose, and the only finding about it. */
export interface Break {
  readonly what: string;
  readonly class: FindingClass;
  /** Where, as a pointer into the body; `undefined` when it is about the response as a whole. */
  readonly at?: string;
  readonly interaction: Interaction;
}

type Raw = { readonly [key: string]: unknown };

/** A value in a body and the parts of the document that speak about it, found by hand-written rules that share nothing with the product. */
interface Site {
  readonly pointer: string;
  readonly schema: Raw;
  readonly value: unknown;
  readonly requiredIn?: string;
  /** Inside a branch that is told by its properties and not by a tag: taking one away may point at another branch. */
  readonly untagged: boolean;
}

/** All breaks of all responses, in a fixed order; `pick` takes a seeded choice of them. */
export function allBreaks(document: Raw): Break[] {
  return untouched.flatMap((interaction) => [...bodyBreaks(document, interaction), ...responseBreaks(interaction)]);
}

export function pick(breaks: readonly Break[], count: number, seed: number): Break[] {
  const random = mulberry(seed);
  const byKind = new Map<string, Break[]>();
  for (const one of breaks) byKind.set(one.what, [...(byKind.get(one.what) ?? []), one]);
  for (const list of byKind.values()) shuffle(list, random);
  // In turns, so that every kind is there before one is there often.
  const picked: Break[] = [];
  for (let round = 0; picked.length < count && round < 500; round++)
    for (const list of byKind.values()) if (list[round] && picked.length < count) picked.push(list[round] as Break);
  return picked;
}

function* bodyBreaks(document: Raw, interaction: Interaction): Iterable<Break> {
  if (!/json/.test(contentTypeOf(interaction)) || interaction.response?.body?.kind !== "text") return;
  const root: unknown = JSON.parse(interaction.response.body.text);
  const schema = responseSchema(document, interaction);
  if (schema === undefined) return;
  const broken = (site: Site, what: string, value: unknown, className: FindingClass = "schema-violation", where = site.pointer): Break => ({
    what,
    class: className,
    at: where,
    interaction: withText(interaction, JSON.stringify(replaced(root, site.pointer, value))),
  });
  for (const site of sites(document, schema, root, "")) {
    const { schema: own, value } = site;
    const types = [own["type"]].flat();
    if (types[0] !== undefined && !site.untagged) {
      for (const wrong of ["text", 17.5, true, [], {}, null]) {
        if (types.includes(kind(wrong)) || (wrong === 17.5 && types.includes("number"))) continue;
        if (wrong === null && types.includes("null")) continue;
        yield broken(site, `type ${String(types[0])} → ${kind(wrong)}`, wrong);
      }
    }
    if (Array.isArray(own["enum"])) yield broken(site, "out of enum", "unheard-of");
    if (typeof value === "string") {
      if (own["format"] === "uuid") yield broken(site, "broken uuid", `${value.slice(0, -1)}g`);
      if (own["format"] === "date") yield broken(site, "broken date", "2026-02-30");
      if (own["format"] === "date-time") yield broken(site, "broken date-time", "2026-01-02 25:00");
      if (own["format"] === "email") yield broken(site, "broken email", "nobody at all");
      if (own["format"] === "uri") yield broken(site, "broken uri", "no uri at all");
      if (own["pattern"] !== undefined) yield broken(site, "against pattern", `${value}!`);
      if (typeof own["maxLength"] === "number") yield broken(site, "too long", "x".repeat(own["maxLength"] + 1));
      if (typeof own["minLength"] === "number") yield broken(site, "too short", "x".repeat(own["minLength"] - 1));
    }
    if (typeof value === "number") {
      if (typeof own["minimum"] === "number") yield broken(site, "below minimum", own["minimum"] - (own["multipleOf"] === undefined ? 1 : 5));
      if (typeof own["maximum"] === "number") yield broken(site, "above maximum", own["maximum"] + 1);
      if (typeof own["exclusiveMinimum"] === "number") yield broken(site, "excluded minimum", own["exclusiveMinimum"]);
      if (typeof own["multipleOf"] === "number") yield broken(site, "no multiple", value + 1);
      if (types.includes("integer")) yield broken(site, "fraction", value + 0.5);
    }
    if (Array.isArray(value)) {
      if (typeof own["maxItems"] === "number" && value.length > 0) {
        yield broken(
          site,
          "too many items",
          Array.from({ length: own["maxItems"] + 1 }, (_, index) => (own["uniqueItems"] ? `t${index}` : value[0])),
        );
      }
      if (own["uniqueItems"] && value.length > 0) yield broken(site, "repeated item", [...(value as unknown[]), value[0]]);
      if (typeof own["minItems"] === "number") yield broken(site, "too few items", []);
    }
    if (isRecord(value) && isRecord(own["properties"])) {
      const names: readonly string[] = Array.isArray(own["required"]) ? (own["required"] as string[]) : [];
      for (const name of names) {
        if (!Object.hasOwn(value, name) || (site.untagged && Object.keys(value).length < 2)) continue;
        const { [name]: _, ...rest } = value;
        yield broken(site, name === "kind" ? "dropped tag" : "dropped required", rest);
      }
      const extra = { ...value, unheardOf: { deep: 1 } };
      if (own["additionalProperties"] === false) yield broken(site, "extra field, closed", extra);
      else yield broken(site, "extra field", extra, "undocumented-field", `${site.pointer}/unheardOf`);
      if (Object.hasOwn(value, "kind") && typeof value["tonnes"] === "number") yield broken(site, "unknown tag", { ...value, kind: "Passenger" });
    }
  }
}

function* responseBreaks(interaction: Interaction): Iterable<Break> {
  const { response } = interaction;
  if (response === undefined) return;
  const broken = (what: string, className: FindingClass, changed: Partial<NonNullable<Interaction["response"]>>): Break => ({
    what,
    class: className,
    interaction: { ...interaction, response: { ...response, ...changed } },
  });
  const without = (name: string): NonNullable<Interaction["response"]>["headers"] =>
    response.headers.filter(([field]) => field.toLowerCase() !== name.toLowerCase());
  const type = contentTypeOf(interaction);
  const range = /\/berths/.test(interaction.request.url);
  const fallback = /\/tides/.test(interaction.request.url);
  // A refused request stays refused: with a success response it would be a second difference.
  const others = (range ? [201, 302, 500, 503] : [201, 202, 302, 409, 418, 429, 500, 502]).filter((status) => response.status < 300 || status >= 300);
  if (!fallback) for (const status of others) yield broken(`status ${status}`, "undocumented-status", { status });
  if (type === "") return;
  for (const other of ["text/html", "application/xml", "text/plain; charset=utf-8"])
    yield broken(`content type ${other}`, "wrong-content-type", { headers: [...without("content-type"), ["Content-Type", other]] });
  yield broken("no content type", "wrong-content-type", { headers: without("content-type") });
  if (/json/.test(type)) {
    const text = response.body?.kind === "text" ? response.body.text : "";
    for (const part of [0.3, 0.6, 0.95])
      yield broken("truncated", "invalid-body", { body: { kind: "text", text: text.slice(0, Math.max(1, Math.floor(text.length * part))) } });
    yield broken("not JSON", "invalid-body", { body: { kind: "text", text: "<html><body>Bad gateway</body></html>" } });
    yield broken("JSON with a comma too many", "invalid-body", { body: { kind: "text", text: `${text.slice(0, -1)},${text.slice(-1)}` } });
    yield broken("empty", "invalid-body", { body: { kind: "text", text: "" } });
    yield broken("no body", "invalid-body", { headers: response.headers, body: { kind: "text", text: "" } });
    yield broken("not UTF-8", "invalid-body", {
      body: { kind: "binary", bytes: new Uint8Array([...Buffer.from('{"title":"'), 0xff, 0xc3, ...Buffer.from('","status":404}')]) },
    });
    yield broken("charset utf-16", "invalid-body", { headers: [...without("content-type"), ["Content-Type", `${type}; charset=utf-16`]] });
  }
  for (const [name, value] of response.headers) {
    if (name === "X-Total") {
      yield broken("missing header", "missing-header", { headers: without(name) });
      for (const wrong of ["many", "-1", "1.5", ""]) yield broken("wrong header", "schema-violation", { headers: [...without(name), [name, wrong]] });
    }
    if (name === "X-Page") yield broken("wrong header", "schema-violation", { headers: [...without(name), [name, `${value}er`]] });
  }
}

function* sites(document: Raw, schema: Raw, value: unknown, pointer: string, requiredIn?: string, untagged = false): Iterable<Site> {
  const parts = conjuncts(document, schema, value);
  const merged = Object.assign({}, ...parts) as Record<string, unknown>;
  merged["properties"] = parts.some((part) => isRecord(part["properties"]))
    ? Object.assign({}, ...parts.map((part) => part["properties"] ?? {}))
    : undefined;
  merged["required"] = parts.flatMap((part) => (Array.isArray(part["required"]) ? (part["required"] as unknown[]) : []));
  const inVoyage = untagged || (Array.isArray(schema["oneOf"]) && schema["discriminator"] === undefined);
  // A nullable union accepts what is not an object in other ways.
  const own = schema["anyOf"] === undefined ? merged : { ...merged, type: undefined };
  if (value !== null)
    yield { pointer, schema: own, value, untagged: inVoyage && isRecord(value), ...(requiredIn === undefined ? {} : { requiredIn }) };
  if (Array.isArray(value) && isRecord(merged["items"]))
    for (const [index, item] of value.entries()) yield* sites(document, merged["items"], item, `${pointer}/${index}`);
  if (isRecord(value)) {
    const properties = isRecord(merged["properties"]) ? merged["properties"] : {};
    for (const [name, inner] of Object.entries(value)) {
      const found = properties[name] ?? merged["additionalProperties"];
      if (isRecord(found) && found["const"] === undefined) yield* sites(document, found, inner, `${pointer}/${name}`, pointer);
    }
  }
}

/** The schema, what it refers to, the parts of `allOf`, and the branch that the value was written for. */
function conjuncts(document: Raw, schema: Raw, value: unknown): Raw[] {
  if (typeof schema["$ref"] === "string") return conjuncts(document, at(document, schema["$ref"]), value);
  const own: Raw[] = [Object.fromEntries(Object.entries(schema).filter(([key]) => !["allOf", "oneOf", "anyOf"].includes(key)))];
  for (const part of (schema["allOf"] ?? []) as Raw[]) own.push(...conjuncts(document, part, value));
  const union = (schema["oneOf"] ?? schema["anyOf"] ?? []) as Raw[];
  const branch = union.find((one) => meant(document, one, value));
  if (branch) own.push(...conjuncts(document, branch, value));
  return own;
}

function meant(document: Raw, branch: Raw, value: unknown): boolean {
  const parts = conjuncts(document, branch, value);
  if (value === null) return parts.some((part) => part["type"] === "null");
  if (!isRecord(value)) return false;
  if (typeof branch["$ref"] === "string" && typeof value["kind"] === "string") return branch["$ref"].endsWith(`/${value["kind"]}`);
  return parts.every((part) => ((part["required"] ?? []) as string[]).every((name) => Object.hasOwn(value, name)) && part["type"] !== "null");
}

function responseSchema(document: Raw, interaction: Interaction): Raw | undefined {
  const path = new URL(interaction.request.url).pathname.slice("/v1".length);
  const template = path.replace(/^\/ships\/[^/]+/, "/ships/{shipId}");
  const responses = at(document, `#/paths/${template.replaceAll("/", "~1")}/get/responses`);
  const status = String(interaction.response?.status);
  let response = (responses[status] ?? responses[`${status.charAt(0)}XX`] ?? responses["default"]) as Raw | undefined;
  if (typeof response?.["$ref"] === "string") response = at(document, response["$ref"]);
  const content = response?.["content"];
  if (!isRecord(content)) return undefined;
  const media = content[contentTypeOf(interaction).split(";", 1)[0] ?? ""];
  return isRecord(media) && isRecord(media["schema"]) ? media["schema"] : undefined;
}

function at(document: Raw, pointer: string): Raw {
  let node: unknown = document;
  for (const token of pointer.slice(2).split("/")) node = (node as Raw)[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  return node as Raw;
}

function replaced(root: unknown, pointer: string, value: unknown): unknown {
  if (pointer === "") return value;
  const copy = structuredClone(root);
  const steps = pointer.slice(1).split("/");
  const last = steps.pop() ?? "";
  let node = copy as Record<string, unknown>;
  for (const step of steps) node = node[step] as Record<string, unknown>;
  node[last] = value;
  return copy;
}

function kind(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A small generator with a seed (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
}
