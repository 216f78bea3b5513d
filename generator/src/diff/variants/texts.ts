import type { Schema } from "../../model/schemas/schema.js";
import type { Alternative, Property } from "./alternative.js";
import { endsOf, integerRanges } from "./bounds.js";
import { node, type Node } from "./node.js";

/** Marks a value written as text, in a URL, a header or a form: there 5 and "5" are equal, and null is empty. It asserts nothing itself. */
const text = mark("text");
/** The same of a part of a form, or of plain text, where objects are JSON (OpenAPI 3.1 §4.8.14.4). */
const part = mark("part");
/** Marks an object written as a form: its properties are the parts. */
const ofParts = mark("form");

/** How values are written that are not JSON throughout. */
export type Writing = "text" | "part" | "form";
const marks: Readonly<Record<Writing, Schema>> = { text, part, form: ofParts };

/** The marks of items and properties below a mark. */
const inside: ReadonlyMap<Schema, Partial<Record<Alternative["kind"], Schema>>> = new Map([
  [text, { array: text, object: text }],
  [part, { array: part }],
  [ofParts, { object: part }],
]);

function mark(name: string): Schema {
  return { id: `~as ${name}`, place: { file: "", pointer: "#" } };
}

export function writtenAs(writing: Writing, wanted: Node): Node {
  return marked(marks[writing], wanted);
}

function marked(by: Schema, wanted: Node): Node {
  return wanted.schemas.length === 0 || wanted.schemas.includes(by) ? wanted : node([...wanted.schemas, by]);
}

/** Whether the value itself is text. */
export function isText({ schemas }: Node): boolean {
  return schemas.includes(text) || schemas.includes(part);
}

/** `undefined`: it is JSON throughout. */
export function writingOf({ schemas }: Node): Writing | undefined {
  return (["text", "part", "form"] as const).find((writing) => schemas.includes(marks[writing]));
}

/** The same values, if JSON distinguishes 5 from "5". */
export function asJson(wanted: Node): Node {
  return writingOf(wanted) === undefined ? wanted : node(wanted.schemas.filter((schema) => !inside.has(schema)));
}

/** The alternative of a node, with marks on its parts by the node's serialization. */
export function withPartsMarked(alternative: Alternative, { schemas }: Node): Alternative {
  const by = schemas.map((schema) => inside.get(schema)?.[alternative.kind]).find((found) => found !== undefined);
  if (by === undefined) return alternative;
  const { items, prefix, properties, patternProperties, additional } = alternative;
  const property = ({ node: value, required }: Property): Property => ({ node: marked(by, value), required });
  return {
    ...alternative,
    ...(items && { items: marked(by, items) }),
    ...(prefix && { prefix: prefix.map((item) => marked(by, item)) }),
    ...(properties && { properties: new Map([...properties].map(([name, each]) => [name, property(each)])) }),
    ...(patternProperties && { patternProperties: new Map([...patternProperties].map(([pattern, each]) => [pattern, marked(by, each)])) }),
    ...(additional && { additional: marked(by, additional) }),
  };
}

/** An alternative of strings that has every text that the numbers or strings of the alternative are written as; of lists and objects there is none. */
export function textsOf(alternative: Alternative): Alternative | undefined {
  if (alternative.kind === "string") return alternative;
  if (alternative.kind !== "number") return undefined;
  const { low, integer, sources } = alternative;
  const sign = low !== undefined && low.value >= 0 ? "" : "-?";
  const whole = low !== undefined && low.value >= 1 ? "[1-9][0-9]*" : `(?:0|${sign}[1-9][0-9]*)`;
  const pattern = `^${integer ? whole : sign + numeral}$`;
  const [least, most] = endsOf(alternative).map((bound) => bound?.value);
  const isCounted = integer && least !== undefined && most !== undefined;
  return { kind: "string", sources, patterns: new Set([pattern]), ...(isCounted && { most: Math.max(digits(least), digits(most)) }) };
}

/** An alternative of strings of which each text is read as one of the numbers of the alternative; there may be more of them. */
export function textsReadAs(alternative: Alternative): Alternative | undefined {
  if (alternative.kind === "string") return alternative;
  const { kind, low, integer, formats, multipleOf, conjuncts, values, sources } = alternative;
  if (kind !== "number" || multipleOf !== undefined || conjuncts !== undefined || values !== undefined) return undefined;
  if ([...(formats ?? [])].some((format) => format !== "double" && !integerRanges.has(format))) return undefined;
  const isAboveZero = low !== undefined && (low.value > 0 || low.exclusive);
  if (isAboveZero && !(integer && low.value === 1)) return undefined;
  const most = endsOf(alternative)[1]?.value;
  if (most !== undefined && (most < 10 || !integer)) return undefined;
  const sign = low === undefined ? "-?" : "";
  const whole = isAboveZero ? "[1-9][0-9]*" : `${sign}[0-9]+`;
  const pattern = `^${integer ? whole : sign + numeral}$`;
  // Of fewer digits than the largest has, all are smaller.
  return { kind: "string", sources, patterns: new Set([pattern]), ...(most !== undefined && { most: digits(most) - 1 }) };
}

const numeral = String.raw`[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`;

function digits(value: number): number {
  return value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 0 }).length;
}
