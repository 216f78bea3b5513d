import { characterAt, characterBefore, characterTests, isEdge, parsePattern, PatternLimitError, type Part } from "./pattern.js";

type Step =
  | { readonly reads: (character: string) => boolean; readonly behind: boolean }
  | { readonly split: number }
  | { readonly jump: number }
  | { readonly edge: string }
  | { readonly save: number }
  | { readonly back: readonly number[]; readonly behind: boolean }
  | { readonly enter: number }
  | { readonly loop: number; readonly min: number; readonly max: number; readonly lazy: boolean; readonly isPlain: boolean; readonly exit: number }
  | { readonly begin: number; readonly from: number; readonly to: number }
  | { readonly look: number; readonly negate: boolean }
  | { readonly end: true };

/** A match may use so many steps for each character, for each instruction of the pattern, and so many more. */
const stepsPerCharacter = 200;
const stepsPerInstruction = 20;
const freeSteps = 20_000;
/** Numbers that one match may keep for ways that it has not tried yet. */
const keptNumbers = 20_000_000;

/**
 * Matches like `new RegExp(source, flags).test`, for patterns that have no match in linear time: those with back references, and very large
 * ones. It tries one way after another, as the engine does, and counts its steps.
 *
 * `test` throws a PatternLimitError when it needs too many. How many it may need grows with the length of the text only.
 */
export function limited(source: string, flags: string): { test(text: string): boolean } {
  let test: ((text: string) => boolean) | undefined;
  return { test: (text) => (test ??= limitedTest(source, flags))(text) };
}

function limitedTest(source: string, flags: string): (text: string) => boolean {
  const unicode = flags === "u";
  const { steps, registers } = program(source, flags);
  let text = "";
  let stepsLeft = 0;
  /** Where groups begin and end, how often the bodies of loops were repeated, and where the last repetition began. */
  let values: number[] = [];
  /** Previous values of registers: register, value. */
  let trail: number[] = [];
  /** Where to continue when a way fails: instruction, position, length of the trail. */
  let choices: number[] = [];

  function set(register: number, value: number): void {
    trail.push(register, values[register] as number);
    values[register] = value;
  }

  function undo(length: number): void {
    while (trail.length > length) {
      const value = trail.pop() as number;
      values[trail.pop() as number] = value;
    }
  }

  /** The text of a group; nothing if it did not take part. Of groups with one name, at most one takes part. */
  function captured(groups: readonly number[]): string {
    for (const group of groups) {
      const [start = -1, end = -1] = [values[group], values[group + 1]];
      if (start >= 0 && end >= 0) return text.slice(start, end);
    }
    return "";
  }

  /** Whether an instruction at a position can reach the end of the pattern or look-around. */
  function run(from: number, position: number): boolean {
    const bottom = choices.length;
    let pc = from;
    let at = position;
    for (;;) {
      if (--stepsLeft < 0 || trail.length + choices.length > keptNumbers) throw new PatternLimitError(source);
      const step = steps[pc++] as Step;
      let holds = true;
      if ("reads" in step) {
        const character = (step.behind ? characterBefore : characterAt)(text, at, unicode);
        holds = character !== "" && step.reads(character);
        at += step.behind ? -character.length : character.length;
      } else if ("loop" in step) {
        const count = values[step.loop] as number;
        // A repetition that was not required and read nothing is none.
        const isEmpty = count > 0 && values[step.loop + 1] === at;
        if (isEmpty && count > step.min) holds = false;
        // Empty required repetitions count once.
        else if (isEmpty && step.isPlain) pc = step.exit;
        else if (count >= step.max) pc = step.exit;
        else if (count >= step.min) {
          choices.push(step.lazy ? pc : step.exit, at, trail.length);
          if (step.lazy) pc = step.exit;
        }
      } else if ("begin" in step) {
        set(step.begin, (values[step.begin] as number) + 1);
        set(step.begin + 1, at);
        // Each repetition begins with its groups empty (ECMA-262 §22.2.2.3.1).
        for (let register = step.from; register < step.to; register++) if (values[register] !== -1) set(register, -1);
      } else if ("enter" in step) {
        set(step.enter, 0);
        set(step.enter + 1, -1);
      } else if ("split" in step) choices.push(step.split, at, trail.length);
      else if ("jump" in step) pc = step.jump;
      else if ("save" in step) set(step.save, at);
      else if ("edge" in step) holds = isEdge(step.edge, text, at);
      else if ("back" in step) {
        const part = captured(step.back);
        const start = step.behind ? at - part.length : at;
        holds = start >= 0 && start + part.length <= text.length;
        if (holds) {
          stepsLeft -= part.length >> 4;
          holds = text.startsWith(part, start);
        }
        at = step.behind ? start : at + part.length;
      } else if ("look" in step) {
        const before = trail.length;
        holds = run(pc, at) !== step.negate;
        if (step.negate) undo(before);
        pc = step.look;
      } else {
        // A look-around is not entered twice.
        choices.length = bottom;
        return true;
      }
      if (holds) continue;
      if (choices.length === bottom) return false;
      undo(choices.pop() as number);
      at = choices.pop() as number;
      pc = choices.pop() as number;
    }
  }

  return (given) => {
    text = given;
    stepsLeft = freeSteps + stepsPerInstruction * steps.length + stepsPerCharacter * text.length;
    for (let at = 0; ;) {
      values = Array.from({ length: registers }, () => -1);
      trail = [];
      choices = [];
      if (run(0, at)) return true;
      const { length } = characterAt(text, at, unicode);
      if (length === 0) return false;
      at += length;
    }
  };
}

