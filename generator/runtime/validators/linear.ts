import { characterAt, characterBefore, characterTests, isEdge, parsePattern, PatternLimitError, type Part } from "./pattern.js";

/** One instruction: read a character, continue at two instructions, continue at another one, or check the position. */
type Step = { readonly reads: (character: string) => boolean } | { readonly split: number } | { readonly jump: number } | { readonly edge: number };

/** A condition on a position: an anchor, a word boundary or a look-around, whose body is a program of its own. */
interface Edge {
  readonly source: string;
  readonly look?: { readonly start: number; readonly end: number; readonly behind: boolean; readonly negate: boolean };
}

/** The instructions that wait for the next character, and the next state for each character. */
interface State {
  readonly waiting: readonly number[];
  readonly moves: Map<string, Move>;
}

interface Move {
  readonly accepts: boolean;
  readonly to: State;
}

/** A match may use so many steps for each character, and so many more. Only a pattern that is very large needs them. */
const stepsPerCharacter = 1000;
const freeSteps = 1_000_000;
/** Numbers that the known states of one pattern may hold. */
const keptNumbers = 50_000;

/**
 * Matches like `new RegExp(source, flags).test`, in linear time: follows all alternatives at
 * once (Thompson 1968). Look-arounds are evaluated for each position in a pass of their own (Barrière and Pit-Claudel 2024).
 *
 * @param short The maximum length of text for which the engine's own regular expression is as fast.
 */
export function linear(source: string, flags: string, short = 0): { test(text: string): boolean } {
  const native = short > 0 ? new RegExp(source, flags) : undefined;
  let test: ((text: string) => boolean) | undefined;
  return { test: (text) => (native !== undefined && text.length <= short ? native.test(text) : (test ??= linearTest(source, flags))(text)) };
}

function linearTest(source: string, flags: string): (text: string) => boolean {
  const unicode = flags === "u";
  const { steps, edges, start } = program(source, flags);
  // Anchors match at the ends only. Other conditions are looked up at each position.
  const inner = edges.flatMap((edge, index) => (edge.source === "^" || edge.source === "$" ? [] : [index]));
  /** When an instruction was last reached. */
  const reached = new Uint32Array(steps.length + 1);
  let round = 0;
  let states = new Map<string, State>();
  let retained = 0;
  let stepsLeft = 0;

  /** One object for equal states, so that transitions are computed once. All are dropped when there are too many. */
  function stateOf(waiting: readonly number[]): State {
    const key = waiting.join();
    let state = states.get(key);
    retained += state === undefined ? 10 + waiting.length : 10;
    if (retained > keptNumbers) {
      states = new Map();
      retained = 0;
      state = undefined;
    }
    if (state === undefined) states.set(key, (state = { waiting, moves: new Map() }));
    return state;
  }

  function moveFrom(state: State, character: string, begin: number, end: number, holds: (edge: number) => boolean): Move {
    const waiting = [...state.waiting];
    const next = new Set([begin]);
    let accepts = false;
    round++;
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      stepsLeft--;
      if (reached[at] === round) continue;
      reached[at] = round;
      const step = steps[at];
      if (at === end || step === undefined) accepts = true;
      else if ("reads" in step) {
        if (character !== "" && step.reads(character)) next.add(at + 1);
      } else if ("split" in step) waiting.push(step.split, at + 1);
      else if ("jump" in step) waiting.push(step.jump);
      else if (holds(step.edge)) waiting.push(at + 1);
    }
    const positions = [...next];
    positions.sort((a, b) => a - b);
    return { accepts, to: stateOf(positions) };
  }

  /** Reads the text in one direction. A match may begin at each position. `ends` gets each position where one ends, until it returns true. */
  function run(text: string, begin: number, end: number, backwards: boolean, tables: readonly Uint8Array[], ends: (at: number) => boolean): boolean {
    let at = backwards ? text.length : 0;
    const holds = (edge: number): boolean => {
      const { source: anchor, look } = edges[edge] as Edge;
      return look === undefined ? isEdge(anchor, text, at) : tables[edge]?.[at] === 1;
    };
    for (let state = stateOf([begin]); ;) {
      const character = (backwards ? characterBefore : characterAt)(text, at, unicode);
      let key = at === 0 || at === text.length ? `${at === 0 ? "^" : ""}${at === text.length ? "$" : ""}|${character}` : character;
      for (const edge of inner) key += holds(edge) ? "+" : "-";
      let move = state.moves.get(key);
      if (move === undefined) {
        state.moves.set(key, (move = moveFrom(state, character, begin, end, holds)));
        if (stepsLeft < 0) throw new PatternLimitError(source);
      }
      if (move.accepts && ends(at)) return true;
      if (character === "") return false;
      at += backwards ? -character.length : character.length;
      state = move.to;
    }
  }

  return (text) => {
    stepsLeft = freeSteps + stepsPerCharacter * text.length;
    const tables: Uint8Array[] = [];
    edges.forEach(({ look }, index) => {
      if (look === undefined) return;
      const table = new Uint8Array(text.length + 1).fill(look.negate ? 1 : 0);
      tables[index] = table;
      stepsLeft -= text.length;
      run(text, look.start, look.end, !look.behind, tables, (at) => {
        table[at] = look.negate ? 0 : 1;
        return false;
      });
    });
    return run(text, start, steps.length, false, tables, () => true);
  };
}

