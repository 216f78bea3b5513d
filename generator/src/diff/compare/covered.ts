import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { canonical, type Alternative } from "../forms/alternative.js";
import { countsOf, patternLanguage } from "../forms/bounds.js";
import type { Forms } from "../forms/form.js";
import { nothing } from "../forms/emptiness.js";
import { propertyNode } from "../forms/intersect.js";
import { listed } from "../forms/language.js";
import { conjunction, node, type Node } from "../forms/node.js";
import { accepts as scalarAccepts } from "./scalar.js";

/** Numbers or texts that are tried one by one. */
const mostValues = 256;
/** Parts that one form is cut into, all cuts taken together. */
const mostParts = 64;

/** What a part is held against. */
interface Question {
  readonly candidates: readonly Alternative[];
  readonly forms: Forms;
  readonly holds: (part: Alternative, whole: Alternative) => boolean;
}

/**
 * Whether several forms together allow what none of them allows alone: the two halves of a range, a branch for each value of a tag.
 * By trying every value where they are few, by cutting the form in parts where they are not.
 */
export function coveredTogether(
  form: Alternative,
  candidates: readonly Alternative[],
  forms: Forms,
  holds: (part: Alternative, whole: Alternative) => boolean,
  accepts: (value: Json) => boolean,
): boolean {
  if (candidates.length === 0) return false;
  const values = fewValues(form);
  if (values !== undefined) return values.every(accepts);
  if (candidates.length < 2) return false;
  if (form.kind === "number") return rangesCover(form, candidates, holds);
  if (form.kind === "string" || form.kind === "array") return countsCover(form, candidates, holds);
  return form.kind === "object" && partsCovered(form, { candidates, forms, holds }, { left: mostParts }, new Set());
}

/** Every value of a short range of integers, or of a pattern that few texts match. */
export function fewValues(form: Alternative): readonly Json[] | undefined {
  if (form.kind === "number") {
    const { low, high, integer } = form;
    // What is rounded cannot be counted.
    if (low === undefined || high === undefined || (low.digits ?? high.digits) !== undefined) return undefined;
    if (!(integer ?? low.value === high.value) || high.value - low.value > mostValues) return undefined;
    const range = Array.from({ length: Math.floor(high.value - low.value) + 1 }, (_, index) => low.value + index);
    return range.filter((value) => scalarAccepts(form, value));
  }
  if (form.kind !== "string") return undefined;
  const [, most] = countsOf(form);
  if (most === 0) return [""];
  const language = patternLanguage(form);
  return language && listed(language, mostValues)?.filter((text) => scalarAccepts(form, text));
}

function rangesCover(form: Alternative, candidates: readonly Alternative[], holds: Question["holds"]): boolean {
  const { low, high, ...rest } = form;
  const pieces = candidates
    .filter(({ low: _low, high: _high, ...other }) => holds(rest, other))
    .toSorted((a, b) => (a.low?.value ?? -Infinity) - (b.low?.value ?? -Infinity));
  // Everything below has been covered; `included`: the number itself as well.
  let reached = low === undefined ? -Infinity : low.value;
  let included = low?.exclusive ?? low === undefined;
  for (const piece of pieces) {
    const from = piece.low?.value ?? -Infinity;
    const meets =
      from < reached || (from === reached && (included || !piece.low?.exclusive)) || (form.integer === true && included && from <= reached + 1);
    if (!meets) return false;
    const to = piece.high?.value ?? Infinity;
    if (to > reached || (to === reached && !piece.high?.exclusive)) {
      reached = to;
      included = !piece.high?.exclusive;
    }
  }
  const end = high?.value ?? Infinity;
  return reached > end || (reached === end && (included || (high?.exclusive ?? true)));
}

function countsCover(form: Alternative, candidates: readonly Alternative[], holds: Question["holds"]): boolean {
  const [least, most] = countsOf(form);
  const { least: _least, most: _most, ...rest } = form;
  const pieces = candidates.filter(({ least: _l, most: _m, ...other }) => holds(rest, other)).toSorted((a, b) => (a.least ?? 0) - (b.least ?? 0));
  let next = least;
  for (const piece of pieces) {
    if ((piece.least ?? 0) > next) return false;
    next = Math.max(next, (piece.most ?? Infinity) + 1);
  }
  return next > most || next === Infinity;
}

/** Cuts the object by one property after the other: by its listed values, its kinds of value, and whether it is there. */
function partsCovered(form: Alternative, question: Question, budget: { left: number }, cut: ReadonlySet<string>): boolean {
  if (question.candidates.some((candidate) => question.holds(form, candidate))) return true;
  for (const name of new Set(question.candidates.flatMap((candidate) => [...(candidate.properties?.keys() ?? [])]))) {
    if (cut.has(name)) continue;
    const parts = partsBy(form, name, question);
    if (parts.length < 2) continue;
    budget.left -= parts.length;
    if (budget.left < 0) return false;
    const now = new Set(cut).add(name);
    if (parts.every((part) => partsCovered(part, question, budget, now))) return true;
  }
  return false;
}

function partsBy(form: Alternative, name: string, { candidates, forms }: Question): readonly Alternative[] {
  const own = form.properties?.get(name);
  const value = propertyNode(form, name);
  const set = (wanted: Node, required: boolean): Alternative => ({
    ...form,
    properties: new Map([...(form.properties ?? []), [name, { node: wanted, required }]]),
  });
  // Whether it is there matters where some candidate asks for it.
  const absent = own?.required || !candidates.some((candidate) => candidate.properties?.get(name)?.required) ? [] : [set(nothing, false)];
  if (!own?.required && absent.length === 0) return [];
  const values = forms.attempt(value) ?? [];
  if (values.length === 0) return [];
  if (values.every((part) => part.values !== undefined)) {
    const each = values.flatMap((part) => [...(part.values?.values() ?? [])]);
    if (each.length <= mostParts) return [...absent, ...each.map((item) => set(node([constant(item)]), true))];
  }
  const kinds = new Set(values.map(({ kind }) => kind));
  if (kinds.size === 1) return [...absent, set(value, true)];
  return [...absent, ...[...kinds].map((kind) => set(conjunction([value, node([{ ...place, id: `~type ${kind}`, type: [kind] }])]), true))];
}

const place = { place: { file: "", pointer: "#" } };

function constant(value: Json): Schema {
  return { ...place, id: `~const ${canonical(value)}`, const: value };
}
