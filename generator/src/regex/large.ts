import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { matchingOf } from "./matching.js";
import { patternSyntax } from "./read.js";

/** The repeated part that makes a pattern too large for an automaton. */
export interface LargePart {
  readonly part: string;
  readonly times: number;
}

/** The part of a pattern with the most repetitions, where the pattern has no automaton only because of its size. */
export function largePart(pattern: string): LargePart | undefined {
  const tree = patternSyntax(pattern)?.tree;
  if (tree === undefined || !matchingOf(pattern)?.isTooLarge) return undefined;
  let found: LargePart | undefined;
  visitRegExpAST(tree, {
    onQuantifierEnter(quantifier) {
      const times = repetitions(quantifier);
      if (times > (found?.times ?? 1)) found = { part: quantifier.raw, times };
    },
  });
  return found ?? { part: pattern, times: 1 };
}

/** The minimum number of repetitions of a part, or the maximum if it is optional, including enclosing repetitions. */
function repetitions(quantifier: AST.Quantifier): number {
  let times = 1;
  for (let node: AST.Node | null = quantifier; node; node = node.parent)
    if (node.type === "Quantifier") times *= node.max === Infinity ? Math.max(node.min, 1) : node.max;
  return times;
}
