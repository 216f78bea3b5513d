import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { unreadable } from "../../load/files/read.js";
import { isJsonObject } from "../../model/json.js";
import { extendedDocument } from "./overlay.js";

const run = promisify(execFile);

/** A document on disk, whatever it was named by. `close` removes what was unpacked for it. */
export interface DocumentSource {
  /** As the user named it. */
  readonly label: string;
  readonly path: string;
  /** Applied to the document: the source was an overlay, which says on what it builds. */
  readonly overlays?: readonly string[];
  close(): Promise<void>;
}

export interface SourceProblem {
  readonly problem: string;
  readonly help: string;
}

/** OLD and NEW of `tallystick diff`: a path, `git:REF:path`, or `npm:package@version`. An overlay that `extends` a document stands for the two together. */
export async function openSource(name: string): Promise<DocumentSource | SourceProblem> {
  const source = await openNamed(name);
  if (isProblem(source)) return source;
  const extended = await extendedDocument(source.path);
  return extended === undefined ? source : { ...source, path: extended, overlays: [source.path] };
}

async function openNamed(name: string): Promise<DocumentSource | SourceProblem> {
  if (name.startsWith("git:")) return fromGit(name);
  if (name.startsWith("npm:")) return fromNpm(name);
  if (/^https?:\/\//i.test(name)) {
    return {
      problem: `"${name}" is a URL, and documents are read from disk.`,
      help: "Download it first, or name it as git:REF:path or npm:package@version.",
    };
  }
  const unread = await stat(name).then(
    () => undefined,
    (error: unknown) => unreadable("file", name, error),
  );
  if (unread !== undefined)
    return { problem: unread, help: "OLD and NEW are paths from the folder that you run the command in, git:REF:path, or npm:package@version." };
  return { label: name, path: name, close: async () => {} };
}

export function isProblem(source: DocumentSource | SourceProblem): source is SourceProblem {
  return "problem" in source;
}

async function fromGit(name: string): Promise<DocumentSource | SourceProblem> {
  const [, ref = "", ...rest] = name.split(":");
  const path = rest.join(":");
  if (ref === "" || path === "") return { problem: `"${name}" is not of the form git:REF:path.`, help: "For example git:v1.2.0:spec/openapi.yaml." };
  if (ref.startsWith("-")) return { problem: `"${ref}" is not a git reference.`, help: "Name a branch, a tag or a commit." };
  const top = await git(["rev-parse", "--show-toplevel"]);
  if (top === undefined)
    return {
      problem: `"${name}" needs a git repository, and this folder is in none.`,
      help: "Run the command inside the repository of the document.",
    };
  if ((await git(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])) === undefined) {
    return {
      problem: `There is no git reference "${ref}" in this repository.`,
      help: "Fetch it first (in CI: a full clone, or `git fetch --tags`), or name another one.",
    };
  }
  const inRepository = relative(top.trim(), resolve(path)).split(sep).join("/");
  if (inRepository.startsWith("..") || (await git(["cat-file", "-e", `${ref}:${inRepository}`])) === undefined) {
    return {
      problem: `There is no file "${path}" at git reference "${ref}".`,
      help: "The path is taken from the current folder, as it was called at that reference.",
    };
  }
  const folder = await mkdtemp(join(tmpdir(), "tallystick-git-"));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    // Everything that a reference can lead to: the description may be many files.
    const list = await git(["ls-tree", "-r", "-z", "--name-only", "--full-tree", ref]);
    const documents = (list ?? "")
      .split("\0")
      .filter((file) => file === inRepository || (/\.(ya?ml|json)$/.test(file) && isNear(file, inRepository)));
    for (const file of documents) {
      const { stdout } = await run("git", ["cat-file", "blob", `${ref}:${file}`], { encoding: "buffer", maxBuffer: 512 * 1024 * 1024 });
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), stdout);
    }
    return { label: name, path: join(folder, inRepository), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In the document's folder or below; the whole of a repository is rarely a description. */
function isNear(file: string, document: string): boolean {
  const folder = dirname(document);
  return folder === "." ? !file.includes("/") : file.startsWith(`${folder}/`);
}

async function git(parameters: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", [...parameters], { maxBuffer: 512 * 1024 * 1024 })).stdout;
  } catch {
    return undefined;
  }
}

async function fromNpm(name: string): Promise<DocumentSource | SourceProblem> {
  const wanted = name.slice("npm:".length);
  if (!/^(@[\w.-]+\/)?[\w.-]+(@[\w.+-]+)?$/.test(wanted)) {
    return { problem: `"${name}" is not of the form npm:package@version.`, help: "For example npm:@tallystick/browser-sessions@1.2.0." };
  }
  const folder = await mkdtemp(join(tmpdir(), "tallystick-npm-"));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const give = async (problem: SourceProblem): Promise<SourceProblem> => {
    await close();
    return problem;
  };
  try {
    const { stdout } = await run("npm", ["pack", wanted, "--pack-destination", folder, "--json", "--ignore-scripts"], { cwd: folder });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    await run("tar", ["-xzf", (packed?.filename ?? "").replace("@", "").replace("/", "-"), "-C", folder], { cwd: folder });
  } catch {
    return give({
      problem: `The registry gave no package "${wanted}".`,
      help: "Check its name and version, and that npm can reach the registry (`npm view` shows the same).",
    });
  }
  const path = join(folder, "package", "document.json");
  if (!(await stat(path).catch(() => undefined))) {
    return give({
      problem: `The package "${wanted}" carries no document.`,
      help: "Only packages that tallystick generated can be compared by name; give the path of its document instead.",
    });
  }
  const root = await unpack(JSON.parse(await readFile(path, "utf8")), join(folder, "document"));
  if (root === undefined)
    return give({
      problem: `The document in "${wanted}" cannot be read.`,
      help: "The package was changed after it was generated; give the path of its document instead.",
    });
  return { label: name, path: root, close };
}

/** `document.json` of a generated package: `{ root, files: { name: text } }`. Names that would leave the folder are refused. */
async function unpack(document: unknown, folder: string): Promise<string | undefined> {
  if (!isJsonObject(document) || typeof document["root"] !== "string" || !isJsonObject(document["files"])) return undefined;
  for (const [file, text] of Object.entries(document["files"])) {
    const target = resolve(folder, file);
    if (typeof text !== "string" || !target.startsWith(folder + sep)) return undefined;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return Object.hasOwn(document["files"], document["root"]) ? resolve(folder, document["root"]) : undefined;
}
