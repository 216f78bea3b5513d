import type { Json } from "../../model/json.js";
import type { JsonType } from "../../model/schemas/schema.js";
import { commonMultiple, isMultiple, multipleFrom, plus } from "../evaluate/decimal.js";
import { matches } from "../strings/regex.js";
import { formats, isNumeric, intendedFormats, type Format } from "../strings/formats.js";
import { codePoints, take } from "../json.js";
import { textsOf } from "../strings/pattern.js";
import { countedTime, plausibleTimes } from "../times.js";
import type { Random } from "../random.js";
import type { Shape } from "./shape.js";

/** How a value is wanted: the least there is, one that reads well, or one of many. */
export interface ValueStyle {
  readonly mode: "minimal" | "full" | "seeded";
  /** 0, 1, 2 … request different values, the plainest first. */
  readonly step: number;
  readonly random: Random;
  /** The name of the value's property, from which its appearance is derived. */
  readonly name: string;
  /** Whether rare but valid values are drawn as well. */
  readonly seldom?: true;
}

/** One of the kinds of values that are seldom met, or none of them. */
function seldomOf({ seldom, random }: ValueStyle): "most" | "least" | "between" | undefined {
  return seldom === true ? (["most", "least", "between", undefined] as const)[random.fork("seldom").below(4)] : undefined;
}

/** The first value of one type, if its schemas have few constraints: that is the case for most scalars of a document, and needs no search. */
export function plainScalar(type: JsonType, wantedShape: Shape, style: ValueStyle): Json | undefined {
  if (style.mode === "seeded" || style.step > 0) return undefined;
  const shape = asHinted(wantedShape);
  switch (type) {
    case "string":
      return shape.patterns.length === 0 && knownFormats(shape).length === 0 && !shape.formats.some(isNumeric) ? plainText(shape, style) : undefined;
    case "integer":
    case "number":
      return shape.multiples.length === 0 ? plainNumber(shape, style) : undefined;
    case "boolean":
      return true;
    default:
      return undefined;
  }
}

function plainText(shape: Shape, style: ValueStyle): string | undefined {
  const text = plain(style.name, 0, style);
  // A text whose length in UTF-16 units is within the bounds needs no counting of code points.
  return text.length >= 2 * shape.minLength && text.length <= shape.maxLength ? text : undefined;
}

function plainNumber(shape: Shape, style: ValueStyle): number | undefined {
  const value = style.mode === "full" ? plausible(shape, style.name) : 0;
  const highest = shape.formats.includes("int32") ? Math.min(shape.maximum, 2147483647) : shape.maximum;
  return value > shape.minimum && value < highest ? value : undefined;
}

export function truthsFor({ mode, step, random }: ValueStyle): readonly boolean[] {
  const first = mode === "seeded" ? random.below(2) === 0 : step % 2 === 0;
  return [first, !first];
}

/** The shape with the formats that a value need not have, as if it had to. */
function asHinted(shape: Shape): Shape {
  return shape.hints.length === 0 ? shape : { ...shape, formats: [...shape.formats, ...shape.hints], hints: [] };
}

/** Numbers that keep bounds and steps, the likeliest first; bounded in number. */
export function* numbersFor(shape: Shape, integer: boolean, style: ValueStyle): Generator<number> {
  yield* fittingNumbers(asHinted(shape), integer, style);
  if (shape.hints.length > 0) yield* fittingNumbers(shape, integer, style);
}

function* fittingNumbers(shape: Shape, integer: boolean, style: ValueStyle): Generator<number> {
  const range = rangeOf(shape, integer);
  const given = new Set<number>();
  for (const start of startsFor(range, integer, plausible(shape, style.name), style)) {
    if (!Number.isFinite(start)) continue;
    for (const value of neighbours(start, range.step)) {
      if (given.has(value) || !fits(value, range)) continue;
      given.add(value);
      yield Object.is(value, -0) ? 0 : value;
    }
  }
  const [first] = given;
  if (first === undefined) return;
  // More of them, for lists of unique items.
  for (let index = 1; index <= 50; index++) {
    for (const sign of [1, -1]) {
      const value = plus(first, sign * index * (range.step ?? 1));
      if (given.has(value) || !fits(value, range)) continue;
      given.add(value);
      yield value;
    }
  }
}

