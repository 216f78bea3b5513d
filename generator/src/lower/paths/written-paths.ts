import type { HttpMethod, Operation, OperationKey, Server } from "../../model/api.js";
import { isJsonObject } from "../../model/json.js";
import { serverPathOf } from "../../model/http/server-path.js";
import { follow, type Context } from "../context.js";
import { methodNamed, operationParts } from "../operations/operation.js";
import { Part } from "../lenient/part.js";
import { addressOf, withoutQuery, type Address, type Taken } from "./written-path.js";

/** One path of the document, and the other parts of its key. */
export interface WrittenPath {
  readonly path: string;
  readonly item: Part;
  readonly key: (method: Operation["method"]) => OperationKey;
  /** The parameters that its query takes. */
  readonly takes?: readonly Taken[];
  /** The server whose address precedes the path. */
  readonly server?: Server;
}

type Item = readonly [path: string, item: Part];

/** Paths, and those that Azure's documents have next to them because a query distinguishes them (`x-ms-paths`). */
export function writtenPaths(context: Context): readonly WrittenPath[] {
  const { root } = context;
  const outside = outsideOfPaths(context);
  const written = withoutBlanks(context, [...(isJsonObject(root.raw("paths")) || outside.length === 0 ? insideOfPaths(context) : []), ...outside]);
  const azure = root.has("x-ms-paths") ? root.writtenParts("x-ms-paths") : [];
  return [...new Addresses(context, written).read(), ...azure.map(([path, item]) => asWritten(path, item))];
}

function asWritten(path: string, item: Part): WrittenPath {
  return { path, item, key: pathKey(path) };
}

function pathKey(path: string): (method: Operation["method"]) => OperationKey {
  return (method) => `${method.toUpperCase()} ${path}`;
}

function withoutBlanks({ report }: Context, written: readonly Item[]): readonly Item[] {
  const names = new Set(written.map(([path]) => path));
  return written.map(([path, item]) => {
    const trimmed = path.trim();
    if (trimmed === path || names.has(trimmed)) return [path, item];
    names.add(trimmed);
    report("blank-in-path", { path }, item.place);
    return [trimmed, item];
  });
}

/** The members of `paths`; those that stand below a method, or together with one, as if they stood around it. */
function insideOfPaths(context: Context): readonly Item[] {
  const paths = context.root.part("paths");
  const members = paths?.writtenMembers() ?? [];
  if (paths === undefined || !members.some(([name]) => methodFirst.test(name))) return members;
  const known = new Set(
    members.filter(([name]) => !methodFirst.test(name)).flatMap(([path, item]) => operationParts(item).map(([method]) => `${method} ${path}`)),
  );
  const turned = (method: HttpMethod, path: string, steps: readonly string[], value: Part, joined?: string): Item[] => {
    const what = `${method} ${path}`;
    if (known.has(what)) {
      const why = `its path already has it`;
      context.losses.add("operation", value.place);
      context.report("left-out", { what: `The operation ${what}`, why }, value.place);
      return [];
    }
    known.add(what);
    context.report("method-before-path", { path, method: steps[0] ?? method, ...(joined !== undefined && { joined }) }, value.place);
    return [[path, new Part({ [method]: value.value }, paths.place, context, new Map([[method, value.place]]))]];
  };
  return members.flatMap(([name, part]): readonly Item[] => {
    const [, word = "", path] = methodFirst.exec(name) ?? [];
    const method = methodNamed(word.toLowerCase());
    if (method === undefined) return [[name, part]];
    if (path !== undefined) return turned(method, path, [name], part, name);
    return part.members().flatMap(([below, operation]) => {
      if (below.startsWith("/")) return turned(method, below, [name, below], operation);
      context.losses.add("operation", operation.place);
      context.report("left-out", { what: `"${below}" below "${name}"`, why: "it is not a path" }, operation.place);
      return [];
    });
  });
}

const methodFirst = /^([a-z]+)(?:\s+(\/\S*))?$/i;

/** Paths that are not indented, so that YAML has them next to an empty `paths`. */
function outsideOfPaths({ root, report }: Context): readonly Item[] {
  if (isJsonObject(root.raw("paths"))) return [];
  return Object.keys(root.value).flatMap((path): Item[] => {
    const item = path.startsWith("/") ? root.written(path) : undefined;
    if (item === undefined) return [];
    report("outside-of-paths", { path }, item.place);
    return [[path, item]];
  });
}

/** A path that may be read as another one than it is written as. */
interface Reading {
  readonly written: string;
  readonly item: Part;
  /** Without the address in front of it. */
  readonly path: string;
  /** Without the parameters of its query, too. */
  readonly plain: string;
  readonly takes: readonly Taken[];
  readonly address?: Address;
}

