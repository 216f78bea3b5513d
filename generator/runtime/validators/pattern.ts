/** A part of a regular expression. */
export type Part =
  | { readonly kind: "char"; readonly source: string }
  | { readonly kind: "edge"; readonly source: string }
  | { readonly kind: "back"; readonly group: number | string }
  | { readonly kind: "all" | "any"; readonly parts: Part[] }
  | { readonly kind: "group"; readonly index: number; /** Empty without one. */ readonly name: string; readonly body: Part }
  | { readonly kind: "look"; readonly behind: boolean; readonly negate: boolean; readonly body: Part }
  | {
      readonly kind: "repeat";
      readonly body: Part;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      /** The indexes of the groups inside: from the first, up to the second. */
      readonly groups: readonly [from: number, to: number];
    };

/** Thrown if matching exceeds the maximum number of steps. The text is then neither accepted nor rejected. */
export class PatternLimitError extends Error {
  override readonly name = "PatternLimitError";
  readonly pattern: string;

  constructor(pattern: string) {
    super(`takes too long to match against the pattern ${JSON.stringify(pattern)}`);
    this.pattern = pattern;
  }
}

/** Each match is one unit of the syntax. A pair of escaped surrogates is one character. */
const units =
  /\(\?(?:[:=!]|<[=!]|<[^>]*>)|\[(?:\\[^]|[^\]\\])*\]|\\(?:[upP]\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|k<[^>]*>|[1-9]\d*|[^])|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu;

/** Reads a valid regular expression that has the syntax of the `u` flag. */
export function parsePattern(source: string): Part {
  /** How many groups there are so far, and how many there were before the last part. */
  let groups = 0;
  let before = 0;
  let parts: Part[] = [];
  /** The alternatives around the current group, from the outside in, and its own last. */
  const open: { readonly unit: string; readonly index: number; readonly outer: Part[]; readonly alternatives: Part[] }[] = [];
  let alternatives: Part[] = [];
  const endAlternatives = (): Part => {
    alternatives.push({ kind: "all", parts });
    return alternatives.length === 1 ? (alternatives[0] as Part) : { kind: "any", parts: alternatives };
  };
  for (const [unit] of source.matchAll(units)) {
    const first = unit.charAt(0);
    if (first === "(") {
      const isGroup = unit.length === 1 || unit.length > 4;
      open.push({ unit, index: isGroup ? ++groups : groups, outer: parts, alternatives });
      [parts, alternatives] = [[], []];
    } else if (first === "|") {
      alternatives.push({ kind: "all", parts });
      parts = [];
    } else if (first === ")") {
      const body = endAlternatives();
      const group = open.pop();
      if (group === undefined) break;
      ({ outer: parts, alternatives } = group);
      const { unit: opened, index } = group;
      const isGroup = opened.length === 1 || opened.length > 4;
      before = isGroup ? index - 1 : index;
      if (opened === "(?:") parts.push(body);
      else if (isGroup) parts.push({ kind: "group", index, name: opened.slice(3, -1), body });
      else parts.push({ kind: "look", behind: opened.includes("<"), negate: opened.endsWith("!"), body });
    } else if (/^[*+?]|^\{./.test(unit)) {
      const [min, max] = bounds(unit);
      parts.push({
        kind: "repeat",
        body: parts.pop() as Part,
        min,
        max,
        lazy: unit.length > 1 && unit.endsWith("?"),
        groups: [before + 1, groups + 1],
      });
    } else {
      before = groups;
      if (/^(?:[$^]|\\[bB])$/.test(unit)) parts.push({ kind: "edge", source: unit });
      else if (/^\\[1-9]/.test(unit)) parts.push({ kind: "back", group: Number(unit.slice(1)) });
      else if (unit.startsWith("\\k<")) parts.push({ kind: "back", group: unit.slice(3, -1) });
      else parts.push({ kind: "char", source: unit });
    }
  }
  return endAlternatives();
}

function bounds(unit: string): [min: number, max: number] {
  if (unit.startsWith("{")) {
    const [min, max = min] = unit.slice(1, unit.indexOf("}")).split(",");
    return [Number(min), max === "" ? Infinity : Number(max)];
  }
  return [unit.startsWith("+") ? 1 : 0, unit.startsWith("?") ? 1 : Infinity];
}

/** Characters of a text as a pattern reads them: code points with the `u` flag, else UTF-16 code units. `""` at either end. */
export function characterAt(text: string, at: number, unicode: boolean): string {
  if (at < text.length && unicode && isPair(text, at)) return text.slice(at, at + 2);
  return text.charAt(at);
}

export function characterBefore(text: string, at: number, unicode: boolean): string {
  if (at > 1 && unicode && isPair(text, at - 2)) return text.slice(at - 2, at);
  return text.charAt(at - 1);
}

function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

/** Whether `^`, `$`, `\b` or `\B` holds at a position. */
export function isEdge(source: string, text: string, at: number): boolean {
  if (source === "^") return at === 0;
  if (source === "$") return at === text.length;
  return (/\w/.test(text.charAt(at - 1)) !== /\w/.test(text.charAt(at))) === (source === "\\b");
}

/** Functions that test a character against a class, an escape or a literal, with cached results. */
export function characterTests(flags: string): (source: string) => (character: string) => boolean {
  const tests = new Map<string, (character: string) => boolean>();
  return (source) => {
    let test = tests.get(source);
    if (test === undefined) {
      const expression = new RegExp(`^(?:${source})$`, flags);
      const known = new Map<string, boolean>();
      test = (character) => {
        let found = known.get(character);
        if (found === undefined) {
          if (known.size > 1000) known.clear();
          known.set(character, (found = expression.test(character)));
        }
        return found;
      };
      tests.set(source, test);
    }
    return test;
  };
}
