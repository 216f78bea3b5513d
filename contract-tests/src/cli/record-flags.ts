import { UsageError } from "tallystick";
import { withHeading, type Command, type Values } from "tallystick/cli";
import { recordingSources, type RecordingSource } from "../traffic/interaction.js";
import { httpAddress } from "../verify/base-url.js";
import type { DocumentOptions } from "../open-document.js";
import { documentOptions, documentTable, namedDocument } from "./document-flags.js";
import { headerOption, headersOf } from "./header-flag.js";
import { walkSettings, walkTable, type WalkSettings } from "./walk-flags.js";

/** The settings of a run of `tallystick record`. */
export interface Settings extends WalkSettings {
  readonly document: DocumentOptions;
  readonly out: string;
  readonly baseUrl: string;
  readonly proxy: number | undefined;
  readonly har: readonly string[];
  readonly toHar: string | undefined;
  readonly arazzo: string | undefined;
  readonly source: RecordingSource;
  readonly secrets: readonly string[];
  readonly normalise: boolean;
  readonly headers: Record<string, string>;
  readonly params: string | undefined;
  readonly quiet: boolean;
}

export const recordCommand = {
  name: "record",
  usage: ["record [--spec <path>] --out <dir> (--base-url <url> [--proxy <port>] | --har <file…>)", "record --check <dir> [--spec <path>]"],
  options: {
    "base-url": { value: "url", help: "Send the safe requests of the document, and record the responses" },
    proxy: { value: "port", help: "Record the traffic between a client and the server, until Ctrl-C" },
    har: { value: "file…", many: true, help: "Read the traffic from HAR files; may be repeated" },
    check: { value: "dir", help: "Check whether recordings may be committed: redacted, with a source" },
    out: { value: "dir", help: "Folder for the recordings, with one folder for each operation" },
    "to-har": { value: "file", help: "Also write the recordings as HAR" },
    arazzo: { value: "file", help: "Also write the recorded requests as an Arazzo workflow" },
    source: { value: "name", help: `Source of the responses: ${recordingSources.join(", ")} (default: live)` },
    "secret-env": { value: "name", many: true, help: "Environment variable with a secret to redact; may be repeated" },
    "no-normalise": { help: "Do not replace ids, times and ports by stable values" },
    quiet: { help: "Print errors only" },
    ...withHeading("Document", documentTable),
    ...withHeading("Operations and requests", {
      ...walkTable,
      header: headerOption,
      params: { value: "file", help: "Values for parameters and bodies (params.yaml)" },
    }),
  },
  end: [
    "Everything is redacted before it is written.",
    "",
    "Examples:",
    "  tallystick record --spec openapi.yaml --base-url http://127.0.0.1:3000 --out recordings",
    "  tallystick record --check recordings --spec openapi.yaml",
    "",
    "Exit codes: 0 recorded · 1 nothing recorded, interrupted, or a failed check · 2 bad usage or a bad document ·",
    "  3 internal error.",
  ],
} as const satisfies Command;

/** The flags as settings; a `UsageError` where they do not go together. */
export function recordSettings(values: Values<typeof recordCommand.options>): Settings {
  const { out, har = [] } = values;
  const spec = namedDocument(values);
  if (out === undefined) throw new UsageError("--out DIR is missing: the folder for the recordings.");
  const given = values["base-url"];
  if ((given === undefined) === (har.length === 0)) throw new UsageError("Give exactly one of --base-url and --har.");
  if (values.proxy !== undefined && given === undefined) throw new UsageError("--proxy PORT needs --base-url URL: the server behind the proxy.");
  const headers = headersOf(values.header ?? []);
  const baseUrl = given === undefined ? "" : httpAddress(given);
  return {
    document: documentOptions(spec, values),
    out,
    baseUrl,
    har,
    proxy: values.proxy === undefined ? undefined : portOf(values.proxy),
    toHar: values["to-har"],
    arazzo: values.arazzo,
    source: sourceOf(values.source, baseUrl),
    secrets: [
      ...(values["secret-env"] ?? []).map(secretFrom),
      ...Object.entries(headers).flatMap(([name, value]) => (mayBeSecret(name, value) ? [value] : [])),
    ],
    normalise: values["no-normalise"] !== true,
    headers,
    params: values.params,
    ...walkSettings(values),
    quiet: values.quiet === true,
  };
}

/** A recording never claims to be Cloudflare's unless it came from there. */
function sourceOf(text: string | undefined, baseUrl: string): RecordingSource {
  const source = recordingSources.find((known) => known === (text ?? "live"));
  if (source === undefined) throw new UsageError(`Unknown source "${String(text)}". Available for --source: ${recordingSources.join(", ")}.`);
  const isCloudflare = baseUrl !== "" && /(?:^|\.)cloudflare\.com$/.test(new URL(baseUrl).hostname);
  if (source === "cloudflare" && !isCloudflare) throw new UsageError("--source cloudflare is for traffic of cloudflare.com only.");
  return source;
}

function secretFrom(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new UsageError(`--secret-env ${name}: the environment variable is not set.`);
  return value;
}

/** A header from the command line is a credential, unless it is one of those that never are. */
function mayBeSecret(name: string, value: string): boolean {
  return (
    value.length >= 8 &&
    !/^(?:accept|content|user-agent|if-|prefer|range|origin|referer|cache-control)|version|language|request-id|correlation/i.test(name)
  );
}

/** 0 takes a free one. */
function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError("--proxy takes a number from 0 to 65535.");
  return port;
}
