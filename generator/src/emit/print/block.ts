import { code, Code, join, raw } from "./code.js";

/** An object literal with a member a line. */
export function block(members: readonly Code[], indent: number): Code {
  if (members.length === 0) return code`{}`;
  const inner = `\n${" ".repeat(indent)}`;
  return code`{${raw(inner)}${join(members, `,${inner}`)},\n${raw(" ".repeat(indent - 2))}}`;
}

/** The piece one level deeper: all lines but the first are indented. Our literals contain no line break. */
export function deeper(piece: Code): Code {
  if (!piece.marked.includes("\n")) return piece;
  const marked = piece.marked.replaceAll("\n", "\n  ");
  return new Code(marked, piece.length + marked.length - piece.marked.length);
}
