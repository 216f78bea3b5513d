import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { closestWord } from "../algorithms/closest-word.js";
import { invariant } from "../invariant.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { DocumentFiles } from "../files/document-files.js";
import { isFolder, namesIn } from "../files/look.js";
import { readNamed as readNamedFile } from "../files/read.js";
import type { Files } from "../files/root.js";
import type { Formats } from "../model/schemas/formats.js";
import type { LoadedDocument, SourceFile } from "./document.js";
import { isAddress, publicAddress } from "./files/address.js";
import type { LockOptions } from "./files/lock.js";
import { allowedHosts, type Missing } from "./files/policy.js";
import { RemoteFiles } from "./files/remote-files.js";
import { resolveFiles } from "./files/resolve.js";
import { readExampleFiles } from "./files/example-files.js";
import { FileStore } from "./files/file-store.js";

/** How a document is read, and which references are allowed. */
export interface LoadOptions {
  /** OpenAPI Overlay files that are applied to the root document, in order. */
  readonly overlays?: readonly string[];
  /** Hosts that the document and its references may be fetched from. */
  readonly allowRemote?: readonly string[];
  /** The lock that remote files are held to. Default: they are fetched as they are. */
  readonly lock?: LockOptions;
  /** Folders outside the project of the root document that a `$ref` may read. */
  readonly allowOutside?: readonly string[];
  /** Where the document and the files that it names are read from. Default: the disk, and there the document's folder, its project and `allowOutside`. */
  readonly files?: Files;
  /** Whether unresolved `$ref`s are allowed: a warning then states the replacement. Default: an error if the target is needed. */
  readonly allowMissing?: boolean;
  /** Whether `oneOf` is read as `anyOf`, so that it accepts values that match several branches. */
  readonly oneOfAsAnyOf?: boolean;
  /** Whether formats are asserted. Default: those are that a specification defines. */
  readonly formats?: Formats;
  /** Receives every file as it is read, also invalid ones, so that diagnostics can show source lines. */
  readonly sources?: Map<string, SourceFile>;
  /** Is handed the path of every file that a reference names and that is not there. */
  readonly absent?: Set<string>;
}