/** The ranges of numbers, and their steps. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly isLowIn: boolean;
  readonly isHighIn: boolean;
  readonly isWhole: boolean;
  readonly steps: readonly number[];
  /** The least common multiple of all steps, if it can be computed. */
  readonly step: number | undefined;
}

function rangeOf(shape: Shape, integer: boolean): Range {
  let low = shape.minimum;
  let high = shape.maximum;
  let isWhole = integer;
  for (const format of shape.formats) {
    if (format === "int32") {
      low = Math.max(low, -2147483648);
      high = Math.min(high, 2147483647);
      isWhole = true;
    }
    if (format === "int64") {
      low = Math.max(low, Number.MIN_SAFE_INTEGER);
      high = Math.min(high, Number.MAX_SAFE_INTEGER);
      isWhole = true;
    }
  }
  const steps = isWhole ? [...shape.multiples, 1] : shape.multiples;
  return {
    low,
    high,
    isLowIn: !shape.exclusiveMinimum || low !== shape.minimum,
    isHighIn: !shape.exclusiveMaximum || high !== shape.maximum,
    isWhole,
    steps,
    step: steps.reduce<number | undefined>((known, next) => (known === undefined ? next : (commonMultiple(known, next) ?? next)), undefined),
  };
}

function fits(value: number, { low, high, isLowIn, isHighIn, steps }: Range): boolean {
  return (
    Number.isFinite(value) &&
    (isLowIn ? value >= low : value > low) &&
    (isHighIn ? value <= high : value < high) &&
    steps.every((each) => isMultiple(value, each))
  );
}

function neighbours(value: number, step: number | undefined): readonly number[] {
  if (step === undefined) return [value];
  const from = multipleFrom(value, step);
  return [from, plus(from, step), plus(from, -step)];
}

/** Numbers close to the result. */
function* startsFor({ low, high, isWhole, step = 1 }: Range, integer: boolean, likeliest: number, style: ValueStyle): Generator<number> {
  const isBounded = Number.isFinite(low) && Number.isFinite(high);
  const span = high - low;
  if (style.mode === "seeded" || style.step > 0) {
    const draw = (style.random.below(1_000_000) + style.step) % 1000;
    const kind = seldomOf(style);
    if (kind === "most" && Number.isFinite(high)) yield high;
    else if (kind === "least" && Number.isFinite(low)) yield low;
    else if (kind === "between" && !isWhole) yield plus(Number.isFinite(low) ? low : draw, 0.5);
    if (isBounded) yield plus(low, isWhole ? Math.floor((draw / 1000) * (span + 1)) : Math.floor(draw * span) / 1000);
    else if (Number.isFinite(low)) yield plus(low, step * draw);
    else if (Number.isFinite(high)) yield plus(high, -step * draw);
    else yield likeliest + draw * step;
  } else if (style.mode === "full") yield likeliest;
  yield 0;
  yield 1;
  if (Number.isFinite(low)) yield* [low, plus(low, 1)];
  if (Number.isFinite(high)) yield* [high, plus(high, -1)];
  if (isBounded) yield* [low + span / 2, low + span / 4, low + (span * 3) / 4];
  if (!integer) for (const part of [0.5, 0.25]) yield plus(Number.isFinite(low) ? low : 0, part * (isBounded ? Math.min(1, span) : 1));
}

function plausible({ formats: formatNames }: Shape, name: string): number {
  const time = countedTime(formatNames, name);
  if (time !== undefined) return plausibleTimes[time];
  if (/(count|total|size|length|limit|quantity)$/i.test(name)) return 3;
  if (/port$/i.test(name)) return 8080;
  if (/(price|amount|cost)$/i.test(name)) return 1999;
  return 1;
}

function knownFormats(shape: Shape): readonly Format[] {
  return shape.formats.flatMap((format) => formats.get(intendedFormats.get(format) ?? format) ?? []);
}

