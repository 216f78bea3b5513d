import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { parse } from "./slow.js";

/** What a pattern repeats so often, though it may be empty, that the engine has no stack left for it. */
export interface Exhausting {
  readonly part: string;
  readonly times: number;
}

/**
 * The part of a pattern that V8 gives up on, whatever the text: it keeps a place to come back to for each repetition of what may be empty,
 * so that millions that must be there take all of its stack. Repetitions of what takes a character end with the text.
 */
export function exhaustingPart(pattern: string): Exhausting | undefined {
  // Most patterns count nothing in thousands, and need no parser.
  if (!/\{\d{4}/.test(pattern)) return undefined;
  const parsed = parse(pattern);
  if (!parsed) return undefined;
  let found: Exhausting | undefined;
  visitRegExpAST(parsed, {
    onQuantifierEnter(quantifier) {
      const times = repetitions(quantifier);
      if (!found && times >= most && mayBeEmpty(quantifier.element)) found = { part: quantifier.raw, times };
    },
  });
  return found;
}

/** From here on V8 gave up on each of the patterns that we tried; of three million, only on some. */
const most = 4_000_000;

/** How often a repetition must happen, with those around it. */
function repetitions(quantifier: AST.Quantifier): number {
  let times = 1;
  for (let node: AST.Node | null = quantifier; node; node = node.parent) if (node.type === "Quantifier") times *= node.min;
  return times;
}

function mayBeEmpty(element: AST.Element): boolean {
  switch (element.type) {
    case "Quantifier":
      return element.min === 0 || mayBeEmpty(element.element);
    case "Group":
    case "CapturingGroup":
      // A group with nothing in it costs the engine nothing.
      return (
        element.alternatives.some(({ elements }) => elements.every(mayBeEmpty)) && element.alternatives.some(({ elements }) => elements.length > 0)
      );
    default:
      return false;
  }
}
