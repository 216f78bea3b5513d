import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import type { Alternative } from "../../variants/alternative.js";
import { digitsOf } from "../../variants/digits.js";
import { textsOf, textsReadAs, type Writing } from "../../variants/texts.js";
import { fewValues } from "../proofs/covered.js";

/**
 * Everything that a value in a URL, a header or a form may be read as: there 5 and "5" are one text. `undefined` where nothing is written for it, or for
 * a part of it: null, and a list of none. Objects inside of a form are JSON.
 */
export function readings(value: Json, writing: Writing = "text"): readonly Json[] | undefined {
  if (isScalar(value)) return writing === "form" ? [value] : read(value);
  if (Array.isArray(value)) return readingsOfList(value as readonly Json[], writing);
  if (!isJsonObject(value)) return undefined;
  if (writing === "part") return [value];
  const parts = Object.entries(value).map(([name, part]) => [name, readings(part, writing === "form" ? "part" : "text")] as const);
  if (parts.some(([, all]) => all === undefined)) return undefined;
  let objects: readonly JsonObject[] = [{}];
  for (const [name, all = []] of parts) {
    // Above this number, the readings are compared together.
    const each = objects.length * all.length > mostReadings ? all.slice(0, 1) : all;
    objects = objects.flatMap((object) => each.map((one) => ({ ...object, [name]: one })));
  }
  return objects;
}

const mostReadings = 256;

function readingsOfList(items: readonly Json[], writing: Writing): readonly Json[] | undefined {
  if (items.length === 0) return undefined;
  if (!items.every((item) => isScalar(item))) return writing === "text" ? undefined : [items];
  return [items, items.map(String), items.map((item) => read(item).at(-1) as Json)];
}

/** A value with its text form where it is written as text. */
export function asWritten(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(asWritten);
  if (isJsonObject(value)) return digitsOf(value) ?? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asWritten(part)]));
  return value === null ? null : String(value);
}

type Scalar = string | number | boolean;

function isScalar(value: Json): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** The value itself, its text, and the value that the text spells. */
function read(value: Scalar): readonly Json[] {
  const text = String(value);
  if (text === "true" || text === "false") return [value, text, text === "true"];
  return text.trim() !== "" && Number.isFinite(Number(text)) ? [value, text, Number(text)] : [value, text];
}

/** How to evaluate the other document's schema. */
interface Question {
  readonly accepts: (value: Json) => boolean;
  readonly holds: (inner: Alternative, outer: Alternative) => boolean;
}

/**
 * Whether whatever the form's values are written as, in a URL or a header, is the text of a value of the other document. `false` also where that
 * cannot be proved.
 */
export function isReadable(alternative: Alternative, others: readonly Alternative[], { accepts, holds }: Question): boolean {
  // No text is null.
  if (alternative.kind === "null") return true;
  const values = alternative.values === undefined ? fewTexts(alternative) : [...alternative.values.values()];
  if (values !== undefined) return values.every((value) => readings(value)?.some(accepts) ?? false);
  const texts = textsOf(alternative);
  if (texts === undefined) return false;
  return others.some((other) => {
    const wanted = textsReadAs(other);
    return wanted !== undefined && holds(texts, wanted);
  });
}

function fewTexts(alternative: Alternative): readonly Json[] | undefined {
  return alternative.kind === "boolean" ? [true, false] : fewValues(alternative);
}
