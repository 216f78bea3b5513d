import type { ApiModel, Json, Parameter, ParameterStyle, Schema } from "tallystick/model";

/** Everything that a request carries, by location, decoded once. */
export interface RequestValues {
  readonly path: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Query values before percent-decoding: a delimiter that was encoded is no delimiter. */
  readonly rawQuery: ReadonlyMap<string, readonly string[]>;
  /** Names in lower case. */
  readonly header: ReadonlyMap<string, string>;
  readonly cookie: ReadonlyMap<string, string>;
}

/** `absent`; `unknown` where the style cannot be read back without doubt; else the texts as a JSON value of strings. */
export type ReadParameter = { readonly kind: "absent" | "unknown" } | { readonly kind: "value"; readonly value: Wire };

/** What stands on the wire: texts, in the shape that the style gives them. */
export type Wire = string | readonly string[] | { readonly [name: string]: string | readonly string[] };

export function readParameter(model: ApiModel, parameter: Parameter, request: RequestValues): ReadParameter {
  const kind = parameter.schema === undefined ? "scalar" : kindOf(model, parameter.schema);
  switch (parameter.in) {
    case "path": {
      const raw = request.path.get(parameter.name);
      return raw === undefined ? { kind: "absent" } : fromSimple(raw, parameter, kind);
    }
    case "header": {
      const raw = request.header.get(parameter.name.toLowerCase());
      return raw === undefined ? { kind: "absent" } : parameter.content ? { kind: "value", value: raw } : fromSimple(raw, parameter, kind);
    }
    case "cookie": {
      const raw = request.cookie.get(parameter.name);
      if (raw === undefined) return kind === "object" ? { kind: "unknown" } : { kind: "absent" };
      return kind === "scalar" ? { kind: "value", value: raw } : kind === "array" ? { kind: "value", value: raw.split(",") } : { kind: "unknown" };
    }
    case "query":
      return fromQuery(parameter, kind, request);
    case "querystring":
      return { kind: "unknown" };
  }
}

type Kind = "scalar" | "array" | "object" | "mixed";

/** What a parameter's value is made of, through references and unions. */
export function kindOf(model: ApiModel, schema: Schema, depth = 0): Kind {
  if (depth > 10) return "mixed";
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target) return kindOf(model, target, depth + 1);
  const types = schema.type?.filter((type) => type !== "null");
  if (types !== undefined && types.length > 0) {
    const kinds = new Set(types.map((type) => (type === "array" || type === "object" ? type : "scalar")));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined ? only : "mixed";
  }
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (parts.length > 0) {
    const kinds = new Set(parts.map((part) => kindOf(model, part, depth + 1)));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined ? only : "mixed";
  }
  if (schema.object?.properties?.size) return "object";
  if (schema.array?.items) return "array";
  return "scalar";
}

function fromSimple(raw: string, parameter: Parameter, kind: Kind): ReadParameter {
  if (kind === "mixed") return { kind: "unknown" };
  const text = parameter.style === "label" ? raw.replace(/^\./, "") : parameter.style === "matrix" ? raw.replace(/^;[^=]*=?/, "") : raw;
  if (kind === "scalar") return { kind: "value", value: text };
  if (kind === "array") {
    if (parameter.style === "matrix" && parameter.explode) return { kind: "unknown" };
    const separator = parameter.style === "label" && parameter.explode ? "." : ",";
    return { kind: "value", value: text === "" ? [] : text.split(separator).map((item) => item.trim()) };
  }
  return { kind: "unknown" };
}

const separators: Partial<Record<ParameterStyle, readonly string[]>> = {
  form: [","],
  spaceDelimited: [" ", "+", "%20"],
  pipeDelimited: ["|", "%7C", "%7c"],
  tabDelimited: ["\t", "%09"],
};

function fromQuery(parameter: Parameter, kind: Kind, request: RequestValues): ReadParameter {
  const { name } = parameter;
  if (parameter.style === "deepObject" || (kind === "object" && !parameter.explode)) {
    return parameter.style === "deepObject"
      ? fromDeepObject(name, request.query)
      : request.query.has(name)
        ? { kind: "unknown" }
        : { kind: "absent" };
  }
  // Its properties stand side by side with the other parameters.
  if (kind === "object") return { kind: "unknown" };
  // PHP, Rails and many clients write lists with brackets.
  const values = request.query.get(name) ?? request.query.get(`${name}[]`);
  if (values === undefined) return { kind: "absent" };
  if (kind === "mixed") return { kind: "unknown" };
  const [first = ""] = values;
  if (kind === "scalar") return { kind: "value", value: first };
  if (parameter.explode || parameter.content !== undefined) return { kind: "value", value: values };
  const raw = request.rawQuery.get(name)?.[0] ?? first;
  const separator = (separators[parameter.style] ?? [","]).find((mark) => raw.includes(mark));
  const parts = raw === "" ? [] : separator === undefined ? [raw] : raw.split(separator);
  return { kind: "value", value: parts.map(decodeQuery) };
}

function fromDeepObject(name: string, query: RequestValues["query"]): ReadParameter {
  const value: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string | readonly string[]>;
  let any = false;
  for (const [key, values] of query) {
    if (!key.startsWith(`${name}[`)) continue;
    const inner = /^\[([^\]]*)\]$/.exec(key.slice(name.length))?.[1];
    // More than one level is not defined by OpenAPI.
    if (inner === undefined) return { kind: "unknown" };
    any = true;
    value[inner] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return any ? { kind: "value", value } : { kind: "absent" };
}

/** The JSON values that a text may stand for: the wire has no types, the schema decides. The likeliest first. */
export function readings(model: ApiModel, schema: Schema, wire: Wire): readonly Json[] {
  if (typeof wire === "string") return scalarReadings(wire);
  if (Array.isArray(wire)) {
    const list = wire as readonly string[];
    // All texts, and all texts read as what they look like: lists of mixed spelling are rare, and a union of both is tried item by item.
    return [list.map((text) => typedReading(text)), [...list], list.map((text) => itemReading(model, schema, text))];
  }
  const entries = Object.entries(wire as Readonly<Record<string, string | readonly string[]>>);
  return [
    Object.fromEntries(entries.map(([key, text]) => [key, typeof text === "string" ? typedReading(text) : text.map((one) => typedReading(one))])),
    Object.fromEntries(entries.map(([key, text]) => [key, text])),
  ];
}

function scalarReadings(text: string): readonly Json[] {
  const typed = typedReading(text);
  if (typeof typed === "string") return [text];
  return [typed, text];
}

function typedReading(text: string): Json {
  if (text === "true") return true;
  if (text === "false") return false;
  if (text === "null") return null;
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return text;
}

function itemReading(model: ApiModel, schema: Schema, text: string): Json {
  const target = schema.ref === undefined ? schema : (model.schemas.get(schema.ref) ?? schema);
  const item = target.array?.items;
  const types = item === undefined ? undefined : (item.ref === undefined ? item : model.schemas.get(item.ref))?.type;
  return types?.includes("string") ? text : typedReading(text);
}

export function splitQuery(search: string): { readonly query: Map<string, string[]>; readonly rawQuery: Map<string, string[]> } {
  const query = new Map<string, string[]>();
  const rawQuery = new Map<string, string[]>();
  for (const pair of search.replace(/^\?/, "").split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeQuery(equals < 0 ? pair : pair.slice(0, equals));
    const raw = equals < 0 ? "" : pair.slice(equals + 1);
    push(query, name, decodeQuery(raw));
    push(rawQuery, name, raw);
  }
  return { query, rawQuery };
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

export function splitCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0) cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
  return cookies;
}
