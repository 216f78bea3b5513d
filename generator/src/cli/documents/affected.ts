import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expandDocuments } from "../../config/expand.js";
import { configNames, type DocumentConfig } from "../../config/config.js";
import { readConfig } from "../../config/read-config.js";
import { isFolder, isThere } from "../../files/look.js";
import { readFile } from "../../files/read.js";
import { Root } from "../../files/root.js";
import { isAddress, publicAddress } from "../../load/files/address.js";
import { scheme, splitReference } from "../../load/files/names.js";
import { isInside } from "../../write/paths.js";
import { manifestName } from "../../write/manifest.js";
import { version } from "../../version.js";
import { gitChanges, type GitChanges } from "./git-changes.js";

/** A document and what its result depends on. Paths are absolute. */
export interface Dependent {
  /** Path or address of the document. */
  readonly spec: string;
  readonly overlays?: readonly string[];
  /** Further files and folders that its result depends on, such as recorded traffic. */
  readonly also?: readonly string[];
  /** The output, if it is to be generated. */
  readonly out?: string;
  /** Its configuration file. */
  readonly config?: string;
  /** The settings of the configuration for this document. */
  readonly settings?: DocumentConfig;
  /** The lock of its remote files. */
  readonly lock?: string;
  /** Reasons that are known already. */
  readonly reasons?: readonly string[];
}

/** Finds what depends on files of a repository. */
export type DependentsOf = (changes: GitChanges) => readonly Dependent[];

/** The documents that changes of a repository affect. */
export interface Affected {
  readonly base: string;
  /** The commit that the working tree is compared with. */
  readonly commit: string;
  /** Files of the folder that were there at the common commit and are gone, relative to it with `/`. */
  readonly deleted: readonly string[];
  /** The text of a file at the common commit; `undefined` if it was not there. */
  readonly before: GitChanges["before"];
  readonly renames: GitChanges["renames"];
  /** Why each document is affected; empty if it is not. In the order of the documents. */
  readonly reasons: readonly (readonly string[])[];
}

/**
 * Finds the documents that are affected by changes since a base: through the document, files that it references, overlays, the output, the
 * configuration, and the version of this tool. What git does not know counts as affected.
 * @param folder Of the configuration.
 */
export async function affectedDocuments(
  dependents: readonly Dependent[] | DependentsOf,
  folder: string,
  base: string | undefined,
): Promise<Affected> {
  const changes = await gitChanges(folder, base);
  const documents = typeof dependents === "function" ? dependents(changes) : dependents;
  const search = new Search(changes);
  const ofTool = await search.reasonsOfTool(folder);
  const settings = new Map<string, Promise<(document: Dependent) => readonly string[]>>();
  const reasons: (readonly string[])[] = [];
  for (const document of documents) {
    const { config } = document;
    if (config !== undefined && !settings.has(config)) settings.set(config, search.reasonsOfConfig(config));
    const ofConfig = config === undefined ? undefined : await settings.get(config);
    reasons.push([...new Set([...search.reasonsOfDocument(document), ...(ofConfig?.(document) ?? []), ...ofTool])]);
  }
  const deleted = [...changes.changed].filter((path) => isInside(path, folder) && !isThere(path));
  return {
    base: changes.base,
    commit: changes.commit,
    deleted: deleted.map((path) => relative(folder, path).split(sep).join("/")),
    before: changes.before,
    renames: changes.renames,
    reasons,
  };
}

/** States which documents are affected, and by what. @param named Of each document, as the user writes it. */
export function affectedText(
  { base, commit, reasons }: Pick<Affected, "base" | "commit" | "reasons">,
  named: readonly string[],
  noun = "document",
): string {
  const count = reasons.filter((each) => each.length > 0).length;
  const since = `changes since ${base}${commit.startsWith(base) ? "" : ` (${commit.slice(0, 10)})`}`;
  const all = reasons.length === 1 ? `1 ${noun}` : `${reasons.length} ${noun}s`;
  if (count === 0) return `None of ${all} is affected by ${since}.\n`;
  const lines = reasons.flatMap((each, index) => {
    if (each.length === 0) return [];
    const more = each.length > 3 ? `, and ${each.length - 3} more` : "";
    return [`  ${named[index]}: ${each.slice(0, 3).join(", ")}${more}`];
  });
  return `${count} of ${all} affected by ${since}:\n${lines.join("\n")}\n`;
}

class Search {
  readonly #changes: GitChanges;
  readonly #references = new Map<string, readonly string[]>();

  readonly #files: Root;

