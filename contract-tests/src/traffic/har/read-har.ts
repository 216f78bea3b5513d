import type { Content, Entry, Header, PostData } from "har-format";
import { jsonFault, letGo, streamNamed, stringLimit, unreadable } from "tallystick";
import { bodyLimit } from "../../limits.js";
import { bodyOf } from "../body.js";
import { isJsonType, mediaTypeOf, withoutTransferHeaders } from "../headers.js";
import type { Body, HeaderField, Interaction } from "../interaction.js";
import type { TrafficProblem } from "../read-recording.js";
import { entriesOf, HarError, type EntryText } from "./entries.js";

/**
 * The interactions of a HAR file, one after the other, without loading the file: browsers write hundreds of megabytes.
 * Reports missing or wrong parts of an entry with its number, and continues.
 *
 * @param longest The maximum characters of an entry. A longer one is reported and skipped. Default: 268,435,456.
 */
export async function* readHar(
  path: string,
  report: (problem: TrafficProblem) => void = () => undefined,
  longest: number = bodyLimit,
): AsyncGenerator<Interaction> {
  let entry = 0;
  try {
    const limit = Math.min(longest, stringLimit);
    for await (const text of entriesOf(streamNamed(path), limit)) {
      entry++;
      const problem = (message: string): undefined => void report({ path, entry, code: "input-invalid", message });
      if (text.isTooLong)
        problem(`Entry ${entry} was skipped, because it is longer than ${limit} characters. Raise the limit with --max-response-bytes.`);
      else {
        const interaction = interactionIn(text, entry, path, problem);
        if (interaction !== undefined) yield interaction;
      }
    }
  } catch (error) {
    const isFile = error instanceof Error && "code" in error;
    if (!isFile && !(error instanceof HarError)) throw error;
    const message = isFile ? unreadable("file", path, error) : error.message;
    report({ path, ...(entry > 0 ? { entry } : {}), code: isFile ? "input-unreadable" : "input-invalid", message });
  }
}

/** HAR as it is found: any field may be missing, and of another type. */
type Loose<T> = { readonly [K in keyof T]?: T[K] | null };

