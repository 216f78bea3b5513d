import type { AST } from "@eslint-community/regexpp";
import type { Characters } from "./characters.js";
import { TooLarge, WeightedAutomaton, type Fragment } from "./weighted.js";

/** So many ways to the same position of a pattern, over the same text, are followed by an engine as if they were one. */
const maxPaths = 16;
/** Maximum number of moves: some thousandths of a second. */
const work = 20_000;
const workPerCharacter = 50;
/** The steps that an engine may take for a short text: less than a thousandth of a second. */
const shortSteps = 100_000;
const longestShort = 200;
const leastShort = 16;

/**
 * The maximum length of text that the engine's own regular expression may match: `Infinity` if its time is proven linear, else
 * the length up to which it takes few steps for any text.
 *
 * A backtracking engine follows each path through the automaton at most once. All texts are followed at the same time, with the number of paths to
 * each position: if no number grows, the time is linear. Otherwise the pattern counts as slow.
 */
export function nativeLength(tree: AST.Pattern): number {
  const left = { work: work + workPerCharacter * tree.raw.length };
  let least = Infinity;
  for (const alternative of tree.alternatives) {
    try {
      least = Math.min(least, lengthOf(alternative, left));
    } catch (error) {
      if (error instanceof TooLarge) return 0;
      throw error;
    }
  }
  return least >= leastShort ? least : 0;
}

interface Left {
  work: number;
}

/** @throws {TooLarge} */
function lengthOf(alternative: AST.Alternative, left: Left, anchored = isStart(alternative.elements[0])): number {
  if (!areLookaroundsLinear(alternative, anchored, left)) throw new TooLarge();
  const automaton = new WeightedAutomaton();
  const whole = automaton.read(alternative);
  const classes = classesOf(automaton.characters, left);
  // A search that fails at one position restarts at the next. After a match, no later position is tried.
  const isLinear =
    isBounded(automaton, whole, classes, new Set(), false, left) &&
    (anchored ||
      isBounded(automaton, whole, classes, canFailAtEnd(alternative) || automaton.endsEarly ? new Set() : new Set(whole.last.keys()), true, left));
  return isLinear ? Infinity : shortLength(automaton, whole, anchored);
}

function isStart(element: AST.Element | undefined): boolean {
  return element?.type === "Assertion" && element.kind === "start";
}

/** Whether the pattern has assertions such as `$`: at its last position, it may not match yet. */
function canFailAtEnd(alternative: AST.Alternative): boolean {
  return alternative.elements.some((element, index) => hasAssertion(element) && !(index === 0 && isStart(element)));
}

function hasAssertion(element: AST.Element): boolean {
  if (element.type === "Assertion") return true;
  if (element.type === "Quantifier") return hasAssertion(element.element);
  return (element.type === "Group" || element.type === "CapturingGroup") && element.alternatives.some(({ elements }) => elements.some(hasAssertion));
}

/** Look-arounds have a bounded length, or are evaluated once for each text: at its start. */
function areLookaroundsLinear(alternative: AST.Alternative, anchored: boolean, left: Left): boolean {
  let atStart = anchored;
  return alternative.elements.every((element) => {
    const isOnce = atStart;
    atStart &&= element.type === "Assertion";
    if (isOnce && element.type === "Assertion" && element.kind === "lookahead")
      return element.alternatives.every((body) => lengthOf(body, left, true) === Infinity);
    return lookaroundsIn(element).every((look) => look.alternatives.every((body) => costOf(body) <= maxPaths));
  });
}

function lookaroundsIn(element: AST.Element): (AST.LookaheadAssertion | AST.LookbehindAssertion)[] {
  if (element.type === "Assertion") return element.kind === "lookahead" || element.kind === "lookbehind" ? [element] : [];
  if (element.type === "Quantifier") return lookaroundsIn(element.element);
  return element.type === "Group" || element.type === "CapturingGroup"
    ? element.alternatives.flatMap(({ elements }) => elements.flatMap(lookaroundsIn))
    : [];
}

