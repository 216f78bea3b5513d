import { isDeepStrictEqual } from "node:util";
import { exampleOf, exampleValues, letGo } from "tallystick";
import { placeKey, type ApiModel, type Operation, type Response } from "tallystick/model";
import { Observations, type ObservedOperation } from "./observations.js";
import { createCleaner, type Cleaner } from "../findings/cleaner.js";
import { Findings } from "../findings/collect.js";
import { hideSecrets, showRequest } from "../findings/show.js";
import { makeMatcher, type Matcher, type MatcherOptions } from "../match/match-operation.js";
import { isOpenEnded, matchMediaType } from "../match/media-type.js";
import { isDocumented, matchResponse } from "../match/match-response.js";
import { contentTypeOf, headerValue } from "../traffic/headers.js";
import { sizeOf } from "../traffic/body.js";
import type { Interaction } from "../traffic/interaction.js";
import { redactionRules } from "../traffic/redact/rules.js";
import type { Add } from "./add.js";
import { BodyCheck } from "./checks/check-body.js";
import { checkRequest } from "./checks/check-request.js";
import { checkResponse } from "./checks/check-response.js";
import { MissingCredentials } from "./checks/missing-credentials.js";
import { readBody } from "./checks/read-body.js";
import type { CompiledModel } from "./compiled.js";
import { lacksValidResponse } from "./lacks-valid-response.js";

export interface ObserveOptions {
  /** The operation that the request was planned for; otherwise it is found by method and URL. */
  readonly operation?: Operation;
  /** The request is intentionally invalid, so it is not checked, and any documented error is accepted. */
  readonly deliberate?: true;
  /** The request body was generated from the document, so that its properties are no findings. */
  readonly isGenerated?: boolean;
  /** The JSON of the response body, if it was parsed before. */
  readonly json?: unknown;
}

/** The statuses with which the mock server refuses requests that do not match the document. */
const refusalsOfMock: ReadonlySet<number> = new Set([400, 401, 415, 422]);

/** Checks interactions one by one, and collects findings and observations. Created once for a model and its traffic. */
export class Observer {
  readonly findings = new Findings();
  readonly observations = new Observations();
  readonly cleaner: Cleaner;
  readonly matcher: Matcher;
  /** Requests for other APIs or without information: other hosts, CORS preflights. */
  ignored = 0;
  interactions = 0;
  /** Status and operation of refusals by a mock server that the document does not have: `400 GET /pets`. */
  readonly refusedByMock = new Set<string>();
  /** Statuses and operations for which the document describes no valid response. */
  readonly withoutValue = new Set<string>();
  /** Status and operation of responses of a mock server that are an example of the document with undocumented properties. */
  readonly examplesOfMock = new Set<string>();
  /** Matched requests of other shards. */
  ofOtherShards = 0;
  /** Requests without required credentials. Only recorded traffic needs it: a live run tries that on purpose. */
  readonly credentials: MissingCredentials;
  readonly #bodies: BodyCheck;

  constructor(
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
    readonly options: MatcherOptions & {
      /** Whether this shard counts an operation, by its key. Default: it counts all. */
      readonly owns?: ((key: string) => boolean) | undefined;
      /** Whether the recorder may have removed credentials. */
      readonly isStripped?: boolean;
    } = {},
  ) {
    this.matcher = makeMatcher(model, options);
    this.#bodies = new BodyCheck(model, compiled);
    this.credentials = new MissingCredentials(model, options.isStripped);
    this.cleaner = createCleaner(redactionRules(model));
  }

  observe(given: Interaction, options: ObserveOptions = {}): void {
    this.cleaner.learnCredentials(given.request);
    this.#observe(given, options);
    // The results of parsing bodies for their checks.
    letGo(sizeOf(given.request.body) + sizeOf(given.response?.body));
  }

