import { commonMultiple, isMultiple, multipleFrom, plus } from "../evaluate/decimal.js";
import { matches } from "../strings/regex.js";
import { formats, type Format } from "../strings/formats.js";
import { codePoints, take } from "../json.js";
import { textsOf } from "../strings/pattern.js";
import type { Random } from "../random.js";
import type { Shape } from "./shape.js";

/** How a value is wanted: the least there is, one that reads well, or one of many. */
export interface Manner {
  readonly mode: "minimal" | "full" | "seeded";
  /** 0, 1, 2 … ask for different values, the plainest first. */
  readonly step: number;
  readonly random: Random;
  /** The property that the value is for: what it is called says what it looks like. */
  readonly name: string;
}

/** Numbers that keep bounds and steps, the likeliest first; bounded in number. */
export function* numbersFor(shape: Shape, integer: boolean, manner: Manner): Generator<number> {
  let low = shape.minimum;
  let high = shape.maximum;
  for (const format of shape.formats) {
    if (format === "int32") [low, high] = [Math.max(low, -2147483648), Math.min(high, 2147483647)];
    if (format === "int64") [low, high] = [Math.max(low, Number.MIN_SAFE_INTEGER), Math.min(high, Number.MAX_SAFE_INTEGER)];
  }
  const whole = integer || shape.formats.some((format) => format === "int32" || format === "int64");
  const steps = [...shape.multiples, ...(whole ? [1] : [])];
  const step = steps.reduce<number | undefined>((known, next) => (known === undefined ? next : (commonMultiple(known, next) ?? next)), undefined);
  const fits = (value: number): boolean =>
    Number.isFinite(value) &&
    (value > low || (value === low && !shape.exclusiveMinimum) || (low !== shape.minimum && value >= low)) &&
    (value < high || (value === high && !shape.exclusiveMaximum) || (high !== shape.maximum && value <= high)) &&
    steps.every((each) => isMultiple(value, each));
  const around = function* (value: number): Generator<number> {
    if (step === undefined) yield value;
    else {
      const from = multipleFrom(value, step);
      yield from;
      yield plus(from, step);
      yield plus(from, -step);
    }
  };
  const span = Number.isFinite(low) && Number.isFinite(high) ? high - low : undefined;
  const starts: number[] = [];
  const seeded = manner.mode === "seeded" || manner.step > 0;
  if (seeded) {
    const draw = manner.random.below(1_000_000) + manner.step;
    if (span !== undefined) starts.push(plus(low, whole ? Math.floor(((draw % 1000) / 1000) * (span + 1)) : Math.floor((draw % 1000) * span) / 1000));
    else if (Number.isFinite(low)) starts.push(plus(low, (step ?? 1) * (draw % 1000)));
    else if (Number.isFinite(high)) starts.push(plus(high, -(step ?? 1) * (draw % 1000)));
    else starts.push(likely(manner.name) + (draw % 1000) * (step ?? 1));
  } else if (manner.mode === "full") starts.push(likely(manner.name));
  starts.push(0, 1, ...(Number.isFinite(low) ? [low, plus(low, 1)] : []), ...(Number.isFinite(high) ? [high, plus(high, -1)] : []));
  if (span !== undefined) starts.push(low + span / 2, low + span / 4, low + (span * 3) / 4);
  if (!integer) starts.push(...[0.5, 0.25].map((part) => plus(Number.isFinite(low) ? low : 0, part * Math.min(1, span ?? 1))));
  const given = new Set<number>();
  for (const start of starts) {
    if (!Number.isFinite(start)) continue;
    for (const value of around(start)) {
      if (given.has(value) || !fits(value)) continue;
      given.add(value);
      yield Object.is(value, -0) ? 0 : value;
    }
  }
  const first = [...given][0];
  if (first === undefined) return;
  // More of them, for lists of unique items.
  for (let index = 1; index <= 50; index++) {
    for (const value of [plus(first, index * (step ?? 1)), plus(first, -index * (step ?? 1))])
      if (!given.has(value) && fits(value)) yield (given.add(value), value);
  }
}

function likely(name: string): number {
  if (/([tT]ime|[tT]imestamp|[cC]reated|[uU]pdated|[eE]xpires?|_at|At|[dD]ate)$/.test(name)) return 1711621703708;
  if (/(count|total|size|length|limit|quantity)$/i.test(name)) return 3;
  if (/port$/i.test(name)) return 8080;
  if (/(price|amount|cost)$/i.test(name)) return 1999;
  return 1;
}

