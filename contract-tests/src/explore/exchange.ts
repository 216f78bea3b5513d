import type { Operation, Parameter } from "tallystick/model";
import { isJsonMediaType } from "../match/media-type.js";
import { contentTypeOf } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import type { PlannedRequest, UnchangedBody } from "../verify/requests/plan-requests.js";
import type { Probe } from "../verify/requests/probes.js";

/** Why a request was sent. */
export type Purpose =
  /** In the document's form: the values that a client would send. */
  | { readonly kind: "ordinary"; readonly expect?: number }
  /** Valid, but seldom sent: a bound, an empty body, a rare pair of parameters. */
  | { readonly kind: "unusual"; readonly what: string }
  /** An id that the server does not have. */
  | { readonly kind: "unknown"; readonly what: string }
  /** A parameter at or beyond its bounds. */
  | { readonly kind: "probe"; readonly probe: Probe }
  /** A body that the document forbids. */
  | { readonly kind: "invalid-body"; readonly keyword: string; readonly schemaPath: string; readonly what: string; readonly value?: string }
  | { readonly kind: "no-credentials" }
  /** A step of a law. `deliberate`: the document forbids the request, so only the response is checked. */
  | { readonly kind: "law"; readonly law: string; readonly what: string; readonly deliberate?: true }
  /** A list or an item is read to find existing ids. */
  | { readonly kind: "look"; readonly what: string }
  /** A step of an Arazzo workflow. */
  | { readonly kind: "workflow" }
  | { readonly kind: "cleanup" };

/** Values of a request by their documented names. A value that is `omitted` is not sent, even if it is required. */
export interface Values {
  readonly path?: Readonly<Record<string, unknown>>;
  /** Also names that the document does not have. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** Also names that the document does not have. */
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: Readonly<Record<string, unknown>>;
  /** The value of the body, or `omitted`. */
  readonly body?: unknown;
  /** A body to send unchanged, instead of `body`. */
  readonly text?: UnchangedBody;
}

export interface SendOptions {
  readonly purpose: Purpose;
  /** Name of an identity of `--as`, `main` for that of `--header`, or `anonymous` for no credentials. Default: `main`. */
  readonly as?: string;
  readonly accept?: string;
}

/** One request and its response. The log and created items have it without the body of the response. */
export interface Exchange {
  /** Position in the log, from 0. */
  readonly index: number;
  readonly operation: Operation;
  /** All values that were sent, also those that the session filled in. */
  readonly values: Values;
  /** Where the session found values that it filled in: parameter name → `listThings#/0/id`. */
  readonly filledFrom: Readonly<Record<string, string>>;
  readonly purpose: Purpose;
  readonly as: string;
  readonly interaction: Interaction;
  /** 0 if there was no response. */
  readonly status: number;
  /** The JSON of the response body; `undefined` if it is not JSON. */
  readonly json: unknown;
  /** In the log: sent properties that the response has with another value. */
  readonly altered?: readonly string[];
}

/** Thrown instead of sending a request. Nothing reached the server. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(
    readonly kind: "level" | "values" | "budget" | "interrupted",
    readonly reason: string,
    readonly add?: string,
  ) {
    super(reason);
  }
}

/** The exchange of a request that was sent. */
export function exchangeOf(
  request: PlannedRequest,
  interaction: Interaction,
  { operation, purpose, as, index }: Pick<Exchange, "operation" | "purpose" | "as" | "index">,
): Exchange {
  return {
    index,
    operation,
    values: valuesOf(request),
    filledFrom: request.filledFrom,
    purpose,
    as,
    interaction,
    status: interaction.response?.status ?? 0,
    json: jsonOf(interaction),
  };
}

function valuesOf({ values, bodyValue, body }: PlannedRequest): Values {
  const of = (location: Parameter["in"]): Readonly<Record<string, unknown>> =>
    Object.fromEntries([...values].filter(([parameter]) => parameter.in === location).map(([parameter, value]) => [parameter.name, value]));
  return {
    path: of("path"),
    query: of("query"),
    headers: of("header"),
    cookies: of("cookie"),
    ...(bodyValue !== undefined && { body: bodyValue }),
    ...(bodyValue === undefined && body?.kind === "text" && { text: { text: body.text, contentType: "" } }),
  };
}

/** The JSON of the response body; `undefined` if it is not JSON. */
export function jsonOf({ response }: Interaction): unknown {
  if (response?.body?.kind !== "text" || !isJsonMediaType(contentTypeOf(response.headers) ?? "")) return undefined;
  try {
    return JSON.parse(response.body.text) as unknown;
  } catch {
    return undefined;
  }
}

/** The exchange without the body of its response: a run has thousands of exchanges. */
export function withoutBody(exchange: Exchange): Exchange {
  const { response } = exchange.interaction;
  if (response?.body === undefined) return exchange;
  const { status, headers } = response;
  return { ...exchange, json: undefined, interaction: { ...exchange.interaction, response: { status, headers } } };
}
