import { posix } from "node:path";

/** Several documents for one configuration. */
export interface Several {
  /** Paths and globs. */
  readonly documents: readonly string[];
  /** The placeholder that differs for each document. */
  readonly placeholder: string;
  /** The paths that these match. */
  readonly paths: readonly string[];
}

/** Folders whose documents belong to tests and examples. */
const samples = /(?:^|\/)(?:tests?|__tests__|e2e|fixtures?|examples?|samples?|mocks?|__mocks__)\//i;

/**
 * The documents of a repository with several as globs and paths. `undefined` if there is only one, or if one is in the folder itself: then it is the
 * document of the project.
 * @param found Paths relative to the folder.
 */
export function severalDocuments(found: readonly string[]): Several | undefined {
  const paths = found.filter((path) => !samples.test(path));
  if (paths.length < 2 || paths.some((path) => !path.includes("/"))) return undefined;
  const placeholder = ["{dir}", "{name}", "{dir}-{name}"].find((each) => {
    const values = paths.map((path) => filled(each, path));
    return new Set(values).size === values.length;
  });
  if (placeholder !== undefined) return { documents: globsOf(paths), placeholder, paths };
  const glob = commonGlob(paths);
  const stars = glob
    ?.split("/")
    .filter((step) => step === "*")
    .map((_, index) => `{${index + 1}}`);
  return glob === undefined || stars === undefined ? undefined : { documents: [glob], placeholder: stars.join("-"), paths };
}

/** One glob for all paths, with a wildcard for each folder that differs. */
function commonGlob(paths: readonly string[]): string | undefined {
  const all = paths.map((path) => path.split("/"));
  const [first = []] = all;
  const isAlike = all.every((steps) => steps.length === first.length && steps.at(-1) === first.at(-1));
  return isAlike ? first.map((step, at) => (all.every((steps) => steps[at] === step) ? step : "*")).join("/") : undefined;
}

function filled(placeholder: string, path: string): string {
  const { dir, name } = posix.parse(path);
  return placeholder.replace("{dir}", posix.basename(dir)).replace("{name}", name);
}

/** Paths that differ in one folder only become a glob. */
function globsOf(paths: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const steps = path.split("/");
    // A file name as a wildcard would also match files that are no documents.
    for (let at = steps.length - 2; at >= 0; at--) {
      const glob = [...steps.slice(0, at), "*", ...steps.slice(at + 1)].join("/");
      groups.set(glob, [...(groups.get(glob) ?? []), path]);
    }
  }
  const globs: string[] = [];
  const rest = new Set(paths);
  for (const [glob, members] of [...groups].toSorted(([, a], [, b]) => b.length - a.length)) {
    if (members.length < 2 || members.some((path) => !rest.has(path))) continue;
    globs.push(glob);
    for (const path of members) rest.delete(path);
  }
  return [...globs, ...rest];
}
