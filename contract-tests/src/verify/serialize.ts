import { isJsonObject, type Encoding, type MediaType, type Parameter } from "tallystick/model";
import { isForm } from "../match/media-type.js";

/** How a value of a parameter is written on the wire (OpenAPI 3.1 §4.8.12.3, styles of RFC 6570). */
export interface WireParts {
  readonly path: Map<string, string>;
  readonly query: string[];
  readonly headers: [string, string][];
  readonly cookies: string[];
}

export function serializeParameter(parameter: Parameter, value: unknown, into: WireParts): void {
  const { name } = parameter;
  const whole = parameter.content === undefined ? value : typeof value === "string" ? value : JSON.stringify(value);
  switch (parameter.in) {
    case "path":
      into.path.set(name, pathText(parameter, whole));
      return;
    case "query":
      into.query.push(...queryPairs(parameter, whole));
      return;
    case "querystring":
      into.query.push(queryText(parameter, value));
      return;
    case "header":
      into.headers.push([name, simple(whole, parameter.explode)]);
      return;
    case "cookie":
      into.cookies.push(`${name}=${encodeURIComponent(simple(whole, false))}`);
  }
}

function pathText(parameter: Parameter, value: unknown): string {
  if (parameter.style === "label")
    return `.${list(value)
      .map(encodeURIComponent)
      .join(parameter.explode ? "." : ",")}`;
  if (parameter.style === "matrix") {
    return parameter.explode && Array.isArray(value)
      ? list(value)
          .map((one) => `;${parameter.name}=${encodeURIComponent(one)}`)
          .join("")
      : `;${parameter.name}=${list(value).map(encodeURIComponent).join(",")}`;
  }
  return isJsonObject(value)
    ? encodeURIComponent(simple(value, parameter.explode)).replaceAll("%2C", ",").replaceAll("%3D", "=")
    : list(value).map(encodeURIComponent).join(",");
}

/** A whole query string: OpenAPI 3.2 describes it like a body. */
function queryText({ content }: Parameter, value: unknown): string {
  if (typeof value === "string") return value;
  return content !== undefined && isForm(content.mediaType) && isJsonObject(value)
    ? formText(content, value)
    : encodeURIComponent(JSON.stringify(value));
}

/** Each property in the style that the document's `encoding` says; what that is silent about is repeated, and JSON where it is an object. */
function formText({ encoding }: MediaType, value: object): string {
  return Object.entries(value)
    .flatMap(([name, one]) => {
      const said: Partial<Encoding> = encoding.get(name) ?? {};
      const { style = "form", explode = style === "form", allowReserved = false } = said;
      const isSilent = (said.style ?? said.explode ?? said.allowReserved) === undefined && isJsonObject(one);
      return queryPairs({ name, style, explode, allowReserved }, isSilent ? JSON.stringify(one) : one);
    })
    .join("&");
}

type QueryStyle = Pick<Parameter, "name" | "style" | "explode" | "allowReserved">;

function queryPairs(parameter: QueryStyle, value: unknown): string[] {
  const name = encodeURIComponent(parameter.name);
  const encode = (text: string): string =>
    parameter.allowReserved ? encodeURI(text).replace(/[#&]/g, encodeURIComponent) : encodeURIComponent(text);
  if (isJsonObject(value)) {
    const entries = Object.entries(value);
    if (parameter.style === "deepObject") {
      return entries.flatMap(([key, one]) => list(one).map((text) => `${name}%5B${encodeURIComponent(key)}%5D=${encode(text)}`));
    }
    if (parameter.explode) return entries.flatMap(([key, one]) => list(one).map((text) => `${encodeURIComponent(key)}=${encode(text)}`));
    return [`${name}=${entries.flatMap(([key, one]) => [encode(key), encode(asText(one))]).join(",")}`];
  }
  if (Array.isArray(value)) {
    if (parameter.explode && parameter.style === "form") return list(value).map((one) => `${name}=${encode(one)}`);
    const separator =
      parameter.style === "spaceDelimited" ? "%20" : parameter.style === "pipeDelimited" ? "%7C" : parameter.style === "tabDelimited" ? "%09" : ",";
    return [`${name}=${list(value).map(encode).join(separator)}`];
  }
  return [`${name}=${encode(asText(value))}`];
}

function simple(value: unknown, explode: boolean): string {
  if (isJsonObject(value))
    return Object.entries(value)
      .map(([key, one]) => (explode ? `${key}=${asText(one)}` : `${key},${asText(one)}`))
      .join(",");
  return list(value).join(",");
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}
function asText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A body in a media type that we can write; `undefined` for the others. */
export function serializeBody(media: MediaType, value: unknown): string | undefined {
  const type = media.mediaType.toLowerCase();
  if (/[/+]json\b/.test(type)) return JSON.stringify(value);
  if (isForm(type)) return isJsonObject(value) ? formText(media, value) : undefined;
  if (type.startsWith("text/") || typeof value === "string") return asText(value);
  return undefined;
}
