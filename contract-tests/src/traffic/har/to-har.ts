import type { Content, Entry, Har, Header, PostData } from "har-format";
import { headerValue } from "../headers.js";
import type { Body, HeaderField, Interaction } from "../interaction.js";
import { toolName } from "../tool.js";

/** Writes interactions as a HAR 1.2 archive that browsers' developer tools open. The interactions must be redacted already. */
export function toHar(interactions: readonly Interaction[]): Har {
  const [name = "", version = ""] = toolName.split(" ");
  return { log: { version: "1.2", creator: { name, version }, entries: interactions.map(toEntry) } };
}

function toEntry({ request, response, failure, startedAt, durationMs, origin }: Interaction): Entry {
  const time = durationMs ?? 0;
  const contentType = response === undefined ? undefined : headerValue(response.headers, "content-type");
  const entry: Entry = {
    startedDateTime: startedAt ?? "1970-01-01T00:00:00.000Z",
    time,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: request.headers.map(toHeader),
      queryString: [...new URL(request.url).searchParams].map(([queryName, value]) => ({ name: queryName, value })),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : -1,
      ...(request.body === undefined ? {} : { postData: toPostData(request.body, headerValue(request.headers, "content-type")) }),
    },
    response: {
      status: response?.status ?? 0,
      statusText: "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: response?.headers.map(toHeader) ?? [],
      content: toContent(response?.body, contentType),
      redirectURL: response === undefined ? "" : (headerValue(response.headers, "location") ?? ""),
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    comment: origin,
  };
  return failure === undefined ? entry : { ...entry, response: Object.assign(entry.response, { _error: failure.message, _failure: failure.kind }) };
}

function toHeader([name, value]: HeaderField): Header {
  return { name, value };
}

function toPostData(body: Body, contentType: string | undefined): PostData {
  const mimeType = contentType ?? "";
  if (body.kind === "text") return { mimeType, text: body.text };
  return Object.assign({ mimeType, text: Buffer.from(body.bytes).toString("base64") }, { encoding: "base64" });
}

function toContent(body: Body | undefined, contentType: string | undefined): Content {
  const mimeType = contentType ?? "x-unknown";
  if (body === undefined) return { size: 0, mimeType };
  if (body.kind === "text") return { size: Buffer.byteLength(body.text), mimeType, text: body.text };
  return { size: body.bytes.length, mimeType, text: Buffer.from(body.bytes).toString("base64"), encoding: "base64" };
}
