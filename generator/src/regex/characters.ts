import type { AST } from "@eslint-community/regexpp";

/** A set of code points as sorted, disjoint ranges. */
export type Characters = readonly (readonly [from: number, to: number])[];

const last = 0x10ffff;
export const everything: Characters = [[0, last]];
const digit: Characters = [[48, 57]];
const word: Characters = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const space: Characters = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lineEnds: Characters = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
/** Characters beyond ASCII. A Unicode property counts as having any of them. */
const beyond: Characters = [[0x80, last]];

export function overlap(a: Characters, b: Characters): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [[from, to], [start, end]] = [a[i] as Characters[number], b[j] as Characters[number]];
    if (from <= end && start <= to) return true;
    if (to < end) i++;
    else j++;
  }
  return false;
}

function negate(set: Characters): Characters {
  const result: [number, number][] = [];
  let next = 0;
  for (const [from, to] of normal(set)) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) result.push([next, last]);
  return result;
}

function normal(set: Characters): Characters {
  const result: [number, number][] = [];
  for (const [from, to] of set.toSorted((a, b) => a[0] - b[0])) {
    const previous = result.at(-1);
    if (previous && from <= previous[1] + 1) previous[1] = Math.max(previous[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** The characters that one element of a pattern can match. */
export function charactersOf(element: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassRange): Characters {
  switch (element.type) {
    case "Character":
      return [[element.value, element.value]];
    case "CharacterClassRange":
      return [[element.min.value, element.max.value]];
    case "CharacterClass": {
      const set = normal((element.elements as readonly AST.CharacterClassElement[]).flatMap(member));
      if (!element.negate) return set;
      return element.elements.some((part) => part.type === "CharacterSet" && part.kind === "property")
        ? normal([...negate(set), ...beyond])
        : negate(set);
    }
    case "CharacterSet":
      return setOf(element);
  }
}

/** Class members of the `v` flag match everything; patterns are read without the flag. */
function member(part: AST.CharacterClassElement): Characters {
  return part.type === "Character" || part.type === "CharacterSet" || part.type === "CharacterClass" || part.type === "CharacterClassRange"
    ? charactersOf(part)
    : everything;
}

function setOf(element: AST.CharacterSet): Characters {
  if (element.kind === "any") return negate(lineEnds);
  if (element.kind === "property") return propertySet(element.raw);
  const set = element.kind === "digit" ? digit : element.kind === "space" ? space : word;
  return element.negate ? negate(set) : set;
}

const properties = new Map<string, Characters>();

/** The ASCII characters of a property, or of its complement, and all others. */
function propertySet(source: string): Characters {
  let set = properties.get(source);
  if (set === undefined) {
    const expression = new RegExp(source, "u");
    const ascii = Array.from({ length: 0x80 }, (_, point) => point).filter((point) => expression.test(String.fromCodePoint(point)));
    properties.set(source, (set = normal([...ascii.map((point) => [point, point] as const), ...beyond])));
  }
  return set;
}
