import { exampleOf, seeded } from "tallystick";
import { isJsonObject, isSuccess, plain, resolved, tokens, type ApiModel, type Json, type Operation } from "tallystick/model";
import { withValueAt } from "../observe/value-at.js";
import type { CompiledModel } from "../observe/compiled.js";
import type { HeaderField, Interaction, RequestRecord, ResponseRecord } from "../traffic/interaction.js";
import { createRedactor } from "../traffic/redact/redact.js";
import { redactionRules } from "../traffic/redact/rules.js";
import { rewriteInteraction } from "../traffic/rewrite/interaction.js";
import { rewriteJson } from "../traffic/rewrite/json.js";
import type { Rewrite } from "../traffic/rewrite/rewrite.js";
import { plural } from "../plural.js";
import type { BaseCheck } from "../verify/base-url.js";
import type { Params } from "../verify/requests/params.js";
import { omitted, preferredMedia, successTypes } from "../verify/requests/plan-requests.js";
import { explore, type ExploreOptions } from "./explore.js";
import type { LawRunner, PlannedLaw } from "./law-runner.js";
import { idOf, itemsOf, pathOf, roleOf } from "./resources.js";
import type { Exchange, Purpose } from "./exchange.js";
import { Session, type SessionOptions } from "./session.js";
import { isSafe, levelMeaning, type WriteLevel } from "./writes.js";

/** One request as `--plan` shows it. */
interface PlannedStep {
  readonly number: number;
  /** `GET /things/{id}`. */
  readonly operation: string;
  readonly method: string;
  /** With symbolic names for values that only the run can know: `/things/{listThings#/0/id}`. */
  readonly path: string;
  readonly why: string;
  /** Numbers of the requests whose responses give values of this one, or that have to succeed before it. */
  readonly dependsOn: readonly number[];
  /** Whether the request can change the server. */
  readonly isWrite: boolean;
  readonly body?: unknown;
}

/** All requests of a live run, before any of them is sent. */
export interface Plan {
  readonly writes: WriteLevel;
  readonly meaning: string;
  readonly seed: number;
  /** The run stops after so many requests. */
  readonly maxRequests: number;
  /** Requests about the base URL, which are sent only if earlier responses leave doubt. */
  readonly checks: readonly BaseCheck[];
  readonly requests: readonly PlannedStep[];
  /** Sequences, whose requests depend on responses: only their maximum is known. */
  readonly laws: readonly PlannedLaw[];
  /** Own items that the run removes at its end, by the path of their collection. */
  readonly removals: readonly string[];
  /** Operations without a usual request. `isUnusualOnly`: other requests of it are planned, such as those for unknown ids. */
  readonly notSent: readonly { readonly operation: string; readonly reason: string; readonly add?: string; readonly isUnusualOnly?: true }[];
}

export interface PlanOptions extends Pick<ExploreOptions, "operations" | "negative"> {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly params: Params;
  readonly rules: Omit<SessionOptions, "model" | "compiled" | "params" | "baseUrl" | "send" | "sendAtEnd" | "onExchange">;
  readonly laws: LawRunner;
  readonly checks: readonly BaseCheck[];
}

/**
 * Plans a run by carrying it out against the document instead of the server: every response is the documented one. Nothing is sent.
 * The same code decides about the requests of a real run, so that both agree as far as responses do.
 */
export async function planRun({ model, compiled, params, rules, operations, negative, laws, checks }: PlanOptions): Promise<Plan> {
  const exchanges: Exchange[] = [];
  const document = new DocumentServer(model);
  const session = new Session({
    ...rules,
    model,
    compiled,
    params,
    baseUrl: "http://plan.invalid",
    send: async (request, purpose, operation) => document.respond(request, purpose, operation),
    onExchange: (exchange) => void exchanges.push(exchange),
  });
  const notExercised = await explore(session, { operations, ...(negative !== undefined && { negative }) });
  const sent = exchanges.filter(({ purpose }) => purpose.kind !== "cleanup");
  const numbers = new Map(sent.map((exchange, index) => [exchange.index, index + 1]));
  const redact = createRedactor(redactionRules(model));
  for (const { interaction } of sent) rewriteInteraction(interaction, redact);
  const planned = new Set(sent.map(({ operation }) => operation));
  const removals = session.own.filter(({ isRemoved }) => !isRemoved).map(({ resource }) => resource.collection);
  return {
    writes: rules.level,
    meaning: levelMeaning[rules.level],
    seed: rules.seed,
    maxRequests: session.maxRequests,
    checks,
    requests: sent.map((exchange, index) => stepOf(session, exchange, { number: index + 1, sent, numbers, redact })),
    laws: laws.plan(session, operations),
    removals: [...new Set(removals)],
    notSent: notExercised.map(({ operation, reason, add }) => ({
      operation: operation.key,
      reason,
      ...(add !== undefined && { add }),
      ...(planned.has(operation) && { isUnusualOnly: true as const }),
    })),
  };
}

