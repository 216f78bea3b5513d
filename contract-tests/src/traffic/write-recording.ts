import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { isFolder, Root } from "tallystick";
import { headerValue, isJsonType, mediaTypeOf } from "./headers.js";
import type { Body, HeaderField, Interaction, Recording, RequestRecord, ResponseRecord } from "./interaction.js";
import { formatJson } from "./rewrite/json-layout.js";
import { isJson } from "./rewrite/json-text.js";

/** The name of a recording in its folder. */
export const recordingFile = "recording.json";
/** The folder of bodies that are not text, each named by its SHA-256. */
const bodiesFolder = "bodies";

/** A recording as text, and the binary bodies that it refers to by name. */
export interface PrintedRecording {
  readonly text: string;
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes a recording into a folder: each file completely or not at all, and only if it changes.
 * @param within The folder named by the user, above the recording's: a link to outside is not followed.
 */
export async function writeRecording(folder: string, recording: Recording, within: string = folder): Promise<void> {
  const { text, bodies } = printRecording(recording);
  const root = new Root(within);
  const bodiesAt = resolve(folder, bodiesFolder);
  for (const [name, bytes] of bodies) writeChanged(root, join(bodiesAt, name), bytes);
  writeChanged(root, resolve(folder, recordingFile), Buffer.from(text, "utf8"));
  removeUnused(root, resolve(folder), /^recording\.json\.[0-9a-f]{12}$/);
  if (!isFolder(bodiesAt)) return;
  removeUnused(root, bodiesAt, /^[0-9a-f]{64}\.bin(?:\.[0-9a-f]{12})?$/, bodies);
  if (bodies.size === 0) root.removeEmptyFolder(bodiesAt);
}

/** Removes bodies of an earlier recording, and what a run that was killed had not written completely. Other names are not ours. */
function removeUnused(root: Root, folder: string, ours: RegExp, used: ReadonlyMap<string, unknown> = new Map()): void {
  for (const name of root.list(folder)) if (ours.test(name) && !used.has(name)) root.remove(join(folder, name));
}

function writeChanged(root: Root, path: string, bytes: Uint8Array): void {
  const old = root.read(path);
  if ("bytes" in old && Buffer.compare(old.bytes, bytes) === 0) return;
  root.write(path, bytes);
}

/**
 * The readable form of a recording. JSON bodies are JSON in the file, formatted but with their original spelling:
 * `1.0` stays `1.0` and 2^60 keeps its digits. Times and durations are omitted, because they differ in every run.
 */
export function printRecording(recording: Recording): PrintedRecording {
  const bodies = new Map<string, Uint8Array>();
  const { title, version, sha256 } = recording.document;
  const provenance = object("  ", [
    ["title", JSON.stringify(title)],
    ["version", JSON.stringify(version)],
    ["sha256", JSON.stringify(sha256)],
  ]);
  const lines = [
    "{",
    `  "format": 1,`,
    `  "source": ${JSON.stringify(recording.source)},`,
    `  "recordedOn": ${JSON.stringify(recording.recordedOn)},`,
    `  "document": ${provenance},`,
    `  "tool": ${JSON.stringify(recording.tool)},`,
    `  "interactions": [${recording.interactions.map((interaction) => `\n    ${printInteraction(interaction, bodies)}`).join(",")}${recording.interactions.length > 0 ? "\n  " : ""}]`,
    "}",
  ];
  return { text: `${lines.join("\n")}\n`, bodies };
}

function printInteraction({ request, response, failure }: Interaction, bodies: Map<string, Uint8Array>): string {
  return object("    ", [
    ["request", printRequest(request, bodies)],
    ["response", response === undefined ? undefined : printResponse(response, bodies)],
    ["failure", failure === undefined ? undefined : formatJson(JSON.stringify({ kind: failure.kind, message: failure.message }), "      ")],
  ]);
}

function printRequest(request: RequestRecord, bodies: Map<string, Uint8Array>): string {
  return object("      ", [
    ["method", JSON.stringify(request.method)],
    ["url", JSON.stringify(request.url)],
    ["headers", printHeaders(request.headers)],
    ["body", printBody(request.body, request.headers, bodies)],
  ]);
}

function printResponse(response: ResponseRecord, bodies: Map<string, Uint8Array>): string {
  return object("      ", [
    ["status", String(response.status)],
    ["headers", printHeaders(response.headers)],
    ["body", printBody(response.body, response.headers, bodies)],
  ]);
}

function printHeaders(headers: readonly HeaderField[]): string {
  if (headers.length === 0) return "[]";
  return formatJson(JSON.stringify(headers), "        ", '        "headers": '.length);
}

function printBody(body: Body | undefined, headers: readonly HeaderField[], bodies: Map<string, Uint8Array>): string | undefined {
  if (body === undefined) return undefined;
  const truncated = body.truncated === true ? "true" : undefined;
  if (body.kind === "binary") {
    const sha256 = createHash("sha256").update(body.bytes).digest("hex");
    const file = `${sha256}.bin`;
    bodies.set(file, body.bytes);
    return object("        ", [
      ["file", JSON.stringify(`${bodiesFolder}/${file}`)],
      ["bytes", String(body.bytes.length)],
      ["truncated", truncated],
    ]);
  }
  if (truncated === undefined && isJsonType(mediaTypeOf(headerValue(headers, "content-type"))) && isJson(body.text)) {
    return object("        ", [["json", formatJson(body.text, "          ", '          "json": '.length)]]);
  }
  const lines = body.text.split(/(?<=\n)/);
  const text = lines.length < 2 ? undefined : formatJson(JSON.stringify(lines), "          ", '          "lines": '.length);
  return object("        ", [
    [text === undefined ? "text" : "lines", text ?? JSON.stringify(body.text)],
    ["truncated", truncated],
  ]);
}

function object(margin: string, members: readonly (readonly [string, string | undefined])[]): string {
  const present = members.flatMap(([name, text]) => (text === undefined ? [] : [`${margin}  ${JSON.stringify(name)}: ${text}`]));
  return `{\n${present.join(",\n")}\n${margin}}`;
}
