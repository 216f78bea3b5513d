import { basename, dirname } from "node:path";
import { projectFolder, readNamed, Root, unreadSentence, UsageError } from "tallystick";
import type { ApiModel, Json, Operation } from "tallystick/model";
import { isMap, isScalar, type Document, type ScalarTag } from "yaml";
import { openYaml, type Fail } from "../../open-yaml.js";
import { yamlOffset } from "../../yaml-offset.js";

/** `{ from: "listSessions#/0/sessionId" }`: a value of an earlier response of this run. */
export interface FromResponse {
  readonly from: string;
}
/** The values of a request; `!file photo.png` is a `File` anywhere in a body. */
export type ParamValue = Json | FromResponse | File;

/** The values for one operation. */
export interface OperationParams {
  readonly values: ReadonlyMap<string, ParamValue>;
  readonly body?: ParamValue;
  readonly headers?: ReadonlyMap<string, string>;
  /** The expected status. */
  readonly expect?: number;
  readonly skip?: string;
}

/** params.yaml: values by parameter name, and by operation. */
export interface Params {
  readonly defaults: ReadonlyMap<string, ParamValue>;
  /** By operationId or `GET /path/{t}`. */
  readonly operations: ReadonlyMap<string, OperationParams>;
}

export const noParams: Params = { defaults: new Map(), operations: new Map() };

export async function readParams(path: string, model: ApiModel): Promise<Params> {
  const read = await readNamed(path);
  if (!("bytes" in read)) {
    throw new UsageError(unreadSentence("file", path, read), {
      code: "input-unreadable",
      help: "Give --params a file. --init-params writes one.",
    });
  }
  return parseParams(read.bytes.toString("utf8"), path, model);
}

/** Reads params.yaml; unknown keys are errors with their line, because a misspelled name would be a request that is never sent. */
export function parseParams(text: string, path: string, model: ApiModel): Params {
  const { document, fail } = openYaml(text, path, whatParamsAre, [fileTag(path)]);
  const top = entriesOf(document, document.contents, fail, "The file");
  const defaults = new Map<string, ParamValue>();
  const operations = new Map<string, OperationParams>();
  for (const [key, value, offset] of top) {
    if (key === "defaults") for (const [name, node] of entriesOf(document, value, fail, '"defaults"')) defaults.set(name, plain(document, node));
    else if (key === "operations") {
      for (const [name, node, at] of entriesOf(document, value, fail, '"operations"')) {
        const operation = findOperation(model, name);
        if (operation === undefined) fail(`Unknown operation "${name}". Use an operationId or "GET /path".`, at);
        else operations.set(operation.key, operationParams(document, node, fail));
      }
    } else fail(`Unknown key "${key}". Available: "defaults", "operations".`, offset);
  }
  return { defaults, operations };
}

const whatParamsAre = 'Use "defaults" and "operations". --init-params writes a valid file.';

/** `!file photo.png`, relative to params.yaml: a file for a form or a binary body. It must be in the same project, because it leaves the machine. */
function fileTag(params: string): ScalarTag {
  const folder = dirname(params);
  const root = new Root(folder, [projectFolder(folder), process.cwd()]);
  return {
    tag: "!file",
    resolve(name, onError) {
      const read = root.read(name);
      if ("bytes" in read) return new File([new Uint8Array(read.bytes)], basename(name));
      onError(
        "outside" in read ? `The file "${name}" is outside the project. Only files of the project are sent.` : unreadSentence("file", name, read),
      );
      return name;
    },
  };
}

/** By operationId or `GET /path/{t}`, whatever the case of the method. */
export function findOperation(model: ApiModel, name: string): Operation | undefined {
  const key = name.trim().replace(/^([a-zA-Z]+)\s+/, (_, method: string) => `${method.toUpperCase()} `);
  return model.operations.find((operation) => operation.operationId === name) ?? model.operations.find((operation) => operation.key === key);
}

type Entry = readonly [key: string, value: unknown, offset: number | undefined];

function entriesOf(document: Document, node: unknown, fail: Fail, what: string): readonly Entry[] {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) return fail(`${what} must be a map of names to values.`, yamlOffset(node));
  return node.items.map((pair) => [String(isScalar(pair.key) ? pair.key.value : pair.key), pair.value, yamlOffset(pair.key)] as const);
}

function operationParams(document: Document, node: unknown, fail: Fail): OperationParams {
  const values = new Map<string, ParamValue>();
  const rest: { body?: ParamValue; headers?: ReadonlyMap<string, string>; expect?: number; skip?: string } = {};
  const set = (name: string, value: ParamValue, offset: number | undefined): void => {
    if (value instanceof Blob) fail(`"${name}" is not part of a body. Only a body can have files.`, offset);
    values.set(name, value);
  };
  for (const [key, value, offset] of entriesOf(document, node, fail, "An operation")) {
    const read = plain(document, value);
    switch (key) {
      case "body":
        rest.body = read;
        break;
      case "headers":
        rest.headers = new Map(entriesOf(document, value, fail, '"headers"').map(([name, one]) => [name, String(plain(document, one))]));
        break;
      case "expect": {
        const status = Number(read);
        if (!Number.isInteger(status) || status < 100 || status > 599) fail('"expect" must be a status code, such as 404.', offset);
        rest.expect = status;
        break;
      }
      case "skip":
        rest.skip = String(read);
        break;
      case "parameters":
        for (const [name, one, at] of entriesOf(document, value, fail, '"parameters"')) set(name, plain(document, one), at);
        break;
      default:
        set(key, read, offset);
    }
  }
  return { values, ...rest };
}

function plain(document: Document, node: unknown): ParamValue {
  if (node === null || node === undefined) return null;
  if (typeof node === "object" && "toJS" in node && typeof node.toJS === "function") return node.toJS(document) as ParamValue;
  return node as ParamValue;
}

export function isFromResponse(value: unknown): value is FromResponse {
  return typeof value === "object" && value !== null && "from" in value && typeof value.from === "string" && Object.keys(value).length === 1;
}
