import { code, join, raw, type Code } from "./code.js";

/** An object literal with a member a line. */
export function block(members: readonly Code[], indent: number): Code {
  if (members.length === 0) return code`{}`;
  const inner = `\n${" ".repeat(indent)}`;
  return code`{${raw(inner)}${join(members, `,${inner}`)},\n${raw(" ".repeat(indent - 2))}}`;
}
