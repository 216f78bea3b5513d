// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { issuesOf } from "../../validators/core.js";
import type { Attempt } from "../sending/attempt.js";
import { checked } from "../contract.js";
import { UnreadableBodyError } from "../errors.js";
import { eventLines, leastWrong, readingsOf, type SentEvent } from "./event-lines.js";
import { parsed, stream, textLines, type LineStream } from "./lines.js";
import type { ResponseReader } from "../operation.js";

/** One event of `text/event-stream`. */
export interface ServerSentEvent<T = string> {
  /** Default: `message`. */
  readonly event: string;
  readonly data: T;
  /** The last id of the server. */
  readonly id: string;
}

/** A stream of events. Leaving the loop ends the request. */
export type EventStream<T> = LineStream<ServerSentEvent<T>>;

/** Events with JSON data, each validated. `[DONE]`, which many APIs send at the end, ends the stream. */
export const events: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) {
      if (event.data.trim() === "[DONE]") return;
      yield { ...event, data: checked(parsed(event.data, attempt), entry, attempt) };
    }
  });

/** Events with text data. */
export const textEvents: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) yield { ...event, data: checked(event.data, entry, attempt) };
  });

/** Events as OpenAPI 3.2's `itemSchema` describes them: the event itself is checked, with the fields that were sent. */
export const wholeEvents: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const { event } of sent(response, attempt)) {
      const { rule } = entry;
      const isAccepted = (value: unknown): boolean => rule === undefined || issuesOf(rule, value, { maxIssues: 1 }).length === 0;
      if (isAccepted(event)) {
        yield event;
        continue;
      }
      if (event.data.trim() === "[DONE]") return;
      const readings = readingsOf(event);
      const count = (reading: object): number => (rule === undefined ? 0 : issuesOf(rule, reading).length);
      yield checked(readings.find(isAccepted) ?? leastWrong(readings, count), entry, attempt);
    }
  });

/** Events with the defaults of the HTML standard (§9.2.6) for omitted fields. */
export async function* dispatched(response: Response, attempt: Attempt): AsyncGenerator<ServerSentEvent> {
  for await (const { event, lastId } of sent(response, attempt)) yield { event: event.event || "message", data: event.data, id: lastId };
}

async function* sent(response: Response, attempt: Attempt): AsyncGenerator<{ readonly event: SentEvent; readonly lastId: string }> {
  const lines = eventLines();
  for await (const line of textLines(response, attempt)) {
    const event = lines.take(line);
    // An empty line ends an event. The limit is for the next one.
    if (line === "") attempt.received = 0;
    if (event) yield { event, lastId: lines.lastId() };
  }
  const strange = lines.strange();
  if (strange.length > 0)
    throw new UnreadableBodyError(
      `not an event stream: ${response.headers.get("content-type") || "text"}`,
      attempt,
      {},
      { body: strange.join("\n") },
    );
}
