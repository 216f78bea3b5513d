import { dirname, join } from "node:path";
import { addressRefused, mayWrite, mayWriteInto, render, UsageError, writeWhole } from "tallystick";
import { parseCommand } from "tallystick/cli";
import { plain, plainLines, plainTexts, type ApiModel, type Operation } from "tallystick/model";
import { workflowOfTraffic } from "../cases/recorded.js";
import { arazzoText } from "../cases/save.js";
import type { MatcherOptions } from "../match/match-operation.js";
import { byOperation, splitRecording } from "../match/by-operation.js";
import type { NotExercised } from "../report/make-report.js";
import { checksOf } from "../traffic/check-recordings.js";
import { readRecordings, type TrafficProblem } from "../traffic/read-recording.js";
import { trafficRefused } from "../verify/traffic-refused.js";
import { readHar } from "../traffic/har/read-har.js";
import { toHar } from "../traffic/har/to-har.js";
import type { Interaction } from "../traffic/interaction.js";
import { startProxy } from "../traffic/proxy.js";
import { createRecorder } from "../traffic/recorder.js";
import { createSender, type Sender } from "../traffic/send/sender.js";
import { writeRecording } from "../traffic/write-recording.js";
import { recordedLimit } from "../limits.js";
import { credentialsNote, isRefused } from "../verify/credentials.js";
import { chooseBase } from "../verify/base-url.js";
import { openDocument, type DocumentOptions } from "../open-document.js";
import { explore } from "../explore/explore.js";
import { Session } from "../explore/session.js";
import { compileRules } from "../observe/compile-rules.js";
import { noParams, readParams } from "../verify/requests/params.js";
import { selectOperations } from "../verify/select.js";
import { documentOptions } from "./document-flags.js";
import { interruptible, type OnLeft } from "./interruptible.js";
import { recordCommand, recordSettings, type Settings } from "./record-flags.js";
import { refused } from "./refused.js";
import { plural } from "../plural.js";
import { leftLines } from "../report/terminal.js";

/** `tallystick record`: the exit code; everything else is printed or written. */
export async function runRecord(argv: readonly string[]): Promise<number> {
  try {
    const flags = parseCommand(recordCommand, argv)?.values;
    if (flags === undefined) return 0;
    if (flags.check !== undefined) {
      return await check(flags.check, flags.spec === undefined ? undefined : documentOptions(flags.spec, flags));
    }
    return await record(recordSettings(flags));
  } catch (error) {
    return await refused(error, "record", argv);
  }
}

const stopping = "Stopping. The recorded traffic is written. Press Ctrl-C again to write nothing.";

