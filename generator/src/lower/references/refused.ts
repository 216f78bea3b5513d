import { homedir } from "node:os";
import { dirname, isAbsolute, relative, sep } from "node:path";
import type { Report } from "../../diagnostics/diagnostic.js";
import { placeKey, type Place } from "../../model/place.js";

/** References by the key of their location. */
type References = Map<string, { readonly reference: string; readonly place: Place }>;

/**
 * References to files that may not be read. Those outside the folders are reported together with the folders to allow, those to a host together
 * with the host.
 */
export class RefusedReferences {
  readonly #outside: References = new Map();
  readonly #folders = new Set<string>();
  readonly #remote = new Map<string, References>();

  /** @param folder The absolute path of the folder to allow, where there is one. */
  addOutside(reference: string, place: Place, folder: string | undefined): void {
    this.#outside.set(placeKey(place), { reference, place });
    if (folder !== undefined) this.#folders.add(folder);
  }

  addRemote(reference: string, place: Place, host: string): void {
    const known = this.#remote.get(host) ?? new Map();
    this.#remote.set(host, known.set(placeKey(place), { reference, place }));
  }

  report(report: Report): void {
    for (const { reference, place, more } of firstOf(this.#outside))
      report("outside-reference", { reference, more, folders: toAllow(this.#folders).map(typed) }, place);
    for (const [host, found] of this.#remote)
      for (const { reference, place, more } of firstOf(found)) report("remote-reference", { reference, more, host }, place);
    this.#outside.clear();
    this.#remote.clear();
  }
}

/** The first reference, with the number of the others; nothing where there is none. */
function firstOf(found: References): readonly { readonly reference: string; readonly place: Place; readonly more: number }[] {
  return [...found.values()].slice(0, 1).map((first) => ({ ...first, more: found.size - 1 }));
}

/** Each folder but those inside of another one. Many of them are one: the folder around them, unless that holds much else. */
function toAllow(folders: ReadonlySet<string>): readonly string[] {
  const outermost = [...folders]
    .filter((each) => ![...folders].some((other) => other !== each && isIn(each, other)))
    .toSorted((a, b) => (a < b ? -1 : 1));
  if (outermost.length <= most) return outermost;
  let around = outermost[0] ?? "";
  while (!outermost.every((each) => isIn(each, around)) && dirname(around) !== around) around = dirname(around);
  return dirname(around) === around || isIn(homedir(), around) ? outermost : [around];
}

const most = 3;

function isIn(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside === "" || (inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside));
}

/** As it would be typed in the working directory. */
function typed(path: string): string {
  const short = relative(process.cwd(), path);
  const plain = (short.length <= path.length ? short || "." : path).split(sep).join("/");
  return /[\s"'$`\\]/.test(plain) ? JSON.stringify(plain) : plain;
}
