import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { Files } from "../../files/root.js";
import type { SourceFile } from "../document.js";
import { fileAt } from "./names.js";
import { brokenFile, parseFile, textFile } from "../parse/parse.js";
import type { Fault, Missing } from "./policy.js";
import type { RemoteFiles } from "./remote-files.js";
import { decode, sha256 } from "./decode.js";

/** Every file of a document, read and parsed once, and why the others are not there. */
export class FileStore {
  readonly files = new Map<string, SourceFile>();
  readonly missing = new Map<string, Missing>();
  /** Files that examples name, as texts. */
  readonly texts = new Map<string, string>();
  /** Whether some example may name a file. */
  exemplified = false;
  /** Whether some `$ref` names another file. */
  external = false;
  /** Whether the mapping of some `discriminator` does. */
  mapped = false;
  /** Whether some reference is a `$dynamicRef`. */
  dynamic = false;
  readonly #bytes = new Map<string, Buffer>();
  readonly #rootPath: string;
  readonly #local: Files;
  readonly #remote: RemoteFiles;
  readonly #report: Report;
  readonly #sources: Map<string, SourceFile> | undefined;
  readonly #absent: Set<string> | undefined;

  /**
   * @param rootPath Absolute path of the root document, or its address.
   * @param local Where the files are that references name.
   * @param sources Is handed every file as it is read.
   * @param absent Is handed the path of every file that is not there.
   */
  constructor(
    rootPath: string,
    local: Files,
    remote: RemoteFiles,
    report: Report,
    { sources, absent }: { readonly sources?: Map<string, SourceFile>; readonly absent?: Set<string> },
  ) {
    this.#rootPath = rootPath;
    this.#local = local;
    this.#remote = remote;
    this.#report = report;
    this.#sources = sources;
    this.#absent = absent;
  }

  /** Adds a file to the store. Returns `undefined` and reports the reason if it has no values. */
  put(file: string, path: string, bytes: Buffer): SourceFile | undefined {
    this.#bytes.set(file, bytes);
    const source = this.#parse(file, path, bytes, this.#report);
    if (source) this.files.set(file, source);
    return source;
  }

  /** Adds a referenced file to the store. The reason why a file has no values is stored until a stage needs the file. */
  #putNamed(file: string, path: string, bytes: Buffer): SourceFile | undefined {
    this.#bytes.set(file, bytes);
    const found: Fault[] = [];
    const note = ((...fault: Fault) => void found.push(fault)) as Report;
    const source = isText(file) ? this.#readText(file, path, bytes, note) : this.#parse(file, path, bytes, note);
    if (source === undefined) this.missing.set(file, { why: "broken", faults: found });
    else {
      this.files.set(file, source);
      for (const fault of found) (this.#report as (...fault: Fault) => void)(...fault);
    }
    return source;
  }

  /** A text: its value is all of it. */
  #readText(file: string, path: string, bytes: Buffer, report: Report): SourceFile | undefined {
    const text = this.#decode(file, path, bytes, report);
    if (text === undefined) return undefined;
    const source = textFile({ file, path }, text);
    this.#sources?.set(file, source);
    return source;
  }

  /** Parses a file that is about the document and no part of it. */
  parseAside(path: string, bytes: Buffer): SourceFile | undefined {
    return this.#parse(fileAt(path, this.#rootPath), path, bytes, this.#report);
  }

  #decode(file: string, path: string, bytes: Buffer, report: Report): string | undefined {
    const decoded = decode(bytes);
    if (!("byte" in decoded)) return decoded.text;
    // Read as Latin-1 every byte is a character, so that its line and column are true.
    this.#sources?.set(file, brokenFile({ file, path }, bytes.toString("latin1"), decoded.offset));
    report("not-utf8", decoded, { file, pointer: "#" });
    return undefined;
  }

  #parse(file: string, path: string, bytes: Buffer, report: Report): SourceFile | undefined {
    const text = this.#decode(file, path, bytes, report);
    if (text === undefined) return undefined;
    if (text.includes("externalValue")) this.exemplified = true;
    const { source, sound, external, mapped, dynamic } = parseFile({ file, path }, text, report);
    if (external) this.external = true;
    if (mapped) this.mapped = true;
    if (dynamic) this.dynamic = true;
    this.#sources?.set(file, source);
    return sound ? source : undefined;
  }

  /** Replaces a file by its edited version. */
  swap(source: SourceFile): void {
    this.files.set(source.file, source);
    this.#sources?.set(source.file, source);
  }

  /** The file at an absolute path or URL, read now if it has not been. */
  async take(address: string): Promise<SourceFile | undefined> {
    const remote = /^https?:/i.test(address);
    const path = remote ? address : localPath(address);
    const file = fileAt(path, this.#rootPath);
    const known = this.files.get(file);
    if (known || this.missing.has(file) || this.#bytes.has(file)) return known;
    const found = remote ? await this.#remote.read(address) : await this.#readLocal(path);
    if ("bytes" in found) {
      return this.#putNamed(file, path, found.bytes);
    }
    this.missing.set(file, found);
    if (!remote && found.why === "absent") this.#absent?.add(path);
    return undefined;
  }

  /** The text of a file that an example names. A file that cannot be read, or that is no text, shows nothing. */
  async takeText(address: string): Promise<void> {
    const remote = /^https?:/i.test(address);
    const path = remote ? address : localPath(address);
    const file = remote ? address : fileAt(path, this.#rootPath);
    if (this.texts.has(file)) return;
    const known = this.#bytes.get(file);
    const found = known !== undefined ? { bytes: known } : remote ? await this.#remote.read(address) : await this.#readLocal(path);
    if (!("bytes" in found)) {
      if (remote) this.missing.set(file, found);
      else if (found.why === "absent") this.#absent?.add(path);
      return;
    }
    const decoded = decode(found.bytes);
    if ("byte" in decoded) return;
    this.#bytes.set(file, found.bytes);
    this.texts.set(file, decoded.text);
    if (known === undefined) this.#sources?.set(file, textFile({ file, path }, decoded.text));
  }

  async #readLocal(path: string): Promise<{ readonly bytes: Buffer } | Missing> {
    const read = await this.#local.read(path);
    if ("outside" in read) return { why: "outside", ...(read.folder !== undefined && { folder: read.folder }) };
    if ("missing" in read) return { why: "absent" };
    return "reason" in read ? { why: "unreadable", reason: read.reason } : read;
  }

  /** SHA-256 over the bytes of all files in order of name, then over the other arguments. */
  sha256(further: readonly Buffer[]): string {
    const names = [...this.#bytes.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    return sha256([...names.map((name) => this.#bytes.get(name) ?? Buffer.alloc(0)), ...further]);
  }
}

/** Whether a file that a reference names is text for people, such as Markdown, whether or not it could be read as YAML. */
function isText(file: string): boolean {
  return /\.(?:md|markdown|txt)(?:[?#]|$)/i.test(file);
}

function localPath(address: string): string {
  if (/^file:/i.test(address)) {
    try {
      return fileURLToPath(address);
    } catch {
      return resolve(address);
    }
  }
  return resolve(address);
}
