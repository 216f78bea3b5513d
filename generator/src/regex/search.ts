import type { Program } from "#runtime/validators/linear.js";
import type { AST } from "@eslint-community/regexpp";
import { linearProgram } from "./linear.js";
import { isPolynomial } from "./polynomial.js";
import { parse, slowPart } from "./slow.js";

/** How texts are searched for a pattern, so that nobody waits for ever where that can be helped. */
export interface Search {
  /** The same as a program for `runtime/validators/linear`; absent where the engine is as good, or where nothing but the engine can. */
  readonly program?: Program;
  /** The longest text that the engine is asked about beside a program. */
  readonly short: number;
  /** Whether the engine has to be asked, and may take for ever, for all that is known. */
  readonly endless: boolean;
}

const searches = new Map<string, Search>();

/** What is known of a pattern. It is worked out once: the search for slow parts has a price. */
export function searchOf(pattern: string, flags: string): Search {
  const key = `${flags}/${pattern}`;
  let search = searches.get(key);
  if (search === undefined) searches.set(key, (search = findSearch(pattern, flags)));
  return search;
}

function findSearch(pattern: string, flags: string): Search {
  const isExponential = slowPart(pattern) !== undefined;
  if (!isExponential && !isPolynomial(pattern)) return { short: Infinity, endless: isUnknown(pattern) };
  const program = linearProgram(pattern, flags);
  if (program === undefined) return { short: Infinity, endless: true };
  return { program, short: isExponential ? 0 : shortFor(pattern), endless: false };
}

/** Whether the searches for slow parts leave out something: what looks ahead, behind or back, or is very large. */
function isUnknown(pattern: string): boolean {
  if (!/[*+]|,\}|\d\d\}/.test(pattern)) return false;
  return /\(\?<?[=!]|\\[1-9k]/.test(pattern) || slowPart(pattern, true) !== undefined || isPolynomial(pattern, true);
}

/** What the engine does for a text of 200 characters and a square of them is no work yet, nor is what it does for a cube. */
const usual = 200;
const steps = 1_000_000;

/** The length of text up to which a time that grows with a power of it stays small: there are at most as many loops behind each other as the power says. */
function shortFor(pattern: string): number {
  const parsed = parse(pattern);
  const power = Math.max(...(parsed?.alternatives ?? []).map((each) => loopsIn(each) + (each.elements[0]?.type === "Assertion" ? 0 : 1)));
  return power <= 3 ? usual : Math.min(usual, Math.floor(steps ** (1 / power)));
}

/** So many times or more is a loop: a text that is short has no room for them. */
const many = 16;

/** How many loops a text can pass one after the other. */
function loopsIn(node: AST.Alternative | AST.Element): number {
  switch (node.type) {
    case "Alternative":
      return node.elements.reduce((sum, element) => sum + loopsIn(element), 0);
    case "Group":
    case "CapturingGroup":
      return Math.max(0, ...node.alternatives.map(loopsIn));
    case "Quantifier":
      return node.max >= many ? Math.max(1, loopsIn(node.element)) : node.max * loopsIn(node.element);
    default:
      return 0;
  }
}
