import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isFile, isThere } from "../../files/look.js";
import { textIn } from "../../files/read.js";
import { gitLimit } from "../../limits.js";
import { makeFolder } from "../../files/make-folder.js";
import { ownPackages, type Sources } from "./origin.js";
import { startProgram } from "../../start-program.js";
import type { Project } from "./project.js";

/** The folder for tarballs that are committed with the project. */
const folderName = "vendor";

export interface Vendored {
  /** Sources to install instead of a version: `tallystick` → `file:vendor/tallystick-0.1.0.tgz`. */
  readonly specs: ReadonlyMap<string, string>;
  /** Paths of the tarballs, from the project's folder. */
  readonly written: readonly string[];
  readonly advice: readonly string[];
}

/**
 * Copies the packages into the project, so that each clone of it can install them. A checkout is packed first. Returns a sentence where that fails.
 */
export function vendor({ folder, manager }: Pick<Project, "folder" | "manager">, sources: Sources): Vendored | string {
  const specs = new Map<string, string>();
  const written: string[] = [];
  for (const name of ownPackages) {
    const source = sources.get(name);
    if (source === undefined) continue;
    makeFolder(join(folder, folderName));
    const file = source.kind === "tarball" ? copy(source.path, join(folder, folderName)) : pack(source.path, join(folder, folderName));
    if (file === undefined) return `npm pack failed in ${source.path}. Run it there by hand to see why, then run tallystick init again.`;
    written.push(`${folderName}/${file}`);
    specs.set(name, `file:${manager === "npm" || manager === "pnpm" ? "" : "./"}${folderName}/${file}`);
  }
  if (written.length === 0) return { specs, written, advice: [] };
  const ignored = stillIgnored(folder, written);
  return {
    specs,
    written,
    advice: [
      `Commit ${folderName}/: clones of this repository install ${[...specs.keys()].join(" and ")} from there. Once they are on npm, install them by version and delete ${folderName}/.`,
      ...(ignored.length === 0 ? [] : [`git ignores ${ignored.join(" and ")}. Add them with git add --force.`]),
    ],
  };
}

function copy(from: string, folder: string): string {
  const file = basename(from);
  if (from !== join(folder, file)) copyFileSync(from, join(folder, file));
  return file;
}

/** A tarball of a folder as npm would publish it. */
function pack(from: string, folder: string): string | undefined {
  const parameters = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { status, stdout } = startProgram("npm", parameters, { cwd: from, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) return undefined;
  const [packed] = JSON.parse(String(stdout)) as [{ readonly filename: string }];
  return packed.filename;
}

/** Many projects ignore `*.tgz`. Adds an exception for ours, and returns the files that are still ignored. */
function stillIgnored(folder: string, paths: readonly string[]): readonly string[] {
  const ignored = (): readonly string[] =>
    paths.filter((path) => spawnSync("git", ["check-ignore", "--quiet", path], { cwd: folder, timeout: gitLimit }).status === 0);
  if (ignored().length === 0) return [];
  const file = join(folder, ".gitignore");
  // Writing to a pipe waits for its reader.
  if (isThere(file) && !isFile(file)) return ignored();
  const before = textIn(file);
  appendFileSync(
    file,
    `${before === "" || before.endsWith("\n") ? "" : "\n"}!/${folderName}/\n/${folderName}/*\n${paths.map((path) => `!/${path}\n`).join("")}`,
  );
  return ignored();
}
