import { Code, code, join, raw } from "../../print/code.js";

/** A boolean expression of generated code: a tree until it is printed, so that it can be simplified, negated and laid out. */
export type Expression =
  | { readonly kind: "constant"; readonly value: boolean }
  | {
      readonly kind: "code";
      readonly code: Code;
      /** Its opposite, where that is anything else than the same with `!` in front. */
      readonly negated: Code | undefined;
      /** Where it is proof of a type to the compiler: makes the same test that is none. */
      readonly unproved?: () => Expression;
    }
  | { readonly kind: "not"; readonly item: Expression }
  | { readonly kind: "all"; readonly items: readonly Expression[] }
  | { readonly kind: "some"; readonly items: readonly Expression[] }
  | { readonly kind: "choice"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression };

let leftOut = 0;

/** The number of omitted tests, because a sibling decided them: their functions may be unused. */
export function leftOutSoFar(): number {
  return leftOut;
}

/** Called if written code is omitted. */
export function leaveOut(): void {
  leftOut += 1;
}

export const always: Expression = { kind: "constant", value: true };
export const never: Expression = { kind: "constant", value: false };

/** A test as an operand of `&&`. @param negated Its opposite, if it is shorter than `!(…)`. */
export function test(positive: Code, negated: Code): Expression {
  return { kind: "code", code: positive, negated };
}

/** A call or a name: `!` in front negates it. */
export function call(positive: Code): Expression {
  return { kind: "code", code: positive, negated: undefined };
}

/** A call of a type guard. @param unproved Creates the same call with an argument that the compiler does not narrow; it is rarely needed. */
export function guard(positive: Code, unproved: () => Code): Expression {
  return { kind: "code", code: positive, negated: undefined, unproved: () => call(unproved()) };
}

/** The same test, of which the compiler draws no conclusion. */
export function withoutProof(item: Expression): Expression {
  switch (item.kind) {
    case "constant":
      return item;
    case "code":
      return item.unproved?.() ?? item;
    case "not":
      return not(withoutProof(item.item));
    case "all":
      return all(item.items.map(withoutProof));
    case "some":
      return some(item.items.map(withoutProof));
    case "choice":
      return choice(withoutProof(item.test), withoutProof(item.then), withoutProof(item.otherwise));
  }
}

/**
 * Tests of one value, type guards last: after a guard the compiler assumes the narrowed type, and rejects properties that the
 * type does not declare (TS2339) and impossible comparisons (TS2367). Comparisons are first, because the test for an object also narrows,
 * and precedes the properties of inline parts. If several narrow, and one of them compares or reads, those
 * before it are written without narrowing.
 */
export function guardsLast(items: readonly Expression[]): readonly Expression[] {
  if (items.length < 2) return items;
  const rank = (item: Expression): number => (isComparison(item) ? 0 : hasGuard(item) ? 2 : 1);
  const sorted = items.toSorted((a, b) => rank(a) - rank(b));
  const last = sorted.findLastIndex((item) => hasGuard(item) && readsPart(item));
  return sorted.map((item, index) => (index < last ? withoutProof(item) : item));
}

/** The same for alternatives: after a failed guard, the compiler assumes the remaining types. */
export function denialsUnproved(items: readonly Expression[]): readonly Expression[] {
  const last = items.findLastIndex(readsPart);
  return items.map((item, index) => (index < last && hasDenial(item) ? withoutProof(item) : item));
}

function hasDenial(item: Expression): boolean {
  switch (item.kind) {
    case "code":
      return item.unproved !== undefined && item.negated !== undefined;
    case "not":
      return hasGuard(item.item);
    case "all":
    case "some":
      return item.items.some(hasDenial);
    default:
      return hasGuard(item);
  }
}

/** A comparison with one value: its reader, `!` or `=`, the value. */
export const comparison = /^(\S+) ([!=])== ("(?:[^"\\]|\\.)*"|-?\d[\w.+-]*|true|false|null)$/;

/** Whether the compared expression is a parameter or a local. */
function comparesLocal(text: string): boolean {
  return /^\w+ /.test(text) && comparison.test(text);
}

/** Whether a test consists of comparisons with literals only. */
function isComparison(item: Expression): boolean {
  switch (item.kind) {
    case "constant":
      return false;
    case "code":
      return comparesLocal(item.code.marked);
    case "not":
      return isComparison(item.item);
    case "all":
    case "some":
      return item.items.every(isComparison);
    case "choice":
      return false;
  }
}

function hasGuard(item: Expression): boolean {
  return anyCode(item, (each) => each.unproved !== undefined);
}

const nullOnly = / [!=]== null$/;

