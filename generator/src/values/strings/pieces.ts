import type { AST } from "@eslint-community/regexpp";
import { codePoints } from "../json.js";
import { patternSyntax } from "../../regex/read.js";
import { charactersOf, type PatternBounds } from "./pattern.js";
import { matches } from "./regex.js";

/** A literal, or so many characters of some. */
export type Piece = string | readonly [characters: string, count: number];

/**
 * A pattern as independent pieces, so that any number of different texts is generated without a regular expression.
 * `undefined` if a pattern cannot be split so, or has too few texts.
 */
export function piecesOf(pattern: string, { minLength = 0, maxLength = Infinity }: PatternBounds = {}): readonly Piece[] | undefined {
  const syntax = patternSyntax(pattern);
  if (syntax === undefined) return undefined;
  const found = syntax.tree.alternatives
    .flatMap((alternative) => {
      const pieces: Piece[] = [];
      return splitPattern(alternative.elements, pieces, syntax.flags, { left: mostSteps }) ? [merged(pieces)] : [];
    })
    .toSorted((a, b) => room(b) - room(a))[0];
  if (found === undefined || room(found) < 1e6) return undefined;
  const length = found.reduce((sum, piece) => sum + (typeof piece === "string" ? codePoints(piece) : piece[1]), 0);
  if (length < minLength || length > maxLength) return undefined;
  // The ends of each class verify that the pieces have the meaning of the pattern.
  const ends = [0, -1].map((at) => found.map((piece) => (typeof piece === "string" ? piece : (piece[0].at(at) ?? "").repeat(piece[1]))).join(""));
  return ends.every((text) => matches(pattern, text) === true) ? found : undefined;
}

/** How many texts there are. */
function room(pieces: readonly Piece[]): number {
  return pieces.reduce((product, piece) => (typeof piece === "string" ? product : product * piece[0].length ** piece[1]), 1);
}

/** Nested repetitions take eight times as many with each step. */
const mostPieces = 2_000;
/** Alternatives inside of repetitions inside of each other are tried as often as that. */
const mostSteps = 20_000;

function splitPattern(elements: readonly AST.Element[], pieces: Piece[], flags: string, steps: { left: number }): boolean {
  return elements.every((element) => {
    if (pieces.length > mostPieces || --steps.left < 0) return false;
    switch (element.type) {
      case "Assertion":
        return element.kind === "start" || element.kind === "end";
      case "Character":
        return pieces.push(String.fromCodePoint(element.value)) > 0;
      case "CharacterSet":
      case "CharacterClass": {
        const plain = charactersOf(element.raw, flags, element).filter((character) => /^[\da-z]$/i.test(character));
        const lower = plain.filter((character) => character === character.toLowerCase());
        const characters = (lower.length > 1 ? lower : plain).join("");
        return characters !== "" && pieces.push([characters, 1]) > 0;
      }
      case "Group":
      case "CapturingGroup": {
        // From the last one on: the first is often the plainest, such as a single "0", which leaves nothing to choose.
        for (const alternative of element.alternatives.toReversed()) {
          const inner: Piece[] = [];
          if (splitPattern(alternative.elements, inner, flags, steps)) return pieces.push(...inner) >= 0;
        }
        return false;
      }
      case "Quantifier": {
        const count = Math.max(element.min, Math.min(element.max, 8));
        if (count > 200) return false;
        for (let index = 0; index < count; index++) if (!splitPattern([element.element], pieces, flags, steps)) return false;
        return true;
      }
      default:
        return false;
    }
  });
}

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (typeof piece === "string" && typeof last === "string") result[result.length - 1] = last + piece;
    else if (typeof piece !== "string" && last !== undefined && typeof last !== "string" && last[0] === piece[0])
      result[result.length - 1] = [last[0], last[1] + piece[1]];
    else result.push(piece);
  }
  return result;
}
