import { JsonPath, matchesPattern, PathError } from "tallystick";
import type { Operation } from "tallystick/model";
import { isFulfilled, isNoPage, withoutEndedPages, type ReceivedResponse } from "../explore/expectation.js";
import { newText, newTextName } from "./new-text.js";
import { inWords } from "../explore/in-words.js";
import { NotSent } from "../explore/exchange.js";
import type { Session } from "../explore/session.js";
import { credentialFree } from "../verify/credentials.js";
import { retryAfterMs } from "../traffic/send/sender.js";
import { headerValue, withHeaders } from "../traffic/headers.js";
import type { HeaderField, Interaction, RequestRecord } from "../traffic/interaction.js";
import type { Action, ArazzoDocument, Criterion, Step, Workflow } from "./document.js";
import { asText, bodyValue, evaluate, type Exchange, type Scope } from "./expression.js";
import type { Library, WorkflowAt } from "./library.js";
import { requestOf, StepError } from "./request.js";
import { fill, selectAll, type Template } from "./template.js";

/** A step that did not succeed and that no action took care of. */
export interface FailedStep {
  /** `cases.arazzo.yaml:12:9`, of the criterion or of the step. */
  readonly position: string;
  readonly workflow: string;
  readonly step: string;
  readonly operation?: Operation;
  readonly reason: string;
  readonly interaction?: Interaction;
}

export interface WorkflowContext {
  readonly library: Library;
  /** Checks each request against the level of writes. */
  readonly session: Session;
  /** Values of `--input`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly onFailure: (failed: FailedStep) => void;
  /** Sends with a step's own timeout. */
  readonly sendWithin: (timeoutMs: number) => (request: RequestRecord) => Promise<Interaction>;
}

interface Outcome {
  readonly ok: boolean;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly last?: Exchange;
}

interface StepResult {
  readonly ok: boolean;
  readonly scope: Scope;
  readonly failed?: FailedStep;
}

/** A run of a workflow with more steps counts as an endless loop. */
const mostSteps = 1_000;
/** With the workflows that it calls. Without this limit, two calls on each of 50 levels would never end. */
const mostStepsInAll = 10_000;
const mostDepth = 50;
const longestPause = 300_000;

/** Runs workflows, each after those that it depends on. */
export class WorkflowRunner {
  readonly #done = new Map<
    Workflow,
    { readonly inputs: ReadonlyMap<string, unknown>; readonly outputs: ReadonlyMap<string, unknown>; readonly ok: boolean }
  >();
  #stepsInAll = 0;

  constructor(private readonly context: WorkflowContext) {}

  async run(workflows: readonly WorkflowAt[]): Promise<void> {
    for (const one of workflows) {
      if (this.#isStopped) return;
      this.#stepsInAll = 0;
      await this.#once(one, 0);
    }
  }

  get #isStopped(): boolean {
    return this.context.session.isOver;
  }

  /** A workflow with the inputs of the command line, at most once. */
  async #once(one: WorkflowAt, depth: number): Promise<boolean> {
    const known = this.#done.get(one.workflow);
    if (known !== undefined) return known.ok;
    if (depth > mostDepth) one.document.refuse("The workflows depend on each other.", one.workflow.at);
    for (const name of one.workflow.dependsOn) {
      const needed = this.context.library.workflow(one.document, name);
      if (!(await this.#once(needed, depth + 1))) {
        this.#fail(one, one.workflow.steps[0], name.at, `The workflow "${name.text}" failed, on which "${one.workflow.id}" depends.`);
        this.#done.set(one.workflow, { inputs: new Map(), outputs: new Map(), ok: false });
        return false;
      }
    }
    const inputs = inputsOf(one, this.context.inputs);
    const { ok, outputs } = await this.#workflow(one, inputs, depth);
    this.#done.set(one.workflow, { inputs, outputs, ok });
    return ok;
  }

