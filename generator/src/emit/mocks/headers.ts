import { writeParameter } from "../../http/write.js";
import type { ApiModel, Header } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import { headerExamples } from "../../http/examples.js";
import { exampleOf } from "../../values/index.js";

/**
 * Response headers of a mock with values: required ones, or all described ones. Headers of the body and its transfer are
 * omitted. `Set-Cookie` may occur several times.
 */
export function headerValues(headers: readonly Header[], model: ApiModel, which: "required" | "all"): [name: string, value: string][] {
  return headers.flatMap((header): [string, string][] => {
    const { name, required } = header;
    if ((which === "required" && !required) || /^content-(?:type|length|encoding)$|^transfer-encoding$/i.test(name)) return [];
    return textsOf(header, model).flatMap((text) => (/^[\x20-\x7e]*$/.test(text) ? [[name, text] as [string, string]] : []));
  });
}

/** The same by name, where a name may have several lines. */
export function headerLines(headers: readonly Header[], model: ApiModel, which: "required" | "all"): Record<string, string | string[]> {
  const lines: Record<string, string | string[]> = {};
  for (const [name, value] of headerValues(headers, model, which)) {
    const before = lines[name];
    lines[name] = before === undefined ? value : [before, value].flat();
  }
  return lines;
}

/** The lines of the header: a serialized example, else a value of its schema. `Set-Cookie` has a line for each cookie (OpenAPI 3.2 §4.21). */
function textsOf(header: Header, model: ApiModel): readonly string[] {
  const isCookie = /^set-cookie$/i.test(header.name);
  const serialized = header.examples[0]?.serialized ?? header.content?.examples[0]?.serialized;
  if (serialized !== undefined) return isCookie ? serialized.split(/\r?\n/).filter((line) => line.trim() !== "") : [serialized.trimEnd()];
  const schema = header.schema ?? header.content?.schema;
  if (schema === undefined) return [];
  const result = exampleOf(schema, model, { direction: "response", name: header.name, further: headerExamples(header, model) });
  if (!result.found || result.value === null) return [];
  return isCookie ? cookieLines(result.value) : written(header, result.value, model);
}

function written({ name, explode, content, schema }: Header, value: Json, model: ApiModel): readonly string[] {
  if (content !== undefined) return [typeof value === "string" && !/json/i.test(content.mediaType) ? value : JSON.stringify(value)];
  if (typeof value !== "object") return [String(value)];
  const parts = { path: new Map<string, string>(), query: [], headers: [] as [string, string][], cookies: [] };
  const parameter = { name, in: "header", style: "simple", explode, required: true, allowReserved: false, allowEmptyValue: false } as const;
  const described = schema === undefined ? {} : { schema };
  const place = { file: "", pointer: "#" };
  const isWritten = writeParameter({ ...parameter, ...described, examples: [], extensions: {}, place }, value, parts, model);
  return isWritten ? parts.headers.map(([, text]) => text) : [];
}

/** A cookie has a name and a value (RFC 6265 §4.1.1), which few schemas describe. */
function cookieLines(value: Json): readonly string[] {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value).map(([name, text]) => `${name}=${plain(text)}`);
  const lines = Array.isArray(value) ? (value as readonly Json[]).map(plain) : plain(value).split(/\r?\n/);
  return lines.filter((line) => line !== "").map((line) => (/^[^=;\s]+=/.test(line) ? line : "cookie=value"));
}

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
