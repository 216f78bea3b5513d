import type { Schema } from "../../model/schema.js";
import type { Alternative, Property } from "./alternative.js";
import { endsOf, integerRanges } from "./bounds.js";
import { node, type Node } from "./node.js";

/** Said of what is written as text, in a URL or a header: there 5 and "5" are one, and null is nothing. By itself it asserts nothing. */
const written: Schema = { id: "~as text", place: { file: "", pointer: "#" } };

export function asText(wanted: Node): Node {
  return wanted.schemas.length === 0 || isText(wanted) ? wanted : node([...wanted.schemas, written]);
}

export function isText({ schemas }: Node): boolean {
  return schemas.includes(written);
}

/** The same values, where JSON tells 5 from "5". */
export function asJson(wanted: Node): Node {
  return isText(wanted) ? node(wanted.schemas.filter((schema) => schema !== written)) : wanted;
}

/** What is inside of a value that is written as text is written as text, too. */
export function withTextsInside(form: Alternative): Alternative {
  const { items, prefix, properties, patternProperties, additional } = form;
  const property = ({ node: value, required }: Property): Property => ({ node: asText(value), required });
  return {
    ...form,
    ...(items && { items: asText(items) }),
    ...(prefix && { prefix: prefix.map(asText) }),
    ...(properties && { properties: new Map([...properties].map(([name, each]) => [name, property(each)])) }),
    ...(patternProperties && { patternProperties: new Map([...patternProperties].map(([pattern, each]) => [pattern, asText(each)])) }),
    ...(additional && { additional: asText(additional) }),
  };
}

/** A form of strings that has every text that the numbers or strings of the form are written as; of lists and objects there is none. */
export function textsOf(form: Alternative): Alternative | undefined {
  if (form.kind === "string") return form;
  if (form.kind !== "number") return undefined;
  const { low, integer, sources } = form;
  const sign = low !== undefined && low.value >= 0 ? "" : "-?";
  const whole = low !== undefined && low.value >= 1 ? "[1-9][0-9]*" : `(?:0|${sign}[1-9][0-9]*)`;
  const pattern = `^${integer ? whole : sign + numeral}$`;
  const [least, most] = endsOf(form).map((bound) => bound?.value);
  const isCounted = integer && least !== undefined && most !== undefined;
  return { kind: "string", sources, patterns: new Set([pattern]), ...(isCounted && { most: Math.max(digits(least), digits(most)) }) };
}

/** A form of strings of which each text is read as one of the numbers of the form; there may be more of them. */
export function textsReadAs(form: Alternative): Alternative | undefined {
  if (form.kind === "string") return form;
  const { kind, low, integer, formats, multipleOf, conjuncts, values, sources } = form;
  if (kind !== "number" || multipleOf !== undefined || conjuncts !== undefined || values !== undefined) return undefined;
  if ([...(formats ?? [])].some((format) => format !== "double" && !integerRanges.has(format))) return undefined;
  const isAboveZero = low !== undefined && (low.value > 0 || low.exclusive);
  if (isAboveZero && !(integer && low.value === 1)) return undefined;
  const most = endsOf(form)[1]?.value;
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