  #observe(given: Interaction, options: ObserveOptions): void {
    const interaction = withoutEnd(given);
    const { request, response } = interaction;
    const found = this.matcher.match(request.method, request.url, request.headers);
    const operation = options.operation ?? (found.kind === "operation" ? found.match.operation : undefined);
    // Aborted before any response: it gives no information about the server and counts as unobserved.
    const isAborted = response === undefined && interaction.failure?.kind === "aborted";
    if (operation !== undefined && !isAborted) this.credentials.observeSent(interaction);
    const { owns } = this.options;
    if (owns?.(operation?.key ?? `${request.method} ${found.kind === "method" ? found.path : generalPath(request.url)}`) === false) {
      if (operation !== undefined && !isAborted) this.ofOtherShards++;
      return;
    }
    if (isAborted) return void this.ignored++;
    if (operation === undefined) return this.#unmatched(interaction, found.kind === "method" ? found.path : undefined);
    this.interactions++;
    const observed = this.observations.operation(operation);
    observed.interactions++;
    let shownRequest: string | undefined;
    const add: Add = (occurrence) => {
      shownRequest ??= showRequest(request);
      const retained = this.findings.add({
        operation: operation.key,
        ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
        interaction: interaction.origin,
        request: shownRequest,
        ...occurrence,
      });
      if (retained) this.cleaner.learn(interaction);
    };
    // A truncated body is checked as such. After any other failure, only the status is known.
    const failed = interaction.failure !== undefined && (response === undefined || interaction.failure.kind !== "truncated");
    if (failed) addFailure(interaction, operation, add);
    this.credentials.observe(operation, interaction);
    if (response === undefined) return;
    const pathValues = found.kind === "operation" ? found.match.pathValues : undefined;
    if (options.operation !== undefined && this.#isRefusalOfMock(operation, interaction, pathValues, options.deliberate)) return;
    if (options.operation !== undefined && lacksValidResponse(this.model, operation, response)) {
      this.withoutValue.add(`${response.status} ${operation.key}`);
      return;
    }
    this.#response(interaction, operation, observed, failed, add, options.json);
    // The server may have rejected an intentionally invalid request.
    const accepted = response.status >= 200 && response.status < 300;
    if (options.deliberate || !accepted) return;
    const enforced = notEnforced(add);
    checkRequest(this.#bodies, operation, request, pathValues, observed, (occurrence) => {
      const isOwn = options.isGenerated === true && occurrence.class === "undocumented-field" && occurrence.subject.in === "request-body";
      if (!isOwn) enforced(occurrence);
    });
  }

  /**
   * Whether `tallystick mock` refused an invalid request, and the document has no response for that, or none that can be sent. The reason is in its header `Mock-Problem`.
   * Other statuses, and refusals of requests that the document allows, are findings whatever their headers.
   */
  #isRefusalOfMock(operation: Operation, interaction: Interaction, pathValues: ReadonlyMap<string, string> | undefined, deliberate?: true): boolean {
    const { status = 0, headers = [] } = interaction.response ?? {};
    const isOfMock = refusalsOfMock.has(status) && headerValue(headers, "mock-problem") !== undefined;
    if (!isOfMock || interaction.response === undefined || isDocumented(operation, interaction.response)) return false;
    let isInvalid = deliberate === true;
    if (!isInvalid)
      checkRequest(this.#bodies, operation, interaction.request, pathValues, new Observations().operation(operation), ({ class: name }) => {
        isInvalid ||= name !== "undocumented-field" && name !== "unchecked";
      });
    if (isInvalid) this.refusedByMock.add(`${status} ${operation.key}`);
    return isInvalid;
  }

  /** Whether `tallystick mock` sent an example of the document: its properties are the document's, although no schema names them. */
  #isExampleOfMock(documented: Response, { response }: Interaction): boolean {
    const { headers = [], body } = response ?? {};
    const contentType = contentTypeOf(headers);
    if (headerValue(headers, "mock-example") === undefined || contentType === undefined) return false;
    const media = matchMediaType(documented.content, contentType);
    const read = readBody(body, contentType, false);
    if (media?.schema === undefined || read.kind !== "json") return false;
    const example = exampleOf(media.schema, this.model, { direction: "response", further: exampleValues(media, this.model) });
    return example.found && isDeepStrictEqual(read.value, example.value);
  }

  #response(interaction: Interaction, operation: Operation, observed: ObservedOperation, failed: boolean, add: Add, json: unknown): void {
    const { response } = interaction;
    if (response === undefined || response.status < 200) return;
    const documented = matchResponse(operation, response.status);
    if (documented === undefined && isRevalidation(interaction)) return;
    const observedResponse = this.observations.response(observed, documented, response.status);
    if (documented === undefined) {
      const known = operation.responses.map((one) => one.status);
      const accept = response.status === 406 ? headerValue(interaction.request.headers, "accept") : undefined;
      const wanted = accept === undefined ? "" : ` The request accepts ${hideSecrets(accept)}.`;
      add({
        class: "undocumented-status",
        status: String(response.status),
        subject: { in: "response" },
        instancePath: "",
        path: "",
        schemaPath: `${placeKey(operation.place)}/responses`,
        keyword: "responses",
        message: `Undocumented status ${response.status}.${known.length > 0 ? ` Documented: ${known.join(", ")}.` : ""}${wanted}`,
        evidence: interaction,
      });
      return;
    }
    if (failed) return;
    const addUnlessExample: Add = (occurrence) => {
      if (occurrence.class === "undocumented-field" && this.#isExampleOfMock(documented, interaction))
        this.examplesOfMock.add(`${response.status} ${operation.key}`);
      else add(occurrence);
    };
    checkResponse(this.#bodies, documented, interaction, observedResponse, addUnlessExample, json);
  }

  #unmatched(interaction: Interaction, path: string | undefined): void {
    const { method, url } = interaction.request;
    // A preflight is sent by the browser, and HEAD requests what GET documents.
    if (!this.matcher.isOurs(url) || method === "OPTIONS" || method === "HEAD" || isPageOrAsset(interaction)) {
      this.ignored++;
      return;
    }
    this.interactions++;
    const shown = path ?? generalPath(url);
    const retained = this.findings.add({
      class: "undocumented-operation",
      operation: `${method} ${shown}`,
      ...(interaction.response === undefined ? {} : { status: String(interaction.response.status) }),
      subject: { in: "document" },
      instancePath: "",
      path: "",
      schemaPath: path === undefined ? "#/paths" : `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      keyword: "paths",
      message: path === undefined ? `The document has no path for ${method} ${shown}.` : `The document has ${path}, but not with method ${method}.`,
      interaction: interaction.origin,
      request: showRequest(interaction.request),
    });
    if (retained) this.cleaner.learn(interaction);
  }
}

/**
 * A constraint that the server does not enforce, shown by a probe or by ordinary traffic: the document forbids the request and the server accepted
 * it.
 * A property that is only undocumented may be sent, and is a gap in the document.
 */
function notEnforced(add: Add): Add {
  return (occurrence) =>
    add(["undocumented-field", "unchecked"].includes(occurrence.class) ? occurrence : { ...occurrence, class: "constraint-not-enforced" });
}

function addFailure(interaction: Interaction, operation: Operation, add: Add): void {
  const { failure, response } = interaction;
  if (failure === undefined || failure.kind === "aborted") return;
  const base = {
    ...(response === undefined ? {} : { status: String(response.status) }),
    instancePath: "",
    path: "",
    schemaPath: `${placeKey(operation.place)}/responses`,
    keyword: failure.kind,
  };
  if (failure.kind === "truncated") {
    add({
      ...base,
      class: "invalid-body",
      subject: { in: "response-body" },
      message: `The body ends before its declared length: ${failure.message}`,
    });
  } else if (failure.kind === "too-large") {
    add({
      ...base,
      class: "unchecked",
      subject: { in: "response-body" },
      message: `The body was not verified, because it is too large: ${failure.message}`,
    });
  } else if (failure.kind === "coding") {
    add({
      ...base,
      class: "unchecked",
      subject: { in: "response-body" },
      message: `The body was not verified, because it cannot be read: ${failure.message}`,
    });
  } else {
    add({ ...base, class: "no-response", subject: { in: "response" }, message: `No complete response (${failure.kind}): ${failure.message}` });
  }
}

/** A stream that is still open at the time limit has not failed: its complete lines are the response. */
function withoutEnd(interaction: Interaction): Interaction {
  const { response, failure, ...rest } = interaction;
  if (response === undefined || failure?.kind !== "timeout" || !isOpenEnded(headerValue(response.headers, "content-type") ?? "")) return interaction;
  const { body, ...head } = response;
  if (body?.kind !== "text") return { ...rest, response: head };
  return { ...rest, response: { ...head, body: { kind: "text", text: body.text.slice(0, body.text.lastIndexOf("\n") + 1) } } };
}

/** Resources that a browser loads for a page of the same host: they are not part of the API. */
function isPageOrAsset({ request, response }: Interaction): boolean {
  if (request.method !== "GET") return false;
  if (/\.(?:html?|js|mjs|css|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|eot|mp4|webm|wasm|webmanifest)$/i.test(new URL(request.url).pathname))
    return true;
  const type = headerValue(response?.headers ?? [], "content-type") ?? "";
  return /^\s*(?:text\/html|text\/css|(?:text|application)\/(?:x-)?javascript|image\/|font\/|audio\/|video\/)/i.test(type);
}

/**
 * "Not modified" (RFC 9110 §15.4.5): HTTP's own response to a conditional request, which browsers send by themselves.
 * Some browsers do not show the headers that they added.
 */
function isRevalidation({ request, response }: Interaction): boolean {
  if (response?.status !== 304 || (request.method !== "GET" && request.method !== "HEAD")) return false;
  return request.headers.length === 0 || request.headers.some(([name]) => /^if-(?:none-match|modified-since)$/i.test(name));
}

/** A path without probable identifiers, so that a thousand requests are one finding. */
function generalPath(url: string): string {
  const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: url };
  return pathname
    .split("/")
    .map((segment) => (/^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,})$/i.test(segment) ? "*" : segment))
    .join("/");
}
