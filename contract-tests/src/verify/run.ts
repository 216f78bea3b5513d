import { createHash, randomUUID, type Hash } from "node:crypto";
import { UsageError } from "tallystick";
import { placeKey, type ApiModel, type Operation } from "tallystick/model";
import type { BaselineEntry } from "../baseline/baseline.js";
import { judges, type JudgedFacts } from "../baseline/judges.js";
import type { Gathered } from "../findings/collect.js";
import { showRequest, showValue } from "../findings/show.js";
import type { CompiledModel } from "../observe/compiled.js";
import { Observer } from "../observe/observe.js";
import type { NotExercised } from "../report/make-report.js";
import { unmatchedNote } from "../report/observed.js";
import type { Provenance, Target, Tried } from "../report/report.js";
import type { RunShard } from "./shard.js";
import { readHar } from "../traffic/har/read-har.js";
import { sizeOf } from "../traffic/body.js";
import type { Interaction } from "../traffic/interaction.js";
import { recordingsAt, type TrafficProblem } from "../traffic/read-recording.js";
import { trafficRefused } from "./traffic-refused.js";
import { createSender, type Sender } from "../traffic/send/sender.js";
import { completeIdentities, invalidCredentials } from "./credentials.js";
import { chooseBase, httpAddress } from "./base-url.js";
import { onlyErrors } from "./only-errors.js";
import { trustingMock, withoutMarks } from "./proven-mock.js";
import type { VerifyOptions } from "./options.js";
import { ServerWatch } from "./server-watch.js";
import { noParams, readParams, type Params } from "./requests/params.js";
import { explore } from "../explore/explore.js";
import { createLawRunner, type LawRunner } from "../explore/law-runner.js";
import type { Pool } from "../explore/pool.js";
import type { Exchange, Purpose } from "../explore/exchange.js";
import { Session, type SessionOptions } from "../explore/session.js";
import { levelMeaning } from "../explore/writes.js";
import type { Exploration } from "../report/report.js";
import { runArazzo, type Workflows } from "./run-arazzo.js";

/** The traffic of one run from any source, passed to one observer. */
export class Run {
  readonly target: Target;
  readonly notes: string[] = [];
  readonly provenance: Provenance[] = [];
  readonly filledFrom = new Map<Operation, Readonly<Record<string, string>>>();
  notExercised: readonly NotExercised[] = [];
  /** The effects of a live run on the server. */
  exploration: Exploration | undefined;
  pool: Pool | undefined;
  #cleanups = 0;
  /** Operations that removed what the run created. */
  readonly #removals = new Set<Operation>();
  observer: Observer;
  readonly #selected: ReadonlySet<string>;
  readonly #all: boolean;
  /** Of the recorded traffic, including the requests of other shards. */
  readonly #traffic = createHash("sha256");
  /** The first unmatched requests, in order of text. */
  readonly unmatched: string[] = [];
  #laws?: LawRunner;
  /** Requests of a walk by operation: which had a response, and whether one had none. */
  readonly tried = new Map<string, Tried>();

  constructor(
    readonly options: VerifyOptions,
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
    readonly operations: readonly Operation[],
    readonly workflows: Workflows | undefined = undefined,
    readonly shard: RunShard | undefined = undefined,
  ) {
    this.target = targetOf(options);
    this.#selected = new Set(operations.map((operation) => operation.key));
    this.#all = model.operations.every(({ kind, key }) => kind !== "path" || this.#selected.has(key) || shard?.owns(key) === false);
    this.observer = new Observer(model, compiled);
  }

