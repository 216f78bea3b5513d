import { linear, type Program } from "#runtime/validators/linear.js";
import { slowLimit, testInTime } from "../../regex/patient.js";
import { searchOf } from "../../regex/search.js";
import { slowPart } from "../../regex/slow.js";

const compiled = new Map<string, RegExp | undefined>();

/** A pattern as the JSON Schema dialect means it: Unicode where it is a Unicode pattern, without the flag where it only works so. */
export function regex(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    let expression: RegExp | undefined;
    for (const flags of ["u", ""]) {
      try {
        expression ??= new RegExp(pattern, flags);
      } catch {
        // Tried again without the flag; what is no pattern at all is the check stage's finding.
      }
    }
    compiled.set(pattern, expression);
  }
  return compiled.get(pattern);
}

const slow = new Map<string, boolean>();

/** Whether trying the pattern on a long text may take for ever. */
export function isSlow(pattern: string): boolean {
  let known = slow.get(pattern);
  if (known === undefined) slow.set(pattern, (known = slowPart(pattern) !== undefined));
  return known;
}

/** Whether a text matches; `undefined` where finding out may take for ever: a slow pattern that looks ahead, behind or back leaves no way but the engine's. */
export function matches(pattern: string, text: string): boolean | undefined {
  const expression = regex(pattern);
  if (expression === undefined) return true;
  if (text.length <= slowLimit) return holds(expression, text);
  const { program, short, endless } = searchOf(pattern, expression.flags);
  if (program !== undefined) return inLinearTime(pattern, program, expression, short).test(text);
  if (!endless) return holds(expression, text);
  return isSlow(pattern) ? undefined : testInTime(expression, text);
}

const walked = new Map<string, Pick<RegExp, "test">>();

/** What generated validators ask of a slow pattern. */
function inLinearTime(pattern: string, program: Program, expression: RegExp, short: number): Pick<RegExp, "test"> {
  let known = walked.get(pattern);
  if (known === undefined) walked.set(pattern, (known = linear(program, expression.flags, expression, short)));
  return known;
}

/** The length of the shortest text that the engine gave up on: that takes it a sixth of a second each time. */
const givenUp = new WeakMap<RegExp, number>();

/** Whether a text matches; `undefined` where the engine gives up: a repetition of millions can take more of its stack than there is. */
function holds(expression: RegExp, text: string): boolean | undefined {
  if (text.length >= (givenUp.get(expression) ?? Infinity)) return undefined;
  try {
    return expression.test(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    givenUp.set(expression, text.length);
    return undefined;
  }
}
