import * as fc from "fast-check";
import { maxInput } from "./target.js";

/**
 * Inputs that are nearly those of the seeds. JSON is changed as a tree, other texts as words and delimiters: parts are removed, repeated,
 * swapped, nested, spliced in from another seed, or replaced by odd ones.
 */
export function mutated(seeds: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .record({
      seed: fc.constantFrom(...seeds),
      other: fc.constantFrom(...seeds),
      steps: fc.array(step, { minLength: 1, maxLength: 6 }),
      // Mutating a tree as text would break JSON itself.
      asText: fc.boolean(),
    })
    .map(({ seed, other, steps, asText }) => {
      const tree = asText ? undefined : treeOf(seed);
      const text = tree === undefined ? steps.reduce((words, each) => changeWords(words, each, other), seed) : changeTree(tree, steps, other);
      return Buffer.from(text).subarray(0, maxInput);
    });
}

interface Step {
  readonly kind: "remove" | "repeat" | "swap" | "nest" | "splice" | "odd" | "key" | "long" | "bytes";
  /** Which part, and which other one: shares of all. */
  readonly at: number;
  readonly to: number;
  readonly odd: string;
  /** How often a part is repeated, how deep it is nested. */
  readonly times: number;
}

/** Keys that mean something to JavaScript. */
const magic = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length", "then"];
const odd: readonly string[] = [
  magic,
  ["", " ", "\u0000", "\ufeff", "\u2028", "\ud800", "\u{1f600}", "e\u0301", "\u202e", "\r", "\r\n\r\n", "\n", "\t", "\u00a0", "\u001e"],
  ["0", "-0", "-1", "1e999", "1e-999", "9007199254740993", "NaN", "Infinity", "0x10", "1_000", "true", "null", "undefined", ".inf", "2026-02-30"],
  ['"', "'", "`", "\\", "<", ">", "&", "%", "%zz", "%00", "#", "?", "/", "..", "../../etc/passwd", "//", ":", ";", ",", "=", "|", "*", "!!js"],
  ["{", "}", "[", "]", "(", ")", "{{", "${x}", "$ref", "#/", "&a *a", "<<: *a", "---", "--", "]]>", "<!--", "<![CDATA[", "<!DOCTYPE a []>", "&#0;"],
  ["(?=", "(?<=", "\\1", "(?:", "+", "{1,99999}", "[^]", "\\p{L}", "(a+)+", ".*.*.*", "\\u{110000}"],
  ["javascript:alert(1)", "\u001b[31m", "::error::x", "data: x", "id:", "event:", "retry:1", 'a"b', '"",""', "=cmd|x"],
].flat();

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("remove", "repeat", "swap", "nest", "splice", "odd", "key", "long", "bytes"),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  odd: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...odd) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) }),
  times: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 8 }) }, { weight: 1, arbitrary: fc.constantFrom(100, 1000, 5000) }),
});

type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree };

function treeOf(text: string): Tree | undefined {
  try {
    const tree = JSON.parse(text) as Tree;
    return typeof tree === "object" && tree !== null ? tree : undefined;
  } catch {
    return undefined;
  }
}

/** A member of an object or list of the tree. */
interface Member {
  readonly parent: { [key: string]: Tree };
  readonly key: string;
}

function membersOf(tree: Tree, found: Member[] = []): Member[] {
  if (typeof tree !== "object" || tree === null) return found;
  const parent = tree as { [key: string]: Tree };
  for (const key of Object.keys(parent)) {
    found.push({ parent, key });
    membersOf(parent[key] ?? null, found);
  }
  return found;
}