function objectOf<T>(value: unknown): Loose<T> | undefined {
  return typeof value === "object" && value !== null ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

const notSaved: Body = { kind: "binary", bytes: new Uint8Array(), truncated: true };

function interactionIn(text: EntryText, number: number, path: string, problem: (message: string) => undefined): Interaction | undefined {
  const parsed = parse(text.take());
  // In our words: the message of JSON.parse quotes the text, which may be a credential.
  if ("fault" in parsed) return problem(`Entry ${number} is not JSON: ${parsed.fault}.`);
  const { length, entry } = parsed;
  letGo(length);
  const interaction = entryToInteraction(entry, number, path, problem);
  letGo(length);
  return interaction;
}

function parse(text: string): { readonly entry: Loose<Entry>; readonly length: number } | { readonly fault: string } {
  try {
    return { entry: JSON.parse(text) as Loose<Entry>, length: text.length };
  } catch {
    return { fault: jsonFault(text).reason };
  }
}

function entryToInteraction(entry: Loose<Entry>, number: number, path: string, problem: (message: string) => undefined): Interaction | undefined {
  const request = objectOf<Entry["request"]>(entry.request);
  const url = request?.url;
  if (typeof url !== "string" || typeof request?.method !== "string") return problem(`Entry ${number} has no request with a method and a url.`);
  if (/^(?:data|blob|about|chrome-extension|file|ws|wss):/i.test(url)) return undefined;
  if (!URL.canParse(url)) return problem(`Entry ${number} has the url ${JSON.stringify(withoutQuery(url))}, which is not absolute.`);
  const requestHeaders = headersOf(request.headers);
  // A browser omits files and bodies of workers, and records their size.
  const requestBody = postDataOf(objectOf<PostData>(request.postData)) ?? ((request.bodySize ?? 0) > 0 ? notSaved : undefined);
  const record: Interaction["request"] = {
    method: request.method.toUpperCase(),
    url,
    headers: requestHeaders,
    ...(requestBody === undefined ? {} : { body: requestBody }),
  };
  const base = {
    request: record,
    ...(typeof entry.startedDateTime === "string" ? { startedAt: entry.startedDateTime } : {}),
    ...(typeof entry.time === "number" && entry.time >= 0 ? { durationMs: entry.time } : {}),
    origin: `${path}#${number}`,
  };
  const response = objectOf<Entry["response"]>(entry.response);
  const status = response?.status;
  if (typeof status === "number" && status !== 0 && !(Number.isInteger(status) && status >= 100 && status <= 999))
    return problem(`Entry ${number} has the status ${status}, which is not one of HTTP.`);
  if (typeof status !== "number" || status === 0) {
    const failure = failureOf(response);
    if (failure === undefined)
      problem(`Entry ${number} (${record.method} ${withoutQuery(url)}) has no response, and the HAR file has no reason for it.`);
    return { ...base, failure: failure ?? { kind: "aborted", message: "The HAR file has no response to this request." } };
  }
  const headers = headersOf(response?.headers);
  // Chrome responds to some requests itself, with a redirect that no server sent (HSTS).
  if (headers.some(([name]) => name.toLowerCase() === "non-authoritative-reason")) return undefined;
  const content = objectOf<Content>(response?.content);
  const contentType =
    headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ??
    (content?.mimeType === "x-unknown" ? undefined : textOf(content?.mimeType));
  const allHeaders =
    headers.some(([name]) => name.toLowerCase() === "content-type") || contentType === undefined || contentType === ""
      ? headers
      : [...headers, ["content-type", contentType] as const];
  const body = contentOf(content, contentType);
  if (body === "not saved")
    problem(
      `Entry ${number} (${record.method} ${withoutQuery(url)}) had a body of ${String(content?.size)} bytes that the HAR file does not contain.`,
    );
  const retained: Body | undefined = body === "not saved" ? notSaved : body;
  const failure = failureOf(response);
  return {
    ...base,
    response: { status, headers: allHeaders, ...(retained === undefined ? {} : { body: retained }) },
    ...(failure === undefined ? {} : { failure }),
  };
}

const failureKinds = ["timeout", "connection", "truncated", "too-large", "tls", "redirect-loop", "aborted", "protocol", "coding"] as const;

/** Chrome has the reason in `_error` (`net::ERR_TIMED_OUT`); our own files also name the kind. */
function failureOf(response: object | undefined): Interaction["failure"] {
  const field = (name: string): string => {
    return (response && textOf(Reflect.get(response, name))) ?? "";
  };
  const message = field("_error");
  if (message === "") return undefined;
  const named = field("_failure");
  const known = failureKinds.find((one) => one === named) ?? chromeErrors.find(([pattern]) => pattern.test(message))?.[1];
  return { kind: known ?? "connection", message };
}

/** A page that closes, or an extension that blocks, aborts a request before the response. */
const chromeErrors: readonly (readonly [RegExp, (typeof failureKinds)[number]])[] = [
  [/^net::ERR_(?:ABORTED|BLOCKED_BY_\w+|NETWORK_CHANGED|INTERNET_DISCONNECTED|CACHE_MISS)$/, "aborted"],
  [/^net::ERR_(?:CONNECTION_)?TIMED_OUT$/, "timeout"],
  [/^net::ERR_(?:CERT_|SSL_)/, "tls"],
  [/^net::ERR_TOO_MANY_REDIRECTS$/, "redirect-loop"],
  [/^net::ERR_(?:CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)$/, "truncated"],
];

/** HTTP/2 pseudo headers (`:path`) are no headers. Several values of one header may be in one field, one per line. */
function headersOf(headers: unknown): HeaderField[] {
  if (!Array.isArray(headers)) return [];
  const fields = headers.flatMap((each: unknown): HeaderField[] => {
    const header = objectOf<Header>(each);
    const name = textOf(header?.name) ?? "";
    if (name === "" || name.startsWith(":")) return [];
    const value: unknown = header?.value ?? "";
    // Not of HAR, and it may be nested deeper than a function can call itself.
    if (typeof value === "object") return [];
    return String(value)
      .split("\n")
      .map((line): HeaderField => [name, line]);
  });
  return withoutTransferHeaders(fields);
}

function postDataOf(data: Loose<PostData> | undefined): Body | undefined {
  if (data === undefined) return undefined;
  if (typeof data.text === "string" && data.text !== "") {
    const encoding: unknown = Reflect.get(data, "encoding");
    return encoding === "base64" ? bodyOf(fromBase64(data.text), textOf(data.mimeType)) : { kind: "text", text: data.text };
  }
  if (!Array.isArray(data.params) || data.params.length === 0) return undefined;
  const pairs = data.params.flatMap((each: unknown): [string, string][] => {
    const { name, value } = objectOf<{ name: string; value: string }>(each) ?? {};
    return typeof name === "string" ? [[name, textOf(value) ?? ""]] : [];
  });
  return { kind: "text", text: new URLSearchParams(pairs).toString() };
}

function contentOf(content: Loose<Content> | undefined, contentType: string | undefined): Body | undefined | "not saved" {
  if (content === undefined) return undefined;
  if (typeof content.text !== "string") return (content.size ?? 0) > 0 ? "not saved" : undefined;
  if (content.text === "") return undefined;
  if (content.encoding === "base64") return bodyOf(fromBase64(content.text), contentType);
  const { text } = content;
  return { kind: "text", text, ...(isPartOf(text, content.size ?? 0, contentType) ? { truncated: true } : {}) };
}

/** Browsers keep only the beginning of a long body. Sizes also differ for other reasons, so that only JSON that does not end is a part. */
function isPartOf(text: string, size: number, contentType: string | undefined): boolean {
  if (size <= text.length || size <= Buffer.byteLength(text) || !isJsonType(mediaTypeOf(contentType))) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/** The bytes of a Base64 text. Node needs twice their memory for them at once, and little more than once in pieces. */
function fromBase64(text: string): Uint8Array {
  if (text.length < piece || !/^[\w+/-]*={0,2}$/.test(text)) return Buffer.from(text, "base64");
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(text, "base64"));
  let length = 0;
  for (let at = 0; at < text.length; at += piece) length += bytes.write(text.slice(at, at + piece), length, "base64");
  return bytes.subarray(0, length);
}

/** Characters, of which four are three bytes. */
const piece = 1 << 20;
