import { createHash } from "node:crypto";
import { basename, dirname, join, relative, resolve } from "node:path";
import { letGo, isThere, jsonFault, readNamed, Root, unreadable, unreadSentence, UsageError, type Read } from "tallystick";
import {
  recordingSources,
  type Body,
  type Failure,
  type HeaderField,
  type Interaction,
  type Recording,
  type RecordingSource,
  type RequestRecord,
  type ResponseRecord,
} from "./interaction.js";
import { compactJson, jsonTokens } from "./rewrite/json-text.js";
import { recordingFile } from "./write-recording.js";

/** A recording and its file, relative to the requested folder. */
export interface RecordingOnDisk {
  readonly path: string;
  readonly recording: Recording;
}

/** Something that keeps a file from being read as traffic: data for the report, never thrown. */
export interface TrafficProblem {
  readonly path: string;
  /** The number of the interaction or entry, from 1, where it is about one. */
  readonly entry?: number;
  /** Whether the file could not be read, or has forbidden content. */
  readonly code: "input-unreadable" | "input-invalid";
  /** Where in the file, from 1, if that is known. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** Every recording in a folder and the folders in it, in order of path; or the one recording that is named. */
export async function readRecordings(path: string): Promise<{ recordings: RecordingOnDisk[]; problems: TrafficProblem[] }> {
  const recordings: RecordingOnDisk[] = [];
  const problems: TrafficProblem[] = [];
  for await (const each of recordingsAt(path)) {
    if ("recording" in each) recordings.push(each);
    else problems.push(each);
  }
  return { recordings, problems };
}

/** The same, one by one, so that a folder needs the memory of its largest recording. */
export async function* recordingsAt(path: string): AsyncGenerator<RecordingOnDisk | TrafficProblem, void> {
  const isOne = path.endsWith(".json");
  const root = new Root(isOne ? dirname(path) : path);
  const files = isOne ? [path] : recordingsIn(path, root);
  if (typeof files === "string") return void (yield { path, code: "input-unreadable", message: files });
  for (const file of files) {
    const name = slashed(relative(process.cwd(), resolve(file)));
    try {
      const read = isOne ? await readNamed(file) : root.read(resolve(file));
      const length = "bytes" in read ? read.bytes.length : 0;
      yield { path: name, recording: await recordingIn(read, file, name) };
      // The file, its tokens and the values in it.
      letGo(4 * length);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const { code, line, column } = error.refusal;
      yield {
        path: name,
        code: code === "input-unreadable" ? code : "input-invalid",
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
        message: error.says,
      };
    }
  }
}

/** In order of path; or a sentence with the reason why there are none. */
function recordingsIn(folder: string, root: Root): readonly string[] | string {
  try {
    return root
      .list(".", { deep: true })
      .filter((name) => basename(name) === recordingFile || name.endsWith(`.${recordingFile}`))
      .map((name) => join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" && isThere(folder)) return `"${folder}" is not a recording. Recordings are .json files.`;
    return code === "ENOENT" || code === "ENOTDIR" ? `Folder not found: "${folder}".` : unreadable("folder", folder, error);
  }
}

/** Reads one recording. Throws a `UsageError` where it is not one. */
export async function readRecording(file: string, name = slashed(file)): Promise<Recording> {
  return recordingIn(await readNamed(file), file, name);
}

async function recordingIn(read: Read, file: string, name: string): Promise<Recording> {
  if ("outside" in read) throw invalid(name, "is a link to a file outside the folder");
  if (!("bytes" in read)) throw new UsageError(unreadSentence("recording", name, read), { code: "input-unreadable" });
  const root = new Root(dirname(file));
  const readBody = async (path: string): Promise<Uint8Array> => {
    const body = root.read(path);
    if ("outside" in body) throw invalid(name, `names a body outside its folder: "${path}"`);
    if (!("bytes" in body)) throw invalid(name, `names the body "${path}", which does not exist`);
    const { bytes } = body;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (!path.endsWith(`${sha256}.bin`)) throw invalid(name, `has a changed body "${path}": its SHA-256 is ${sha256}`);
    return new Uint8Array(bytes);
  };
  return parseRecording(read.bytes.toString("utf8").replace(/^\ufeff/, ""), name, readBody);
}

const sources = new Set<unknown>(recordingSources);

/** A recording out of its text. `readBody` fetches the binary bodies that it names. */
export async function parseRecording(text: string, name: string, readBody: (path: string) => Promise<Uint8Array>): Promise<Recording> {
  const value = parse(text, name);
  const refuse = (what: string): never => {
    throw invalid(name, what);
  };
  if (value["format"] !== 1) refuse(`has the format ${JSON.stringify(value["format"])}; this version reads format 1`);
  if (!sources.has(value["source"]))
    refuse(`has the unknown source ${JSON.stringify(value["source"])}. Available: cloudflare, emulator, documentation, live`);
  const document = fields(value["document"]);
  if (!Array.isArray(value["interactions"])) refuse("has no list of interactions");
  const bodies = jsonBodies(text);
  const interactions: Interaction[] = [];
  for (const [index, item] of (value["interactions"] as unknown[]).entries()) {
    const entry = fields(item);
    const origin = `${name}#${index + 1}`;
    const request = fields(entry["request"]);
    const response = entry["response"] === undefined ? undefined : fields(entry["response"]);
    if (typeof request["method"] !== "string" || typeof request["url"] !== "string") refuse(`has no method and url in interaction ${index + 1}`);
    const requestBody = await bodyFrom(request["body"], bodies.get(`${index}/request`), readBody);
    const responseBody = await bodyFrom(response?.["body"], bodies.get(`${index}/response`), readBody);
    interactions.push({
      request: {
        method: String(request["method"]),
        url: String(request["url"]),
        headers: headersFrom(request["headers"]),
        ...(requestBody === undefined ? {} : { body: requestBody }),
      } satisfies RequestRecord,
      ...(response === undefined
        ? {}
        : {
            response: {
              status: Number(response["status"]),
              headers: headersFrom(response["headers"]),
              ...(responseBody === undefined ? {} : { body: responseBody }),
            } satisfies ResponseRecord,
          }),
      ...(entry["failure"] === undefined ? {} : { failure: entry["failure"] as Failure }),
      origin,
    });
  }
  return {
    format: 1,
    source: value["source"] as RecordingSource,
    recordedOn: String(value["recordedOn"] ?? ""),
    document: { title: String(document["title"] ?? ""), version: String(document["version"] ?? ""), sha256: String(document["sha256"] ?? "") },
    tool: String(value["tool"] ?? ""),
    interactions,
  };
}

function parse(text: string, name: string): Record<string, unknown> {
  try {
    return fields(JSON.parse(text));
  } catch {
    const { reason, line, column } = jsonFault(text);
    throw invalid(name, `is not JSON: ${reason}`, { line, column });
  }
}

function invalid(name: string, what: string, place: { readonly line?: number; readonly column?: number } = {}): UsageError {
  return new UsageError(`The recording "${name}" ${what}`, { code: "input-invalid", file: name, ...place });
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function headersFrom(value: unknown): HeaderField[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((field: unknown) => (Array.isArray(field) ? [[String(field[0]), String(field[1])] as const] : []));
}

async function bodyFrom(value: unknown, json: string | undefined, readBody: (path: string) => Promise<Uint8Array>): Promise<Body | undefined> {
  if (value === undefined) return undefined;
  const body = fields(value);
  const cut = body["truncated"] === true ? ({ truncated: true } as const) : {};
  if (json !== undefined) return { kind: "text", text: json, ...cut };
  if (typeof body["file"] === "string") return { kind: "binary", bytes: await readBody(body["file"]), ...cut };
  if (Array.isArray(body["lines"])) return { kind: "text", text: body["lines"].join(""), ...cut };
  return { kind: "text", text: String(body["text"] ?? ""), ...cut };
}

/** The JSON bodies as they are spelled in the file (`interactions/N/request|response/body/json`), which `JSON.parse` would not keep. */
function jsonBodies(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const path: (string | number)[] = [];
  const containers: boolean[] = [];
  let expectsKey = false;
  let start = -1;
  for (const token of jsonTokens(text)) {
    const inBody = start !== -1;
    const wanted = !inBody && path.length === 5 && path[0] === "interactions" && path[3] === "body" && path[4] === "json" && token.kind !== "colon";
    if (wanted && !expectsKey && token.kind !== "comma" && token.kind !== "close") {
      start = token.start;
      if (token.kind !== "open") finish(token.end);
    }
    if (token.kind === "open") {
      const object = text.charAt(token.start) === "{";
      containers.push(object);
      path.push(object ? "" : 0);
      expectsKey = object;
    } else if (token.kind === "close") {
      containers.pop();
      path.pop();
      expectsKey = false;
      if (start !== -1 && path.length === 5) finish(token.end);
    } else if (token.kind === "comma") {
      const last = path.at(-1);
      if (typeof last === "number") path[path.length - 1] = last + 1;
      expectsKey = containers.at(-1) === true;
    } else if (token.kind === "string" && expectsKey) {
      path[path.length - 1] = text.slice(token.start + 1, token.end - 1);
      expectsKey = false;
    }
  }
  return found;
  function finish(end: number): void {
    found.set(`${path[1]}/${path[2]}`, compactJson(text.slice(start, end)));
    start = -1;
  }
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
