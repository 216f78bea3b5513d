import { showRequest } from "../findings/show.js";
import { UsageError } from "tallystick";
import { placeKey, serverPathOf, usualUrl, type ApiModel, type Operation } from "tallystick/model";
import type { Exchange } from "../explore/exchange.js";
import type { Occurrence } from "../findings/collect.js";
import { makeMatcher } from "../match/match-operation.js";
import { matchMediaType } from "../match/media-type.js";
import { isDocumented, matchResponse } from "../match/match-response.js";
import type { CompiledModel } from "../observe/compiled.js";
import { plural } from "../plural.js";
import { contentTypeOf, mediaTypeOf } from "../traffic/headers.js";
import type { Interaction, RequestRecord, ResponseRecord } from "../traffic/interaction.js";
import type { NotExercised } from "../report/make-report.js";
import { isOtherValue, nowhere } from "./base-url.js";
import { credentialOption, credentialsNote, isRefused, missingSchemes } from "./credentials.js";

/** Requests that may fail before the first response, until no more are sent. */
const mostWithoutResponse = 8;

/**
 * Conditions of the server as a whole, so that one cause is one finding: a server that is down, a base URL where everything gets the same
 * response or nothing is found, and missing credentials.
 */
export class ServerWatch {
  #responses = 0;
  #withoutResponse: Exchange[] = [];
  /** Exchanges so far, as long as each response was "not found". */
  #notFound: Exchange[] | undefined = [];
  readonly #closed = new Map<Operation, Exchange>();
  #control: Promise<Interaction | undefined> | undefined;
  /** Whether a JSON value for every path is ruled out: a response had a documented value, or the document has one path. */
  #isNoValue: boolean;
  /** A read that had a response. */
  #respondedTo: RequestRecord | undefined;

  constructor(
    private readonly model: ApiModel,
    private readonly compiled: CompiledModel,
    private readonly baseUrl: string,
    private readonly sendNow: (request: RequestRecord) => Promise<Interaction>,
  ) {
    this.#isNoValue = new Set(model.operations.map(({ path }) => path)).size < 2;
  }

