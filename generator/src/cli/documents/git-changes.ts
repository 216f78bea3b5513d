import { execFile } from "node:child_process";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { isThere, realPath } from "../../files/look.js";
import { contentLimit, gitLimit } from "../../limits.js";
import { isInside } from "../../write/paths.js";
import { UsageError } from "../options/usage-error.js";

const run = promisify(execFile);

/** The files of a repository that differ from an earlier commit. */
export interface GitChanges {
  /** The folder of the repository. */
  readonly top: string;
  /** The name of the base, as the user may write it: `origin/main`. */
  readonly base: string;
  /** The last common commit of the base and HEAD. */
  readonly commit: string;
  /** Changed, deleted and untracked files: absolute paths. */
  readonly changed: ReadonlySet<string>;
  /** Whether git compares a file: it is tracked, or not ignored. */
  knows(path: string): boolean;
  /** A changed file at a path or below it. */
  changedIn(path: string): string | undefined;
  /** The files in a folder that git compares and that are there. */
  filesIn(folder: string): readonly string[];
  /** The path without links, if it is in the repository. */
  real(path: string): string;
  /** The earlier path of each renamed file, by its path: absolute paths. Untracked files are not among them. */
  renames(): Promise<ReadonlyMap<string, string>>;
  /** The text of a file at the common commit; `undefined` if it was not there. */
  before(path: string): Promise<string | undefined>;
}

/**
 * The changes since the last common commit of a base and HEAD, with uncommitted and untracked files.
 * @param base A branch, tag or commit. Default: the default branch of the remote.
 * @param timeout Milliseconds for each call of git.
 * @throws UsageError outside a repository, for an unknown base, and without the common commit.
 */
export async function gitChanges(folder: string, base?: string, timeout: number = gitLimit): Promise<GitChanges> {
  const git = async (...parameters: readonly string[]): Promise<string | undefined> => {
    try {
      return (await run("git", [...parameters], { cwd: folder, maxBuffer: contentLimit, timeout })).stdout;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT")
        throw new UsageError("--affected needs git, which is not installed", { help: "Install git, or run without --affected." });
      return undefined;
    }
  };
  // As the user spells the path, which may contain links.
  const found = await git("rev-parse", "--show-cdup");
  if (found === undefined)
    throw new UsageError("--affected needs a git repository, but the configuration is not in one", { help: "Run without --affected." });
  const top = resolve(folder, found.replace(/\r?\n$/, ""));
  const realTop = realPath(top);
  const name = base ?? (await defaultBranch(git));
  if (name.startsWith("-")) throw new UsageError(`"${name}" is not a git reference`, { help: "Name a branch, a tag or a commit." });
  const fetching = "Fetch the history: git fetch --unshallow (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0).";
  const isCommit = async (reference: string): Promise<boolean> =>
    (await git("rev-parse", "--verify", "--quiet", `${reference}^{commit}`)) !== undefined;
  // Side by side: each call starts a process, and the lists of files take the longest.
  const [shallow, hasHead, hasBase, common, untracked, tracked] = await Promise.all([
    git("rev-parse", "--is-shallow-repository"),
    isCommit("HEAD"),
    isCommit(name),
    git("merge-base", name, "HEAD"),
    git("-C", top, "ls-files", "--others", "--exclude-standard", "-z"),
    git("-C", top, "ls-files", "-z"),
  ]);
  const isShallow = shallow?.trim() === "true";
  if (!hasHead) throw new UsageError("--affected has nothing to compare with: the repository has no commit", { help: "Run without --affected." });
  if (!hasBase)
    throw new UsageError(`Unknown git reference "${name}" in this repository`, {
      help: isShallow ? fetching : "Fetch it, or name another one: --affected main.",
    });
  const commit = common?.trim();
  if (commit === undefined || commit === "")
    throw new UsageError(
      isShallow ? `The clone is shallow: it does not have the last common commit of ${name} and HEAD` : `${name} and HEAD have no common commit`,
      { help: isShallow ? fetching : "Name another base: --affected main." },
    );
  const differing = await git("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-relative", "--ignore-submodules=none", "-z", commit);
  if (differing === undefined || untracked === undefined || tracked === undefined)
    throw new UsageError(`git cannot compare the working tree with ${name}`, { help: `Run git diff ${name} to see why.` });
  // Joining takes time for each of many files, and on Windows it also replaces the separators.
  const pathOf = sep === "/" && top !== "/" ? (path: string): string => `${top}/${path}` : (path: string): string => join(top, path);
  const pathsOf = (text: string): string[] => text.split("\0").flatMap((path) => (path === "" ? [] : [pathOf(path)]));
  const changed = new Set([...pathsOf(differing), ...pathsOf(untracked)]);
  const known = new Set([...changed, ...pathsOf(tracked)]);
  const sortedChanges = new SortedPaths(changed);
  let sortedFiles: SortedPaths | undefined;
  return {
    top,
    base: name,
    commit,
    changed,
    knows: (path) => {
      if (known.has(path)) return true;
      // The folder of a submodule is one entry of git: it changes with any of its files.
      let parent = dirname(path);
      while (isInside(parent, top) && parent !== top && !known.has(parent)) parent = dirname(parent);
      return known.has(parent) && !changed.has(parent);
    },
    changedIn: (path) => (changed.has(path) ? path : sortedChanges.below(path).next().value),
    filesIn: (inside) => [...(sortedFiles ??= new SortedPaths(known)).below(inside)].filter(isThere),
    real: (path) => {
      const real = realPath(path);
      return isInside(real, realTop) ? join(top, relative(realTop, real)) : real;
    },
    renames: async () => {
      const listed = (await git("diff", "--name-status", "--find-renames", "--diff-filter=R", "--no-ext-diff", "--no-relative", "-z", commit)) ?? "";
      const parts = listed.split("\0");
      return new Map(parts.flatMap((part, index) => (index % 3 === 1 ? [[join(top, parts[index + 1] ?? ""), join(top, part)] as const] : [])));
    },
    before: (path) => git("show", `${commit}:${path.slice(top.length + 1).replaceAll(sep, "/")}`),
  };
}