/** Reads a document and every file that it refers to. `undefined` when there is nothing to go on with; the reason is reported. */
export async function load(path: string, options: LoadOptions, report: Report): Promise<LoadedDocument | undefined> {
  if (!areUsable(options, report)) return undefined;
  const isRemote = isAddress(path);
  if (isRemote && !URL.canParse(path)) return void report("document-unreachable", { address: publicAddress(path), reason: "it is not a valid URL" });
  const rootPath = isRemote ? publicAddress(path) : resolve(path);
  const remote = RemoteFiles.open(isRemote ? path : rootPath, allowedHosts(options.allowRemote ?? []), options.lock, report);
  if (!remote) return undefined;
  const bytes = isRemote ? await readRemote(rootPath, remote, report) : await readNamed(path, options.files, report);
  if (!bytes) return undefined;
  const local = options.files ?? (isRemote ? nowhere : new DocumentFiles(dirname(rootPath), options.allowOutside));
  const store = new FileStore(rootPath, local, remote, report, options);
  const written = store.put("", rootPath, bytes);
  if (!written) return undefined;

  const overlays = await readOverlays(options, store, report);
  if (!overlays) return undefined;
  if (overlays.length > 0) {
    // With its reader of JSONPath, which a run without overlays need not load.
    const { applyOverlays } = await import("./overlay/apply-all.js");
    await applyOverlays(
      overlays.map(({ source }) => source),
      { store, resolve: () => resolveFiles(rootPath, root(store).value, store), show: typed },
      report,
    );
  }
  if (store.external || store.mapped || overlays.length > 0) await resolveFiles(rootPath, root(store).value, store);
  if (store.exemplified) await readExampleFiles(store);
  remote.finish(report);

  return {
    root: root(store),
    // Files are read concurrently and arrive in any order.
    files: new Map([...store.files].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    missing: store.missing,
    texts: store.texts,
    dynamic: store.dynamic,
    allowMissing: options.allowMissing === true,
    oneOfAsAnyOf: options.oneOfAsAnyOf === true,
    formats: options.formats ?? "assert",
    overlays: overlays.map(({ source }) => source),
    sha256: store.sha256(overlays.map((overlay) => overlay.bytes)),
  };
}

/** A document of another host names no file of this computer. */
const nowhere: Files = { read: () => ({ outside: true }) };

async function readRemote(address: string, remote: RemoteFiles, report: Report): Promise<Buffer | undefined> {
  const read = await remote.read(address);
  if ("bytes" in read) return read.bytes;
  reportMissing(address, read, report);
  return undefined;
}

function reportMissing(address: string, missing: Missing, report: Report): void {
  switch (missing.why) {
    case "remote":
      return report("remote-document", { address, host: missing.host });
    case "changed":
      return report("lock-mismatch", missing);
    case "unlocked":
      return report("lock-missing", missing);
    default:
      return report("document-unreachable", { address, reason: "reason" in missing ? missing.reason : "file not found" });
  }
}

/** The root document, as overlays have left it. */
function root(store: FileStore): SourceFile {
  const source = store.files.get("");
  invariant(source !== undefined, "the root document must be read before its files");
  return source;
}

/** Checks allowed hosts and folders. Missing folders are reported and allow nothing. */
function areUsable({ allowRemote = [], allowOutside = [] }: LoadOptions, report: Report): boolean {
  for (const path of allowOutside) {
    if (!isFolder(path)) report("folder-not-there", { path: typed(path) });
  }
  const wrong = allowRemote.filter((host) => !/^(?:\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::\d+)?$/iu.test(host));
  for (const value of wrong) report("option-invalid", { option: "--allow-remote", value, expected: `it must be the name of a host${hostIn(value)}` });
  return wrong.length === 0;
}

/** The address without credentials, or the argument unchanged if it is not an address. */
function hostIn(value: string): string {
  const address = value.includes("//") ? value : `https://${value}`;
  const host = URL.canParse(address) ? new URL(address).host : "";
  return host === "" || host.includes("*") ? ", such as schemas.example.com" : `: ${host}`;
}

/** Reads a file named by the user, wherever it is, unless `files` replaces the file system. */
async function readNamed(path: string, files: Files | undefined, report: Report): Promise<Buffer | undefined> {
  const read = (await files?.read(path)) ?? (await readNamedFile(resolve(path)));
  if ("outside" in read) return void report("file-unreadable", { path: typed(path), reason: "it is outside the folders that may be read" });
  if ("missing" in read) {
    const there = files === undefined ? similarFile(path) : undefined;
    return void report("file-not-found", { path: typed(path), ...(there !== undefined && { there }) });
  }
  if ("reason" in read) return void report("file-unreadable", { path: typed(path), reason: read.reason });
  return read.bytes;
}

/** A path below the working directory as it would be typed there. */
function typed(path: string): string {
  const short = relative(process.cwd(), path);
  return !isAbsolute(path) || short === "" || short.startsWith("..") || isAbsolute(short) ? path : short.split(sep).join("/");
}

/** The document that is there under another ending, or under nearly the same name. */
function similarFile(path: string): string | undefined {
  const documents = namesIn(dirname(resolve(path))).filter((name) => /\.(?:json|ya?ml)$/i.test(name));
  const stem = (name: string): string => name.replace(/\.[^.]*$/, "");
  const found = documents.find((name) => stem(name) === stem(basename(path))) ?? closestWord(basename(path), documents);
  return found === undefined ? undefined : typed(join(dirname(path), found));
}

interface ReadOverlay {
  readonly source: SourceFile;
  readonly bytes: Buffer;
}

async function readOverlays({ overlays: paths = [], files }: LoadOptions, store: FileStore, report: Report): Promise<ReadOverlay[] | undefined> {
  const overlays: ReadOverlay[] = [];
  for (const path of paths) {
    const bytes = await readNamed(path, files, report);
    const source = bytes && store.parseAside(resolve(path), bytes);
    if (!bytes || !source) return undefined;
    overlays.push({ source, bytes });
  }
  return overlays;
}