interface StepContext {
  readonly number: number;
  readonly sent: readonly Exchange[];
  readonly numbers: ReadonlyMap<number, number>;
  /** The plan is printed and stored in CI: values of params.yaml can be secret. */
  readonly redact: Rewrite;
}

function stepOf(session: Session, exchange: Exchange, { number, sent, numbers, redact }: StepContext): PlannedStep {
  const { operation, values, purpose } = exchange;
  const dependsOn = new Set<number>();
  const symbol = (name: string, value: unknown): string | undefined => {
    const origin = session.originOf(value);
    const created = origin && numbers.get(origin.exchange.index);
    if (origin !== undefined && created !== undefined && created < number && origin.at !== "request") {
      dependsOn.add(created);
      return `{request ${created}${origin.at === "Location" ? " Location" : `#${origin.at}`}}`;
    }
    const from = exchange.filledFrom[name];
    const source =
      from === undefined
        ? undefined
        : sent.find((one) => from.startsWith(one.operation.operationId ?? one.operation.key) && (numbers.get(one.index) ?? Infinity) < number);
    if (from === undefined || source === undefined || !/#| link /.test(from)) return undefined;
    dependsOn.add(numbers.get(source.index) ?? 0);
    return `{${from}}`;
  };
  const path = pathOf(operation).replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values.path?.[name];
    return symbol(name, value) ?? redact(String(value), { place: "path", name });
  });
  const query = Object.entries(values.query ?? {}).flatMap(([name, value]) =>
    value === omitted ? [] : [`${name}=${symbol(name, value) ?? textOf(redact(textOf(value, Infinity), { place: "query", name }))}`],
  );
  // A write to an unknown id follows the request that showed that the id is free.
  const url = exchange.interaction.request.url;
  const confirmed = purpose.kind === "unknown" || purpose.kind === "unusual" || purpose.kind === "invalid-body";
  const isWrite = !isSafe(operation);
  if (confirmed && isWrite) {
    const before = sent.findLast(
      (one) => one.index < exchange.index && one.purpose.kind === "unknown" && isSafe(one.operation) && url.startsWith(one.interaction.request.url),
    );
    if (before !== undefined) dependsOn.add(numbers.get(before.index) ?? 0);
  }
  const text = typeof values.text?.text === "string" ? redact(values.text.text, { place: "text" }) : undefined;
  const body = values.body === undefined ? text : redactedJson(symbolicBody(values.body, symbol), redact);
  return {
    number,
    operation: operation.key,
    method: operation.method.toUpperCase(),
    path: path + (query.length === 0 ? "" : `?${query.join("&")}`),
    why: whyOf(purpose),
    dependsOn: [...dependsOn].toSorted((a, b) => a - b),
    isWrite,
    ...(body !== undefined && { body }),
  };
}

function symbolicBody(body: unknown, symbol: (name: string, value: unknown) => string | undefined): unknown {
  if (Array.isArray(body)) return body.map((item) => symbolicBody(item, symbol));
  if (!isJsonObject(body as Json)) return body;
  return Object.fromEntries(
    Object.entries(body as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === "string" || typeof value === "number" ? (symbol(name, value) ?? value) : symbolicBody(value, symbol),
    ]),
  );
}

/** Symbolic names are no secrets. */
function redactedJson(value: unknown, redact: Rewrite): unknown {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return value;
  return JSON.parse(rewriteJson(text, (inner, slot) => (/^\{[^{}]*\}$/.test(inner) ? inner : redact(inner, slot))));
}

function textOf(value: unknown, most = 60): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > most ? `${text.slice(0, most - 3)}…` : text;
}

function whyOf(purpose: Purpose): string {
  switch (purpose.kind) {
    case "ordinary":
      return "usual request";
    case "unusual":
      return `unusual: ${purpose.what}`;
    case "unknown":
      return purpose.what;
    case "probe":
      return `${purpose.probe.side === "inside" ? "at a bound" : "invalid"}: "${purpose.probe.parameter.name}" is ${purpose.probe.what}`;
    case "invalid-body":
      return `invalid: ${purpose.what}`;
    case "no-credentials":
      return "without credentials";
    case "law":
      return `law ${purpose.law}: ${purpose.what}`;
    case "look":
      return purpose.what;
    case "workflow":
      return "step of a workflow";
    case "cleanup":
      return "removes what the run created";
  }
}

