import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readFile } from "./read.js";
import { Root, type Files, type Read } from "./root.js";

/** Files and folders that identify the root of a project. */
const projectMarks: readonly string[] = ["package.json", ".git"];

/**
 * The files that the references of a document may name:
 * - every file in the document's folder and below it, and in the folders that the user allows;
 * - documents and texts in the document's project.
 *
 * Hidden files and `node_modules` are refused unless the user allows their folder. Links are followed, and the same rules apply to their targets.
 */
export class DocumentFiles implements Files {
  readonly #allowed: readonly Root[];
  readonly #own: Root;
  readonly #project: Root | undefined;

  /** @param allowed Folders whose files references may name, of any type. */
  constructor(folder: string, allowed: readonly string[] = []) {
    const project = projectOf(folder);
    this.#own = new Root(folder);
    this.#project = project === undefined ? undefined : new Root(project);
    this.#allowed = allowed.map((each) => new Root(each));
  }

  read(path: string): Read {
    const absolute = resolve(this.#own.folder, path);
    for (const root of this.#allowed) {
      const real = root.find(absolute);
      if (real !== undefined) return readFile(real);
    }
    const own = this.#own.find(absolute);
    if (own !== undefined && !isHidden(relative(this.#own.real, own))) return readFile(own);
    const inProject = this.#project?.find(absolute);
    if (inProject !== undefined && isOrdinary(relative(this.#project?.real ?? "", inProject))) return readFile(inProject);
    return { outside: true, folder: dirname(absolute) };
  }
}

/** The nearest folder with a package.json or a `.git`. The user's home and the top of the disk hold more than one project. */
function projectOf(folder: string): string | undefined {
  const home = homedir();
  for (let each = resolve(folder); dirname(each) !== each && each !== home; each = dirname(each)) {
    if (projectMarks.some((mark) => existsSync(join(each, mark)))) return each;
  }
  return undefined;
}

/** Whether a file of the project may be read: a document or a text that is not hidden. @param path From the project's folder. */
export function isOrdinary(path: string): boolean {
  return /\.(?:json|ya?ml|md|txt)$/i.test(path) && !isHidden(path);
}

/** Whether a file, or a folder around it, is hidden or belongs to a package. @param path From the folder that may be read. */
export function isHidden(path: string): boolean {
  return path.split(sep === "/" ? "/" : /[\\/]/).some((step) => step.startsWith(".") || step.toLowerCase() === "node_modules");
}
