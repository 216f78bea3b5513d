import { isBodiless } from "#runtime/client/statuses.js";
import { framed } from "#runtime/mocks/framed.js";
import { oneOfRange } from "#runtime/mocks/one-of-range.js";
import { eventData } from "../model/event-data.js";
import type { ApiModel, MediaType, Operation, Response as Documented } from "../model/api.js";
import type { Json } from "../model/json.js";
import { isSuccess } from "../model/outcomes.js";
import { bodyKind } from "../model/body-kind.js";
import type { Schema } from "../model/schema.js";
import { exampleOf, seeded, type Synthesis, type SynthesisOptions } from "../values/index.js";
import { negotiate, type Preference } from "./prefer.js";
import { headerText, problemResponse } from "./problem.js";
import { writeBody } from "../wire/write.js";
import { shownXml } from "../wire/xml/example.js";
import { xmlSchema } from "../wire/xml/schema.js";
import { headerValues } from "../emit/mocks/headers.js";

/** The answer to a valid request: what was preferred, else the first documented success, as the document's example. */
export async function answer(
  operation: Operation,
  preferred: Preference,
  accept: string | undefined,
  seed: number,
  model: ApiModel,
): Promise<Response> {
  // Errors alone are described: a success is one of which nobody said anything.
  if (preferred.code === undefined && !operation.responses.some((each) => isSuccess(each, operation.responses)))
    return new Response(null, { status: 204 });
  const chosen = responseFor(operation, preferred);
  if (chosen === undefined) return notDescribed(operation, preferred.code ?? "");
  const { response, status } = chosen;
  if (status < 200)
    return problemResponse({
      status: 501,
      title: "This answer cannot be mocked",
      detail: `${operation.key} answers ${status}: another protocol takes over, which the document does not describe.`,
    });
  const headers = new Headers(headerValues(response.headers, model, "all"));
  if (response.content.length === 0 || isBodiless(status)) return new Response(null, { status, headers });
  const named = preferred.example;
  const offered = named === undefined ? response.content : response.content.filter(({ examples }) => examples.some(({ name }) => name === named));
  if (offered.length === 0) {
    const names = response.content.flatMap(({ examples }) => examples.map(({ name }) => name));
    return problemResponse({
      status: 404,
      title: "The document has no such example",
      detail: `Answer ${response.status} of ${operation.key} has ${names.length === 0 ? "no examples with names" : `the examples ${names.join(", ")}`}.`,
    });
  }
  // Who asks for what success looks like has to be told of an error as well (RFC 9110 §15.5.7 leaves it to the server).
  const media = negotiate(offered, accept) ?? (status >= 400 ? offered[0] : undefined);
  if (media === undefined) {
    const types = offered.map(({ mediaType }) => mediaType).join(", ");
    return problemResponse({ status: 406, title: "Not acceptable", detail: `Answer ${response.status} of ${operation.key} comes as ${types}.` });
  }
  const kind = bodyKind(media, model.schemas);
  const schema = media.schema ?? media.itemSchema;
  const examples = media.examples.filter(({ name }) => named === undefined || name === named).map(({ value }) => value);
  // An example that was asked for by name is sent as it is, valid or not.
  const isXml = xmlSchema(media, model) !== undefined;
  let value: Json | undefined = named !== undefined ? examples[0] : isXml && !preferred.dynamic ? shownXml(media) : undefined;
  if (value === undefined && schema !== undefined) {
    const options = { direction: "response", further: examples } as const;
    const number = preferred.seed ?? seed;
    // With each property there only sometimes, what is far inside of others is hardly ever.
    const whole = number % everyWhole === 1 ? ({ whole: true } as const) : {};
    const made = preferred.dynamic ? seeded(schema, number, model, { ...options, seldom: true, ...whole }) : usual(media, schema, model, options);
    if (!made.found)
      return problemResponse({ status: 500, title: "There is no value to answer with", detail: `${schema.place.pointer}: ${made.reason}` });
    value = made.value;
  }
  // A value that is null is one.
  if (value === undefined) value = examples[0];
  // An empty body is no JSON.
  if (value === undefined && schema === undefined && kind === "json") value = {};
  const written = isXml || kind === "multipart" || kind === "parts" || kind === "form" ? await writeBody(media, value, model) : undefined;
  if (written !== undefined) {
    headers.set("content-type", written.contentType);
    return new Response(written.bytes, { status, headers });
  }
  if (isXml)
    return problemResponse({
      status: 500,
      title: "There is no value to answer with",
      detail: `Answer ${response.status} of ${operation.key} has a name or a character that XML cannot hold.`,
    });
  const type = oneOfRange(media.mediaType, value);
  headers.set("content-type", type);
  const whole = kind === "events" && eventData(media, model.schemas) === "whole";
  const text = value === undefined ? "" : framed(type, value, whole);
  return new Response(text, { status, headers });
}

/** The first of so many answers that are made anew has everything in it. */
const everyWhole = 4;

const usuals = new WeakMap<MediaType, Synthesis>();

/** The document's own example, or the value that stands for it: the same each time, and found once. */
function usual(media: MediaType, schema: Schema, model: ApiModel, options: SynthesisOptions): Synthesis {
  let found = usuals.get(media);
  if (found === undefined) usuals.set(media, (found = exampleOf(schema, model, options)));
  return found;
}

/**
 * A status that was asked for and that nobody described: who wants to see what becomes of a 503 gets one, as any server may send it. What it
 * says is ours, and marked so.
 */
function notDescribed(operation: Operation, code: string): Response {
  const known = operation.responses.map(({ status }) => status).join(", ");
  const detail = `${operation.key} answers ${known}; code=${code} is none of them.`;
  if (!/^[2-5]\d\d$/.test(code)) return problemResponse({ status: 400, title: "That is no status of an answer", detail });
  const problem = { status: Number(code), title: "The document has no such answer", detail };
  const told = { "mock-problem": headerText(problem) };
  return problem.status < 400 ? new Response(null, { status: problem.status, headers: told }) : problemResponse(problem, told);
}

function responseFor(operation: Operation, { code }: Preference): { readonly response: Documented; readonly status: number } | undefined {
  const { responses } = operation;
  if (code === undefined) {
    const response =
      responses.find(({ status }) => /^2\d\d$/.test(status)) ??
      responses.find(({ status }) => status === "2XX") ??
      responses.find(({ status }) => /^3\d\d$/.test(status)) ??
      responses.find(({ status }) => status === "default") ??
      responses[0];
    if (response === undefined) return undefined;
    return { response, status: statusOf(response.status, 200) };
  }
  if (!/^[1-5]\d\d$/.test(code)) return undefined;
  const response =
    responses.find(({ status }) => status === code) ??
    responses.find(({ status }) => status === `${code.charAt(0)}XX`) ??
    responses.find(({ status }) => status === "default");
  return response === undefined ? undefined : { response, status: Number(code) };
}

/** A range or `default` has to become one status. */
function statusOf(status: string, otherwise: number): number {
  if (/^[1-5]\d\d$/.test(status)) return Number(status);
  return /^[2-5]XX$/.test(status) ? Number(status.charAt(0)) * 100 : otherwise;
}
