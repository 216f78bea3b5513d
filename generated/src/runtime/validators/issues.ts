// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { show } from "./show.js";
import type { Issue } from "./types.js";

/** Deeper data is refused with an issue: a stack has an end. Far beyond what any API nests. */
export const maxDepth = 1000;

interface Finding {
  keyword: string;
  instancePath: string;
  schemaPath: string;
  params: Readonly<Record<string, unknown>>;
  message: string;
}

/** Collects what is wrong with a value. Paths grow on the way out, so that sound parts cost nothing. */
export class Issues {
  readonly #found: Finding[] = [];
  readonly #received: unknown[] = [];
  readonly #limit: number;
  #depth: number;

  constructor(limit: number, depth = 0) {
    this.#limit = limit;
    this.#depth = depth;
  }

  get count(): number {
    return this.#found.length;
  }

  get full(): boolean {
    return this.#found.length >= this.#limit;
  }

  /** @param received What stood there; `undefined` where nothing did. */
  add(
    keyword: string,
    instancePath: string,
    schemaPath: string,
    params: Readonly<Record<string, unknown>>,
    expected: string,
    received?: unknown,
  ): void {
    if (this.full) return;
    this.#found.push({ keyword, instancePath, schemaPath, params, message: expected });
    this.#received.push(received);
  }

  /** What `collect` finds in the part of the value at `key`. */
  within(key: string | number, collect: (value: unknown, issues: Issues) => void, value: unknown): void {
    const before = this.#found.length;
    if (before >= this.#limit) return;
    if (this.#depth >= maxDepth)
      return this.add("depth", pathTo(key), "", { limit: maxDepth }, `must not be nested more than ${maxDepth} levels deep`);
    this.#depth++;
    collect(value, this);
    this.#depth--;
    for (let i = before; i < this.#found.length; i++) {
      const finding = this.#found[i] as Finding;
      finding.instancePath = pathTo(key) + finding.instancePath;
    }
  }

  /** An empty collection, for a schema that may turn out not to be the one that was meant. */
  attempt(): Issues {
    return new Issues(this.#limit, this.#depth);
  }

  take(attempt: Issues): void {
    this.#found.push(...attempt.#found);
    this.#received.push(...attempt.#received);
    this.#found.length = this.#received.length = Math.min(this.#found.length, this.#limit);
  }

  /** The types asked for, where all that is wrong is the type of the value itself. */
  get wrongType(): readonly string[] | undefined {
    const [first] = this.#found;
    if (first === undefined || first.instancePath !== "") return undefined;
    if (first.keyword === "type") return [first.params["type"] as string | string[]].flat();
    return first.params["types"] as readonly string[] | undefined;
  }

  /** How many steps into the value the issue lies that is nearest to its root. */
  get depth(): number {
    return Math.min(...this.#found.map((finding) => finding.instancePath.split("/").length - 1));
  }

  /** The issues in the order found, with messages that say what was received. */
  finish(): readonly Issue[] {
    this.#found.forEach((finding, index) => {
      const received = this.#received[index];
      if (received !== undefined) finding.message += `, received ${show(received, finding.instancePath)}`;
    });
    return this.#found;
  }
}

/** One step of a JSON Pointer (RFC 6901 §3). */
export function pathTo(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
