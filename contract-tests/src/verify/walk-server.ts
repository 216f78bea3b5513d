import type { ApiModel, Operation } from "tallystick/model";
import type { CompiledModel } from "../observe/compiled.js";
import type { NotExercised } from "../report/make-report.js";
import { matchMediaType } from "../match/media-type.js";
import { contentTypeOf } from "../traffic/headers.js";
import type { Interaction, RequestRecord } from "../traffic/interaction.js";
import { Answers } from "./answers.js";
import { credentialFree, needsCredentials } from "./credentials.js";
import { ownMethods, safeMethods } from "./methods.js";
import type { VerifyOptions } from "./options.js";
import type { Params } from "./requests/params.js";
import {
  planRequest,
  successTypes,
  yamlKey,
  type Overrides,
  type PlanContext,
  type PlannedRequest,
  type Unfilled,
} from "./requests/plan-requests.js";
import { probesFor, type Probe } from "./requests/probes.js";

/** One exchange of the walk, and what it was for. */
export interface Step {
  readonly operation: Operation;
  readonly interaction: Interaction;
  readonly purpose:
    | { readonly kind: "ordinary"; readonly expect?: number; readonly filledFrom: Readonly<Record<string, string>> }
    | { readonly kind: "probe"; readonly probe: Probe }
    | { readonly kind: "no-credentials" };
}

export interface WalkContext {
  readonly model: ApiModel;
  /** Needed for `negative`: which values the document accepts. */
  readonly compiled?: CompiledModel;
  readonly operations: readonly Operation[];
  readonly baseUrl: string;
  readonly params: Params;
  readonly options: Pick<VerifyOptions, "headers" | "methods" | "negative" | "signal" | "onProgress">;
  send(request: RequestRecord): Promise<Interaction>;
}

/**
 * Asks the server everything that can be asked: first what needs nothing, then what needs the answers so far, deletions last.
 * Only methods that change nothing, unless others are named.
 */
export async function walkServer(context: WalkContext, onStep: (step: Step) => void): Promise<readonly NotExercised[]> {
  const { requested, left } = divided(context);
  return [...left, ...(await new Walk(context, requested.length, onStep).over(requested))];
}

/** What is asked, and what is left out because of its method or by the team's own wish. */
function divided({ operations, params, options }: WalkContext): { readonly requested: readonly Operation[]; readonly left: readonly NotExercised[] } {
  const allowed = new Set((options.methods ?? safeMethods).map((method) => method.toLowerCase()));
  const requested: Operation[] = [];
  const left: NotExercised[] = [];
  for (const operation of operations) {
    const { key, method } = operation;
    const skip = params.operations.get(key)?.skip;
    if (skip !== undefined) left.push({ operation, reason: `skipped by params.yaml: ${skip}` });
    else if (allowed.has(method)) requested.push(operation);
    else {
      const reason = `${method.toUpperCase()} is not a safe method, so it is sent only if you add it.`;
      const methods = [...allowed, method].map((each) => (ownMethods.includes(each) ? each : each.toUpperCase()));
      left.push({ operation, reason, add: `--methods ${methods.join(",")}` });
    }
  }
  return { requested, left };
}

/** One way through a server, and what its answers have said so far. */
class Walk {
  readonly #plan: PlanContext;
  readonly #answers: Answers;
  readonly #succeeded = new Set<Operation>();
  #done = 0;

  constructor(
    private readonly context: WalkContext,
    private readonly planned: number,
    private readonly onStep: (step: Step) => void,
  ) {
    const { model, params } = context;
    this.#answers = new Answers(model);
    this.#plan = { model, params, answers: this.#answers };
  }