  async #workflow(one: WorkflowAt, inputs: ReadonlyMap<string, unknown>, depth: number): Promise<Outcome> {
    const { document, workflow } = one;
    const steps = new Map<string, ReadonlyMap<string, unknown>>();
    const scope: Scope = { inputs, steps, ...this.#surroundings(document) };
    const failed: Outcome = { ok: false, outputs: new Map() };
    let last: Exchange | undefined;
    let attempts = new Map<Action, number>();
    const sent = new Map<Step, StepResult>();
    const received: ReceivedResponse[] = [];
    const ended = new Set<number>();
    const judged = workflow.steps.at(-1)?.expected && workflow.steps.at(-1);
    let ok = true;
    for (let index = 0, count = 0; index < workflow.steps.length;) {
      const step = workflow.steps[index];
      if (step === undefined || this.#isStopped) break;
      if (++count > mostSteps) return this.#fail(one, step, step.at, `The workflow did not end after ${mostSteps.toLocaleString("en")} steps.`);
      if (++this.#stepsInAll > mostStepsInAll)
        return this.#fail(one, step, step.at, `The workflow and its calls did not end after ${mostStepsInAll.toLocaleString("en")} steps.`);
      const missing = step.dependsOn.find(({ text }) => !text.startsWith("$") && !steps.has(text));
      if (missing) return this.#fail(one, step, missing.at, `The step "${step.id}" depends on "${missing.text}", which was not executed.`);
      if (step.continues && step.parameters.some(({ in: at, value }) => at === "query" && isNoPage(fill(value, scope)))) {
        ended.add(index++);
        if (index < workflow.steps.length || judged === undefined) continue;
        const result = this.#expected(one, judged, { ok: true, scope }, received, inputs, ended);
        if (result.failed) this.context.onFailure(result.failed);
        ok = result.ok;
        break;
      }
      if (workflow.steps[index + 1]?.together) await this.#sendTogether(one, index, scope, depth, sent);
      let result = sent.get(step) ?? (await this.#step(one, step, scope, depth));
      sent.delete(step);
      last = result.scope.exchange ?? last;
      received[index] = responseOf(result.scope.exchange);
      if (result.ok && step.expected !== undefined) result = this.#expected(one, step, result, received, inputs, ended);
      if (result.ok) steps.set(step.id, outputsOf(step.outputs, result.scope));
      const action = (result.ok ? step.onSuccess : step.onFailure).find(
        (each) =>
          (each.type !== "retry" || (attempts.get(each) ?? 0) < each.retryLimit) &&
          each.criteria.every((criterion) => holds(criterion, result.scope).ok),
      );
      if (action?.type === "retry") {
        attempts.set(action, (attempts.get(action) ?? 0) + 1);
        await this.#pause(action, result.scope.exchange);
        if (action.to && !(await this.#detour(one, step, action, result.scope, steps, depth))) return failed;
        continue;
      }
      attempts = new Map();
      if (!result.ok && action?.type !== "goto") {
        if (result.failed) this.context.onFailure(result.failed);
        ok = false;
        break;
      }
      if (action?.type === "end") break;
      if (action?.to === undefined) index++;
      else if (action.to.kind === "step") index = this.context.library.step(one, action.to);
      else {
        const next = this.context.library.workflow(document, action.to);
        return this.#call(next, argumentsOf(action.parameters, result.scope), depth, { one, step });
      }
    }
    const outputs = outputsOf(workflow.outputs, { ...scope, ...(last && { exchange: last }) });
    return { ok: ok && !this.#isStopped, outputs, ...(last && { last }) };
  }

  /** Evaluates expectations that criteria cannot express. */
  #expected(
    one: WorkflowAt,
    step: Step,
    result: StepResult,
    received: readonly ReceivedResponse[],
    inputs: ReadonlyMap<string, unknown>,
    ended: ReadonlySet<number>,
  ): StepResult {
    const expected = step.expected && withoutEndedPages(step.expected, (index) => ended.has(index));
    const isMet = expected && isFulfilled(expected, received, ({ $fresh }) => String(inputs.get(newTextName($fresh))));
    if (expected === undefined || isMet === true) return result;
    const reason = isMet === undefined ? "The responses do not show whether the law holds" : `The law is broken: expected that ${inWords(expected)}`;
    return { ...result, ok: false, failed: this.#failed(one, step, step.at, `${reason}.`, undefined, result.scope.exchange?.interaction) };
  }

  /** Sends a step at the same time as those after it that are marked so. */
  async #sendTogether(one: WorkflowAt, first: number, scope: Scope, depth: number, sent: Map<Step, StepResult>): Promise<void> {
    const { steps } = one.workflow;
    let end = first + 1;
    while (steps[end]?.together) end++;
    await Promise.all(steps.slice(first, end).map(async (step) => void sent.set(step, await this.#step(one, step, scope, depth))));
  }

  /** The step or workflow that runs before a retry. */
  async #detour(
    one: WorkflowAt,
    step: Step,
    { to, parameters }: Action,
    scope: Scope,
    steps: Map<string, ReadonlyMap<string, unknown>>,
    depth: number,
  ): Promise<boolean> {
    if (to?.kind === "workflow")
      return (await this.#call(this.context.library.workflow(one.document, to), argumentsOf(parameters, scope), depth, { one, step })).ok;
    const detour = to && one.workflow.steps[this.context.library.step(one, to)];
    if (detour === undefined) return true;
    const result = await this.#step(one, detour, scope, depth);
    if (result.ok) steps.set(detour.id, outputsOf(detour.outputs, result.scope));
    else if (result.failed) this.context.onFailure(result.failed);
    return result.ok;
  }

  async #call(
    called: WorkflowAt,
    given: ReadonlyMap<string, unknown>,
    depth: number,
    from: { readonly one: WorkflowAt; readonly step: Step },
  ): Promise<Outcome> {
    if (depth >= mostDepth) return this.#fail(from.one, from.step, from.step.at, `The workflows call each other more than ${mostDepth} levels deep.`);
    for (const name of called.workflow.dependsOn) await this.#once(this.context.library.workflow(called.document, name), depth + 1);
    const presets = called.workflow.inputs.filter(({ name }) => !given.has(name));
    const inputs = new Map([...presets.flatMap((input) => valueOf(input, this.context.inputs) ?? []), ...given]);
    const absent = called.workflow.inputs.find(({ name, required }) => required && !inputs.has(name));
    if (absent)
      return this.#fail(
        from.one,
        from.step,
        from.step.at,
        `The workflow "${called.workflow.id}" needs the input "${absent.name}", which has no value.`,
      );
    return this.#workflow(called, inputs, depth + 1);
  }

  async #step(one: WorkflowAt, step: Step, before: Scope, depth: number): Promise<StepResult> {
    const target = this.context.library.target(one, step);
    if ("workflow" in target) {
      const outcome = await this.#call(target, argumentsOf(step.parameters, before), depth, { one, step });
      const scope: Scope = { ...before, outputs: outcome.outputs, ...(outcome.last && { exchange: outcome.last }) };
      // Its own failure has been reported.
      return outcome.ok ? this.#judged(one, step, scope, undefined) : { ok: false, scope };
    }
    let request;
    try {
      request = await requestOf(step, target, this.context.session.model, before);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      return { ok: false, scope: before, failed: this.#failed(one, step, step.at, error.message, target) };
    }
    const { baseUrl } = this.context.session.options;
    const record: RequestRecord = {
      method: request.method,
      url: baseUrl.replace(/(?<!\/)\/+$/, "") + request.path,
      headers: merged(request.headers, this.#headersOf(one, step)),
      ...(request.body && { body: request.body }),
    };
    const by = step.timeout === undefined ? undefined : this.context.sendWithin(step.timeout);
    let interaction: Interaction;
    try {
      ({ interaction } = await this.context.session.sendWritten(target, request, record, { purpose: { kind: "workflow" }, as: step.as }, by));
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      return { ok: false, scope: before, failed: this.#failed(one, step, step.at, `The request was not sent: ${error.reason}.`, target) };
    }
    const path = new Map([...request.values].flatMap(([parameter, value]) => (parameter.in === "path" ? [[parameter.name, value] as const] : [])));
    const scope: Scope = { ...before, exchange: { interaction, path } };
    if (interaction.response === undefined) {
      const reason = `No response: ${interaction.failure?.message ?? "the request failed"}`;
      return { ok: false, scope, failed: this.#failed(one, step, step.at, reason, target, interaction) };
    }
    return this.#judged(one, step, scope, target);
  }

  /** Headers of the identity that a step names. */
  #headersOf({ document }: WorkflowAt, { as, at }: Step): Readonly<Record<string, string>> {
    const { options, headersByIdentity } = this.context.session;
    const { headers = {} } = options;
    if (as === "main") return headers;
    // What is no credential belongs to every request, as in a run.
    const { headers: common } = credentialFree(this.context.session.model, { method: "GET", url: options.baseUrl, headers: Object.entries(headers) });
    if (as === "anonymous") return Object.fromEntries(common);
    const own = headersByIdentity.get(as);
    if (own !== undefined) return Object.fromEntries(withHeaders(common, own));
    return document.refuse(`The step needs the credentials of "${as}".`, at, `Add --as ${as}='Header: value'.`);
  }

  #judged(one: WorkflowAt, step: Step, scope: Scope, operation: Operation | undefined): StepResult {
    for (const criterion of step.criteria) {
      const judgement = holds(criterion, scope);
      if (judgement.ok) continue;
      const interaction = scope.exchange?.interaction;
      const status = interaction?.response?.status;
      const reason = `The criterion "${criterion.text}" is not met${judgement.why ?? (status === undefined ? "" : `: the status is ${status}`)}.`;
      return { ok: false, scope, failed: this.#failed(one, step, criterion.at, reason, operation, interaction) };
    }
    return { ok: true, scope };
  }

  #failed(
    { document, workflow }: WorkflowAt,
    step: Step,
    at: number | undefined,
    reason: string,
    operation?: Operation,
    interaction?: Interaction,
  ): FailedStep {
    const position = document.locate(at ?? step.at);
    return { position, workflow: workflow.id, step: step.id, reason, ...(operation && { operation }), ...(interaction && { interaction }) };
  }

  #fail(one: WorkflowAt, step: Step | undefined, at: number | undefined, reason: string): Outcome {
    if (step !== undefined) this.context.onFailure(this.#failed(one, step, at, reason));
    return { ok: false, outputs: new Map() };
  }

  #surroundings(document: ArazzoDocument): Pick<Scope, "workflows" | "sources" | "self"> {
    const workflows = new Map([...this.#done].map(([{ id }, result]) => [id, result]));
    return { workflows, sources: document.sources, ...(document.self !== undefined && { self: document.self }) };
  }

  /** `Retry-After` of the response takes precedence over `retryAfter`. Neither a server nor a file stops a run for more than five minutes. */
  async #pause({ retryAfter }: Action, exchange: Exchange | undefined): Promise<void> {
    const delay = retryAfterMs(headerValue(exchange?.interaction.response?.headers ?? [], "retry-after"));
    const wanted = Math.min(delay ?? retryAfter * 1000, longestPause);
    const { signal } = this.context.session.options;
    if (wanted <= 0 || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, wanted);
      function done(): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      }
      signal?.addEventListener("abort", done, { once: true });
    });
  }
}

function responseOf(exchange: Exchange | undefined): ReceivedResponse {
  const { status = 0, headers = [], body } = exchange?.interaction.response ?? {};
  return { status, headers, json: bodyValue({ headers, ...(body && { body }) }), ...(body && { body }) };
}

function outputsOf(outputs: Step["outputs"], scope: Scope): ReadonlyMap<string, unknown> {
  return new Map(
    [...outputs].flatMap(([name, template]) => {
      const value = fill(template, scope);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function argumentsOf(parameters: Step["parameters"], scope: Scope): ReadonlyMap<string, unknown> {
  return new Map(
    parameters.flatMap(({ name, value: template }) => {
      const value = fill(template, scope);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Inputs of a workflow that is run by itself. */
function inputsOf({ document, workflow }: WorkflowAt, given: Readonly<Record<string, string>>): ReadonlyMap<string, unknown> {
  const inputs = new Map(workflow.inputs.flatMap((input) => valueOf(input, given) ?? []));
  const missing = workflow.inputs.find(({ name, required }) => required && !inputs.has(name));
  if (missing) document.refuse(`The workflow "${workflow.id}" needs the input "${missing.name}".`, workflow.at, `Add --input ${missing.name}=VALUE.`);
  // Inputs without a description are those of a workflow that has no schema of them.
  for (const [name, text] of Object.entries(given)) if (!inputs.has(name)) inputs.set(name, text);
  return inputs;
}

function valueOf(
  { name, isText, preset, fresh }: Workflow["inputs"][number],
  given: Readonly<Record<string, string>>,
): readonly (readonly [string, unknown])[] | undefined {
  if (!Object.hasOwn(given, name)) {
    if (fresh !== undefined) return [[name, newText(fresh)]];
    return preset === undefined ? undefined : [[name, preset]];
  }
  const text = given[name] ?? "";
  if (isText) return [[name, text]];
  try {
    return [[name, JSON.parse(text)]];
  } catch {
    return [[name, text]];
  }
}

/** Whether a criterion is met. One that cannot be evaluated is not, and `why` has the reason. */
function holds({ test }: Criterion, scope: Scope): { readonly ok: boolean; readonly why?: string } {
  if (test.kind === "simple") return { ok: test.condition.holds(scope) };
  const context = evaluate(test.context, scope);
  if (context === undefined || context === null) return { ok: false, why: `: ${test.context.text} has no value` };
  const condition = test.kind === "jsonpath" ? jsonPathOf(test.condition, scope) : asText(fill(test.condition, scope) ?? "");
  if (test.kind === "regex") {
    // A pattern that cannot be used matches everything for validators.
    if (!isUsable(condition)) return { ok: false, why: `: "${condition}" is not a regular expression` };
    const matched = matchesPattern(condition, asText(context));
    return matched === undefined ? { ok: false, why: ": matching takes too many steps" } : { ok: matched };
  }
  try {
    const path = new JsonPath(condition);
    return { ok: selectAll(path, context).length > 0 || (isAboutRoot(condition, context) && selectAll(path, [context]).length > 0) };
  } catch (error) {
    if (error instanceof PathError) return { ok: false, why: `: ${error.message}` };
    throw error;
  }
}

/**
 * A JSONPath expression with values instead of embedded expressions. Inside quotes a value is text, as in the standard; elsewhere it is a literal,
 * as in Redocly's implementation.
 */
function jsonPathOf(template: Template, scope: Scope): string {
  if (template.kind !== "text") return asText(fill(template, scope) ?? "");
  let quote = "";
  return template.parts
    .map((part) => {
      if (typeof part !== "string") {
        const value = evaluate(part, scope) ?? null;
        return quote === "" ? JSON.stringify(value) : asText(value).replace(/['"\\]/g, "\\$&");
      }
      for (const [token] of part.matchAll(/\\.|['"]/gs)) {
        if (token === quote) quote = "";
        else if (quote === "" && token.length === 1) quote = token;
      }
      return part;
    })
    .join("");
}

/** A filter of the root object, as in the example of the Criterion Object: `$[?count(@.pets) > 0]` is about the body, and not about its properties. */
function isAboutRoot(condition: string, context: unknown): boolean {
  return condition.startsWith("$[?") && !condition.includes("$", 1) && !Array.isArray(context);
}

function isUsable(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function merged(own: readonly HeaderField[], common: Readonly<Record<string, string>>): readonly HeaderField[] {
  // The header that every request gets by itself is not the step's.
  const names = new Set(own.filter(([, value]) => !value.endsWith("*/*;q=0.1")).map(([name]) => name.toLowerCase()));
  const given = Object.entries(common).filter(([name]) => !names.has(name.toLowerCase()));
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !replaced.has(name.toLowerCase())), ...given];
}