/** Texts that keep lengths, patterns and formats, the likeliest first; bounded in number. */
export function* textsFor(shape: Shape, style: ValueStyle): Generator<string> {
  yield* fittingTexts(asHinted(shape), style);
  if (shape.hints.length > 0) yield* fittingTexts(shape, style);
}

function* fittingTexts(shape: Shape, style: ValueStyle): Generator<string> {
  const known = knownFormats(shape);
  const given = new Set<string>();
  for (const text of plausibleTexts(shape, known, style)) {
    if (given.has(text)) continue;
    given.add(text);
    if (isFit(text, shape, known)) yield text;
  }
}

function isFit(text: string, shape: Shape, known: readonly Format[]): boolean {
  const length = codePoints(text);
  return (
    length >= shape.minLength &&
    length <= shape.maxLength &&
    shape.patterns.every((pattern) => matches(pattern, text) === true) &&
    known.every((format) => format.is(text))
  );
}

function* plausibleTexts(shape: Shape, known: readonly Format[], style: ValueStyle): Generator<string> {
  const seed = style.mode === "seeded" ? style.random.below(1_000_000) + 1 + style.step : style.step;
  for (const format of known) {
    for (let step = 0; step < 8; step++) {
      const text = format.make(seed + step, style.random.fork(seed + step));
      yield text;
      const longer = stretched(text, shape);
      if (longer !== undefined) yield longer;
    }
  }
  for (const pattern of shape.patterns) yield* textsOf(pattern, shape, seed);
  if (shape.patterns.length + known.length > 1) yield* combined(shape.patterns, known, style);
  if (shape.patterns.length > 0 || shape.minLength > 1_000_000) return;
  if (shape.formats.some(isNumeric)) for (let step = 0; step < 8; step++) yield String(seed + step + 1);
  const kind = seldomOf(style);
  if (kind === "most" && shape.maxLength <= longestDrawn) yield "a".repeat(shape.maxLength);
  else if (kind === "least" && shape.minLength > 0 && shape.minLength <= longestDrawn) yield "a".repeat(shape.minLength);
  for (let step = 0; step < 8; step++) yield sized(plain(style.name, seed + step, style), shape, seed + step);
  // For the sake of a `not`, or of another branch that must not match.
  for (const odd of ["", "0", "A", "-", " ", "~", "é", "Text 2", "x_y", "1a"]) yield sized(odd, shape, 0);
  for (let step = 8; step < 60; step++) yield sized(plain(style.name, seed + step, style), shape, seed + step);
}

/** Longer texts are not drawn for the sake of their length. */
const longestDrawn = 5000;

/** So many pairs of texts are tried for several demands at once. */
const mostPairs = 20_000;

/** Texts for several patterns at once: concatenations of the texts for each, in all orders; then all in a row. */
function* combined(patterns: readonly string[], known: readonly Format[], style: ValueStyle): Generator<string> {
  const parts = [...patterns.map((pattern) => [...take(textsOf(pattern), 4)]), ...known.map((format) => [format.make(0, style.random)])];
  yield* take(paired(parts.flat()), mostPairs);
  if (parts.length > 2) yield parts.map(([first = ""]) => first).join("");
}

function* paired(texts: readonly string[]): Generator<string> {
  const others = [...texts, "", "a", "https://example.com/", "ada", "/a"];
  for (const left of texts) {
    for (const right of others) {
      yield left + right;
      yield right + left;
    }
  }
}

/** Extends a formatted text that is too short, in a part of the format that allows it: a path, a local part, a label. */
function stretched(text: string, shape: Shape): string | undefined {
  const missing = shape.minLength - codePoints(text);
  if (missing <= 0 || missing > 100_000) return undefined;
  return text.includes("@") ? "a".repeat(missing) + text : text + "a".repeat(missing);
}

function plain(name: string, step: number, style: ValueStyle): string {
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
  return style.mode === "minimal" && step === 0 && base === "text" ? "text" : step === 0 ? base : `${base}-${step}`;
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
