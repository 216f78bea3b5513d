import type { AST } from "@eslint-community/regexpp";
import { matchingOf } from "../../regex/matching.js";
import { patternSyntax } from "../../regex/read.js";
import { codePoints } from "../json.js";
import { hash, randomFrom, type Random } from "../random.js";
import { matches } from "./regex.js";

/** Characters that read well, in the order we like them. */
const palette = [
  ..."abcdefghijklmnopqrstuvwxyz",
  ..."0123456789",
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  ..."-_. /:@+,;=#!?&%$*()[]{}'\"`~^|<>\\\t\n",
  ..."éßñΩжשعあ漢한😀\u0000\u00a0\u2028",
];

interface Writer {
  /** Repetitions beyond each quantifier's least. */
  readonly extra: number;
  readonly random: Random;
  /** 0 takes the first alternative and the first character every time; larger values make choices. */
  readonly variety: number;
  readonly groups: Map<AST.CapturingGroup, string>;
  readonly flags: string;
  size: number;
}

const limit = 20_000;
/** The maximum of steps to write the texts of one pattern and to match them. */
const mostEffort = 10_000_000;
const stepsToWrite = 20;
/** Longer texts for a pattern with back references take too many steps to try hundreds of them. */
const longestLimited = 1000;
export interface PatternBounds {
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The texts of one pattern that were searched so far. */
interface Found {
  readonly texts: string[];
  readonly search: Iterator<string>;
}

/** By pattern, bounds and seed: a schema needs values many times, and proving that no text fits takes longest. */
const searches = new Map<string, Found>();
/** Characters of the texts that are remembered, each search counting for some. They are found again where they were forgotten. */
const mostRemembered = 4_000_000;
const perSearch = 1_000;
let remembered = 0;

/**
 * Texts that match a pattern, all different, plainest first; stops after bounded effort.
 *
 * Built from the pattern's own syntax tree. Look-arounds and word boundaries cannot be built, so each text is checked with the
 * pattern itself, and the content of a positive lookahead is tried in front, in the middle and at the end.
 */
export function* textsOf(pattern: string, bounds: PatternBounds = {}, seed: number = 0): Generator<string> {
  // Another seed makes other choices, but it has no other means: where the first one finds no text, the search ends.
  if (seed !== 0 && textsOf(pattern, bounds).next().done === true) return;
  const { minLength = 0, maxLength = Infinity } = bounds;
  const key = `${seed} ${minLength} ${maxLength} ${pattern}`;
  let known = searches.get(key);
  if (known === undefined) {
    if (remembered > mostRemembered) {
      searches.clear();
      remembered = 0;
    }
    searches.set(key, (known = { texts: [], search: searchTexts(pattern, bounds, seed) }));
    remembered += perSearch + pattern.length;
  }
  for (let index = 0; ; index++) {
    let text = known.texts[index];
    if (text === undefined) {
      const next = known.search.next();
      if (next.done === true) return;
      known.texts.push((text = next.value));
      remembered += text.length;
    }
    yield text;
  }
}

function* searchTexts(pattern: string, bounds: PatternBounds, seed: number): Generator<string> {
  const syntax = patternSyntax(pattern);
  if (syntax === undefined || leastLength(syntax.tree.alternatives) > limit) return;
  const { minLength = 0 } = bounds;
  const maxLength = Math.min(
    bounds.maxLength ?? Infinity,
    matchingOf(pattern)?.by === "limited" ? Math.max(longestLimited, 2 * minLength) : Infinity,
  );
  const tried = new Set<string>();
  const stepsPerCharacter = matchingOf(pattern)?.stepsPerCharacter ?? 1;
  let effort = 0;
  const fits = (text: string): boolean => {
    if (tried.has(text) || text.length > limit) return false;
    tried.add(text);
    effort += text.length * stepsPerCharacter;
    const length = codePoints(text);
    return length >= minLength && length <= maxLength && matches(pattern, text) === true;
  };
  const lookaheads = lookaheadsOf(syntax.tree);
  const lengths = [...new Set([1, 0, 2, 3, 5, 8, 12, 20, minLength, minLength - 1, minLength - 2, Math.min(maxLength, 200)])].filter(
    (extra) => extra >= 0 && extra <= limit,
  );
  for (let round = 0; round < 60; round++) {
    const base = randomFrom(() => hash(pattern, seed + round));
    for (const extra of round === 0 ? lengths : [lengths[base.below(lengths.length)] as number, 1, 3]) {
      const writer = (): Writer => ({
        extra,
        random: base.fork(extra),
        variety: round + (seed === 0 ? 0 : 1),
        groups: new Map(),
        flags: syntax.flags,
        size: 0,
      });
      const text = write(syntax.tree, writer());
      effort += stepsToWrite * text.length;
      for (const candidate of [text, ...padded(text, minLength), ...mixed(text, lookaheads, writer)]) {
        if (fits(candidate)) yield candidate;
        if (effort > mostEffort) return;
      }
    }
  }
}

/** A pattern without anchors matches anywhere, so a text that is too short may be filled up. */
function padded(text: string, minLength: number): string[] {
  const missing = minLength - codePoints(text);
  if (missing <= 0 || missing > limit) return [];
  const last = text.slice(-1);
  return [text + "a".repeat(missing), "a".repeat(missing) + text, text + "0".repeat(missing), last === "" ? "" : text + last.repeat(missing)];
}

function mixed(text: string, lookaheads: readonly AST.LookaheadAssertion[], writer: () => Writer): string[] {
  if (lookaheads.length === 0) return [];
  const lookaheadText = lookaheads.map((lookahead) => alternatives(lookahead.alternatives, { ...writer(), extra: 0 })).join("");
  const cut = text.slice(0, Math.max(0, text.length - lookaheadText.length));
  const middle = Math.floor(text.length / 2);
  return [
    lookaheadText,
    lookaheadText + text,
    text + lookaheadText,
    cut + lookaheadText,
    lookaheadText + cut,
    text.slice(0, middle) + lookaheadText + text.slice(middle),
  ];
}

function lookaheadsOf(tree: AST.Pattern): AST.LookaheadAssertion[] {
  const found: AST.LookaheadAssertion[] = [];
  const visit = (element: AST.Element): void => {
    if (element.type === "Assertion" && element.kind === "lookahead" && !element.negate) found.push(element);
    if (element.type === "Group" || element.type === "CapturingGroup") for (const part of element.alternatives) part.elements.forEach(visit);
    if (element.type === "Quantifier") visit(element.element);
  };
  for (const part of tree.alternatives) part.elements.forEach(visit);
  return found;
}

/** How long a text that matches is at least. */
function leastLength(parts: readonly AST.Alternative[]): number {
  const least = (element: AST.Element): number => {
    switch (element.type) {
      case "Assertion":
      case "Backreference":
        return 0;
      case "Quantifier":
        return element.min === 0 ? 0 : element.min * least(element.element);
      case "Group":
      case "CapturingGroup":
        return leastLength(element.alternatives);
      default:
        return 1;
    }
  };
  return Math.min(...parts.map(({ elements }) => elements.reduce((sum, element) => sum + least(element), 0)));
}

function write(tree: AST.Pattern, writer: Writer): string {
  return alternatives(tree.alternatives, writer);
}

function alternatives(parts: readonly AST.Alternative[], writer: Writer): string {
  const chosen = writer.variety === 0 ? parts[0] : writer.random.pick(parts);
  return chosen?.elements.map((element) => elementText(element, writer)).join("") ?? "";
}

function elementText(element: AST.Element, writer: Writer): string {
  if (writer.size > limit) return "";
  switch (element.type) {
    case "Assertion":
      return "";
    case "Quantifier": {
      const most = Math.min(element.max, element.min + writer.extra);
      const count = writer.variety === 0 ? most : element.min + writer.random.below(most - element.min + 1);
      let text = "";
      for (let index = 0; index < count && writer.size <= limit; index++) {
        const part = elementText(element.element, writer);
        // Repetitions that may be empty may be empty each time, and there can be billions of them.
        if (part === "") break;
        text += part;
      }
      return text;
    }
    case "Group":
      return alternatives(element.alternatives, writer);
    case "CapturingGroup": {
      const text = alternatives(element.alternatives, writer);
      writer.groups.set(element, text);
      return text;
    }
    case "Backreference": {
      const target = Array.isArray(element.resolved) ? element.resolved[0] : element.resolved;
      return target === undefined ? "" : (writer.groups.get(target) ?? "");
    }
    case "Character":
      writer.size++;
      return String.fromCodePoint(element.value);
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass": {
      writer.size++;
      const choices = charactersOf(element.raw, writer.flags, element);
      if (choices.length === 0) return "";
      if (writer.variety === 0) return choices[writer.size % Math.min(choices.length, 3)] as string;
      return choices[writer.random.below(Math.min(choices.length, writer.variety > 6 ? choices.length : 26))] as string;
    }
  }
}

const classes = new Map<string, readonly string[]>();

/** The characters of a class, determined by the engine itself, so that negation, `\p{…}` and the rest need no second implementation here. */
export function charactersOf(
  source: string,
  flags: string,
  node: AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
): readonly string[] {
  const key = `${flags}/${source}`;
  let found = classes.get(key);
  if (found === undefined) {
    const expression = new RegExp(`^(?:${source})$`, flags);
    const own: string[] = [];
    for (const item of node.type === "CharacterClass" ? node.elements : []) {
      if (item.type === "CharacterClassRange") own.push(String.fromCodePoint(item.min.value), String.fromCodePoint(item.max.value));
      if (item.type === "Character") own.push(String.fromCodePoint(item.value));
    }
    found = [...new Set([...palette, ...own])].filter((character) => expression.test(character));
    if (found.length === 0) found = everyCharacter(expression);
    classes.set(key, found);
  }
  return found;
}

function everyCharacter(expression: RegExp): string[] {
  const found: string[] = [];
  for (let point = 0xa1; point < 0x20000 && found.length < 26; point++) {
    if (point === 0xd800) point = 0xe000;
    const character = String.fromCodePoint(point);
    if (expression.test(character)) found.push(character);
  }
  return found;
}
