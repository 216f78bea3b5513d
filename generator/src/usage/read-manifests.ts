import { createHash } from "node:crypto";
import { isContentProblem, isInputProblem, type InputProblem } from "../diff/input-problem.js";
import { fromGit } from "../diff/sources/git.js";
import { fileOfPackage } from "../diff/sources/npm.js";
import { isProblem } from "../diff/sources/source.js";
import { isFolder } from "../files/look.js";
import { readNamed, unreadSentence } from "../files/read.js";
import { Root } from "../files/root.js";
import { releaseMemory } from "../garbage.js";
import type { UsageManifest } from "./manifest.js";
import { readUsageManifest } from "./read-manifest.js";

/** A manifest, and what the user would call it. */
interface Text {
  readonly name: string;
  /** Reads the file. */
  text(): string | InputProblem;
}

/** A valid manifest. It is read again for each use, because many large manifests at once need much memory. */
export class ManifestFile {
  constructor(
    private readonly name: string,
    readonly consumer: string,
    private readonly sha1: string,
    private readonly text: Text["text"],
  ) {}

  /** The content, or a problem if the file has changed since it was opened. */
  read(): UsageManifest | InputProblem {
    const text = this.text();
    if (typeof text !== "string" || hash(text) !== this.sha1)
      return unreadable(
        `The usage manifest "${this.name}" changed while it was read.`,
        "Run the command again when no other program writes the file.",
      );
    releaseMemory(text.length);
    return JSON.parse(text.replace(/^\ufeff/, "")) as UsageManifest;
  }
}

/** Packages that npm fetches at the same time: a registry that does not respond is waited for once. */
const mostAtOnce = 8;

function hash(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

/**
 * The manifests that the user named: files, folders with files `usage.json` and `*.usage.json`, `git:REF:path`, `npm:package#path`.
 * Problems are those of all of them.
 */
export async function openUsageManifests(
  names: readonly string[],
): Promise<{ readonly files: readonly ManifestFile[]; readonly problems: readonly InputProblem[] }> {
  const files: ManifestFile[] = [];
  const problems: InputProblem[] = [];
  const opened: (readonly Text[] | InputProblem)[] = [];
  for (let at = 0; at < names.length; at += mostAtOnce) opened.push(...(await Promise.all(names.slice(at, at + mostAtOnce).map(textsOf))));
  for (const found of opened) {
    if ("problem" in found) {
      problems.push(found);
      continue;
    }
    for (const { name: file, text } of found) {
      const first = text();
      if (typeof first !== "string") {
        problems.push(first);
        continue;
      }
      const manifest = readUsageManifest(first);
      if (isContentProblem(manifest)) problems.push({ code: "input-invalid", file, ...manifest });
      else files.push(new ManifestFile(file, manifest.consumer, hash(first), text));
      releaseMemory(first.length);
    }
  }
  return { files, problems };
}

/** The same manifests, all in memory. */
export async function readUsageManifests(
  names: readonly string[],
): Promise<{ readonly manifests: readonly UsageManifest[]; readonly problems: readonly InputProblem[] }> {
  const { files, problems } = await openUsageManifests(names);
  const read = files.map((file) => file.read());
  return {
    manifests: read.filter((each): each is UsageManifest => !isInputProblem(each)),
    problems: [...problems, ...read.filter(isInputProblem)],
  };
}

async function textsOf(name: string): Promise<readonly Text[] | InputProblem> {
  if (name.startsWith("git:")) return fromCommit(name);
  if (name.startsWith("npm:")) return fromPackage(name);
  if (isFolder(name)) return fromFolder(name);
  const file = await readNamed(name);
  if ("bytes" in file) return [inMemory(name, file.bytes)];
  return unreadable(unreadSentence("usage manifest", name, file), "A manifest is a file, a folder, git:REF:path or npm:package#path.");
}

async function fromCommit(name: string): Promise<readonly Text[] | InputProblem> {
  const source = await fromGit(name, []);
  if (isProblem(source)) return unreadable(source.problem, source.help);
  const read = await source.files?.read(source.path);
  return read !== undefined && "bytes" in read
    ? [inMemory(name, read.bytes)]
    : unreadable(`The usage manifest "${name}" cannot be read.`, "Give the path that the file has at that reference.");
}

/** `npm:@acme/app@1.2.0#usage.json`; the file is `usage.json` where none is named. */
async function fromPackage(name: string): Promise<readonly Text[] | InputProblem> {
  const [wanted = "", path = "usage.json"] = name.slice("npm:".length).split("#");
  const found = await fileOfPackage(wanted, path);
  if ("problem" in found) return unreadable(found.problem, found.help);
  if (found.bytes === undefined)
    return unreadable(
      `The package "${wanted}" has no file "${path}".`,
      'List the file in "files" of its package.json, and publish the package again.',
    );
  return [inMemory(name, found.bytes)];
}

function fromFolder(name: string): readonly Text[] | InputProblem {
  const root = new Root(name);
  const files = root
    .list(".", { deep: true })
    .filter((path) => /(?:^|[./])usage\.json$/.test(path) && !/(?:^|\/)(?:node_modules|\.[^/]*)\//.test(path));
  if (files.length === 0)
    return unreadable(`The folder "${name}" has no usage manifest.`, "Manifests are called usage.json, or end with .usage.json.");
  return files.map((path) => {
    const file = `${name.replace(/[/\\]$/, "")}/${path}`;
    return { name: file, text: () => textIn(root, path, file) };
  });
}

/** @param name What the user would call the file. */
function textIn(root: Root, path: string, name: string): string | InputProblem {
  const read = root.read(path);
  if ("bytes" in read) return read.bytes.toString("utf8");
  return "outside" in read
    ? unreadable(`The usage manifest "${name}" is a link to a file outside of its folder.`, "Name the file by its own path, or remove the link.")
    : unreadable(unreadSentence("usage manifest", name, read), "Correct or remove the file.");
}

function inMemory(name: string, bytes: Buffer): Text {
  return { name, text: () => bytes.toString("utf8") };
}

function unreadable(problem: string, help: string): InputProblem {
  return { code: "input-unreadable", problem, help };
}