  isSelected({ first: { operation } }: Gathered): boolean {
    if (operation === undefined || this.#selected.has(operation)) return true;
    return this.#all && this.shard?.owns(operation) !== false;
  }

  /** Identifies the run: equal for the same recorded traffic, and different for each live run. */
  get id(): string {
    if (this.target.kind === "live") return randomUUID().replaceAll("-", "");
    const settings = [this.model.sha256, this.target.kind, this.options.include, this.options.exclude, this.options.tags];
    return createHash("sha256").update(this.#traffic.copy().digest()).update(JSON.stringify(settings)).digest("hex").slice(0, 32);
  }

  /** Names of the laws that were checked. */
  get laws(): readonly string[] {
    return (this.#laws?.results ?? []).filter(({ attempts }) => attempts > 0).map(({ law }) => law);
  }

  /** Whether this run tried the subject of a baseline entry, and got a response. */
  judges(entry: BaselineEntry): boolean {
    const isLive = this.target.kind === "live";
    const facts: JudgedFacts = {
      isInterrupted: this.options.signal?.aborted === true,
      isLive,
      isRecorded: !isLive,
      isNegative: this.options.negative === true,
      laws: new Set(this.laws),
      selected: this.#selected,
      tried: this.tried,
      observations: this.observer.observations,
      ...(this.shard && { owns: this.shard.owns }),
    };
    return judges(entry, this.model, facts);
  }

  async collect(): Promise<void> {
    switch (this.target.kind) {
      case "live":
        return this.#live(this.target.baseUrl);
      case "har":
        return this.#recorded(this.#harFiles(this.target.files));
      case "recordings":
        return this.#recorded(this.#recordings(this.target.folder));
      case "interactions":
        return this.#recorded(this.options.interactions ?? []);
    }
  }

  /** The base path is found from the first interactions, so that a file of any size can pass by. */
  async #recorded(interactions: AsyncIterable<Interaction> | Iterable<Interaction>): Promise<void> {
    const first: Interaction[] = [];
    let size = 0;
    const begin = (): void => {
      this.observer = new Observer(this.model, this.compiled, {
        urls: first.map((one) => one.request.url),
        everyHost: this.target.kind === "recordings",
        isStripped: this.target.kind === "har",
        owns: this.shard?.owns,
      });
      for (const one of first) this.observer.observe(withoutMarks(one));
      first.length = 0;
    };
    let begun = false;
    for await (const interaction of interactions) {
      if (this.options.signal?.aborted) break;
      addTo(this.#traffic, interaction);
      this.#noteRequest(interaction);
      if (begun) {
        this.observer.observe(withoutMarks(interaction));
        continue;
      }
      first.push(interaction);
      size += sizeOf(interaction.request.body) + sizeOf(interaction.response?.body);
      if (first.length >= maxHeld || size > maxHeldCharacters) {
        begin();
        begun = true;
      }
    }
    if (!begun) begin();
    for (const one of this.observer.credentials.findings()) this.observer.findings.add(one);
    const { interactions: matched, ofOtherShards, ignored, matcher } = this.observer;
    // Traffic of other paths or hosts only: without this note, the file would look empty.
    if (matched + ofOtherShards > 0 || ignored === 0) this.unmatched.length = 0;
    else this.notes.push(unmatchedNote(this.unmatched, matcher.basePaths));
  }

  #noteRequest({ request: { method, url } }: Interaction): void {
    const text = `${method} ${url.split(/[?#]/, 1)[0]}`;
    if (this.unmatched.includes(text) || (this.unmatched.length === mostUnmatched && text >= (this.unmatched.at(-1) ?? ""))) return;
    this.unmatched.push(text);
    this.unmatched.sort();
    this.unmatched.length = Math.min(this.unmatched.length, mostUnmatched);
  }

  async *#harFiles(files: readonly string[]): AsyncIterable<Interaction> {
    for (const file of files) {
      const report = (problem: TrafficProblem): void => {
        if (problem.entry === undefined) throw trafficRefused(problem, "har");
        this.notes.push(`${problem.path}, entry ${problem.entry}: ${problem.message}`);
      };
      yield* readHar(file, report, this.options.maxResponseBytes);
    }
  }

  async *#recordings(folder: string): AsyncIterable<Interaction> {
    const problems: TrafficProblem[] = [];
    for await (const each of recordingsAt(folder)) {
      if (!("recording" in each)) {
        problems.push(each);
        continue;
      }
      const { path, recording } = each;
      this.provenance.push({
        path,
        source: recording.source,
        recordedOn: recording.recordedOn,
        interactions: recording.interactions.length,
        sameDocument: recording.document.sha256 === this.model.sha256,
        tool: recording.tool,
      });
      yield* recording.interactions;
    }
    const none: TrafficProblem = { path: folder, code: "input-unreadable", message: `No recordings found in "${folder}".` };
    if (this.provenance.length === 0) throw trafficRefused(problems[0] ?? none, "recordings");
    for (const problem of problems) this.notes.push(`${problem.path}: ${problem.message}`);
  }