/** Formats that no specification has and many documents: nothing asserts them, but a value should look like what was meant. */
const others: ReadonlyMap<string, string> = new Map([["url", "uri"]]);

/** Texts that keep lengths, patterns and formats, the likeliest first; bounded in number. */
export function* textsFor(shape: Shape, manner: Manner): Generator<string> {
  const given = new Set<string>();
  const known = shape.formats.flatMap((format) => formats.get(others.get(format) ?? format) ?? []);
  const fits = (text: string): boolean => {
    if (given.has(text)) return false;
    given.add(text);
    const length = codePoints(text);
    return (
      length >= shape.minLength &&
      length <= shape.maxLength &&
      shape.patterns.every((pattern) => matches(pattern, text) === true) &&
      known.every((format) => format.is(text))
    );
  };
  const seed = manner.mode === "seeded" ? manner.random.below(1_000_000) + 1 + manner.step : manner.step;
  for (const format of known) {
    for (let step = 0; step < 8; step++) {
      const text = format.make(seed + step, manner.random.fork(seed + step));
      if (fits(text)) yield text;
      const longer = stretched(text, shape);
      if (longer !== undefined && fits(longer)) yield longer;
    }
  }
  for (const pattern of shape.patterns) for (const text of textsOf(pattern, shape, seed)) if (fits(text)) yield text;
  for (const text of combined(shape.patterns, known, manner)) if (fits(text)) yield text;
  if (shape.patterns.length === 0 && shape.minLength <= 1_000_000) {
    for (let step = 0; step < 8; step++) {
      const text = sized(plain(manner.name, seed + step, manner), shape, seed + step);
      if (fits(text)) yield text;
    }
    // For the sake of a `not`, or of another branch that must not match.
    for (const odd of ["", "0", "A", "-", " ", "~", "é", "Text 2", "x_y", "1a"]) {
      const text = sized(odd, shape, 0);
      if (fits(text)) yield text;
    }
    for (let step = 8; step < 60; step++) {
      const text = sized(plain(manner.name, seed + step, manner), shape, seed + step);
      if (fits(text)) yield text;
    }
  }
}

/** Texts for several demands at once: what one asks for, put before and behind what another does. */
function* combined(patterns: readonly string[], known: readonly Format[], manner: Manner): Generator<string> {
  if (patterns.length + known.length < 2) return;
  const parts = [...patterns.map((pattern) => [...take(textsOf(pattern), 4)]), ...known.map((format) => [format.make(0, manner.random)])];
  const glue = ["", "a", "https://example.com/", "ada", "/a"];
  for (const left of parts.flat()) {
    for (const right of [...parts.flat(), ...glue]) {
      yield left + right;
      yield right + left;
    }
  }
}

/** A formatted text that is too short, made longer where its format has room: a path, a local part, a label. */
function stretched(text: string, shape: Shape): string | undefined {
  const missing = shape.minLength - codePoints(text);
  if (missing <= 0 || missing > 100_000) return undefined;
  return text.includes("@") ? "a".repeat(missing) + text : text + "a".repeat(missing);
}

function plain(name: string, step: number, manner: Manner): string {
  const word = /(?:first|given)_?name$/i.test(name)
    ? ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald"][step % 6]
    : /(?:last|family|sur)_?name$/i.test(name)
      ? ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth"][step % 6]
      : /e-?mail$/i.test(name)
        ? "ada@example.com"
        : /(?:url|uri|href|link)$/i.test(name)
          ? "https://example.com/"
          : undefined;
  if (word !== undefined)
    return step === 0 || (step < 6 && /name$/i.test(name)) ? word : word.includes("@") ? `ada${step}@example.com` : `${word}${step}`;
  const base = /^[\p{L}\p{N}_-]+$/u.test(name) ? name : "text";
  return manner.mode === "minimal" && step === 0 && base === "text" ? "text" : step === 0 ? base : `${base}-${step}`;
}

/** Cut or filled to length; the end keeps the difference between one text and the next. */
function sized(text: string, shape: Shape, step: number): string {
  const points = [...text];
  if (points.length > shape.maxLength) {
    const tail = step === 0 ? "" : step.toString(36);
    return points.slice(0, Math.max(0, shape.maxLength - tail.length)).join("") + tail.slice(-shape.maxLength || tail.length);
  }
  return points.length < shape.minLength ? text + "a".repeat(shape.minLength - points.length) : text;
}
