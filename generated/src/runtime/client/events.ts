// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import { checked } from "./contract.js";
import { parsed, stream, textLines, type LineStream } from "./lines.js";
import type { ResponseReader } from "./operation.js";

/** One event of `text/event-stream`. */
export interface ServerSentEvent<T = string> {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: T;
  /** The last id that the server gave. */
  readonly id: string;
}

/** Events as they come. Leaving the loop ends the request. */
export type EventStream<T> = LineStream<ServerSentEvent<T>>;

/** Events whose data is JSON, each checked. `[DONE]`, by which many APIs end a stream, ends it. */
export const events: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) {
      if (event.data === "[DONE]") return;
      yield { ...event, data: checked(parsed(event.data, attempt), entry, attempt) };
    }
  });

/** Events whose data is text. */
export const textEvents: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) yield { ...event, data: checked(event.data, entry, attempt) };
  });

/** Events as OpenAPI 3.2's `itemSchema` describes them: the event itself is checked, its data is text. */
export const wholeEvents: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) yield checked(event, entry, attempt);
  });

/** Parses a stream by the rules of the HTML standard (§9.2.6). */
export async function* dispatched(response: Response, attempt: Attempt): AsyncGenerator<ServerSentEvent> {
  let event = "";
  let id = "";
  let data: string[] = [];
  for await (const line of textLines(response, attempt)) {
    if (line === "") {
      if (data.length > 0) yield { event: event || "message", data: data.join("\n"), id };
      event = "";
      data = [];
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
  }
}
