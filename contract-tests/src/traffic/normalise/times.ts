import type { Interaction } from "../interaction.js";
import { rewriteInteraction } from "../rewrite/interaction.js";
import type { Rewrite } from "../rewrite/rewrite.js";

/** 2026-01-01T00:00:00Z: the first of the steady times; each later one is a second after the one before. */
const base = Date.UTC(2026, 0, 1);
/** Times within a day of the recording are times of the run; others are data. */
const margin = 24 * 60 * 60 * 1000;

interface Spelling {
  readonly pattern: RegExp;
  read(text: string): number;
  write(time: number, like: string): string;
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const spellings: readonly Spelling[] = [
  {
    pattern: /(?<![\d-])\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)/g,
    read: (text) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`),
    write: (time, like) => {
      const fraction = /\.(\d+)/.exec(like)?.[1] ?? "";
      const zone = /(?:Z|[+-]\d\d:?\d\d)$/.exec(like)?.[0] ?? "";
      const digits =
        fraction === ""
          ? ""
          : `.${String(time % 1000)
              .padStart(3, "0")
              .padEnd(fraction.length, "0")
              .slice(0, fraction.length)}`;
      return `${new Date(time).toISOString().slice(0, 10)}${like.charAt(10)}${new Date(time).toISOString().slice(11, 19)}${digits}${zone === "" || zone === "Z" ? zone : zone.replace(/\d\d:?\d\d/, (at) => at.replace(/\d/g, "0"))}`;
    },
  },
  {
    pattern: /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT\b/g,
    read: (text) => Date.parse(text),
    write: (time) => `${days[new Date(time).getUTCDay()] ?? "Thu"}${new Date(time).toUTCString().slice(3)}`,
  },
  { pattern: /(?<![\d.])\d{13}(?!\d)/g, read: Number, write: (time) => String(time) },
  { pattern: /(?<![\d.])\d{10}(?!\d)/g, read: (text) => Number(text) * 1000, write: (time) => String(Math.floor(time / 1000)) },
];

/** A character that every spelling contains, and most values do not. */
const mayBeTime = /\d{10}|\d{4}-\d\d-\d\d[T ]|\d GMT\b/;

/** Every time of the run anywhere in the interactions, earliest first. */
export function timesIn(interactions: readonly Interaction[], [from, to]: readonly [number, number]): number[] {
  const found = new Set<number>();
  const collect: Rewrite = (value) => {
    if (!mayBeTime.test(value)) return value;
    for (const { pattern, read } of spellings) {
      for (const [text] of value.matchAll(pattern)) {
        const time = read(text);
        if (time >= from - margin && time <= to + margin) found.add(time);
      }
    }
    return value;
  };
  for (const interaction of interactions) rewriteInteraction(interaction, collect);
  return [...found].toSorted((a, b) => a - b);
}

/** Writes the first of `times` as the first second of 2026, the next one as the second second, in the spelling that each has. */
export function steadyTimes(times: readonly number[]): Rewrite {
  const steady = new Map(times.map((time, index) => [time, base + index * 1000]));
  return (value) => {
    if (!mayBeTime.test(value)) return value;
    let result = value;
    for (const { pattern, read, write } of spellings) {
      result = result.replace(pattern, (text) => {
        const time = steady.get(read(text));
        return time === undefined ? text : write(time, text);
      });
    }
    return result;
  };
}
