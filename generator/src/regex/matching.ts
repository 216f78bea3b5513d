import { limited } from "#runtime/validators/limited.js";
import { linear } from "#runtime/validators/linear.js";
import type { AST } from "@eslint-community/regexpp";
import { nativeLength } from "./native-time.js";
import { portableSource } from "./portable.js";
import { patternSyntax } from "./read.js";

/** How a pattern is matched in a bounded time, here and in generated code. */
export interface Matching {
  /**
   * - `native`: by the engine, which takes linear time for it
   * - `linear`: by `runtime/validators/linear`, for texts that are longer than `short`
   * - `limited`: by `runtime/validators/limited`, which stops after a number of steps: back references, and very large patterns
   */
  readonly by: "native" | "linear" | "limited";
  readonly source: string;
  readonly flags: string;
  /** The longest text that the engine matches in few steps, and without a lack of memory. */
  readonly short: number;
  /** Whether matching can end in a PatternLimitError. */
  readonly mayGiveUp: boolean;
  /** The approximate maximum of steps per character of a text. */
  readonly stepsPerCharacter: number;
  /** Whether it is `limited` only because of its size. */
  readonly isTooLarge: boolean;
}

/** The maximum number of instructions of a pattern for linear matching, and of a pattern that never exceeds the step limit. */
const largestProgram = 50_000;
const largestQuick = 400;
const maxLookarounds = 50;

/** V8 keeps a record of each part of each repetition of a group in 64 MB. When they are full, it throws a RangeError. */
const cachedParts = 8_000_000;
const fewRepetitions = 1000;

const known = new Map<string, Matching | undefined>();

/** `undefined` where the pattern cannot be used. */
export function matchingOf(pattern: string): Matching | undefined {
  if (!known.has(pattern)) known.set(pattern, chooseMatching(pattern));
  return known.get(pattern);
}

function chooseMatching(pattern: string): Matching | undefined {
  const syntax = patternSyntax(pattern);
  if (syntax === undefined) return undefined;
  const { tree, flags } = syntax;
  const source = flags === "u" ? pattern : portableSource(tree);
  const { size, looks, hasBackReference } = sizeOf(tree);
  const isTooLarge = size > Math.max(largestProgram, 2 * source.length) || looks > maxLookarounds;
  const inTime = nativeLength(tree);
  const inMemory = isTooLarge || !repeatsGroup(tree) ? Infinity : Math.floor(cachedParts / Math.max(size, source.length));
  const short = Math.min(inTime, inMemory);
  if (short === Infinity) return { by: "native", source: pattern, flags, short, mayGiveUp: false, stepsPerCharacter: 1, isTooLarge: false };
  if (hasBackReference || isTooLarge)
    return { by: "limited", source, flags, short: 0, mayGiveUp: true, stepsPerCharacter: 200, isTooLarge: isTooLarge && !hasBackReference };
  return {
    by: "linear",
    source,
    flags,
    short,
    mayGiveUp: size > largestQuick,
    stepsPerCharacter: inTime === Infinity ? 1 : Math.min(size, 1000),
    isTooLarge: false,
  };
}

/** An object with `test`, like a RegExp. It throws a PatternLimitError at its limit. */
export function matcherOf({ by, source, flags, short }: Matching): { test(text: string): boolean } {
  return by === "native" ? new RegExp(source, flags) : by === "linear" ? linear(source, flags, short) : limited(source, flags);
}

/** Whether a part of several characters may repeat many times. A single character repeats without a record of each time. */
function repeatsGroup(node: AST.Pattern | AST.Alternative | AST.Element): boolean {
  switch (node.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return node.alternatives.some(repeatsGroup);
    case "Alternative":
      return node.elements.some(repeatsGroup);
    case "Quantifier":
      return (node.max > fewRepetitions && "alternatives" in node.element) || repeatsGroup(node.element);
    case "Assertion":
      return (node.kind === "lookahead" || node.kind === "lookbehind") && node.alternatives.some(repeatsGroup);
    default:
      return false;
  }
}

interface Size {
  /** Instructions of the program that `linear` makes. */
  readonly size: number;
  readonly looks: number;
  readonly hasBackReference: boolean;
}

function sizeOf(node: AST.Pattern | AST.Alternative | AST.Element): Size {
  switch (node.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return together(node.alternatives, node.alternatives.length > 1 ? 2 * node.alternatives.length : 0);
    case "Alternative":
      return together(node.elements, 0);
    case "Quantifier": {
      const { size, ...others } = sizeOf(node.element);
      return { ...others, size: node.max === Infinity ? (node.min + 1) * size + 2 : node.min * size + (node.max - node.min) * (size + 1) };
    }
    case "Assertion": {
      if (node.kind !== "lookahead" && node.kind !== "lookbehind") return { size: 1, looks: 0, hasBackReference: false };
      const body = together(node.alternatives, 2 * node.alternatives.length + 2);
      return { ...body, looks: body.looks + 1 };
    }
    case "Backreference":
      return { size: 1, looks: 0, hasBackReference: true };
    default:
      return { size: 1, looks: 0, hasBackReference: false };
  }
}

function together(nodes: readonly (AST.Alternative | AST.Element)[], own: number): Size {
  let [size, looks, hasBackReference] = [own, 0, false];
  for (const node of nodes) {
    const each = sizeOf(node);
    size += each.size;
    looks += each.looks;
    hasBackReference ||= each.hasBackReference;
  }
  return { size, looks, hasBackReference };
}
