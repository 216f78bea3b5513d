import { execFile } from "node:child_process";
import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { isHidden, isOrdinary } from "../../files/document-files.js";
import { contentLimit, gitLimit } from "../../limits.js";
import type { Files, Read } from "../../files/root.js";
import type { DocumentSource, SourceProblem } from "./source.js";

const run = promisify(execFile);

/**
 * A document at a git reference: `git:REF:path`. Its files are read from git's objects, and none is written to disk.
 * @param allowOutside Folders that its references may also read; those in the repository are read at the reference.
 */
export async function fromGit(name: string, allowOutside: readonly string[]): Promise<DocumentSource | SourceProblem> {
  const [, ref = "", ...rest] = name.split(":");
  const path = rest.join(":");
  if (ref === "" || path === "")
    return { problem: `"${name}" is not of the form git:REF:path.`, help: "Write for example git:v1.2.0:spec/openapi.yaml." };
  if (ref.startsWith("-")) return { problem: `"${ref}" is not a git reference.`, help: "Name a branch, a tag or a commit." };
  const top = await git(["rev-parse", "--show-toplevel"]);
  if (top === undefined)
    return {
      problem: `"${name}" needs a git repository, but this folder is not in one.`,
      help: "Run the command inside the repository of the document.",
    };
  if ((await git(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])) === undefined) {
    return {
      problem: `Unknown git reference "${ref}" in this repository.`,
      help: "Fetch it first (in CI: a full clone, or `git fetch --tags`), or name another one.",
    };
  }
  // Relative to the current folder, whose path git may spell differently: folders of Windows have short names, too.
  const prefix = ((await git(["rev-parse", "--show-prefix"])) ?? "").trim();
  const inRepository = (each: string): string => {
    const fromHere = isAbsolute(each) ? relative(process.cwd(), each) : each;
    return posix.join(prefix, fromHere.split(sep).join("/")).replace(/^\.$|\/$/, "");
  };
  const tree = (await git(["rev-parse", "--verify", "--quiet", `${ref}^{tree}`])) ?? "";
  const files = new GitFiles(top.trim(), tree.trim(), inRepository(path), allowOutside.map(inRepository));
  const read = await files.read(files.document);
  if (!("bytes" in read)) {
    const why = "reason" in read ? `The file "${path}" at git reference "${ref}" cannot be read: ${read.reason}.` : undefined;
    return {
      problem: why ?? `File not found at git reference "${ref}": "${path}".`,
      help: "Give the path that the file had at that reference, relative to the current folder.",
    };
  }
  return { label: name, path: files.document, files };
}

/** An entry of a tree object. */
interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
}

/** The maximum length of a chain of links. */
const mostLinks = 20;
const linkMode = "120000";

/**
 * The files of a commit, below a folder that is on no disk. A path is followed from tree to tree by its steps, so that entries which are no names
 * of files (`..`, `a/b`) are never found.
 */
class GitFiles implements Files {
  /** The absolute path of the document. */
  readonly document: string;
  readonly #folder = resolve("/tallystick-git");
  readonly #top: string;
  readonly #tree: string;
  readonly #own: string;
  readonly #allowed: readonly string[];
  #project: Promise<string> | undefined;
  readonly #trees = new Map<string, Promise<ReadonlyMap<string, Entry>>>();

  /**
   * @param top The repository's folder on disk, for messages.
   * @param tree The id of the commit's tree.
   * @param document Path of the document in the repository, with `/`.
   * @param also Further folders of the repository that may be read.
   */
  constructor(top: string, tree: string, document: string, allowed: readonly string[]) {
    this.#top = top;
    this.#tree = tree;
    this.document = resolve(this.#folder, document);
    this.#own = folderOf(document);
    this.#allowed = allowed.filter((folder) => !isOut(folder));
  }

  async read(path: string): Promise<Read> {
    const absolute = resolve(this.#folder, path);
    const found = await this.#find(relative(this.#folder, absolute).split(sep).join("/"), absolute === this.document, mostLinks);
    return "id" in found ? blob(found.id, contentLimit) : found;
  }

  /** The same rules as on disk (`DocumentFiles`). */
  async #mayRead(path: string): Promise<boolean> {
    if (isOut(path)) return false;
    if (this.#allowed.some((folder) => isBelow(path, folder))) return true;
    if (isBelow(path, this.#own) && !isHidden(posix.relative(this.#own, path))) return true;
    const project = await (this.#project ??= this.#findProject());
    return isBelow(path, project) && isOrdinary(posix.relative(project, path));
  }

  /** The nearest folder around the document with a package.json, else the repository. */
  async #findProject(): Promise<string> {
    let tree: string | undefined = this.#tree;
    let project = "";
    const steps = this.#own === "" ? [] : this.#own.split("/");
    for (const [index, step] of steps.entries()) {
      const entry: Entry | undefined = (await this.#entries(tree)).get(step);
      if (entry?.type !== "tree") break;
      tree = entry.id;
      if ((await this.#entries(tree)).has("package.json")) project = steps.slice(0, index + 1).join("/");
    }
    return project;
  }

  /** @param isNamed The user named the path: it may be anywhere in the repository. */
  async #find(path: string, isNamed: boolean, links: number): Promise<Entry | Exclude<Read, { readonly bytes: Buffer }>> {
    if (!(isNamed ? !isOut(path) : await this.#mayRead(path))) return { outside: true, folder: resolve(this.#top, folderOf(path)) };
    let tree = this.#tree;
    const steps = path.split("/");
    for (const [index, step] of steps.entries()) {
      const entry = (await this.#entries(tree)).get(step);
      if (entry === undefined) return { missing: true };
      if (entry.mode === linkMode) {
        const target = await blob(entry.id, longestLink);
        if (!("bytes" in target) || links === 0) return { reason: "it is a link that cannot be resolved" };
        const next = posix.join(...steps.slice(0, index), target.bytes.toString("utf8"), ...steps.slice(index + 1));
        return target.bytes[0] === slash ? { outside: true } : this.#find(next, isNamed, links - 1);
      }
      if (index === steps.length - 1)
        return entry.type === "blob" ? entry : { reason: entry.type === "tree" ? "it is a folder" : "it is a submodule" };
      if (entry.type !== "tree") return { missing: true };
      tree = entry.id;
    }
    return { missing: true };
  }

  #entries(tree: string): Promise<ReadonlyMap<string, Entry>> {
    let entries = this.#trees.get(tree);
    if (entries === undefined) this.#trees.set(tree, (entries = entriesOf(tree)));
    return entries;
  }
}

const longestLink = 4096;
const slash = 0x2f;

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || `${path}/`.startsWith(`${folder}/`);
}

/** Whether a path from the top of the repository leaves it. */
function isOut(path: string): boolean {
  return path === ".." || path.startsWith("../") || isAbsolute(path);
}

async function entriesOf(tree: string): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const line of ((await git(["ls-tree", "-z", tree])) ?? "").split("\0")) {
    const [, mode = "", type = "", id = "", name] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (name !== undefined && !entries.has(name)) entries.set(name, { mode, type, id });
  }
  return entries;
}

/** @param limit In bytes. */
async function blob(id: string, limit: number): Promise<Read> {
  try {
    const { stdout } = await run("git", ["cat-file", "blob", id], { encoding: "buffer", maxBuffer: limit, timeout: gitLimit });
    return { bytes: stdout };
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER";
    return { reason: isLarge ? "it is too large" : "git cannot read it" };
  }
}

async function git(parameters: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", [...parameters], { maxBuffer: contentLimit, timeout: gitLimit })).stdout;
  } catch {
    return undefined;
  }
}
