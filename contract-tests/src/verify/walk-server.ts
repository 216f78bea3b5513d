import type { ApiModel, Operation } from "tallystick/model";
import type { CompiledModel } from "../observe/compiled.js";
import type { NotExercised } from "../report/make-report.js";
import { matchMediaType } from "../match/media-type.js";
import { contentTypeOf } from "../traffic/headers.js";
import type { Interaction, RequestRecord } from "../traffic/interaction.js";
import { Answers } from "./answers.js";
import { credentialFree, needsCredentials } from "./credentials.js";
import type { VerifyOptions } from "./options.js";
import type { Params } from "./params.js";
import { planRequest, successTypes, yamlKey, type Overrides, type PlanContext, type PlannedRequest, type Unfilled } from "./plan-requests.js";
import { probesFor, type Probe } from "./probes.js";

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

/** Methods that change nothing on the server (RFC 9110 §9.2.1). */
const safeMethods = ["get", "head", "options", "trace", "query"];

/**
 * Asks the server everything that can be asked: first what needs nothing, then what needs the answers so far, deletions last.
 * Only methods that change nothing, unless others are named.
 */
export async function walkServer(context: WalkContext, onStep: (step: Step) => void): Promise<readonly NotExercised[]> {
  const { model, options } = context;
  const allowed = new Set((options.methods ?? safeMethods).map((method) => method.toLowerCase()));
  const notExercised: NotExercised[] = [];
  let pending: Operation[] = [];
  for (const operation of context.operations) {
    const own = context.params.operations.get(operation.key);
    if (own?.skip !== undefined) notExercised.push({ operation, reason: `params.yaml leaves it out: ${own.skip}` });
    else if (allowed.has(operation.method)) pending.push(operation);
    else {
      const methods = [...allowed, operation.method].join(",");
      notExercised.push({
        operation,
        reason: `${operation.method.toUpperCase()} may change something and is only sent when it is named.`,
        add: `--methods ${methods}`,
      });
    }
  }
  const planned = pending.length;
  let done = 0;
  const answers = new Answers(model);
  const plan = { model, params: context.params, answers };
  const succeeded = new Set<Operation>();

  const ask = async (request: PlannedRequest): Promise<void> => {
    const { operation } = request;
    const interaction = await context.send(toRecord(context, request));
    const status = interaction.response?.status ?? 0;
    if (status >= 200 && status < 300) succeeded.add(operation);
    answers.add(operation, interaction);
    onStep({
      operation,
      interaction,
      purpose: { kind: "ordinary", filledFrom: request.filledFrom, ...(request.expect === undefined ? {} : { expect: request.expect }) },
    });
    options.onProgress?.({ done: ++done, planned, operation: operation.key });
    // The same answer in every documented form: a server that no longer has the one that was wanted most answers with another one.
    if (!safeMethods.includes(operation.method) || status < 200 || status > 299) return;
    for (const type of otherTypes(operation, interaction)) {
      if (options.signal?.aborted) return;
      const other = await planRequest(plan, operation, undefined, type);
      if ("missing" in other) continue;
      onStep({ operation, interaction: await context.send(toRecord(context, other)), purpose: { kind: "ordinary", filledFrom: other.filledFrom } });
    }
  };

  // Deletions last: what they remove is still to be looked at, the wrong requests included.
  const deletions = pending.filter((one) => one.method === "delete");
  for (const phase of [pending.filter((one) => one.method !== "delete"), deletions]) {
    if (phase === deletions && options.negative) await walkWrong(context, plan, succeeded, onStep);
    pending = phase.toSorted((a, b) => parametersInPath(a) - parametersInPath(b));
    for (let progress = true; progress && pending.length > 0 && !options.signal?.aborted;) {
      const requests = await Promise.all(pending.map((operation) => planRequest(plan, operation)));
      const ready = requests.flatMap((request) => ("missing" in request ? [] : [request]));
      // Those with fewest path parameters first, so that lists are there before their items are asked for.
      const depth = ready[0] === undefined ? 0 : parametersInPath(ready[0].operation);
      const wave = ready.filter(({ operation }) => parametersInPath(operation) === depth);
      progress = wave.length > 0;
      const asked = new Set(wave.map(({ operation }) => operation));
      pending = pending.filter((operation) => !asked.has(operation));
      await Promise.all(wave.map((request) => (options.signal?.aborted ? undefined : ask(request))));
    }
    for (const operation of pending) {
      const request = await planRequest(plan, operation);
      notExercised.push({ operation, ...(options.signal?.aborted ? { reason: "the run was interrupted" } : whyNot(request)) });
    }
  }
  return notExercised;
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
  if (!("missing" in request)) return { reason: "it was not reached" };
  return { reason: `no value is known for ${request.missing.map((name) => `"${name}"`).join(", ")}`, add: request.add };
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
    url: context.baseUrl.replace(/\/+$/, "") + request.path,
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
    '# What to send when the server is asked. `defaults` are by parameter name; `operations` by operationId or "GET /path/{id}".',
    "# A value may come from an earlier answer: { from: listThings#/0/id }. Also per operation: body, headers, expect: 404, skip: reason.",
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
