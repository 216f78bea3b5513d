import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import { byOperation, splitRecording } from "../traffic/by-operation.js";
import { readHar } from "../traffic/har/read-har.js";
import { toHar } from "../traffic/har/to-har.js";
import type { Interaction, RecordingSource } from "../traffic/interaction.js";
import { startProxy } from "../traffic/proxy.js";
import { createRecorder } from "../traffic/recorder.js";
import { createSender } from "../traffic/send/sender.js";
import { writeRecording } from "../traffic/write-recording.js";
import { chooseBase } from "../verify/base-url.js";
import { UsageError } from "../verify/options.js";
import { noParams, readParams } from "../verify/params.js";
import { selectOperations } from "../verify/select.js";
import { walkServer, type NotExercised } from "../verify/walk-server.js";
import { headersOf } from "./header-flag.js";

const usage = `Usage: tallystick record --spec PATH --out DIR (--base-url URL [--proxy PORT] | --har FILE…)

  --base-url URL          ask the server everything that the document allows, and keep the answers
  --proxy PORT            instead, stand between a client and the server and keep what passes, until Ctrl-C
  --har FILE              instead, take the traffic out of HAR files; may repeat
  --out DIR               one folder per operation, with a recording.json in it
  --to-har FILE           also write the recordings as HAR
  --source NAME           live (unless said), emulator, documentation or cloudflare: where the answers come from
  --secret-env NAME       an environment variable whose value must not be written; may repeat
  --no-normalise          keep ids, times and ports as they are
  --overlay FILE          apply an OpenAPI Overlay to the document first; may repeat
  --params, --header, --include, --exclude, --tags, --methods, --rate, --concurrency, --timeout: as for verify
  --quiet                 print nothing but errors

Everything is redacted before it is written. Exit code: 0 recorded, 1 nothing or not everything recorded, 2 bad usage or document.
`;