  /** @returns The operations that nothing was known to fill with. */
  async over(operations: readonly Operation[]): Promise<readonly NotExercised[]> {
    const left = await this.#ask(operations.filter(({ method }) => method !== "delete"));
    // Deletions last: what they remove is still to be looked at, the wrong requests included.
    if (this.context.options.negative) await walkWrong(this.context, this.#plan, this.#succeeded, this.onStep);
    return [...left, ...(await this.#ask(operations.filter(({ method }) => method === "delete")))];
  }

  /** In waves: those with fewest path parameters first, so that lists are there before their items are asked for. */
  async #ask(operations: readonly Operation[]): Promise<readonly NotExercised[]> {
    let pending = operations.toSorted((a, b) => parametersInPath(a) - parametersInPath(b));
    while (pending.length > 0 && !this.#isInterrupted) {
      const requests = await Promise.all(pending.map((operation) => planRequest(this.#plan, operation)));
      const ready = requests.flatMap((request) => ("missing" in request ? [] : [request]));
      const depth = ready[0] === undefined ? 0 : parametersInPath(ready[0].operation);
      const wave = ready.filter(({ operation }) => parametersInPath(operation) === depth);
      if (wave.length === 0) break;
      const requested = new Set(wave.map(({ operation }) => operation));
      pending = pending.filter((operation) => !requested.has(operation));
      await Promise.all(wave.map((request) => (this.#isInterrupted ? undefined : this.#send(request))));
    }
    return Promise.all(pending.map(async (operation) => ({ operation, ...(await this.#whyNot(operation)) })));
  }

  async #send(request: PlannedRequest): Promise<void> {
    const { operation, filledFrom, expect } = request;
    const interaction = await this.context.send(toRecord(this.context, request));
    const status = interaction.response?.status ?? 0;
    const isAnswered = status >= 200 && status < 300;
    if (isAnswered) this.#succeeded.add(operation);
    this.#answers.add(operation, interaction);
    this.onStep({ operation, interaction, purpose: { kind: "ordinary", filledFrom, ...(expect === undefined ? {} : { expect }) } });
    this.context.options.onProgress?.({ done: ++this.#done, planned: this.planned, operation: operation.key });
    if (isAnswered && safeMethods.includes(operation.method)) await this.#sendForOthers(operation, interaction);
  }

  /** The same answer in every documented form: a server that no longer has the one that was wanted most answers with another one. */
  async #sendForOthers(operation: Operation, answered: Interaction): Promise<void> {
    for (const type of otherTypes(operation, answered)) {
      if (this.#isInterrupted) return;
      const request = await planRequest(this.#plan, operation, undefined, type);
      if ("missing" in request) continue;
      const interaction = await this.context.send(toRecord(this.context, request));
      this.onStep({ operation, interaction, purpose: { kind: "ordinary", filledFrom: request.filledFrom } });
    }
  }

  async #whyNot(operation: Operation): Promise<{ readonly reason: string; readonly add?: string }> {
    return this.#isInterrupted ? { reason: "the run was interrupted" } : whyNot(await planRequest(this.#plan, operation));
  }

  get #isInterrupted(): boolean {
    return this.context.options.signal?.aborted === true;
  }
}

/** The documented media types that have not come yet, of many the first ones. */
function otherTypes(operation: Operation, { response }: Interaction): readonly string[] {
  const types = successTypes(operation);
  const contentType = contentTypeOf(response?.headers ?? []);
  const entries = types.map((mediaType) => ({ mediaType }));
  const came = contentType === undefined ? undefined : matchMediaType(entries, contentType)?.mediaType;
  return types.filter((type) => type !== (came ?? types[0])).slice(0, 3);
}

function whyNot(request: PlannedRequest | Unfilled): { readonly reason: string; readonly add?: string } {
  if (!("missing" in request)) return { reason: "the run did not reach it" };
  return { reason: `no known value for ${request.missing.map((name) => `"${name}"`).join(", ")}`, add: request.add };
}

/** Requests that are wrong on purpose, only where the right one was answered with success: elsewhere a refusal would prove nothing. */
async function walkWrong(context: WalkContext, plan: PlanContext, succeeded: ReadonlySet<Operation>, onStep: (step: Step) => void): Promise<void> {
  const { options, compiled } = context;
  if (compiled === undefined) return;
  const tasks: (() => Promise<void>)[] = [];
  for (const operation of context.operations) {
    if (!succeeded.has(operation) || !safeMethods.includes(operation.method)) continue;
    for (const probe of probesFor(context.model, compiled, operation)) {
      tasks.push(async () => {
        const request = await planProbe(plan, operation, probe);
        if ("missing" in request) return;
        onStep({ operation, interaction: await context.send(toRecord(context, request)), purpose: { kind: "probe", probe } });
      });
    }
    if (needsCredentials(operation)) {
      tasks.push(async () => {
        const request = await planRequest(plan, operation);
        if ("missing" in request) return;
        const bare = credentialFree(context.model, toRecord(context, request));
        onStep({ operation, interaction: await context.send(bare), purpose: { kind: "no-credentials" } });
      });
    }
  }
  await Promise.all(tasks.map((task) => (options.signal?.aborted ? undefined : task())));
}

async function planProbe(plan: PlanContext, operation: Operation, probe: Probe): Promise<PlannedRequest | Unfilled> {
  if (probe.value !== undefined) return planRequest(plan, operation, new Map([[probe.parameter, probe.value]]) satisfies Overrides);
  return planRequest(plan, { ...operation, parameters: operation.parameters.filter((one) => one !== probe.parameter) });
}

function parametersInPath(operation: Operation): number {
  return operation.path.split("{").length - 1;
}

function toRecord(context: WalkContext, request: PlannedRequest): RequestRecord {
  const given = Object.entries(context.options.headers ?? {});
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return {
    method: request.method,
    url: context.baseUrl.replace(/(?<!\/)\/+$/, "") + request.path,
    headers: [...request.headers.filter(([name]) => !names.has(name.toLowerCase())), ...given],
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** The file that `--init-params` writes: what is missing, and what could be found out, with where it came from. */
export function paramsFile(
  notExercised: readonly NotExercised[],
  filled: ReadonlyMap<Operation, Readonly<Record<string, string>>>,
  values: ReadonlyMap<string, string>,
): string {
  const lines = [
    '# Values for requests to the server. `defaults` are by parameter name; `operations` by operationId or "GET /path/{id}".',
    "# A value may come from an earlier response: { from: listThings#/0/id }. Also per operation: body, headers, expect: 404, skip: reason.",
    "defaults:",
    ...[...values].map(([name, value]) => `  ${yamlKey(name)}: ${value}`),
    "operations:",
  ];
  for (const [operation, from] of filled) {
    const found = Object.entries(from).filter(([, origin]) => origin.includes("#"));
    if (found.length === 0) continue;
    lines.push(
      `  ${yamlKey(operation.operationId ?? operation.key)}:`,
      ...found.map(([name, origin]) => `    ${yamlKey(name)}: { from: ${JSON.stringify(origin)} }`),
    );
  }
  for (const { add } of notExercised) {
    if (add === undefined || !add.startsWith("operations:")) continue;
    lines.push(
      ...add
        .split("\n")
        .slice(1)
        .map((line) => `  # ${line.slice(2)}`),
    );
  }
  return `${lines.join("\n")}\n`;
}
