import type { Dialect, Json } from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import type { OverlayAction } from "../findings/finding.js";
import type { SuggestContext } from "./context.js";
import { step } from "./json-path.js";

/** A keyword that values broke. */
export interface Broken {
  readonly keyword: string;
  /** The original schema of the keyword. */
  readonly raw: { readonly [key: string]: Json };
  /** The location of that schema, as a JSONPath. */
  readonly target: string;
  readonly dialect: Dialect;
  /** The values. */
  readonly evidence: readonly unknown[];
  readonly first: Occurrence;
  readonly context: SuggestContext;
}

/** Removes a keyword. */
export function removal({ target }: Broken, keyword: string): OverlayAction {
  return { target: `${target}${step(keyword)}`, remove: true };
}

/** The values that an `enum` does not list yet. */
export function toList({ target, evidence }: Broken, listed: readonly Json[]): readonly OverlayAction[] {
  const texts = new Set(listed.map((value) => JSON.stringify(value)));
  return (
    distinct(evidence)
      .filter((value) => !texts.has(JSON.stringify(value)))
      // Appended by merging lists: not every tool appends a text to a list that is the target.
      .map((value) => ({ target, update: { enum: [value] } }))
  );
}

/** A `const` as an `enum` that lists the values as well. */
export function constantAsList(broken: Broken): readonly OverlayAction[] {
  const { raw, target, evidence } = broken;
  return [removal(broken, "const"), { target, update: { enum: distinct([raw["const"], ...evidence]) } }];
}

/** Each value once, in order of text: the order of the traffic has no meaning. */
export function distinct(values: readonly unknown[]): unknown[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

export function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