/** `tallystick record`: the exit code; everything else is printed or written. */
export async function runRecord(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => {
    // A second Ctrl-C does what it always does.
    unlisten();
    process.stderr.write("\nStopping; what was recorded until now is written.\n");
    stop.abort();
  };
  const unlisten = (): void => {
    process.removeListener("SIGINT", onSignal);
    process.removeListener("SIGTERM", onSignal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const flags = parse(argv);
    if (flags.help === true) {
      process.stdout.write(usage);
      return 0;
    }
    return await record(settingsOf(flags), stop.signal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  } finally {
    unlisten();
  }
}

async function record(settings: Settings, signal: AbortSignal): Promise<number> {
  const say = (line: string): void => void (settings.quiet || process.stdout.write(`${line}\n`));
  const model = await open(settings);
  const taken: Interaction[] = [];
  let left: readonly NotExercised[] = [];
  let baseUrl = settings.baseUrl;
  if (settings.har.length > 0) await fromHar(settings.har, taken);
  else if (settings.proxy !== undefined) await fromProxy(settings, settings.proxy, taken, signal, say);
  else {
    const walk = await fromWalk(settings, model, taken, signal);
    left = walk.notExercised;
    baseUrl = walk.baseUrl;
  }
  const sorted = byOperation(
    taken.filter(({ failure }) => failure?.kind !== "aborted"),
    model,
    settings.har.length > 0 ? undefined : baseUrl,
  );
  const recorder = createRecorder({ source: settings.source, model, secrets: settings.secrets, normalise: settings.normalise });
  for (const { interaction } of sorted) recorder.add(interaction);
  const recording = await recorder.recording();
  const parts = splitRecording(
    recording,
    sorted.map(({ folder }) => folder),
  );
  for (const [folder, part] of parts) await writeRecording(join(settings.out, folder), part);
  if (settings.toHar !== undefined) await writeFile(settings.toHar, `${JSON.stringify(toHar(recording.interactions), undefined, 2)}\n`);
  for (const [folder, { interactions }] of parts) say(`${join(settings.out, folder)}: ${statuses(interactions)}`);
  for (const { operation, reason, add } of left)
    say(`not recorded: ${operation.key}: ${reason}${add === undefined ? "" : `\n  ${add.replaceAll("\n", "\n  ")}`}`);
  say(`${recording.interactions.length} interactions recorded, ${left.length} operations not.`);
  return recording.interactions.length > 0 && left.length === 0 ? 0 : 1;
}

async function open({ spec, overlays }: Settings): Promise<ApiModel> {
  const { model, diagnostics } = await openModel(spec, overlays.length === 0 ? {} : { overlays });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (model === undefined || errors.length > 0) {
    throw new UsageError(errors.map(({ code, message, help }) => `${code}: ${message} ${help}`).join("\n") || `"${spec}" could not be read.`);
  }
  return model;
}

async function fromHar(files: readonly string[], taken: Interaction[]): Promise<void> {
  for (const file of files) {
    for await (const interaction of readHar(file, ({ path, entry, message }) => {
      if (entry === undefined) throw new UsageError(message);
      process.stderr.write(`${path}: ${message}\n`);
    })) {
      taken.push(interaction);
    }
  }
}

async function fromProxy(settings: Settings, port: number, taken: Interaction[], signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const proxy = await startProxy({ baseUrl: settings.baseUrl, port, onInteraction: (interaction) => void taken.push(interaction) }).catch(
    (error: unknown) => {
      throw new UsageError(`The proxy cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  say(`Recording what passes between ${proxy.url} and ${settings.baseUrl}. Ctrl-C ends it and writes to ${settings.out}.`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await proxy.close();
}

async function fromWalk(
  settings: Settings,
  model: ApiModel,
  taken: Interaction[],
  signal: AbortSignal,
): Promise<{ notExercised: readonly NotExercised[]; baseUrl: string }> {
  const params = settings.params === undefined ? noParams : await readParams(settings.params, model);
  const operations = selectOperations(model, settings);
  const sender = createSender({
    baseUrl: settings.baseUrl,
    signal,
    timeoutMs: settings.timeout ?? 10_000,
    concurrency: settings.concurrency ?? 4,
    retry: { times: 2, maxWaitMs: 10_000 },
    ...(settings.rate === undefined ? {} : { rate: settings.rate }),
  });
  try {
    const base = await chooseBase(model, settings.baseUrl, operations, (request) => sender.send(request), settings.headers);
    const { headers, methods } = settings;
    const options = { headers, signal, ...(methods === undefined ? {} : { methods }) };
    const send = sender.send.bind(sender);
    const notExercised = await walkServer(
      { model, operations, baseUrl: base.url, params, options, send: (request) => send(request) },
      ({ interaction }) => void taken.push(interaction),
    );
    return { notExercised, baseUrl: base.url };
  } finally {
    await sender.close();
  }
}

function statuses(interactions: readonly Interaction[]): string {
  return interactions.map(({ response, failure }) => response?.status ?? failure?.kind ?? "no answer").join(", ");
}

interface Settings {
  readonly spec: string;
  readonly out: string;
  readonly baseUrl: string;
  readonly overlays: readonly string[];
  readonly proxy: number | undefined;
  readonly har: readonly string[];
  readonly toHar: string | undefined;
  readonly source: RecordingSource;
  readonly secrets: readonly string[];
  readonly normalise: boolean;
  readonly headers: Record<string, string>;
  readonly params: string | undefined;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  readonly methods?: readonly string[];
  readonly rate: number | undefined;
  readonly concurrency: number | undefined;
  readonly timeout: number | undefined;
  readonly quiet: boolean;
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const texts = { type: "string", multiple: true } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        spec: text,
        overlay: texts,
        out: text,
        "base-url": text,
        proxy: text,
        har: texts,
        "to-har": text,
        source: text,
        "secret-env": texts,
        "no-normalise": flag,
        params: text,
        header: texts,
        include: texts,
        exclude: texts,
        tags: texts,
        methods: texts,
        rate: text,
        concurrency: text,
        timeout: text,
        quiet: flag,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${message}. See tallystick record --help.`);
  }
}

function settingsOf(values: ReturnType<typeof parse>): Settings {
  const { spec, out, har = [] } = values;
  if (spec === undefined) throw new UsageError("--spec PATH is missing: which document is it about?");
  if (out === undefined) throw new UsageError("--out DIR is missing: where do the recordings go?");
  const given = values["base-url"];
  if ((given === undefined) === (har.length === 0)) throw new UsageError("Give exactly one of --base-url and --har.");
  if (values.proxy !== undefined && given === undefined) throw new UsageError("--proxy PORT needs --base-url URL: the server to pass on to.");
  const headers = headersOf(values.header ?? []);
  const baseUrl = given === undefined ? "" : serverUrl(given);
  const list = (name: "include" | "exclude" | "tags" | "methods"): Partial<Record<typeof name, readonly string[]>> => {
    const items = (values[name] ?? [])
      .flatMap((item) => (name === "tags" || name === "methods" ? item.split(",") : [item]))
      .map((item) => item.trim());
    return items.length === 0 ? {} : { [name]: items };
  };
  return {
    spec,
    out,
    baseUrl,
    har,
    overlays: values.overlay ?? [],
    proxy: values.proxy === undefined ? undefined : numberOf("--proxy", values.proxy),
    toHar: values["to-har"],
    source: sourceOf(values.source, baseUrl),
    secrets: [
      ...(values["secret-env"] ?? []).map(secretFrom),
      ...Object.entries(headers).flatMap(([name, value]) => (mayBeSecret(name, value) ? [value] : [])),
    ],
    normalise: values["no-normalise"] !== true,
    headers,
    params: values.params,
    ...list("include"),
    ...list("exclude"),
    ...list("tags"),
    ...list("methods"),
    rate: values.rate === undefined ? undefined : numberOf("--rate", values.rate.replace(/\/s(?:ec)?$/, "")),
    concurrency: values.concurrency === undefined ? undefined : numberOf("--concurrency", values.concurrency),
    timeout: values.timeout === undefined ? undefined : numberOf("--timeout", values.timeout),
    quiet: values.quiet === true,
  };
}

function serverUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError(`--base-url is not a URL such as http://127.0.0.1:3000/v1.`);
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") throw new UsageError("Put credentials into --header, not into --base-url.");
  return text;
}

/** A recording never claims to be Cloudflare's unless it came from there. */
function sourceOf(text: string | undefined, baseUrl: string): RecordingSource {
  const source = (["live", "emulator", "documentation", "cloudflare"] as const).find((known) => known === (text ?? "live"));
  if (source === undefined) throw new UsageError(`--source can be live, emulator, documentation or cloudflare, not "${String(text)}".`);
  const isCloudflare = baseUrl !== "" && /(?:^|\.)cloudflare\.com$/.test(new URL(baseUrl).hostname);
  if (source === "cloudflare" && !isCloudflare) throw new UsageError("--source cloudflare is for traffic of cloudflare.com only.");
  return source;
}

function secretFrom(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new UsageError(`--secret-env ${name}: that environment variable is not set.`);
  return value;
}

/** A header that somebody gives by hand is a credential, unless it is one of those that never are. */
function mayBeSecret(name: string, value: string): boolean {
  return (
    value.length >= 8 &&
    !/^(?:accept|content|user-agent|if-|prefer|range|origin|referer|cache-control)|version|language|request-id|correlation/i.test(name)
  );
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || (value === 0 && flag !== "--proxy"))
    throw new UsageError(`${flag} must be a number above 0, not "${text}".`);
  return value;
}