/** The instructions of a pattern: first the bodies of its look-arounds, then its own. */
function program(source: string, flags: string): { readonly steps: readonly Step[]; readonly edges: readonly Edge[]; readonly start: number } {
  const steps: Step[] = [];
  const edges: Edge[] = [];
  const numbers = new Map<unknown, number>();
  const readerOf = characterTests(flags);
  const later: Step = { jump: 0 };

  function edgeOf(key: unknown, edge: Edge): number {
    const known = numbers.get(key) ?? edges.push(edge) - 1;
    numbers.set(key, known);
    return known;
  }

  /** Inner look-arounds come before outer ones. A look-ahead is evaluated from the end of the text, so its body is reversed. */
  function addLooks(part: Part): void {
    if ("parts" in part) part.parts.forEach(addLooks);
    else if ("body" in part) addLooks(part.body);
    if (part.kind !== "look") return;
    const begin = steps.length;
    write(part.body, !part.behind);
    // The end of a body is an instruction of its own, which is never passed.
    const end = steps.push(later) - 1;
    edgeOf(part, { source: "", look: { start: begin, end, behind: part.behind, negate: part.negate } });
  }

  function write(part: Part, reverse: boolean): void {
    if (part.kind === "char") steps.push({ reads: readerOf(part.source) });
    else if (part.kind === "edge") steps.push({ edge: edgeOf(part.source, part) });
    else if (part.kind === "look") steps.push({ edge: edgeOf(part, { source: "" }) });
    else if (part.kind === "group") write(part.body, reverse);
    else if (part.kind === "all") {
      const parts = [...part.parts];
      if (reverse) parts.reverse();
      for (const each of parts) write(each, reverse);
    } else if (part.kind === "any") writeAlternatives(part.parts, reverse);
    else if (part.kind === "repeat") writeRepeat(part.body, part.min, part.max, reverse);
    else throw new TypeError("A back reference has no linear match.");
  }

  function writeAlternatives(parts: readonly Part[], reverse: boolean): void {
    const jumps = parts.map((part, index) => {
      const split = steps.push(later) - 1;
      write(part, reverse);
      const jump = steps.push(later) - 1;
      steps[split] = index < parts.length - 1 ? { split: steps.length } : { jump: split + 1 };
      return jump;
    });
    for (const jump of jumps) steps[jump] = { jump: steps.length };
  }

  /** `x{2,4}` is `xxx?x?`, and `x{2,}` is `xxx*`. */
  function writeRepeat(body: Part, min: number, max: number, reverse: boolean): void {
    for (let count = 0; count < min; count++) write(body, reverse);
    const splits: number[] = [];
    for (let count = min; count < max; count++) {
      const split = steps.push(later) - 1;
      splits.push(split);
      write(body, reverse);
      if (max === Infinity) {
        steps.push({ jump: split });
        break;
      }
    }
    for (const split of splits) steps[split] = { split: steps.length };
  }

  const pattern = parsePattern(source);
  addLooks(pattern);
  const start = steps.length;
  write(pattern, false);
  return { steps, edges, start };
}
