import { createRequire } from "node:module";
import type { CharSet, Concatenation, DFA, Element, NFA, NoParent } from "refa";

const require = createRequire(import.meta.url);

/** Loaded on demand: most documents have no two patterns to compare, and loading takes longer than reading a small document. */
const refa = (): typeof import("refa") => require("refa") as typeof import("refa");

/** Larger automata are not built: the result is then undecided. */
const mostNodes = 4_000;
/** Alternatives of one pattern that begin or end in their own way. */
const mostAlternatives = 64;
/** Bounds beyond it are not counted out in an automaton. */
const countable = 200;

/** The texts that a pattern, or a length, allows. JSON Schema patterns are not anchored (2020-12 Validation §6.3.3). */
export type Language = NFA;

const known = new Map<string, Language | undefined>();

/** `undefined` if the pattern is no regular language (back references, most look-arounds), or a very large one. */
export function languageOf(pattern: string): Language | undefined {
  if (!known.has(pattern))
    known.set(
      pattern,
      attempt(() => build(pattern)),
    );
  return known.get(pattern);
}

/** The language of a pattern that is composed of others. */
export function knownAs(pattern: string, language: () => Language | undefined): void {
  if (!known.has(pattern)) known.set(pattern, language());
}

/** The texts of these lengths, in code points. */
export function languageOfLengths(least: number, most: number): Language | undefined {
  if (least > countable || (most !== Infinity && most > countable)) return undefined;
  return languageOf(`^[^]{${least},${most === Infinity ? "" : most}}$`);
}

export function both(a: Language | undefined, b: Language | undefined): Language | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return attempt(() => refa().NFA.fromIntersection(a, b, new (refa().NFA.LimitedNodeFactory)(mostNodes)));
}

/** Whether every text of the one is a text of the other; `undefined` where the automata would be too large. */
export function isWithin(inner: Language, outer: Language): boolean | undefined {
  return attempt(() => refa().isDisjointWith(inner, complementOf(outer)));
}

/** Whether no text is one of both; `undefined` where the automata would be too large. */
export function isDisjoint(a: Language, b: Language): boolean | undefined {
  return attempt(() => refa().isDisjointWith(a, b));
}

/** The texts of the one that are none of the other. */
export function without(language: Language, others: Language): Language | undefined {
  return attempt(() => refa().NFA.fromIntersection(language, complementOf(others), new (refa().NFA.LimitedNodeFactory)(mostNodes)));
}

/** Texts of the one that are none of the other, the shortest first. */
export function textsOutside(inner: Language, outer: Language, count: number): readonly string[] {
  const found = without(inner, outer);
  return (found && attempt(() => readable(found, count))) ?? [];
}

/** Every text, where there are at most so many. */
export function listed(language: Language, most: number): readonly string[] | undefined {
  if (!language.isFinite) return undefined;
  const found: string[] = [];
  for (const word of language.words()) {
    if (found.length === most) return undefined;
    found.push(refa().Words.fromUnicodeToString(word));
  }
  return found;
}

export interface Lengths {
  readonly least: number;
  readonly most: number;
}

/** The length of its shortest and of its longest text. */
export function lengthsOf(language: Language): Lengths {
  let least = 0;
  let layer = new Set([language.initial]);
  const visited = new Set(layer);
  while (layer.size > 0 && ![...layer].some((node) => language.finals.has(node))) {
    const next = new Set<NFA.Node>();
    for (const node of layer) for (const target of node.out.keys()) if (!visited.has(target)) next.add(target);
    for (const node of next) visited.add(node);
    layer = next;
    least += 1;
  }
  return { least, most: language.isFinite ? longest(language) : Infinity };
}

function longest(language: Language): number {
  const depths = new Map<NFA.Node, number>();
  const depth = (node: NFA.Node): number => {
    const done = depths.get(node);
    if (done !== undefined) return done;
    // Every node reaches a final one, because automata are trimmed; a finite language has no cycle.
    let most = 0;
    for (const target of node.out.keys()) most = Math.max(most, depth(target) + 1);
    depths.set(node, most);
    return most;
  };
  return depth(language.initial);
}

