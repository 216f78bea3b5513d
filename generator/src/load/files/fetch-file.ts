import { isUtf8 } from "node:buffer";
import { networkError } from "../../model/http/network-error.js";
import { formatBytes, contentLimit } from "../../limits.js";
import { authorizationIn, publicAddress } from "./address.js";
import type { AllowsHost, Missing } from "./policy.js";

export interface FetchLimits {
  /** After decompression. */
  readonly bytes: number;
  /** For the request, its redirects and the whole body. */
  readonly milliseconds: number;
}

export interface Fetched {
  /** UTF-8, unless the server sent another encoding that it did not name. */
  readonly bytes: Buffer;
  /** Without parameters; empty where the server named none. */
  readonly mediaType: string;
}

const hopLimit = 5;
const defaultLimits: FetchLimits = { bytes: contentLimit, milliseconds: 60_000 };

/**
 * A remote file. Redirects are followed by hand, because each of their hosts must be allowed too. The user and the password of the address are
 * sent to its own origin only.
 */
export async function fetchFile(address: string, allowsHost: AllowsHost, limits: FetchLimits = defaultLimits): Promise<Fetched | Missing> {
  const controller = new AbortController();
  // A timer that keeps the process alive: on Node 20, a body that cannot be decompressed never ends.
  const timer = setTimeout(() => controller.abort(new DOMException("", "TimeoutError")), limits.milliseconds);
  try {
    return await follow(address, allowsHost, limits, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function follow(address: string, allowsHost: AllowsHost, limits: FetchLimits, signal: AbortSignal): Promise<Fetched | Missing> {
  let url = new URL(address);
  const { origin } = url;
  const authorization = authorizationIn(url);
  for (let hop = 0; hop <= hopLimit; hop++) {
    if (!allowsHost(url)) return { why: "remote", host: url.host === "" ? url.protocol : url.host };
    url.username = "";
    url.password = "";
    let response: Response;
    try {
      response = await fetch(url, {
        redirect: "manual",
        signal,
        headers: {
          accept: "application/json, application/yaml, */*;q=0.1",
          ...(authorization !== undefined && url.origin === origin && { authorization }),
        },
      });
    } catch (error) {
      return { why: "unreachable", reason: reasonOf(error) };
    }
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
      await response.body?.cancel();
      const next = new URL(location, url);
      if (url.protocol === "https:" && next.protocol === "http:")
        return { why: "unreachable", reason: `it redirects to ${publicAddress(next.href)}, which is not encrypted` };
      url = next;
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      return { why: "unreachable", reason: `the server responded with status ${response.status}${meaning[response.status] ?? ""}` };
    }
    return await readAll(response, limits, signal);
  }
  return { why: "unreachable", reason: `more than ${hopLimit} redirects` };
}

const meaning: Readonly<Record<number, string>> = {
  401: ": it requires credentials",
  403: ": it refuses access",
  404: ": file not found",
  410: ": the file was removed",
  429: ": it received too many requests",
};

async function readAll(response: Response, limits: FetchLimits, signal: AbortSignal): Promise<Fetched | Missing> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // The signal of the request does not end such a body.
    for await (const chunk of response.body?.pipeThrough(new TransformStream(), { signal }) ?? []) {
      size += (chunk as Uint8Array).length;
      if (size > limits.bytes) return { why: "unreachable", reason: `it is larger than ${formatBytes(limits.bytes)}` };
      chunks.push(chunk as Uint8Array);
    }
  } catch (error) {
    return { why: "unreachable", reason: reasonOf(error) };
  }
  const [mediaType = "", ...parameters] = (response.headers.get("content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const bytes = inUtf8(Buffer.concat(chunks), charsetIn(parameters));
  if (isWebPage(mediaType, bytes))
    return { why: "unreachable", reason: "the server sent a web page instead of a document, for example a login page" };
  return { bytes, mediaType };
}

function charsetIn(parameters: readonly string[]): string | undefined {
  return parameters.map((part) => /^charset="?([\w.:-]+)"?$/.exec(part)?.[1]).find((charset) => charset !== undefined);
}

/** Many servers declare Latin-1 for UTF-8 text by default, so valid UTF-8 is read as UTF-8. */
function inUtf8(bytes: Buffer, charset: string | undefined): Buffer {
  if (charset === undefined || /^utf-?(?:8|16)/.test(charset) || isUtf8(bytes)) return bytes;
  try {
    return Buffer.from(new TextDecoder(charset, { fatal: true }).decode(bytes));
  } catch {
    return bytes;
  }
}

function isWebPage(mediaType: string, bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 1000).replace(/^[^!-~]+/, "");
  return /^<(?:!doctype html|html)\b/i.test(start) || (/^(?:text\/html|application\/xhtml\+xml)$/.test(mediaType) && start.startsWith("<"));
}

/** As the middle of a sentence. */
function reasonOf(error: unknown): string {
  const { name, sentence } = networkError(error);
  const reason = name === "TimeoutError" ? "The server takes too long." : sentence;
  return `${reason.charAt(0).toLowerCase()}${reason.slice(1, -1)}`;
}
