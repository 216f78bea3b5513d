import type { Json } from "../../model/json.js";

/** Something that generated code imports: mentioning it in `code` is what imports it. A class, so that no JSON value of a document can pass for one. */
export class ImportedSymbol {
  /**
   * @param from Module path inside the output's source root, without extension (`runtime/validators/strings`, `schemas/session`), or a package: `npm:openapi-fetch`.
   * @param typeOnly Written as `import type`.
   */
  constructor(
    readonly from: string,
    readonly name: string,
    readonly typeOnly: boolean = false,
  ) {}
}

/** TypeScript that JavaScript leaves out: `: unknown`, ` as string`, `value is T`. */
export class TypePart {
  readonly length: number;

  constructor(readonly parts: readonly (string | ImportedSymbol)[]) {
    this.length = parts.reduce((sum, part) => sum + (part instanceof ImportedSymbol ? part.name.length : part.length), 0);
  }
}

export type Part = string | ImportedSymbol | TypePart;

/** Generated text that can only be built from templates of ours, imported symbols and JSON values. */
export class Code {
  /** Of the text in TypeScript, imported names as they are exported. */
  readonly length: number;
  #parts: readonly Part[] | undefined;

  /** @param pieces Code within code stays as it is: copying its parts at every level of nesting costs more than all the rest of printing. */
  constructor(private readonly pieces: readonly (Part | Code)[]) {
    let length = 0;
    for (const piece of pieces) length += piece instanceof ImportedSymbol ? piece.name.length : piece.length;
    this.length = length;
  }

  get parts(): readonly Part[] {
    if (this.#parts === undefined) {
      const parts: Part[] = [];
      this.each((part) => parts.push(part));
      this.#parts = parts;
    }
    return this.#parts;
  }

  /** Every part in order, without a list of them all. */
  each(visit: (part: Part) => void): void {
    for (const piece of this.pieces) {
      if (piece instanceof Code) piece.each(visit);
      else visit(piece);
    }
  }
}

/** Marks code as a type annotation, with its punctuation: ``typed(code`: ${type}`)``. Printing as JavaScript leaves it out. */
export function typed(annotation: Code): Code {
  return new Code([new TypePart(flatten(annotation, "ts"))]);
}

/** The parts in order, with type annotations (`ts`) or without (`js`). */
export function flatten(piece: Code, language: "ts" | "js"): (string | ImportedSymbol)[] {
  const parts: (string | ImportedSymbol)[] = [];
  piece.each((part) => {
    if (!(part instanceof TypePart)) parts.push(part);
    else if (language === "ts") for (const inner of part.parts) parts.push(inner);
  });
  return parts;
}

export type Interpolation = Code | ImportedSymbol | Json;

/**
 * A piece of TypeScript. A plain value becomes a literal: a string from a document can only arrive quoted, so it never is code.
 * An identifier or a type expression that the plan made is passed as `raw(...)`; a document's own words never are.
 */
export function code(strings: TemplateStringsArray, ...values: readonly Interpolation[]): Code {
  const pieces: (Part | Code)[] = [];
  for (let index = 0; index < strings.length; index += 1) {
    const text = strings[index] as string;
    if (text !== "") pieces.push(text);
    if (index >= values.length) break;
    const value = values[index] as Interpolation;
    pieces.push(value instanceof Code || value instanceof ImportedSymbol ? value : literal(value));
  }
  return new Code(pieces);
}

/** Text that is already code: names that the plan settled, numbers of ours. Never called with a string from a document. */
export function raw(text: string): Code {
  return new Code([text]);
}

export function symbol(from: string, name: string): ImportedSymbol {
  return new ImportedSymbol(from, name);
}

export function typeSymbol(from: string, name: string): ImportedSymbol {
  return new ImportedSymbol(from, name, true);
}

export function join(pieces: readonly Code[], separator: string): Code {
  if (separator === "") return new Code(pieces);
  const all: (Part | Code)[] = [];
  for (const piece of pieces) {
    if (all.length > 0) all.push(separator);
    all.push(piece);
  }
  return new Code(all);
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

/** Text that stands between quotes as it is. */
const plain = /^[ !#-[\]-~]*$/;

/** A string literal that stays one in every parser: control characters, lone surrogates, U+2028 and U+2029 are escaped. */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A property name as an object literal or an interface spells it. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return identifier.test(name) ? name : quote(name);
}
