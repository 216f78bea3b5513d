import { RegExpParser, type AST } from "@eslint-community/regexpp";

/** A pattern that can be used, as ECMA-262 reads it. */
export interface PatternSyntax {
  readonly tree: AST.Pattern;
  /** With `u`, as JSON Schema requires (2020-12 §6.4). Without, if the pattern is only valid so (`^\-$`). */
  readonly flags: "u" | "";
}

/** Why a pattern cannot be used. */
export interface PatternFault {
  readonly fault: string;
}

/** Groups that are nested more deeply are rejected: functions on patterns need a stack frame for each level. */
const deepest = 200;
/** Each of them takes the engine a tenth of a millisecond to parse. */
const mostProperties = 1000;
/** Reading a pattern takes a hundred times its memory. The longest ones of public documents have some thousands of characters. */
const mostCharacters = 1_000_000;

const known = new Map<string, PatternSyntax | PatternFault>();

export function readPattern(source: string): PatternSyntax | PatternFault {
  let result = known.get(source);
  if (result === undefined) known.set(source, (result = read(source)));
  return result;
}

/** The same, where it makes no difference why a pattern cannot be used. */
export function patternSyntax(source: string): PatternSyntax | undefined {
  const result = readPattern(source);
  return "tree" in result ? result : undefined;
}

function read(source: string): PatternSyntax | PatternFault {
  if (source.length > mostCharacters) return { fault: `it has more than ${mostCharacters.toLocaleString("en")} characters` };
  if (countProperties(source) > mostProperties) return { fault: `it has more than ${mostProperties} Unicode properties` };
  if (depthOf(source) > deepest) return { fault: `groups are nested more than ${deepest} levels deep` };
  const fault = faultOf(source, "u");
  if (fault === undefined) return parsed(source, "u");
  // Without `u`, a property would be the letters of its name.
  return hasProperty(source) || faultOf(source, "") !== undefined ? { fault } : parsed(source, "");
}

function parsed(source: string, flags: "u" | ""): PatternSyntax | PatternFault {
  try {
    // Later editions have syntax that Node 20 cannot read.
    const tree = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: flags === "u" });
    return { tree, flags };
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

/** A Unicode property, of which ECMA-262 has some. */
function hasProperty(source: string): boolean {
  return /\\p\{/i.test(withoutEscapedBackslashes(source));
}

export function withoutEscapedBackslashes(source: string): string {
  return source.replaceAll("\\\\", "");
}

function countProperties(source: string): number {
  return withoutEscapedBackslashes(source).match(/\\p\{/gi)?.length ?? 0;
}

/** How deeply groups are nested. */
function depthOf(source: string): number {
  let [depth, most] = [0, 0];
  let isClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === "\\") at++;
    else if (isClass) isClass = character !== "]";
    else if (character === "[") isClass = true;
    else if (character === "(") most = Math.max(most, ++depth);
    else if (character === ")") depth--;
  }
  return most;
}

/** The error message of the engine about a pattern. */
function faultOf(source: string, flags: string): string | undefined {
  try {
    return new RegExp(source, flags) instanceof RegExp ? undefined : "it cannot be read";
  } catch (error) {
    return reasonOf(error);
  }
}

/** "Invalid regular expression: /(/u: Unterminated group" */
function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(": ").at(-1) ?? error.message).toLowerCase() : String(error);
}