/** Reads whole addresses and queries in the keys of `paths`, so that two operations never become one. */
class Addresses {
  readonly #readings: readonly Reading[];
  readonly #context: Context;
  /** How many operations there are of a method and a path without its query. */
  readonly #count = new Map<string, number>();

  constructor(context: Context, written: readonly Item[]) {
    this.#context = context;
    this.#readings = written.map(([path, item]) => readingOf(context, path, item));
  }

  read(): readonly WrittenPath[] {
    const isOther = ({ written, plain }: Reading): boolean => plain !== written;
    if (!this.#readings.some(isOther)) return this.#readings.map(({ written, item }) => asWritten(written, item));
    for (const each of this.#readings) for (const at of this.#operations(each, each.plain)) this.#count.set(at, (this.#count.get(at) ?? 0) + 1);
    const taken = new Set(this.#readings.filter((each) => !isOther(each)).flatMap((each) => this.#operations(each, each.plain)));
    return this.#readings.map((each) => (isOther(each) ? this.#readOther(each, taken) : asWritten(each.written, each.item)));
  }

  #operations({ item }: Reading, path: string): readonly string[] {
    return operationParts(follow(this.#context, item, "pathItem") ?? item).map(([method]) => pathKey(path)(method));
  }

  #readOther(reading: Reading, taken: Set<string>): WrittenPath {
    const { written, item, path, plain, takes, address } = reading;
    const { report } = this.#context;
    const server = address && serverOf(this.#context, address, item);
    // Hosts tell operations of one path apart, and queries those of one host.
    const isOne = takes.length > 0 && address === undefined && this.#operations(reading, plain).some((at) => (this.#count.get(at) ?? 0) > 1);
    const read = isOne ? path : plain;
    const isTaken = this.#operations(reading, read).some((at) => taken.has(at));
    // No server gets to see a fragment.
    const own = isTaken && address !== undefined ? `${read}#${address.server}` : read;
    for (const at of this.#operations(reading, own)) taken.add(at);
    if (address !== undefined) report("address-in-path", { written, path: own, server: address.server }, item.place);
    if (isOne) report("queries-of-one-path", { written, path: plain }, item.place);
    else if (takes.length > 0) report("query-in-path", { written, path: own, names: takes.map(({ name }) => name) }, item.place);
    return { ...asWritten(own, item), ...(!isOne && takes.length > 0 && { takes }), ...(server && { server }) };
  }
}

function readingOf(context: Context, written: string, item: Part): Reading {
  // Nearly all of them are what they are.
  if (/^\/(?!\/)[^?]*$/.test(written)) return { written, item, path: written, plain: written, takes: [] };
  const found = addressOf(written);
  const address = found && belowServer(context, found);
  const path = address?.path ?? written;
  const { path: plain, takes } = withoutQuery(path);
  return { written, item, path, plain, takes, ...(address && { address }) };
}

/** An address goes without the path of the server that it is below. */
function belowServer(context: Context, address: Address): Address {
  const known = serverUrls(context).find((url) => isBelow(address, url));
  if (known === undefined || address.isVariable) return address;
  const base = serverPathOf(known);
  return base === "" ? address : { ...address, server: known.replace(/(?<!\/)\/+$/, ""), path: address.path.slice(base.length) || "/" };
}

function isBelow({ server, path }: Address, url: string): boolean {
  return `${server}${path}/`.toLowerCase().startsWith(`${url.replace(/(?<!\/)\/+$/, "")}/`.toLowerCase());
}

function serverUrls({ root, dialect }: Context): readonly string[] {
  if (dialect !== "swagger-2.0") return root.has("servers") ? root.items("servers").flatMap((server) => server.string("url") ?? []) : [];
  const host = root.raw("host");
  const base = root.raw("basePath");
  return typeof host !== "string" ? [] : ["https", "http"].map((scheme) => `${scheme}://${host}${typeof base === "string" ? base : ""}`);
}

/** The server of an address, where it is another one than the document's. */
function serverOf(context: Context, { server: url, isVariable }: Address, { place }: Part): Server | undefined {
  const known = serverUrls(context);
  const [first] = known;
  const isFirst = context.dialect === "swagger-2.0" ? known.some((each) => same(each, url)) : first !== undefined && same(first, url);
  if (isFirst || (isVariable && known.length > 0)) return undefined;
  return { url, variables: new Map(isVariable ? [[url.slice(1, -1), { default: url }]] : []), place };
}

function same(a: string, b: string): boolean {
  return a.replace(/(?<!\/)\/+$/, "").toLowerCase() === b.replace(/(?<!\/)\/+$/, "").toLowerCase();
}
