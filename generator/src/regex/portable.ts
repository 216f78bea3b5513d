import type { AST } from "@eslint-community/regexpp";

/**
 * A pattern that is only valid without the `u` flag, written with the syntax of that flag: `^\-{` as `^\x2d\x7b`. It matches the same texts
 * without the flag, and is the one syntax that `runtime/validators/pattern` reads.
 */
export function portableSource(node: AST.Pattern | AST.Alternative | AST.Element): string {
  switch (node.type) {
    case "Pattern":
      return node.alternatives.map(portableSource).join("|");
    case "Alternative":
      return node.elements.map(portableSource).join("");
    case "Group":
      return `(?:${node.alternatives.map(portableSource).join("|")})`;
    case "CapturingGroup":
      return `(${node.name === null ? "" : `?<${node.name}>`}${node.alternatives.map(portableSource).join("|")})`;
    case "Quantifier":
      return portableSource(node.element) + node.raw.slice(node.element.raw.length);
    case "Assertion":
      if (node.kind !== "lookahead" && node.kind !== "lookbehind") return node.raw;
      // In a group of its own: without the flag, a look-ahead may be repeated.
      return `(?:(?${node.kind === "lookbehind" ? "<" : ""}${node.negate ? "!" : "="}${node.alternatives.map(portableSource).join("|")}))`;
    case "Character":
      return character(node.value);
    case "Backreference":
      // In a group of its own: a digit may follow.
      return `(?:${node.raw})`;
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return node.raw;
  }
}

function character(value: number): string {
  const text = String.fromCodePoint(value);
  if (/^[\w ]$/.test(text)) return text;
  if (value < 0x100) return `\\x${value.toString(16).padStart(2, "0")}`;
  const unit = `\\u${value.toString(16).padStart(4, "0")}`;
  // Two halves of a pair in a row are two characters here.
  return /[\ud800-\udfff]/.test(text) ? `[${unit}]` : unit;
}