async function record(settings: Settings): Promise<number> {
  const print = (line: string): void => void (settings.quiet || process.stdout.write(`${plainLines(line)}\n`));
  const model = await open(settings.document);
  // Checked before the first request: a failure at the end would lose the traffic.
  mayWriteInto(settings.out);
  for (const path of [settings.toHar, settings.arazzo]) if (path !== undefined) mayWrite(path);
  const taken: Interaction[] = [];
  let left: readonly NotExercised[] = [];
  let baseUrl = settings.baseUrl;
  let note: string | undefined;
  let isInterrupted = false;
  if (settings.har.length > 0) await fromHar(settings, taken);
  else if (settings.proxy !== undefined) {
    const { proxy } = settings;
    await interruptible(stopping, (signal) => fromProxy(settings, proxy, taken, signal, print));
  } else {
    const walk = await interruptible(stopping, async (signal, onItems) => ({
      ...(await fromWalk(settings, model, taken, signal, onItems)),
      isInterrupted: signal.aborted,
    }));
    left = walk.notExercised;
    isInterrupted = walk.isInterrupted && left.length > 0;
    for (const line of leftLines(walk.left)) print(`not removed from the server: ${plain(line)}`);
    baseUrl = walk.baseUrl;
    note = walk.note;
  }
  const ended = taken.filter(({ response, failure }) => response !== undefined || failure?.kind !== "aborted");
  // Through the proxy, a client may have the path of the document's server in its URLs or not.
  const matching = settings.har.length > 0 ? {} : settings.proxy === undefined ? { baseUrl } : { everyHost: true };
  const sorted = byOperation(ended, model, matching);
  const recorder = createRecorder({ source: settings.source, model, secrets: settings.secrets, normalise: settings.normalise });
  for (const { interaction } of sorted) recorder.add(interaction);
  const recording = await recorder.recording();
  const parts = splitRecording(
    recording,
    sorted.map(({ folder }) => folder),
  );
  for (const [folder, part] of parts) await writeRecording(join(settings.out, folder), part, settings.out);
  if (settings.toHar !== undefined) writeWhole(settings.toHar, `${JSON.stringify(toHar(recording.interactions), undefined, 2)}\n`);
  if (settings.arazzo !== undefined) writeWhole(settings.arazzo, await arazzoOfTraffic(settings, settings.arazzo, model, ended, matching));
  for (const [folder, { interactions }] of parts)
    print([`${join(settings.out, folder)}: ${statuses(interactions)}`, ...failures(interactions)].join("\n  "));
  for (const { operation, reason, add } of left)
    print(`not recorded: ${plain(`${operation.key}: ${reason}`)}${add === undefined ? "" : `\n  ${add.replaceAll("\n", "\n  ")}`}`);
  if (note !== undefined) print(`note: ${plain(note)}`);
  print(`${plural(recording.interactions.length, "interaction")} recorded, ${plural(left.length, "operation")} not recorded.`);
  // Failed requests are recorded too, but cannot be replayed.
  const hasResponse = recording.interactions.some(({ response }) => response !== undefined);
  if (!hasResponse && recording.interactions.length > 0)
    print(settings.har.length > 0 ? "No request got a response." : `No request got a response from ${baseUrl}.`);
  return hasResponse && !isInterrupted ? 0 : 1;
}

/** The traffic in its order, redacted. Ids are not replaced: the workflow reads them from responses. */
async function arazzoOfTraffic(
  { source, secrets, document }: Settings,
  path: string,
  model: ApiModel,
  interactions: readonly Interaction[],
  matching: MatcherOptions,
): Promise<string> {
  const recorder = createRecorder({ source, model, secrets, normalise: false });
  for (const interaction of interactions) recorder.add(interaction);
  const { interactions: redacted } = await recorder.recording();
  const urls = redacted.map(({ request }) => request.url);
  const workflow = workflowOfTraffic(redacted, model, { ...matching, ...(matching.baseUrl === undefined && { urls }) });
  if (workflow.steps.length === 0) throw new UsageError("--arazzo: no recorded request belongs to an operation of the document.");
  return arazzoText(`Requests to ${model.info.title}`, dirname(path), document.spec, [workflow]);
}

async function check(folder: string, document: DocumentOptions | undefined): Promise<number> {
  const found = await readRecordings(folder);
  const { recordings, problems } = found;
  const none: TrafficProblem = { path: folder, code: "input-unreadable", message: `No recording found in "${folder}".` };
  const [first = none] = problems;
  if (recordings.length === 0 && first.code === "input-unreadable") throw trafficRefused(first, "recordings");
  const model = document && (await open(document));
  const checks = checksOf(found, model);
  for (const { path, level, code, line, column, message } of plainTexts(checks))
    process.stdout.write(`${path}${line === undefined ? "" : `:${line}:${column ?? 1}`} ${level} ${code}\n  ${message}\n`);
  const failed = checks.filter(({ level }) => level === "fail").length;
  process.stdout.write(failed === 0 ? "The recordings may be committed.\n" : `${plural(failed, "recording")} may not be committed.\n`);
  return failed === 0 ? 0 : 1;
}

/** The document defines what is secret, so a document with errors is not used to record. */
async function open(document: DocumentOptions): Promise<ApiModel> {
  const { model, idle } = await openDocument(document, true);
  process.stderr.write(render(idle));
  return model;
}