/** Responds as documented. */
class DocumentServer {
  #count = 0;

  constructor(readonly model: ApiModel) {}

  respond(request: RequestRecord, purpose: Purpose, operation: Operation): Interaction {
    return { request, response: this.#response(purpose, operation), origin: `plan#${++this.#count}` };
  }

  #response(purpose: Purpose, operation: Operation): ResponseRecord {
    if (purpose.kind === "unknown") return { status: 404, headers: [] };
    if (purpose.kind === "no-credentials") return { status: 401, headers: [] };
    if (purpose.kind === "invalid-body" || (purpose.kind === "probe" && purpose.probe.side === "outside")) return { status: 400, headers: [] };
    const response = operation.responses.find((one) => isSuccess(one, operation.responses) && one.status.startsWith("2"));
    const status = Number(response?.status.replace(/XX/i, "00") ?? 200);
    const [type = "application/json"] = successTypes(operation);
    const schema = preferredMedia(response?.content ?? [])?.schema;
    const result = schema && exampleOf(schema, this.model, { direction: "response" });
    const headers: HeaderField[] = [["content-type", type]];
    if (result?.found !== true || !/json/i.test(type)) return { status, headers };
    const body = this.#withOwnId(operation, structuredClone(result.value));
    return { status, headers, body: { kind: "text", text: JSON.stringify(purpose.kind === "look" ? emptied(body) : body) } };
  }

  /** Two created items have two ids. */
  #withOwnId(operation: Operation, body: Json): Json {
    const { role, resource } = roleOf(this.model, operation);
    if (role !== "create" || resource === undefined) return body;
    const found = idOf(resource, { body });
    if (found === undefined) return body;
    const read = resource.read ?? resource.remove ?? resource.replace ?? resource.update;
    const schema = resolved(
      read?.parameters.find(({ name, in: location }) => location === "path" && name === resource.idParameter)?.schema,
      this.model.schemas,
    );
    const drawn = schema && seeded(schema, ++this.#count, this.model, { direction: "request", name: "id" });
    const id =
      typeof found.id === "number" ? found.id + ++this.#count : drawn?.found === true && typeof drawn.value === "string" ? drawn.value : found.id;
    return withValueAt(body, tokens(found.at), id);
  }
}

function emptied(body: Json): Json {
  const found = itemsOf(body);
  if (found === undefined) return body;
  return found.pointer === "" ? [] : withValueAt(body, tokens(found.pointer), []);
}

/** The plan for a person: a line for each request, its reason, and what it depends on. */
export function planText(plan: Plan): string {
  const lines = [
    `Plan: ${plural(plan.requests.length, "request")}. Nothing was sent.`,
    `${plan.laws.length > 0 ? "Laws send further requests, listed at the end. " : ""}A run sends at most ${plural(plan.maxRequests, "request")} (--max-requests).`,
    `--writes ${plan.writes} ${plan.meaning}. Seed ${plan.seed}.`,
    "",
  ];
  const width = String(plan.requests.length).length;
  for (const { number, method, path, why, dependsOn, body } of plan.requests) {
    const after = dependsOn.length === 0 ? "" : ` (after ${dependsOn.join(", ")})`;
    lines.push(plain(`${String(number).padStart(width)}  ${method} ${path}`, Infinity), plain(`${" ".repeat(width)}    ${why}${after}`));
    if (body !== undefined) lines.push(plain(`${" ".repeat(width)}    body: ${textOf(body)}`));
  }
  if (plan.laws.length > 0) lines.push("", "Further requests, of laws. They depend on responses, and --without-law all skips them:");
  for (const { law, operations, why, maxRequests } of plan.laws)
    lines.push(plain(`  ${law}, at most ${plural(maxRequests, "request")}: ${operations.join(", ")}. ${why}`, Infinity));
  if (plan.removals.length > 0) lines.push("", `At its end, the run removes what it created in ${plan.removals.join(", ")}.`);
  if (plan.checks.length > 0) lines.push("", "Requests about the base URL, if earlier responses leave doubt:");
  for (const { method, path, why } of plan.checks) lines.push(plain(`  ${method} ${path}: ${why}`, Infinity));
  for (const [heading, isUnusualOnly] of [
    ["Not sent:", undefined],
    ["Unusual requests only:", true],
  ] as const) {
    const some = plan.notSent.filter((one) => one.isUnusualOnly === isUnusualOnly);
    if (some.length > 0) lines.push("", heading);
    for (const { operation, reason, add } of some) {
      lines.push(plain(`  ${operation}: ${reason}`, Infinity));
      for (const line of add?.split("\n") ?? []) lines.push(plain(`      ${line}`));
    }
  }
  return `${lines.join("\n")}\n`;
}
