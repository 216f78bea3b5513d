import { copyFileSync, linkSync, lstatSync, mkdirSync } from "node:fs";
import { invariant } from "../invariant.js";
import type { GeneratedFile } from "./generated-file.js";
import { ExistingFolder, type ComparedFile } from "./compare.js";
import type { KnownFiles } from "./known-files.js";
import { isInside } from "./manifest.js";
import { parentOf, within } from "./paths.js";
import { writeNamed } from "../files/write-whole.js";

/** A folder as it is, and the one next to it in which the new one is built. */
export interface StagePlace {
  readonly folder: string;
  readonly stage: string;
}

/** A second name for a file, or a copy where the file system has no hard links. @throws Errors of the file system */
export function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** A staging folder until all files are written. The output folder changes afterwards only. */
export class Stage {
  readonly #existing: ExistingFolder;
  readonly #place: StagePlace;
  readonly #known: KnownFiles | undefined;
  readonly #made = new Set<string>();

  /** @param known Facts about the folder from an earlier run, for the next one. */
  constructor(place: StagePlace, known?: KnownFiles) {
    this.#place = place;
    this.#known = known;
    this.#existing = new ExistingFolder(place.folder, known);
  }

  /** Keeps an equal existing file and writes any other. The text is no longer needed afterwards. */
  put(file: GeneratedFile): ComparedFile {
    invariant(isInside(file.path), `the path ${JSON.stringify(file.path)} of a generated file is outside the output folder`);
    const compared = this.#existing.compare(file);
    if (compared.found === "same") return compared;
    const target = this.#target(file.path);
    writeNamed(target, file.text, within(this.#place.folder, file.path));
    const { bytes, hash } = compared;
    this.#known?.wasWritten(file.path, { text: file.text, bytes, hash, found: lstatSync(target) });
    return compared;
  }

  /** Moves an existing file: it keeps its inode and its time. @throws Errors of the file system */
  keep(path: string): void {
    link(within(this.#place.folder, path), this.#target(path));
  }

  #target(path: string): string {
    const parent = parentOf(path);
    if (!this.#made.has(parent)) {
      mkdirSync(within(this.#place.stage, parent), { recursive: true });
      this.#made.add(parent);
    }
    return within(this.#place.stage, path);
  }
}
