import { parseArgs } from "node:util";
import type { RecordingSource } from "../traffic/interaction.js";
import { UsageError } from "../verify/options.js";
import { headersOf } from "./header-flag.js";

/** What `tallystick record` was asked to do. */
export interface Settings {
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

/** The flags as they were given. */
export function parseRecordFlags(argv: readonly string[]) {
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
        check: text,
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

/** The flags as settings; a `UsageError` where they do not go together. */
export function recordSettings(values: ReturnType<typeof parseRecordFlags>): Settings {
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