function complementOf(language: Language): DFA {
  const dfa = refa().DFA.fromFA(language, new (refa().DFA.LimitedNodeFactory)(mostNodes));
  dfa.complement(new (refa().DFA.LimitedNodeFactory)(mostNodes));
  return dfa;
}

/** A readable text for each of the shortest ways through the automaton. */
function readable(language: Language, count: number): readonly string[] {
  const found: string[] = [];
  const visits = new Map<NFA.Node, number>([[language.initial, 1]]);
  const queue: PathStep[] = [{ node: language.initial, before: undefined, characters: undefined }];
  // Limits the visits of each node: the number of paths may be exponential.
  for (const way of queue) {
    if (language.finals.has(way.node)) found.push(textOf(way));
    if (found.length >= count) break;
    for (const [node, characters] of way.node.out) {
      const visited = visits.get(node) ?? 0;
      if (visited >= count) continue;
      visits.set(node, visited + 1);
      queue.push({ node, before: way, characters });
    }
  }
  return found;
}

interface PathStep {
  readonly node: NFA.Node;
  readonly before: PathStep | undefined;
  readonly characters: CharSet | undefined;
}

function textOf(way: PathStep): string {
  const sets: CharSet[] = [];
  for (let step: PathStep | undefined = way; step?.characters !== undefined; step = step.before) sets.push(step.characters);
  return refa().Words.fromUnicodeToString(refa().Words.pickMostReadableWord(sets.toReversed()));
}

function build(pattern: string): Language {
  const { expression, maxCharacter } = refa().JS.Parser.fromLiteral({ source: pattern, flags: "u" }).parse({ maxNodes: mostNodes });
  const anyText: NoParent<Element> = {
    type: "Quantifier",
    min: 0,
    max: Infinity,
    lazy: false,
    alternatives: [{ type: "Concatenation", elements: [{ type: "CharacterClass", characters: refa().CharSet.all(maxCharacter) }] }],
  };
  const alternatives = unfold(expression.alternatives).map(({ elements }): Part => {
    const [start, end] = [isEdge(elements[0], "behind"), isEdge(elements.at(-1), "ahead")];
    const inner = elements.slice(start ? 1 : 0, end ? -1 : undefined);
    return { type: "Concatenation", elements: [...(start ? [] : [anyText]), ...inner, ...(end ? [] : [anyText])] };
  });
  const applied = refa().transform(refa().Transformers.applyAssertions(), { type: "Expression", alternatives });
  const language = refa().NFA.fromRegex(applied, { maxCharacter }, {}, new (refa().NFA.LimitedNodeFactory)(mostNodes));
  language.removeUnreachable();
  return language;
}

type Part = NoParent<Concatenation>;

/** `(^a|b)c` as `^ac` and `bc`: anchors are first and last. */
function unfold(parts: readonly Part[]): readonly Part[] {
  let unfolded = parts;
  for (;;) {
    const next = unfolded.flatMap(({ elements }): readonly Part[] => {
      const first = elements[0];
      if (first?.type === "Alternation" && hasEdge(first.alternatives))
        return first.alternatives.map((part) => ({ type: "Concatenation", elements: [...part.elements, ...elements.slice(1)] }));
      const last = elements.at(-1);
      if (last?.type === "Alternation" && hasEdge(last.alternatives))
        return last.alternatives.map((part) => ({ type: "Concatenation", elements: [...elements.slice(0, -1), ...part.elements] }));
      return [{ type: "Concatenation", elements }];
    });
    if (next.length === unfolded.length || next.length > mostAlternatives) return next;
    unfolded = next;
  }
}

function hasEdge(parts: readonly Part[]): boolean {
  return parts.some(({ elements }) =>
    elements.some((element) => element.type === "Assertion" || (element.type === "Alternation" && hasEdge(element.alternatives))),
  );
}

/** `^` and `$`: no character before, or after. */
function isEdge(element: NoParent<Element> | undefined, kind: "ahead" | "behind"): boolean {
  if (element?.type !== "Assertion" || !element.negate || element.kind !== kind || element.alternatives.length !== 1) return false;
  const [only, ...others] = element.alternatives[0]?.elements ?? [];
  return others.length === 0 && only?.type === "CharacterClass" && only.characters.isAll;
}

/** An automaton that grows too large, or an assertion that no automaton knows, decides nothing. */
function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
