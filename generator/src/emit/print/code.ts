import { invariant } from "../../invariant.js";
import { escaped } from "../../model/json-text.js";
import type { Json } from "../../model/json.js";

/**
 * Marks inside of the text of a piece of code. They are control characters, which no text or literal contains: quoting escapes them. So a piece
 * is one string, and joining pieces is concatenation; lists of parts would dominate the garbage of printing.
 */
const marks = { symbol: "\u0001", end: "\u0004", type: "\u000e", typeEnd: "\u000f" } as const;

/** An import of generated code: mentioning it in `code` adds the import. A class, so that no JSON value of a document can pass for one. */
export class ImportedSymbol {
  /**
   * @param from Module path inside the output's source root, without extension (`runtime/validators/strings`, `schemas/session`), or a package:
   * `npm:openapi-fetch`.
   * @param typeOnly Written as `import type`.
   * @param mark Its mark in the text of a piece.
   */
  constructor(
    readonly from: string,
    readonly name: string,
    readonly typeOnly: boolean,
    readonly mark: string,
  ) {}
}

/**
 * Every symbol, by the number that its mark has: a short text, for most pieces mention several, and each mention is looked up. Nothing is ever
 * taken out: there are as many as the documents of a process have names.
 */
const symbols: ImportedSymbol[] = [];
/** By module and name, values and types separately. */
const known = { values: new Map<string, Map<string, ImportedSymbol>>(), types: new Map<string, Map<string, ImportedSymbol>>() };

function imported(from: string, name: string, typeOnly: boolean): ImportedSymbol {
  const modules = typeOnly ? known.types : known.values;
  let names = modules.get(from);
  if (names === undefined) modules.set(from, (names = new Map()));
  let found = names.get(name);
  if (found === undefined) {
    found = new ImportedSymbol(from, name, typeOnly, `${marks.symbol}${symbols.length}${marks.end}`);
    names.set(name, found);
    symbols.push(found);
  }
  return found;
}

/** The symbol of a mark. */
export function markedSymbol(mark: string): ImportedSymbol {
  const found = symbols[Number(mark.slice(marks.symbol.length, -marks.end.length))];
  invariant(found !== undefined, "an unknown mark");
  return found;
}

/** Generated text that can only be built from templates of ours, imported symbols and JSON values. */
export class Code {
  /**
   * @param marked The text, symbols and types marked.
   * @param length Of the text in TypeScript, imported names as they are exported.
   */
  constructor(
    readonly marked: string,
    readonly length: number,
  ) {}
}

/** TypeScript that JavaScript leaves out, with its punctuation: ``typed(code`: ${type}`)``, ` as string`, `value is T`. */
export function typed(annotation: Code): Code {
  const inner = annotation.marked.includes(marks.type) ? withTypes(annotation.marked) : annotation.marked;
  return new Code(`${marks.type}${inner}${marks.typeEnd}`, annotation.length);
}

const mentionOf = new RegExp(`${marks.symbol}\\d+${marks.end}`, "g");
const typeMarks = new RegExp(`[${marks.type}${marks.typeEnd}]`, "g");
const types = new RegExp(`${marks.type}[^${marks.typeEnd}]*${marks.typeEnd}`, "g");

function withTypes(marked: string): string {
  return marked.replace(typeMarks, "");
}

/** Marked text with type annotations (`ts`) or without (`js`). @param name Returns the local name of a symbol's mark. */
export function textOf(marked: string, language: "ts" | "js", name: (mark: string) => string): string {
  let text = marked;
  if (text.includes(marks.type)) text = language === "ts" ? withTypes(text) : text.replace(types, "");
  let opened = text.indexOf(marks.symbol);
  if (opened === -1) return text;
  let named = "";
  let position = 0;
  while (opened !== -1) {
    const end = text.indexOf(marks.end, opened) + 1;
    named += text.slice(position, opened) + name(text.slice(opened, end));
    position = end;
    opened = text.indexOf(marks.symbol, position);
  }
  return named + text.slice(position);
}

/** The piece with symbols replaced by those that `replace` returns. */
export function withSymbols(piece: Code, replace: (symbol: ImportedSymbol) => ImportedSymbol | undefined): Code {
  let { length } = piece;
  const marked = piece.marked.replace(mentionOf, (mark) => {
    const before = markedSymbol(mark);
    const other = replace(before);
    if (other === undefined) return mark;
    length += other.name.length - before.name.length;
    return other.mark;
  });
  return new Code(marked, length);
}

/** Whether a name occurs in the text; imported names do not count, which are numbers there. */
export function hasName({ marked }: Code, name: string): boolean {
  for (let at = marked.indexOf(name); at !== -1; at = marked.indexOf(name, at + 1)) {
    if (!partOfName.test(marked.charAt(at - 1)) && !partOfName.test(marked.charAt(at + name.length))) return true;
  }
  return false;
}

const partOfName = /[\w$]/;

export type Interpolation = Code | ImportedSymbol | Json;

/**
 * A piece of TypeScript. A plain value becomes a literal: a string from a document is always quoted, so it never is code.
 * Identifiers and type expressions of the plan are passed as `raw(...)`; texts of a document never are.
 */
export function code(strings: TemplateStringsArray, ...values: readonly Interpolation[]): Code {
  let marked = strings[0] as string;
  let { length } = marked;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as Interpolation;
    const after = strings[index + 1] as string;
    if (value instanceof Code) {
      marked += value.marked;
      length += value.length;
    } else if (value instanceof ImportedSymbol) {
      marked += value.mark;
      length += value.name.length;
    } else {
      const text = literal(value);
      marked += text;
      length += text.length;
    }
    if (after !== "") marked += after;
    length += after.length;
  }
  return new Code(marked, length);
}

/** Text that is already code: names that the plan settled, numbers of ours. Never called with a string from a document. */
export function raw(text: string): Code {
  return new Code(text, text.length);
}

export function symbol(from: string, name: string): ImportedSymbol {
  return imported(from, name, false);
}

export function typeSymbol(from: string, name: string): ImportedSymbol {
  return imported(from, name, true);
}

/** The symbols of one module, by their names. */
export function symbolsOf(from: string): (name: string) => ImportedSymbol {
  return (name) => symbol(from, name);
}

export function join(pieces: readonly Code[], separator: string): Code {
  let marked = "";
  let length = 0;
  let isFirst = true;
  for (const piece of pieces) {
    if (!isFirst) {
      marked += separator;
      length += separator.length;
    }
    isFirst = false;
    marked += piece.marked;
    length += piece.length;
  }
  return new Code(marked, length);
}

/** A JSON value as a TypeScript literal on one line. `__proto__` is written as a computed key, so that it is a property and not the prototype. */
export function literal(value: Json): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json }).map(([key, item]) => `${propertyKey(key)}: ${literal(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Text that needs no escape between quotes. */
const plain = /^[ !#-[\]-~]*$/;

/** A string literal that is valid in every parser: lone surrogates and invisible characters are escaped. */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return escapeInvisible(JSON.stringify(text));
}

/**
 * Literals with escapes for invisible characters: C1 controls, line separators, the byte order mark, and characters that display code in another
 * order than
 * the compiler reads it (CVE-2021-42574). Marks of direction (U+200E, U+200F, U+061C) stay: right-to-left text needs them, and they reorder no code.
 */
export function escapeInvisible(literals: string): string {
  return literals.replace(/[\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]/g, escaped);
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A property name as an object literal or an interface spells it. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return identifier.test(name) ? name : quote(name);
}