async function fromHar({ har, maxResponseBytes }: Settings, taken: Interaction[]): Promise<void> {
  for (const file of har) {
    const report = (problem: TrafficProblem): void => {
      if (problem.entry === undefined) throw trafficRefused(problem, "har");
      process.stderr.write(`${plain(`${problem.path}: ${problem.message}`)}\n`);
    };
    for await (const interaction of readHar(file, report, maxResponseBytes)) taken.push(interaction);
  }
}

async function fromProxy(settings: Settings, port: number, taken: Interaction[], signal: AbortSignal, print: (line: string) => void): Promise<void> {
  const { baseUrl, maxResponseBytes } = settings;
  const proxy = await startProxy({
    baseUrl,
    port,
    ...(maxResponseBytes === undefined ? {} : { maxBytes: maxResponseBytes }),
    onInteraction: (interaction) => void taken.push(interaction),
  }).catch((error: unknown) => {
    throw addressRefused(error, port, undefined, "--proxy") ?? error;
  });
  print(`Recording the traffic between ${proxy.url} and ${settings.baseUrl}. Press Ctrl-C to stop and write to ${settings.out}.`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await proxy.close();
}

async function fromWalk(
  settings: Settings,
  model: ApiModel,
  taken: Interaction[],
  signal: AbortSignal,
  onItems: OnLeft,
): Promise<{ notExercised: readonly NotExercised[]; baseUrl: string; left: Session["left"]; note: string | undefined }> {
  const params = settings.params === undefined ? noParams : await readParams(settings.params, model);
  const operations = selectOperations(model, settings);
  const senderFor = (stop: AbortSignal | undefined): Sender =>
    createSender({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeout ?? 10_000,
      concurrency: settings.concurrency ?? 4,
      maxBytes: settings.maxResponseBytes ?? recordedLimit,
      retry: { times: 2, maxWaitMs: 10_000 },
      ...(settings.rate === undefined ? {} : { rate: settings.rate }),
      ...(stop === undefined ? {} : { signal: stop }),
    });
  const compiled = await compileRules(model);
  const refusedOperations = new Set<Operation>();
  const [sender, cleaner] = [senderFor(signal), senderFor(undefined)];
  try {
    const base = await chooseBase(model, settings.baseUrl, operations, (request) => sender.send(request), settings.headers, params, compiled);
    const { headers, methods, writes = "none", allow } = settings;
    const session = new Session({
      model,
      compiled,
      params,
      baseUrl: base.url,
      headers,
      level: writes,
      // The same requests each time: a new recording differs only where the server does.
      seed: 1,
      selected: new Set(operations),
      signal,
      ...(methods && { methods }),
      ...(allow && { allow }),
      send: (request) => sender.send(request),
      sendAtEnd: (request) => cleaner.send(request),
      onExchange: ({ interaction, purpose, operation, status }) => {
        if (purpose.kind !== "cleanup") taken.push(interaction);
        if (isRefused(model, operation, interaction.request, status)) refusedOperations.add(operation);
      },
    });
    if (writes !== "none") onItems(() => session.remainingPaths);
    try {
      const notExercised = await explore(session, { operations, unusual: false });
      return { notExercised, baseUrl: base.url, left: session.left, note: credentialsNote(model, [...refusedOperations]) };
    } finally {
      await session.end();
      onItems(undefined);
    }
  } finally {
    await sender.close();
    await cleaner.close();
  }
}

/** `200 (4,998 times), 200 too-large, 404`: the statuses in the order of their first appearance. */
function statuses(interactions: readonly Interaction[]): string {
  const counts = new Map<string, number>();
  for (const { response, failure } of interactions) {
    const status = [response?.status, failure?.kind].filter((part) => part !== undefined).join(" ") || "no response";
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => (count === 1 ? status : `${status} (${count.toLocaleString("en")} times)`)).join(", ");
}

/** Why there is no response, or only a part of it. */
function failures(interactions: readonly Interaction[]): readonly string[] {
  return [...new Set(interactions.flatMap(({ failure }) => (failure === undefined ? [] : [plain(failure.message)])))].slice(0, mostFailures);
}

const mostFailures = 3;
