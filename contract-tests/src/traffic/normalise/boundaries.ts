import { headerValue, mediaTypeParameter } from "../headers.js";
import type { Body, HeaderField, Interaction } from "../interaction.js";
import { splitAtBoundary } from "../rewrite/multipart.js";

/** A multipart body's boundary is drawn at random by the client; numbered ones give no diff. */
export function steadyBoundaries(interactions: readonly Interaction[]): Interaction[] {
  const visited = new Map<string, string>();
  const settle = <T extends { readonly headers: readonly HeaderField[]; readonly body?: Body }>(message: T): T => {
    const contentType = headerValue(message.headers, "content-type");
    const boundary = /^multipart\//i.test(contentType ?? "") ? mediaTypeParameter(contentType, "boundary") : undefined;
    if (boundary === undefined) return message;
    const steady = visited.get(boundary) ?? `----boundary-${visited.size + 1}`;
    visited.set(boundary, steady);
    const headers = message.headers.map(([name, value]): HeaderField => [
      name,
      name.toLowerCase() === "content-type" ? renamed(value, steady) : value,
    ]);
    return { ...message, headers, ...(message.body === undefined ? {} : { body: replaceIn(message.body, boundary, steady) }) };
  };
  return interactions.map((interaction) => ({
    ...interaction,
    request: settle(interaction.request),
    ...(interaction.response === undefined ? {} : { response: settle(interaction.response) }),
  }));
}

/** The content type with another boundary; a very short boundary may also occur elsewhere in it. */
function renamed(contentType: string, boundary: string): string {
  return contentType.replace(/(;\s*boundary\s*=\s*)(?:(")[^"]*|[^\s;]*)/gi, (_, name: string, quote = "") => name + quote + boundary);
}

function replaceIn(body: Body, from: string, to: string): Body {
  const replaced = (text: string): string => splitAtBoundary(text, from).join(`--${to}`);
  if (body.kind === "text") return { ...body, text: replaced(body.text) };
  return { ...body, bytes: new Uint8Array(Buffer.from(replaced(Buffer.from(body.bytes).toString("latin1")), "latin1")) };
}