/** Whether some test compares the value with anything but null, or reads a part of it. */
function readsPart(item: Expression): boolean {
  return anyCode(item, ({ code: { marked } }) => (comparesLocal(marked) && !nullOnly.test(marked)) || /\w(?:\[|\.length)/.test(marked));
}

function anyCode(item: Expression, holds: (code: Extract<Expression, { readonly kind: "code" }>) => boolean): boolean {
  switch (item.kind) {
    case "constant":
      return false;
    case "code":
      return holds(item);
    case "not":
      return anyCode(item.item, holds);
    case "all":
    case "some":
      return item.items.some((each) => anyCode(each, holds));
    case "choice":
      return [item.test, item.then, item.otherwise].some((each) => anyCode(each, holds));
  }
}

function simplifyConstant(constant: Expression, items: readonly Expression[]): Expression {
  if (items.some((item) => item.kind !== "constant")) leaveOut();
  return constant;
}

export function all(items: readonly Expression[]): Expression {
  const remaining: Expression[] = [];
  for (const item of items) {
    if (item.kind === "constant") {
      if (!item.value) return simplifyConstant(never, items);
    } else if (item.kind === "all") remaining.push(...item.items);
    else remaining.push(item);
  }
  return remaining.length === 0 ? always : remaining.length === 1 ? (remaining[0] as Expression) : { kind: "all", items: remaining };
}

export function some(items: readonly Expression[]): Expression {
  const remaining: Expression[] = [];
  for (const item of items) {
    if (item.kind === "constant") {
      if (item.value) return simplifyConstant(always, items);
    } else if (item.kind === "some") remaining.push(...item.items);
    else remaining.push(item);
  }
  return remaining.length === 0 ? never : remaining.length === 1 ? (remaining[0] as Expression) : { kind: "some", items: remaining };
}

export function choice(tested: Expression, then: Expression, otherwise: Expression): Expression {
  if (tested.kind === "constant") {
    leaveOut();
    return tested.value ? then : otherwise;
  }
  // Its narrowing applies to its references.
  const condition = hasGuard(tested) && (readsPart(then) || readsPart(otherwise)) ? withoutProof(tested) : tested;
  if (otherwise.kind === "constant") return otherwise.value ? some([not(condition), then]) : all([condition, then]);
  if (then.kind === "constant") return then.value ? some([condition, otherwise]) : all([not(condition), otherwise]);
  return { kind: "choice", test: condition, then, otherwise };
}

export function not(item: Expression): Expression {
  switch (item.kind) {
    case "constant":
      return item.value ? never : always;
    case "code": {
      const { code: positive, negated = code`!${positive}`, unproved } = item;
      if (unproved === undefined) return { kind: "code", code: negated, negated: positive };
      return { kind: "code", code: negated, negated: positive, unproved: () => not(unproved()) };
    }
    // Not by de Morgan, except for the shortest: `!(a && b)` reads better than `!a || !b`, and narrows the same.
    case "all":
    case "some":
      if (item.items.length === 2 && item.items.every((each) => each.kind === "code")) {
        const negated = item.items.map(not);
        return item.kind === "all" ? { kind: "some", items: negated } : { kind: "all", items: negated };
      }
      return { kind: "not", item };
    case "choice":
      return { kind: "not", item };
    case "not":
      return item.item;
  }
}

/** On one line. */
export function flat(item: Expression): Code {
  switch (item.kind) {
    case "constant":
      return raw(String(item.value));
    case "code":
      return item.code;
    case "not":
      return code`!(${flat(item.item)})`;
    case "all":
    case "some":
      return join(item.items.map(operand), item.kind === "all" ? " && " : " || ");
    case "choice":
      return code`${operand(item.test)} ? ${operand(item.then)} : ${operand(item.otherwise)}`;
  }
}

/** On one line, in parentheses where it is not a single operand. */
function operand(item: Expression): Code {
  return isOperand(item) ? flat(item) : code`(${flat(item)})`;
}

function isOperand(item: Expression): boolean {
  return item.kind === "code" || item.kind === "constant" || item.kind === "not";
}

const width = 130;

/** Laid out from column `indent`: on one line where it fits, else one operand a line. */
function layout(item: Expression, indent: number): Code {
  return onOneLine(item, width - indent) ?? onLines(item, indent);
}

/** On one line, if it fits into the columns. Longer code is mostly detected after a few operands. */
export function onOneLine(item: Expression, room: number): Code | undefined {
  if (item.kind !== "all" && item.kind !== "some") {
    const line = flat(item);
    return line.length <= room ? line : undefined;
  }
  const separator = item.kind === "all" ? " && " : " || ";
  const operands: Code[] = [];
  let left = room + separator.length;
  for (const each of item.items) {
    const piece = operand(each);
    left -= separator.length + piece.length;
    if (left < 0) return undefined;
    operands.push(piece);
  }
  return join(operands, separator);
}

/** Laid out from column `indent`, one operand a line. */
export function onLines(item: Expression, indent: number): Code {
  if (item.kind === "code" || item.kind === "constant") return flat(item);
  const margin = `\n${" ".repeat(indent)}`;
  if (item.kind === "not") return code`!(${raw(`${margin}  `)}${layout(item.item, indent + 2)}${raw(margin)})`;
  const inner = (each: Expression): Code => {
    if (each.kind === "code" || each.kind === "constant") return flat(each);
    if (each.kind === "not") return layout(each, indent);
    const short = onOneLine(each, width - indent - "()".length);
    return short === undefined ? code`(${raw(`${margin}  `)}${onLines(each, indent + 2)}${raw(margin)})` : code`(${short})`;
  };
  if (item.kind === "choice") {
    return code`${inner(item.test)}${raw(`${margin}  ? `)}${inner(item.then)}${raw(`${margin}  : `)}${inner(item.otherwise)}`;
  }
  return join(item.items.map(inner), `${item.kind === "all" ? " &&" : " ||"}${margin}`);
}
