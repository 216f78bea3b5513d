import type { Program } from "#runtime/validators/linear.js";
import { RegExpParser, type AST } from "@eslint-community/regexpp";

type Step = Program[number];

/** Stands where a step will that leads to a place not known yet. */
const later: Step = ["jump", 0];
/** Longer programs are not worth their size. */
const longest = 2000;

class Unsupported extends Error {}

/** The program of a pattern for `runtime/validators/linear`; `undefined` where it looks ahead, behind or back, or repeats too much. */
export function linearProgram(pattern: string, flags: string): Program | undefined {
  const program: Step[] = [];
  try {
    const parsed = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern, 0, pattern.length, { unicode: flags === "u" });
    alternatives(parsed.alternatives, program);
    return program;
  } catch {
    return undefined;
  }
}

function alternatives(branches: readonly AST.Alternative[], program: Step[]): void {
  const ends: number[] = [];
  branches.forEach((branch, index) => {
    const isLast = index === branches.length - 1;
    const split = program.length;
    if (!isLast) program.push(later);
    for (const element of branch.elements) write(element, program);
    if (isLast) return;
    ends.push(program.length);
    program.push(later);
    program[split] = ["split", split + 1, program.length];
  });
  for (const end of ends) program[end] = ["jump", program.length];
}

function write(element: AST.Element, program: Step[]): void {
  if (program.length > longest) throw new Unsupported();
  switch (element.type) {
    case "Character":
    case "CharacterClass":
    case "CharacterSet":
      program.push(["char", element.raw]);
      return;
    case "Group":
    case "CapturingGroup":
      alternatives(element.alternatives, program);
      return;
    case "Assertion":
      if (element.kind !== "start" && element.kind !== "end") throw new Unsupported();
      program.push([element.kind]);
      return;
    case "Quantifier":
      repeat(element, program);
      return;
    default:
      throw new Unsupported();
  }
}

/** `x{2,}` is `xx(x(…))`: the required ones, then a loop or so many optional ones. */
function repeat({ element, min, max }: AST.Quantifier, program: Step[]): void {
  for (let count = 0; count < min; count++) write(element, program);
  if (max === Number.POSITIVE_INFINITY) {
    const split = program.length;
    program.push(later);
    write(element, program);
    program.push(["jump", split]);
    program[split] = ["split", split + 1, program.length];
    return;
  }
  const splits: number[] = [];
  for (let count = min; count < max; count++) {
    splits.push(program.length);
    program.push(later);
    write(element, program);
  }
  for (const split of splits) program[split] = ["split", split + 1, program.length];
}