  async #live(given: string): Promise<void> {
    const { options, model, compiled } = this;
    const params: Params = typeof options.params === "string" ? await readParams(options.params, model) : (options.params ?? noParams);
    const sender = this.#sender(given, options.signal);
    // Removes created items, also after an interruption.
    const cleaner = this.#sender(given, undefined);
    try {
      const base = await chooseBase(
        model,
        given,
        this.operations,
        (request) => sender.send(request, "probe"),
        options.headers ?? {},
        params,
        compiled,
      );
      if (base.note !== undefined) this.notes.push(base.note);
      this.observer = new Observer(model, compiled, { baseUrl: base.url });
      const ordinary = new Map<Operation, Set<number>>();
      const notes = new Set<string>();
      const rules = rulesOf(options, this.operations);
      this.#laws = createLawRunner({ without: options.withoutLaws ?? [] });
      const watch = new ServerWatch(model, compiled, base.url, (request) => sender.send(request));
      const session = new Session({
        model,
        compiled,
        params,
        baseUrl: base.url,
        ...rules,
        identities: new Map([
          ...Object.entries(completeIdentities(model, options.headers, options.identities)),
          ["invalid", invalidCredentials(model, options.headers ?? {})],
        ]),
        send: (request, _, operation) => watch.send(request, operation),
        sendAtEnd: (request) => cleaner.send(request, `cleanup#${++this.#cleanups}`),
        onNote: (note) => void notes.add(note),
        onExchange: (exchange) => {
          const { purpose, status, operation } = exchange;
          watch.take(exchange, (one) => this.#step(one, params));
          // An expected error is not reported.
          const isOrdinary = purpose.kind === "ordinary" && status !== 0 && purpose.expect !== status;
          if (isOrdinary || (status >= 200 && status < 400 && purpose.kind !== "no-credentials"))
            ordinary.set(operation, (ordinary.get(operation) ?? new Set()).add(status));
        },
      });
      this.pool = session.pool;
      if (rules.level !== "none") options.onItems?.(() => session.remainingPaths);
      try {
        if (this.workflows !== undefined)
          await runArazzo(this.workflows, {
            session,
            options,
            findings: this.observer.findings,
            within: (ms) => this.#sender(given, options.signal, ms),
          });
        else
          this.notExercised = await explore(session, {
            operations: this.operations,
            negative: options.negative === true,
            unusual: options.unusual !== false,
            laws: this.#laws,
            findings: this.observer.findings,
            ...(options.onProgress && { onProgress: options.onProgress }),
          });
      } finally {
        await session.end();
        options.onItems?.(undefined);
      }
      this.exploration = {
        seed: rules.seed,
        writes: rules.level,
        requests: session.sent,
        created: session.own.length,
        left: session.left,
      };
      this.notes.push(...notes);
      if (rules.level === "all") this.notes.push(`--writes all ${levelMeaning.all}.`);
      this.#noteMock();
      const { finding, note, notExercised } = await watch.end((one) => this.#step(one, params));
      if (finding !== undefined) this.observer.findings.add(finding);
      this.notExercised = [...this.notExercised.filter((one) => !this.#removals.has(one.operation)), ...notExercised];
      const refused = note ?? onlyErrors(ordinary);
      if (refused !== undefined) this.notes.push(refused);
    } finally {
      await sender.close();
      await cleaner.close();
    }
  }

  /** The mock has to refuse an invalid request and sends the examples of the document, also where the document has no description for that. */
  #noteMock(): void {
    const { refusedByMock, examplesOfMock, withoutValue } = this.observer;
    const notes: readonly (readonly [ReadonlySet<string>, string])[] = [
      [refusedByMock, "refused invalid requests with statuses that the document does not have"],
      [withoutValue, "sent errors where no value satisfies the schema of a success"],
      [examplesOfMock, "sent examples of the document that have undocumented properties"],
    ];
    for (const [[first, ...more], what] of notes) {
      const others = more.length === 0 ? "" : ` and ${more.length} more`;
      if (first !== undefined) this.notes.push(`A mock server ${what}: ${first}${others}. These are findings for a real server only.`);
    }
  }

  #sender(baseUrl: string, signal: AbortSignal | undefined, timeout = this.options.timeout): Sender {
    const { concurrency, maxResponseBytes, rate } = this.options;
    const sender = createSender({
      baseUrl,
      timeoutMs: timeout ?? 10_000,
      concurrency: concurrency ?? 4,
      retry: { times: 2, maxWaitMs: 10_000 },
      ...(maxResponseBytes === undefined ? {} : { maxBytes: maxResponseBytes }),
      ...(rate === undefined ? {} : { rate }),
      ...(signal === undefined ? {} : { signal, endsWrites: true }),
    });
    return trustingMock(sender, baseUrl);
  }

  #step({ operation, interaction, json, purpose, filledFrom }: Exchange, params: Params): void {
    if (interaction.failure?.kind === "aborted") return;
    if (purpose.kind === "cleanup") {
      // A workflow is judged by its steps. The refusal of a removal may have a cause in the run, such as a parent that was removed before.
      if (this.workflows !== undefined || Math.floor((interaction.response?.status ?? 0) / 100) !== 2) return;
      this.#removals.add(operation);
    }
    const { observer } = this;
    const isGenerated = this.workflows === undefined && params.operations.get(operation.key)?.body === undefined;
    observer.observe(interaction, { operation, isGenerated, json, ...(isDeliberate(purpose) ? { deliberate: true as const } : {}) });
    const status = interaction.response?.status;
    const tried = this.tried.get(operation.key) ?? { success: false, withoutCredentials: false, unanswered: false };
    this.tried.set(operation.key, tried);
    if (status === undefined) return void (tried.unanswered = true);
    const base = {
      operation: operation.key,
      ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
      status: String(status),
      instancePath: "",
      path: "",
      interaction: interaction.origin,
      request: showRequest(interaction.request),
    };
    const success = status >= 200 && status < 300;
    if (purpose.kind === "no-credentials") tried.withoutCredentials = true;
    else if (success && purpose.kind === "ordinary") tried.success = true;
    if (purpose.kind === "ordinary") {
      this.filledFrom.set(operation, { ...this.filledFrom.get(operation), ...filledFrom });
      if (purpose.expect !== undefined && purpose.expect !== status) {
        observer.findings.add({
          ...base,
          class: "unexpected-status",
          subject: { in: "response" },
          schemaPath: `${placeKey(operation.place)}/responses`,
          keyword: "expect",
          message: `params.yaml expects status ${purpose.expect}, but the server responded with ${status}.`,
        });
      }
    } else if (purpose.kind === "probe") {
      const { probe } = purpose;
      const { parameter } = probe;
      const accepted = probe.side === "outside" && success;
      const refused = probe.side === "inside" && (status === 400 || status === 422);
      if (!accepted && !refused) return;
      const shown = probe.value === undefined ? "" : ` (${JSON.stringify(probe.value).slice(0, 60)})`;
      observer.findings.add({
        ...base,
        class: "constraint-not-enforced",
        subject: { in: "request", parameter: parameter.in, name: parameter.name },
        schemaPath: probe.schemaPath,
        keyword: probe.keyword,
        message: accepted
          ? `Parameter "${parameter.name}" was ${probe.what}${shown}, but the server responded with ${status}.`
          : `Parameter "${parameter.name}" was ${probe.what}${shown}, which the document allows, but the server responded with ${status}.`,
        value: probe.value === undefined ? "nothing" : showValue(probe.value),
      });
    } else if (success && purpose.kind === "no-credentials") {
      const schemes = [...new Set(operation.security.flatMap((requirement) => [...requirement.keys()]))].join(", ");
      observer.findings.add({
        ...base,
        class: "auth-not-enforced",
        subject: { in: "request", parameter: "security", name: schemes },
        schemaPath: `${placeKey(operation.place)}/security`,
        keyword: "security",
        message: `Without the required credentials (${schemes}), the server responded with ${status}.`,
      });
    }
  }
}