  /** Sends a request, unless no request has had a response so far. @throws UsageError if the base URL responds to every path alike. */
  async send(request: RequestRecord, operation: Operation): Promise<Interaction> {
    if (this.#responses === 0 && this.#withoutResponse.length >= mostWithoutResponse)
      return { request, failure: { kind: "aborted", message: "Not sent: no request had a response." }, origin: "not sent" };
    const interaction = await this.sendNow(request);
    if (interaction.response !== undefined && request.method === "GET") this.#respondedTo = request;
    if (interaction.response !== undefined) await this.#refuseCatchAll(operation, interaction, interaction.response);
    return interaction;
  }

  /** Passes an exchange on if it is evidence about its operation. */
  take(exchange: Exchange, observe: (exchange: Exchange) => void): void {
    const { interaction, purpose, operation } = exchange;
    const { response, failure, request } = interaction;
    if (response === undefined && failure?.kind !== "aborted" && purpose.kind !== "cleanup") return void this.#withoutResponse.push(exchange);
    if (response !== undefined) {
      this.#responses++;
      for (const earlier of this.#withoutResponse.splice(0)) observe(earlier);
      if (this.#notFound !== undefined && isNotFound(request, response)) return void this.#notFound.push(exchange);
      this.#releaseNotFound(observe);
      if (exchange.as === "main" && purpose.kind !== "no-credentials" && isRefused(this.model, operation, request, response.status))
        return void this.#closed.set(operation, exchange);
    }
    observe(exchange);
  }

  #releaseNotFound(observe: (exchange: Exchange) => void): void {
    const held = this.#notFound ?? [];
    this.#notFound = undefined;
    for (const each of held) observe(each);
  }

  /** The remaining findings at the end of a run. */
  async end(observe: (exchange: Exchange) => void): Promise<{
    readonly finding?: Occurrence;
    readonly note?: string;
    readonly notExercised: readonly NotExercised[];
  }> {
    const wrongBase = await this.#wrongBase();
    if (wrongBase !== undefined) return { finding: wrongBase, notExercised: [] };
    this.#releaseNotFound(observe);
    const [first] = this.#withoutResponse;
    const operations = new Set(this.#withoutResponse.map(({ operation }) => operation));
    const isDown = this.#withoutResponse.every(({ interaction }) => interaction.failure?.kind === "connection");
    const note = credentialsNote(this.model, [...this.#closed.keys()]);
    const rest = { notExercised: this.#notExercised(), ...(note !== undefined && { note }) };
    if (first === undefined) return rest;
    if (this.#responses === 0) return { ...rest, finding: this.#down(first) };
    if (isDown && operations.size > 1 && !(await this.#responds())) return { ...rest, finding: this.#stopped(first) };
    for (const exchange of this.#withoutResponse) observe(exchange);
    return rest;
  }

  /** Whether the server still responds to a request that it responded to before. */
  async #responds(): Promise<boolean> {
    return this.#respondedTo !== undefined && (await this.sendNow(this.#respondedTo)).response !== undefined;
  }

  /**
   * One finding if no path of the document exists below the base URL: each response is that to an unknown path. Documented responses to
   * unknown ids alone do not show it.
   */
  async #wrongBase(): Promise<Occurrence | undefined> {
    const held = this.#notFound ?? [];
    const [first] = held;
    if (first === undefined || this.#withoutResponse.length > 0) return undefined;
    const shows = held.some(
      ({ operation, interaction: { response } }) => isCollection(operation) || !(response && isDocumented(operation, response)),
    );
    const control = shows ? (await this.#nowhere(first.interaction.request.headers))?.response : undefined;
    const isLikeControl = ({ headers }: ResponseRecord): boolean => contentTypeOf(headers) === contentTypeOf(control?.headers ?? []);
    const gets = held.flatMap(({ interaction: { request, response } }) => (request.method === "GET" && response !== undefined ? [response] : []));
    if (control?.status !== 404 || !gets.every(isLikeControl)) return undefined;
    const own = trimmed(new URL(this.baseUrl).pathname);
    const paths = [...new Set(this.model.servers.map((server) => trimmed(serverPathOf(usualUrl(server)))))].filter((path) => path !== own);
    const hint = paths.length === 0 ? "" : ` The document's servers have the path ${paths.map((path) => path || "/").join(" or ")}.`;
    return {
      ...this.#down(first),
      keyword: "base-url",
      message: `No path of the document was found below ${this.baseUrl}: each response is 404, as for an unknown path.${hint} Check --base-url.`,
    };
  }

  #down({ interaction }: Exchange): Occurrence {
    const reason = interaction.failure?.message ?? "no response";
    return {
      class: "no-response",
      subject: { in: "response" },
      instancePath: "",
      path: "",
      schemaPath: "#/servers",
      keyword: interaction.failure?.kind ?? "connection",
      message: `No request got a response from ${this.baseUrl}: ${reason}`,
      interaction: interaction.origin,
      request: showRequest(interaction.request),
    };
  }

  #stopped({ interaction, operation }: Exchange): Occurrence {
    const count = plural(this.#withoutResponse.length, "request");
    return {
      ...this.#down({ interaction } as Exchange),
      operation: operation.key,
      ...(operation.operationId !== undefined && { operationId: operation.operationId }),
      schemaPath: `${placeKey(operation.place)}/responses`,
      message: `The server no longer responds. The first of ${count} without a response was this one: ${interaction.failure?.message ?? "no response"}`,
    };
  }

  #notExercised(): readonly NotExercised[] {
    return [...this.#closed.keys()].map((operation) => {
      const [name = ""] = missingSchemes(operation);
      const add = credentialOption(this.model, name);
      return { operation, reason: `the document requires "${name}", and no value was given`, ...(add !== undefined && { add }) };
    });
  }

  /** A page for every path, such as that of a web application, is not a response of the API. Neither is a JSON value for every path. */
  async #refuseCatchAll(operation: Operation, interaction: Interaction, response: ResponseRecord): Promise<void> {
    const type = contentTypeOf(response.headers);
    const content = matchResponse(operation, response.status)?.content ?? [];
    const isExpected = type === undefined || content.length === 0 || matchMediaType(content, type) !== undefined;
    if (response.status < 200 || response.status > 299 || (isExpected && this.#isNoValue)) return;
    if (isExpected && !isOtherValue(operation, interaction, this.compiled)) {
      this.#isNoValue = true;
      return;
    }
    const control = await this.#nowhere(interaction.request.headers);
    if (control === undefined || !isSameResponse(control, interaction)) return;
    throw new UsageError(`The base URL ${this.baseUrl} gives the same response to every path: ${response.status} ${mediaTypeOf(type ?? "")}.`, {
      help: "Give --base-url the address of the API, with its path.",
    });
  }

  #nowhere(headers: RequestRecord["headers"]): Promise<Interaction | undefined> {
    const url = this.baseUrl.replace(/(?<!\/)\/+$/, "") + nowhere;
    const isMatched = makeMatcher(this.model, { baseUrl: this.baseUrl }).match("GET", url).kind !== "none";
    this.#control ??= isMatched ? Promise.resolve(undefined) : this.sendNow({ method: "GET", url, headers });
    return this.#control;
  }
}

/** A router that knows a path but not the method may say so with 405. */
function isNotFound({ method }: RequestRecord, { status }: ResponseRecord): boolean {
  return status === 404 || (status === 405 && method !== "GET");
}

/** Whether an operation reads without an id: it exists as long as the server does. */
function isCollection({ method, parameters }: Operation): boolean {
  return method === "get" && !parameters.some((parameter) => parameter.in === "path");
}

function trimmed(path: string): string {
  return path.replace(/(?<!\/)\/+$/, "");
}

/** Whether two responses are equal, but for their own paths and numbers, such as times. */
function isSameResponse(a: Interaction, b: Interaction): boolean {
  const text = ({ request, response }: Interaction): string | undefined =>
    response?.body?.kind === "text" ? response.body.text.replaceAll(new URL(request.url).pathname, "").replace(/\d+/g, "0") : undefined;
  const typeOf = ({ response }: Interaction): string | undefined => contentTypeOf(response?.headers ?? []);
  return a.response?.status === b.response?.status && typeOf(a) === typeOf(b) && text(a) !== undefined && text(a) === text(b);
}
