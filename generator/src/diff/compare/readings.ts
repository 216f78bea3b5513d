import type { Json } from "../../model/json.js";
import type { Alternative } from "../forms/alternative.js";
import { textsOf, textsReadAs } from "../forms/texts.js";
import { fewValues } from "./covered.js";

/** Everything that the text of a value in a URL or a header may be read as: there 5 and "5" are one text. `undefined` for null, an object, and a list of none. */
export function readings(value: Json): readonly Json[] | undefined {
  if (!Array.isArray(value)) return isScalar(value) ? read(value) : undefined;
  const items = value as readonly Json[];
  if (items.length === 0 || !items.every((item) => isScalar(item))) return undefined;
  return [items, items.map(String), items.map((item) => read(item).at(-1) as Json)];
}

/** A value with texts in place of what is written as text. */
export function asWritten(value: Json): Json {
  return readings(value)?.[1] ?? value;
}

type Scalar = string | number | boolean;

function isScalar(value: Json): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** As it is, as text, and as what the text spells. */
function read(value: Scalar): readonly Json[] {
  const text = String(value);
  if (text === "true" || text === "false") return [value, text, text === "true"];
  return text.trim() !== "" && Number.isFinite(Number(text)) ? [value, text, Number(text)] : [value, text];
}

/** How the other document's schema is asked. */
interface Question {
  readonly accepts: (value: Json) => boolean;
  readonly holds: (inner: Alternative, outer: Alternative) => boolean;
}

/**
 * Whether whatever the form's values are written as, in a URL or a header, is the text of a value of the other document. `false` also where that
 * cannot be proved.
 */
export function isReadable(form: Alternative, others: readonly Alternative[], { accepts, holds }: Question): boolean {
  // No text is null.
  if (form.kind === "null") return true;
  const values = form.values === undefined ? fewTexts(form) : [...form.values.values()];
  if (values !== undefined) return values.every((value) => readings(value)?.some(accepts) ?? false);
  const texts = textsOf(form);
  if (texts === undefined) return false;
  return others.some((other) => {
    const wanted = textsReadAs(other);
    return wanted !== undefined && holds(texts, wanted);
  });
}

function fewTexts(form: Alternative): readonly Json[] | undefined {
  return form.kind === "boolean" ? [true, false] : fewValues(form);
}