function program(source: string, flags: string): { readonly steps: readonly Step[]; readonly registers: number } {
  const steps: Step[] = [];
  const readerOf = characterTests(flags);
  const named = new Map<string, number[]>();
  const pattern = parsePattern(source);
  const later: Step = { jump: 0 };
  let registers = 2 * countGroups(pattern);

  function countGroups(part: Part): number {
    if ("parts" in part) return part.parts.reduce((sum, each) => sum + countGroups(each), 0);
    if (part.kind === "group" && part.name !== "") named.set(part.name, [...(named.get(part.name) ?? []), groupOf(part.index)]);
    return "body" in part ? countGroups(part.body) + (part.kind === "group" ? 1 : 0) : 0;
  }

  function write(part: Part, behind: boolean): void {
    if (part.kind === "char") steps.push({ reads: readerOf(part.source), behind });
    else if (part.kind === "edge") steps.push({ edge: part.source });
    else if (part.kind === "back")
      steps.push({ back: typeof part.group === "number" ? [groupOf(part.group)] : (named.get(part.group) ?? []), behind });
    else if (part.kind === "all") {
      const parts = [...part.parts];
      if (behind) parts.reverse();
      for (const each of parts) write(each, behind);
    } else if (part.kind === "any") writeAlternatives(part.parts, behind);
    else if (part.kind === "group") {
      const [first, last] = behind ? [1, 0] : [0, 1];
      steps.push({ save: groupOf(part.index) + first });
      write(part.body, behind);
      steps.push({ save: groupOf(part.index) + last });
    } else if (part.kind === "look") {
      const look = steps.push(later) - 1;
      write(part.body, part.behind);
      steps.push({ end: true });
      steps[look] = { look: steps.length, negate: part.negate };
    } else if (part.kind === "repeat") {
      const register = registers;
      registers += 2;
      const { body, min, max, lazy } = part;
      steps.push({ enter: register });
      const loop = steps.push(later) - 1;
      const begin = steps.push(later) - 1;
      write(body, behind);
      steps.push({ jump: loop });
      steps[loop] = { loop: register, min, max, lazy, isPlain: part.groups[0] === part.groups[1], exit: steps.length };
      steps[begin] = { begin: register, from: groupOf(part.groups[0]), to: groupOf(part.groups[1]) };
    }
  }

  function writeAlternatives(parts: readonly Part[], behind: boolean): void {
    const jumps = parts.map((part, index) => {
      const split = steps.push(later) - 1;
      write(part, behind);
      const jump = steps.push(later) - 1;
      steps[split] = index < parts.length - 1 ? { split: steps.length } : { jump: split + 1 };
      return jump;
    });
    for (const jump of jumps) steps[jump] = { jump: steps.length };
  }

  write(pattern, false);
  steps.push({ end: true });
  return { steps, registers };
}

/** The first of the two registers of a group. */
function groupOf(index: number): number {
  return 2 * (index - 1);
}