  constructor(changes: GitChanges) {
    this.#changes = changes;
    this.#files = new Root(changes.top);
  }

  /** A path as it is shown, from the top of the repository. */
  #shown(path: string): string {
    return relative(this.#changes.top, path).split(sep).join("/");
  }

  /** Why a document is affected by its own files. */
  reasonsOfDocument({ spec, overlays = [], also = [], out, lock, reasons: known = [] }: Dependent): readonly string[] {
    const reasons: string[] = [...known];
    const visited = new Set<string>();
    const open: string[] = [];
    const add = (target: string, from: string): void => {
      if (/^https?:/i.test(target)) {
        // The lock states what is fetched.
        if (lock === undefined || !isThere(lock)) reasons.push(`${publicAddress(target)} may have changed`);
        return;
      }
      const path = /^file:/i.test(target) ? pathOf(target) : scheme.test(target) && !isAbsolute(target) ? undefined : resolve(dirname(from), target);
      // A link and its target are two files of git.
      if (path !== undefined && !isFolder(path)) open.push(path, this.#changes.real(path));
    };
    for (const each of [spec, ...overlays]) add(each, each);
    // Overlays contain references that count from the document's folder.
    for (const each of overlays) for (const reference of this.#referencesOf(each)) add(reference, spec);
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (visited.has(path)) continue;
      visited.add(path);
      const reason = this.#reasonOf(path);
      if (reason !== undefined) reasons.push(reason);
      for (const reference of this.#referencesOf(path)) add(reference, path);
    }
    for (const path of also) {
      const inside = isThere(path) && !isFolder(path) ? undefined : this.#changes.changedIn(path);
      const reason = inside === undefined ? this.#reasonOf(path) : `${this.#shown(inside)} has changed`;
      if (reason !== undefined) reasons.push(reason);
    }
    if (lock !== undefined && this.#changes.changed.has(lock)) reasons.push(`${this.#shown(lock)} has changed`);
    return [...reasons, ...(out === undefined ? [] : this.#reasonsOfOutput(out))];
  }

  /** Why an input may differ from the base. */
  #reasonOf(path: string): string | undefined {
    if (this.#changes.changed.has(path)) return `${this.#shown(path)} has changed`;
    if (this.#changes.knows(path) || !isThere(path)) return undefined;
    if (!isInside(path, this.#changes.top)) return `${path} is outside the repository`;
    // The folder of a submodule, or of a repository in this one, which git lists with a separator.
    for (let folder = dirname(path); isInside(folder, this.#changes.top); folder = dirname(folder))
      if (this.#changes.changed.has(folder) || this.#changes.changed.has(folder + sep)) return `${this.#shown(folder)} has changed`;
    return `git ignores ${this.#shown(path)}`;
  }

  #reasonsOfOutput(out: string): readonly string[] {
    const shown = this.#shown(out);
    if (!isThere(out)) return [`${shown} is missing`];
    const changed = this.#changes.changedIn(out);
    const read = readFile(join(out, manifestName));
    // The list of its files takes time, and does not count.
    const [, made = version] = /"tallystick":\s{0,9}"([^"]*)"/.exec("bytes" in read ? read.bytes.toString("latin1", 0, 1000) : "") ?? [];
    return [
      ...(changed === undefined ? [] : [`${this.#shown(changed)} has changed`]),
      ...(made === version ? [] : [`${shown} was generated by tallystick ${made}`]),
    ];
  }

  /** The files and addresses that a file may reference: its text is searched, not parsed. */
  #referencesOf(path: string): readonly string[] {
    let found = this.#references.get(path);
    if (found === undefined) {
      // Files elsewhere are a reason already, whatever they reference.
      const read = this.#files.read(path);
      found = possibleReferences("bytes" in read ? read.bytes : Buffer.alloc(0)).filter(
        (reference) => !(reference === "" || resolve(dirname(path), reference) === path),
      );
      this.#references.set(path, found);
    }
    return found;
  }

  /** Why the tool itself may have changed. */
  async reasonsOfTool(folder: string): Promise<readonly string[]> {
    const reasons: string[] = [];
    for (let each = folder; isInside(each, this.#changes.top); each = dirname(each)) {
      for (const name of ["package.json", ...lockfiles]) {
        const path = join(each, name);
        if (!this.#changes.changed.has(path)) continue;
        const read = readFile(path);
        const [now, before] = ["bytes" in read ? read.bytes.toString("utf8") : "", await this.#changes.before(path)];
        if (versionsIn(name, now) !== versionsIn(name, before ?? "")) reasons.push(`${this.#shown(path)} changes the version of tallystick`);
      }
      if (dirname(each) === each) break;
    }
    return reasons;
  }

  /** Why the configuration affects a document: its settings have changed, or they cannot be compared. */
  async reasonsOfConfig(config: string): Promise<(document: Dependent) => readonly string[]> {
    const files = [...this.#modulesOf(config)];
    const reasons = files.flatMap((path) => this.#reasonOf(path) ?? []);
    if (reasons.length === 0) return () => [];
    const isJson = configNames.some((name) => name.endsWith(".json") && config.endsWith(name)) || config.endsWith(".json");
    const before = isJson ? documentsIn(await this.#changes.before(config), dirname(config)) : undefined;
    if (before === undefined) return () => reasons;
    const texts = new Set(before.map((document) => JSON.stringify(document)));
    return ({ settings }) => (settings !== undefined && texts.has(JSON.stringify(settings)) ? [] : reasons);
  }

  /** A configuration and the local modules that it imports. */
  #modulesOf(config: string): ReadonlySet<string> {
    const modules = new Set([config]);
    for (const path of modules) {
      const read = readFile(path);
      if (!("bytes" in read) || path.endsWith(".json")) continue;
      for (const [, specifier = ""] of read.bytes.toString("utf8").matchAll(/(?:from|import|require)\s{0,9}\(?\s{0,9}["'](\.[^"'\n]{1,999})["']/g)) {
        const target = resolve(dirname(path), specifier);
        const stem = target.replace(/\.[cm]?js$/, "");
        const candidates = [target, ...[".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"].map((end) => stem + end)];
        for (const each of candidates) if (this.#changes.knows(each) || "bytes" in readFile(each)) modules.add(each);
      }
    }
    return modules;
  }
}

/** The documents of a JSON configuration; `undefined` where they cannot be read. */
export function documentsIn(text: string | undefined, folder: string): readonly DocumentConfig[] | undefined {
  if (text === undefined) return undefined;
  let sound = true;
  try {
    const read = readConfig(JSON.parse(text.replace(/^\ufeff/, "")), "", () => void (sound = false));
    const documents = read && expandDocuments(read, folder, () => undefined);
    return sound ? documents : undefined;
  } catch {
    return undefined;
  }
}

const lockfiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"] as const;

/** The parts of a file that decide which version of this tool is installed. */
function versionsIn(name: string, text: string): string {
  if (name === "bun.lockb") return text;
  const lines = text.split(/\r?\n/);
  // In lockfiles the version is in the lines after the name.
  const following = name === "package.json" ? 0 : 3;
  return lines.filter((_, index) => lines.slice(Math.max(0, index - following), index + 1).some((line) => line.includes("tallystick"))).join("\n");
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Keys of YAML and JSON whose values name files. */
const keys = ["$ref", "externalValue", "extends"] as const;
/** From such a key up to its value: it may be on the next line, after a comment, a tag or the mark of a block. */
const upToValue = /^["']?\s{0,99}:\s{0,99}(?:#[^\n]{0,999}\s{1,99})?(?:[!&|>]\S{0,99}\s{1,99})?/;
const longestGap = 2_000;
/** The longest path of Linux. */
const longestPath = 4096;
/** The mapping of a discriminator names files under any key. */
const mappingKey = "mapping";
const words = /[^\s"',{}[\]<>()]+/g;
/** A scalar with a YAML anchor. */
const anchored = /(?:^|[\s,[{])&[^\s,[\]{}]{1,99}\s{1,99}["']?([^\s"',{}[\]]{1,4096})/gm;
/** Part of a word that may name a document. */
const extensions = /\.(?:json|ya?ml)/gi;
const separator = /[\s"',{}[\]<>()]/;
const [lineEnd, carriageReturn, space, doubleQuote, hash, singleQuote, colon] = [0x0a, 0x0d, 0x20, 0x22, 0x23, 0x27, 0x3a] as const;

/**
 * The files and addresses that YAML or JSON may reference, without fragments. May contain others too. Bytes are searched, because decoding takes
 * longer than the search; only what is found is decoded.
 */
function possibleReferences(bytes: Buffer): readonly string[] {
  const found = new Set<string>();
  const add = (reference: string): void => {
    const { file } = splitReference(reference.trim());
    if (file !== "") found.add(file);
  };
  // JSON may write any character as an escape.
  const plain = bytes.includes("\\u00") || bytes.includes("\\/") ? unescaped(bytes) : bytes;
  // A YAML alias repeats a value of another location: then every name of the document counts.
  let isUnknown = false;
  for (const start of valuesOf(plain)) {
    const quote = plain[start];
    const isQuoted = quote === doubleQuote || quote === singleQuote;
    const value = plain.toString("utf8", isQuoted ? start + 1 : start, start + longestPath);
    if (quote === doubleQuote) add(value.split(/(?<!\\)"/, 1)[0] ?? "");
    else if (quote === singleQuote) add((value.split(/(?<!')'(?!')/, 1)[0] ?? "").replaceAll("''", "'"));
    else {
      const [line = ""] = value.split("\n", 1);
      isUnknown ||= line.startsWith("*");
      // In a flow mapping the value ends at a comma or a brace, and elsewhere at a comment.
      const [short = ""] = line.split(/[,}\]]| #/, 1);
      for (const each of isAddress(short) ? [short] : [short, line]) add(each);
    }
  }
  const named: string[] = [];
  for (const part of mappings(plain)) {
    isUnknown ||= /(?:^|\s)\*/.test(part);
    for (const [word] of part.matchAll(words)) if (/[/.]/.test(word)) named.push(word);
  }
  if (isUnknown) {
    const all = plain.toString("utf8");
    for (const [, value = ""] of all.matchAll(anchored)) named.push(value);
    for (const word of documentNames(all)) named.push(word);
  }
  for (const word of named) if (!/^[#/]/.test(word) && !isAddress(word)) add(word);
  return [...found];
}

/** Where the values of keys start that may name other files. */
function* valuesOf(bytes: Buffer): Generator<number> {
  for (const key of keys)
    for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + key.length)) {
      const end = at + key.length;
      if (isOfSameFile(bytes, end)) continue;
      const [gap] = upToValue.exec(bytes.toString("latin1", end, end + longestGap)) ?? [];
      if (gap !== undefined) yield end + gap.length;
    }
}

/** Whether `": "#` follows a key: most references name a part of the same file. */
function isOfSameFile(bytes: Buffer, end: number): boolean {
  let at = isQuote(bytes[end]) ? end + 1 : end;
  if (bytes[at++] !== colon) return false;
  while (bytes[at] === space) at += 1;
  return isQuote(bytes[at]) && bytes[at + 1] === hash;
}

function isQuote(byte: number | undefined): boolean {
  return byte === doubleQuote || byte === singleQuote;
}

/** The values of the keys `mapping`. */
function* mappings(bytes: Buffer): Generator<string> {
  for (let at = bytes.indexOf(mappingKey), end: number; at >= 0; at = bytes.indexOf(mappingKey, end)) {
    end = at + mappingKey.length;
    if (/\w$/.test(bytes.toString("latin1", Math.max(0, at - 1), at))) continue;
    const [gap, brace] = /^["']?\s{0,99}:(\s{0,999}\{)?/.exec(bytes.toString("latin1", end, end + longestGap)) ?? [];
    if (gap === undefined) continue;
    const start = end + gap.length;
    const first = isQuote(bytes[at - 1]) ? at - 1 : at;
    end = brace === undefined ? endOfBlock(bytes, start, first - bytes.lastIndexOf(lineEnd, first) - 1) : bytes.indexOf("}", start);
    if (end < 0) end = bytes.length;
    yield bytes.toString("utf8", start, end);
  }
}

/** The end of the lines with an indentation above a column; they follow the line of a key. */
function endOfBlock(bytes: Buffer, start: number, column: number): number {
  for (let line = bytes.indexOf(lineEnd, start); line >= 0; line = bytes.indexOf(lineEnd, line + 1)) {
    let first = line + 1;
    while (bytes[first] === space) first += 1;
    const isEmpty = bytes[first] === lineEnd || bytes[first] === carriageReturn || bytes[first] === hash;
    if (!isEmpty && first - line - 1 <= column) return line;
  }
  return bytes.length;
}

/** The words of a text that contain the extension of a document. */
function* documentNames(text: string): Generator<string> {
  let end = 0;
  for (const { index } of text.matchAll(extensions)) {
    if (index < end) continue;
    let start = index;
    while (start > end && !separator.test(text[start - 1] ?? "")) start -= 1;
    end = index;
    while (end < text.length && !separator.test(text[end] ?? "")) end += 1;
    yield text.slice(start, end);
  }
}

function unescaped(bytes: Buffer): Buffer {
  const character = (code: string): string => String.fromCharCode(Number.parseInt(code, 16));
  return Buffer.from(
    bytes
      .toString("utf8")
      .replaceAll(/\\u00([0-9a-f]{2})/gi, (_, code: string) => character(code))
      .replaceAll("\\/", "/"),
  );
}
