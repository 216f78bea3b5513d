import { code, join, raw, type Code } from "../../print/code.js";

/** Code that is laid out as soon as it is known how much room there is. */
export type Piece = Code | Group;

/** A call, a list or an object literal. */
export class Group {
  #flat: Code | undefined;

  constructor(
    readonly open: Code,
    readonly items: readonly Piece[],
    readonly close: ")" | "]" | "}",
  ) {}

  /** On one line. */
  get flat(): Code {
    if (this.#flat !== undefined) return this.#flat;
    const space = this.close === "}" && this.items.length > 0 ? " " : "";
    return (this.#flat = code`${this.open}${raw(space)}${join(this.items.map(flat), ", ")}${raw(space)}${raw(this.close)}`);
  }
}

export function calling(name: Code, ...items: readonly Piece[]): Group {
  return new Group(code`${name}(`, items, ")");
}

export function listing(items: readonly Piece[]): Group {
  return new Group(raw("["), items, "]");
}

export function literalOf(members: readonly Piece[]): Group {
  return new Group(raw("{"), members, "}");
}

/** `name: piece`, `() => piece` */
export function labelled(label: Code, piece: Piece): Piece {
  return piece instanceof Group ? new Group(code`${label}${piece.open}`, piece.items, piece.close) : code`${label}${piece}`;
}

function flat(piece: Piece): Code {
  return piece instanceof Group ? piece.flat : piece;
}

const width = 145;

/** @param used Of the line on which it begins. */
export function laidOut(piece: Piece, indent: number, used: number = indent): Code {
  if (!(piece instanceof Group)) return piece;
  if (used + piece.flat.length <= width) return piece.flat;
  const { open, items, close } = piece;
  const hugged = close === ")" ? huggedBy(items) : undefined;
  if (hugged !== undefined) {
    const index = items.indexOf(hugged);
    const before = join(
      items.slice(0, index).map((item) => code`${flat(item)}, `),
      "",
    );
    const after = join(
      items.slice(index + 1).map((item) => code`, ${flat(item)}`),
      "",
    );
    return code`${open}${before}${laidOut(hugged, indent, width)}${after}${raw(close)}`;
  }
  const margin = raw(`\n${" ".repeat(indent + 2)}`);
  const lines = items.map((item) => code`${margin}${laidOut(item, indent + 2)},`);
  return code`${open}${join(lines, "")}${raw(`\n${" ".repeat(indent)}${close}`)}`;
}

/** The argument that alone is laid out on several lines: a literal next to short ones, or a call of that kind. */
function huggedBy(items: readonly Piece[]): Group | undefined {
  let longest: Group | undefined;
  let sum = 0;
  for (const item of items) {
    const { length } = flat(item);
    sum += length;
    if (item instanceof Group && length > (longest?.flat.length ?? 0)) longest = item;
  }
  if (longest === undefined || sum - longest.flat.length > 80) return undefined;
  return longest.close !== ")" || huggedBy(longest.items) !== undefined ? longest : undefined;
}