/** Paths in order: those below a folder are next to each other. A search for each of thousands of folders takes linear time. */
class SortedPaths {
  readonly #paths: readonly string[];

  constructor(paths: Iterable<string>) {
    this.#paths = [...paths].toSorted((a, b) => (a < b ? -1 : 1));
  }

  *below(folder: string): Generator<string, undefined> {
    const prefix = folder + sep;
    let [first, end] = [0, this.#paths.length];
    while (first < end) {
      const middle = Math.floor((first + end) / 2);
      if ((this.#paths[middle] ?? "") < prefix) first = middle + 1;
      else end = middle;
    }
    for (let path = this.#paths[first]; path?.startsWith(prefix) === true; path = this.#paths[++first]) yield path;
    return undefined;
  }
}

async function defaultBranch(git: (...parameters: readonly string[]) => Promise<string | undefined>): Promise<string> {
  const remotes = (await git("remote"))?.split(/\r?\n/).filter((name) => name !== "") ?? [];
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  const help = "Name a base: --affected main.";
  if (remote === undefined) throw new UsageError("--affected has no base: the repository has no remote", { help });
  const head = (await git("symbolic-ref", "--quiet", "--short", `refs/remotes/${remote}/HEAD`))?.trim();
  if (head !== undefined && head !== "") return head;
  // Clones of CI services have no HEAD of the remote.
  for (const name of [`${remote}/main`, `${remote}/master`])
    if ((await git("rev-parse", "--verify", "--quiet", `refs/remotes/${name}`)) !== undefined) return name;
  throw new UsageError(`--affected has no base: the default branch of ${remote} is not known`, {
    help: `${help.slice(0, -1)}, or run git remote set-head ${remote} --auto.`,
  });
}