/** Whether a request is wrong on purpose and has a finding of its own, so that only the response is checked. */
function isDeliberate(purpose: Purpose): boolean {
  if (purpose.kind === "law") return purpose.deliberate === true;
  return purpose.kind === "no-credentials" || (purpose.kind === "probe" && purpose.probe.side === "outside");
}

/** The permissions of a run, from its options. */
export function rulesOf(
  { seed = randomSeed(), writes = "none", allow, methods, headers, identities, maxRequests, time, runs, signal }: VerifyOptions,
  operations: readonly Operation[],
): Omit<SessionOptions, "model" | "compiled" | "params" | "baseUrl" | "send"> {
  return {
    level: writes,
    seed,
    selected: new Set(operations),
    ...(allow && { allow }),
    ...(methods && { methods }),
    ...(headers && { headers }),
    ...(identities && { identities: new Map(Object.entries(identities)) }),
    ...(maxRequests !== undefined && { maxRequests }),
    ...(time !== undefined && { maxTime: time }),
    ...(runs !== undefined && { runs }),
    ...(signal && { signal }),
  };
}

/** Small enough to be typed. */
function randomSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}

/** Adds an interaction to the hash of the traffic. Its file may have another name on another machine. */
function addTo(hash: Hash, { request, response, failure }: Interaction): void {
  const bodies = [request.body, response?.body].map((body) => (body?.kind === "binary" ? body.bytes : (body?.text ?? "")));
  const sizes = bodies.map(({ length }) => length);
  hash.update(
    JSON.stringify([request.method, request.url, request.headers, response && [response.status, response.headers], failure?.kind ?? 0, sizes]),
  );
  for (const body of bodies) hash.update(body);
}

const mostUnmatched = 4;
const maxHeld = 2_000;
const maxHeldCharacters = 64_000_000;

function targetOf(options: VerifyOptions): Target {
  const given = [
    options.baseUrl === undefined ? undefined : ({ kind: "live", baseUrl: httpAddress(options.baseUrl) } as const),
    options.har === undefined || options.har.length === 0 ? undefined : ({ kind: "har", files: options.har } as const),
    options.recordings === undefined ? undefined : ({ kind: "recordings", folder: options.recordings } as const),
    options.interactions === undefined ? undefined : ({ kind: "interactions" } as const),
  ].filter((one) => one !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1) throw new UsageError("Give exactly one of --base-url, --har and --recordings.");
  return only;
}