/** At most so many steps, whatever the text is. */
function costOf(node: AST.Alternative | AST.Element): number {
  switch (node.type) {
    case "Alternative":
      return node.elements.reduce((cost, element) => cost * costOf(element) + 1, 1);
    case "Group":
    case "CapturingGroup":
      return node.alternatives.reduce((cost, each) => cost + costOf(each), 0);
    case "Quantifier":
      return node.max === 0 ? 1 : (costOf(node.element) + 1) ** Math.min(node.max, 64);
    case "Assertion":
      return node.kind === "lookahead" || node.kind === "lookbehind" ? node.alternatives.reduce((cost, each) => cost + costOf(each), 0) : 1;
    case "Backreference":
      return Infinity;
    default:
      return 1;
  }
}

/** The positions that can read each kind of character. Characters that are read at the same positions are one kind. */
function classesOf(characters: readonly Characters[], left: Left): readonly ReadonlySet<number>[] {
  const positionsBySet = new Map<string, number[]>();
  const sets = new Map<string, Characters>();
  characters.forEach((set, position) => {
    const key = set.join();
    sets.set(key, set);
    const positions = positionsBySet.get(key);
    if (positions === undefined) positionsBySet.set(key, [position]);
    else positions.push(position);
  });
  // Where sets begin and end, in order.
  const events = [...sets].flatMap(([key, set]) => set.flatMap(([from, to]) => [[from, key, true] as const, [to + 1, key, false] as const]));
  events.sort(([a], [b]) => a - b);
  const current = new Set<string>();
  const classes = new Map<string, ReadonlySet<number>>();
  events.forEach(([at, key, isStartOfSet], index) => {
    if (isStartOfSet) current.add(key);
    else current.delete(key);
    if (current.size === 0 || events[index + 1]?.[0] === at) return;
    const name = [...current].toSorted().join("|");
    left.work -= current.size;
    if (classes.has(name)) return;
    const positions = new Set([...current].flatMap((each) => positionsBySet.get(each) ?? []));
    classes.set(name, positions);
    left.work -= positions.size;
    if (left.work < 0) throw new TooLarge();
  });
  return [...classes.values()];
}

/**
 * Whether no text has more ways to a position than `mostWays`.
 *
 * @param ends Positions where a search is over.
 * @param anywhere Whether a search begins again at each character.
 */
function isBounded(
  { follow }: WeightedAutomaton,
  { first }: Fragment,
  classes: readonly ReadonlySet<number>[],
  ends: ReadonlySet<number>,
  anywhere: boolean,
  left: Left,
): boolean {
  const visited = new Set<string>();
  const waiting: ReadonlyMap<number, number>[] = [];
  const visit = (reached: Map<number, number>): void => {
    const key = [...reached].toSorted(([a], [b]) => a - b).join();
    if (!visited.has(key)) waiting.push(reached);
    visited.add(key);
  };
  const advance = (ways: ReadonlyMap<number, number> | undefined, positions: ReadonlySet<number>): boolean => {
    const next = new Map<number, number>();
    const add = (to: ReadonlyMap<number, number>, times: number): void => {
      for (const [position, count] of to)
        if (positions.has(position) && !ends.has(position)) next.set(position, (next.get(position) ?? 0) + times * count);
      left.work -= to.size;
    };
    if (ways === undefined || anywhere) add(first, 1);
    for (const [position, count] of ways ?? []) add(follow[position] ?? new Map(), count);
    left.work -= next.size + 1;
    if (left.work < 0 || [...next.values()].some((count) => count > maxPaths)) return false;
    if (next.size > 0) visit(next);
    return true;
  };
  if (!classes.every((positions) => advance(undefined, positions))) return false;
  for (let ways = waiting.pop(); ways !== undefined; ways = waiting.pop()) {
    const from = ways;
    if (!classes.every((positions) => advance(from, positions))) return false;
  }
  return true;
}

/** The length of text up to which all ways together are few, even if each character fitted everywhere. */
function shortLength({ follow }: WeightedAutomaton, { first }: Fragment, anchored: boolean): number {
  if (follow.length > longestShort) return 0;
  let ways: ReadonlyMap<number, number> = first;
  let steps = 0;
  for (let length = 0; length < longestShort; length++) {
    const next = new Map<number, number>(anchored ? [] : first);
    for (const [position, count] of ways) {
      steps += count;
      for (const [to, times] of follow[position] ?? []) next.set(to, (next.get(to) ?? 0) + count * times);
    }
    if (steps > shortSteps) return length;
    ways = next;
  }
  return longestShort;
}
