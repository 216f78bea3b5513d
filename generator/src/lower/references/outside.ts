import { homedir } from "node:os";
import { dirname, isAbsolute, relative, sep } from "node:path";
import type { Report } from "../../diagnostics/diagnostic.js";
import { placeKey, type Place } from "../../model/place.js";

/** References that lead out of the folders that may be read, reported together with the folders to allow. */
export class OutsideReferences {
  readonly #found = new Map<string, { readonly reference: string; readonly place: Place }>();
  readonly #folders = new Set<string>();

  /** @param folder The absolute path of the folder to allow, where there is one. */
  add(reference: string, place: Place, folder: string | undefined): void {
    this.#found.set(placeKey(place), { reference, place });
    if (folder !== undefined) this.#folders.add(folder);
  }

  report(report: Report): void {
    const [first] = this.#found.values();
    if (first === undefined) return;
    const { reference, place } = first;
    report("outside-reference", { reference, more: this.#found.size - 1, folders: toAllow(this.#folders).map(typed) }, place);
    this.#found.clear();
  }
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
