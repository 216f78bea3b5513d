import { Code, code } from "../../print/code.js";
import type { Expression } from "./expression.js";

const slotStart = "\u0005";
const slotEnd = "\u0006";

/** Whether the expression is a slot, and nothing else. */
export function isSlot(read: string): boolean {
  return read.startsWith(slotStart) && read.indexOf(slotEnd) === read.length - 1;
}

/** Distinguishes slots: they may be nested. */
let slots = 0;

/** A part of code that is filled when the number of reads is known. */
export class Slot {
  readonly code: Code;
  readonly #mark: string;

  constructor() {
    slots += 1;
    this.#mark = `${slotStart}${slots}${slotEnd}`;
    this.code = new Code(this.#mark, 0);
  }

  count(piece: Code): number {
    let found = 0;
    for (let at = piece.marked.indexOf(this.#mark); at !== -1; at = piece.marked.indexOf(this.#mark, at + this.#mark.length)) found++;
    return found;
  }

  fill(piece: Code, value: Code): Code {
    if (!piece.marked.includes(this.#mark)) return piece;
    const pieces = piece.marked.split(this.#mark);
    return new Code(pieces.join(value.marked), piece.length + (pieces.length - 1) * value.length);
  }

  countIn(item: Expression): number {
    switch (item.kind) {
      case "constant":
        return 0;
      case "code":
        return this.count(item.code);
      case "not":
        return this.countIn(item.item);
      case "all":
      case "some":
        return item.items.reduce((sum, each) => sum + this.countIn(each), 0);
      case "choice":
        return this.countIn(item.test) + this.countIn(item.then) + this.countIn(item.otherwise);
    }
  }

  /** The first reading assigns: `typeof (v = value.name) === "string" && v !== ""`. */
  assignIn(item: Expression, variable: Code, value: Code): Expression {
    let first = code`(${variable} = ${value})`;
    const inOrder = (each: Expression): Expression => {
      switch (each.kind) {
        case "constant":
          return each;
        case "code": {
          const filled: Expression = {
            kind: "code",
            code: this.#assign(each.code, first, variable),
            negated: each.negated && this.#assign(each.negated, first, variable),
          };
          if (this.count(each.code) > 0) first = variable;
          return filled;
        }
        case "not":
          return { kind: "not", item: inOrder(each.item) };
        case "all":
        case "some":
          return { kind: each.kind, items: each.items.map(inOrder) };
        case "choice": {
          const condition = inOrder(each.test);
          return { kind: "choice", test: condition, then: inOrder(each.then), otherwise: inOrder(each.otherwise) };
        }
      }
    };
    return inOrder(item);
  }

  #assign(piece: Code, first: Code, others: Code): Code {
    const [before = "", ...rest] = piece.marked.split(this.#mark);
    if (rest.length === 0) return piece;
    const [after = "", ...more] = rest;
    const marked = [`${before}${first.marked}${after}`, ...more].join(others.marked);
    return new Code(marked, piece.length + first.length + more.length * others.length);
  }

  fillIn(item: Expression, value: Code): Expression {
    const fill = (each: Expression): Expression => this.fillIn(each, value);
    switch (item.kind) {
      case "constant":
        return item;
      case "code":
        return { kind: "code", code: this.fill(item.code, value), negated: item.negated && this.fill(item.negated, value) };
      case "not":
        return { kind: "not", item: fill(item.item) };
      case "all":
      case "some":
        return { kind: item.kind, items: item.items.map(fill) };
      case "choice":
        return { kind: "choice", test: fill(item.test), then: fill(item.then), otherwise: fill(item.otherwise) };
    }
  }
}
