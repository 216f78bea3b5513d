import { readdirSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { isFolder } from "./look.js";
import { Root } from "./root.js";

/** A file whose path matches a glob. */
export interface FoundFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** What each wildcard of the glob matched. */
  readonly captures: readonly string[];
  /** It is a link to a file outside the folder. */
  readonly isOutside: boolean;
}

/** Whether a text is a glob and not a path. */
export function isGlob(text: string): boolean {
  return picomatch.scan(text).isGlob;
}

/** Whether a path with `/` matches a glob. */
export function matchesGlob(path: string, glob: string): boolean {
  return picomatch.isMatch(path, withoutDot(glob));
}

/**
 * The files in a folder whose paths match a glob, in order. Follows no links to folders, and enters no `node_modules` and no hidden folder that
 * the glob does not name.
 * @param glob Relative to the folder, with `/`.
 */
export function findFiles(folder: string, glob: string): readonly FoundFile[] {
  const pattern = withoutDot(glob);
  const { base } = picomatch.scan(pattern);
  const matches = picomatch.makeRe(pattern, { capture: true });
  const root = new Root(folder);
  const found: FoundFile[] = [];
  const deepest = pattern.includes("**") ? Infinity : pattern.split("/").length;
  const visit = (path: string, depth: number): void => {
    for (const entry of entriesOf(join(folder, path))) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        const isSkipped = entry.name === "node_modules" || (entry.name.startsWith(".") && !pattern.includes(`${entry.name}/`));
        if (!isSkipped && depth < deepest) visit(name, depth + 1);
        continue;
      }
      const [, ...captures] = matches.exec(name) ?? [undefined];
      if (!matches.test(name) || !(entry.isFile() || (entry.isSymbolicLink() && !isFolder(join(folder, name))))) continue;
      found.push({ path: name, captures: captures.map((text = "") => text), isOutside: entry.isSymbolicLink() && !root.holds(name) });
    }
  };
  if (root.holds(base)) visit(base, base === "" ? 1 : base.split("/").length + 1);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function withoutDot(glob: string): string {
  return glob.replace(/^(?:\.\/)+/, "");
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