function changeTree(tree: Tree, steps: readonly Step[], other: string): string {
  /** What a text in the tree stands for: nesting that `JSON.stringify` has no stack for, and keys that are written twice. */
  const replaced: [mark: string, text: string][] = [];
  for (const { kind, at, to, odd: text, times } of steps) {
    const members = membersOf(tree);
    const [one, two] = [at, to].map((share) => members[Math.floor(share * members.length)]);
    if (one === undefined || two === undefined) break;
    const value = one.parent[one.key] ?? null;
    const mark = `\u0001${replaced.length}\u0001`;
    switch (kind) {
      case "remove":
        if (Array.isArray(one.parent)) one.parent.splice(Number(one.key), 1);
        else delete one.parent[one.key];
        break;
      case "repeat":
        if (Array.isArray(one.parent)) one.parent.splice(Number(one.key), 0, ...Array.from({ length: times }, () => structuredClone(value)));
        else put(one.parent, `${one.key}${mark}`, structuredClone(value));
        replaced.push([mark, ""]);
        break;
      case "swap":
        [one.parent[one.key], two.parent[two.key]] = [structuredClone(two.parent[two.key] ?? null), structuredClone(value)];
        break;
      case "nest":
        one.parent[one.key] = mark;
        replaced.push([`"${JSON.stringify(mark).slice(1, -1)}"`, nested(value, times, to)]);
        break;
      case "splice": {
        const parts = membersOf(treeOf(other) ?? []);
        const part = parts[Math.floor(to * parts.length)];
        if (part !== undefined) one.parent[one.key] = structuredClone(part.parent[part.key] ?? null);
        break;
      }
      case "key":
        if (!Array.isArray(one.parent)) delete one.parent[one.key];
        put(one.parent, to < 0.5 ? (magic[Math.floor(to * 2 * magic.length)] ?? text) : text, value);
        break;
      case "long":
        one.parent[one.key] = text.repeat(Math.min(times * 8, 8000)).slice(0, 30_000);
        break;
      default:
        one.parent[one.key] = oddValue(text, to);
    }
  }
  return replaced.reduce(
    (text, [mark, real]) => text.replaceAll(mark.startsWith('"') ? mark : JSON.stringify(mark).slice(1, -1), () => real),
    JSON.stringify(tree),
  );
}

/** A key may be `__proto__`. */
function put(object: object, key: string, value: Tree): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function nested(value: Tree, times: number, share: number): string {
  const [open, close] = share < 0.5 ? ["[", "]"] : ['{"a":', "}"];
  return open.repeat(times) + JSON.stringify(value) + close.repeat(times);
}

function oddValue(text: string, share: number): Tree {
  const values: readonly Tree[] = [text, null, true, 0, -1, 1e308, 2 ** 53, 0.1, [], {}, [text], { [text]: text }, [[]], [null]];
  return values[Math.floor(share * values.length)] ?? text;
}

const words = /\r\n|\s|[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;

function changeWords(text: string, { kind, at, to, odd: oddText, times }: Step, other: string): string {
  const all = text.match(words) ?? [""];
  const first = Math.floor(at * all.length);
  const last = Math.min(all.length, first + 1 + Math.floor(to * to * 12));
  const part = all.slice(first, last).join("");
  const [before, after] = [all.slice(0, first).join(""), all.slice(last).join("")];
  switch (kind) {
    case "remove":
      return before + after;
    case "repeat":
      return before + part.repeat(1 + Math.min(times, Math.ceil(maxInput / (part.length || 1)))) + after;
    case "swap":
      return before + (all[last] ?? "") + part + all.slice(last + 1).join("");
    case "nest":
      return before + nesting(part, times, oddText) + after;
    case "splice": {
      const lent = other.match(words) ?? [""];
      const from = Math.floor(to * lent.length);
      return before + lent.slice(from, from + 1 + (times % 12)).join("") + after;
    }
    case "long":
      return before + oddText.repeat(Math.min(times * 8, 8000)).slice(0, 30_000) + after;
    case "bytes":
      return (before + after).slice(0, Math.floor(to * text.length));
    default:
      return before + oddText + (to < 0.5 ? part : "") + after;
  }
}

/** A part within itself: in brackets, or as a tag of markup. */
function nesting(part: string, times: number, kind: string): string {
  const brackets: readonly (readonly [string, string])[] = [
    ["[", "]"],
    ["{a: ", "}"],
    ["(", ")"],
    ["(?:", ")*"],
    ["<a>", "</a>"],
    ['{"a":', "}"],
    ["- ", ""],
  ];
  const [open, close] = brackets[kind.length % brackets.length] ?? ["[", "]"];
  return open.repeat(times) + part + close.repeat(times);
}
