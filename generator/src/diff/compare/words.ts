import { child, placeKey, type Place } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import { both, type Both } from "../change.js";
import type { Alternative } from "../forms/alternative.js";
import type { Node } from "../forms/node.js";

/** Where a keyword of the form is written; without one, the schema that the form begins with. A form that no schema speaks of has no place. */
export function placeOf(form: Alternative, keyword?: string): Place | undefined {
  const source = keyword === undefined ? undefined : form.sources.find((schema) => says(schema, keyword));
  if (source === undefined || keyword === undefined) return (form.sources.find((schema) => schema.ref === undefined) ?? form.sources[0])?.place;
  return child(source.place, ...(source.spelled?.[keyword] ?? keyword).split("/"));
}

/**
 * Where a property of the form is written, also one that this side of the wire does not have. Where there is none of that name: the properties among which the
 * other form has it, or the first ones.
 */
export function placeOfProperty(form: Alternative, name: string, other: Alternative): Place | undefined {
  const own = form.properties?.get(name)?.node.schemas[0] ?? listing(form, name)?.object?.properties?.get(name);
  if (own !== undefined) return own.place;
  const beside = listing(other, name);
  const same = beside && form.sources.find((schema) => placeKey(schema.place) === placeKey(beside.place) && says(schema, "properties"));
  return placeOf(same === undefined ? form : { ...form, sources: [same] }, "properties");
}

function listing({ sources }: Alternative, name: string): Schema | undefined {
  return sources.find(({ object }) => object?.properties?.has(name) === true);
}

/** Where the branch of a union that the form is is written: the schema that its reference leads to, or itself. */
export function placeOfBranch(form: Alternative): Place | undefined {
  const { sources } = form;
  const branch = sources.find((schema) => sources.some(({ oneOf, anyOf }) => oneOf?.includes(schema) === true || anyOf?.includes(schema) === true));
  const target = branch?.ref === undefined ? branch : sources.find(({ id }) => id === branch.ref);
  return (target ?? branch)?.place ?? placeOf(form);
}

/** The places of one keyword in two forms. */
export function bothPlaces(old: Alternative | undefined, next: Alternative | undefined, keyword?: string): Both<Place> {
  return both(old && placeOf(old, keyword), next && placeOf(next, keyword));
}

/** The places of one keyword in two nodes; a node that says nothing has none. */
export function placesOf(old: Node, next: Node, oldForms: readonly Alternative[], newForms: readonly Alternative[], keyword: string): Both<Place> {
  return { ...side("old", old, oldForms, keyword), ...side("new", next, newForms, keyword) };
}

/** `string | integer | null`; `anything` where every kind is allowed, `nothing` where none is. */
export function describeTypes(forms: readonly Alternative[]): string {
  const types = new Set<string>(forms.map((form) => (form.kind === "number" && form.integer ? "integer" : form.kind)));
  if (types.has("number")) types.delete("integer");
  if (types.size === 0) return "nothing";
  return types.size === 6 ? "anything" : [...types].join(" | ");
}

export function describeBranch(form: Alternative): string {
  if (form.name !== undefined) return form.name;
  if (form.kind === "object" && form.properties !== undefined) return `object with ${[...form.properties.keys()].slice(0, 4).join(", ")}`;
  return form.formats === undefined ? form.kind : `${form.kind} (${[...form.formats].join(", ")})`;
}

function side<K extends "old" | "new">(key: K, at: Node, forms: readonly Alternative[], keyword: string): Both<Place> {
  const form =
    forms.find((candidate) => candidate.sources.some((schema) => says(schema, keyword))) ?? forms.find((candidate) => candidate.sources.length > 0);
  const place = form === undefined ? at.schemas[0]?.place : placeOf(form, keyword);
  return place === undefined ? {} : { [key]: place };
}

function says(schema: Schema, keyword: string): boolean {
  for (const group of [schema, schema.number, schema.string, schema.array, schema.object]) {
    if (group !== undefined && (group as unknown as Readonly<Record<string, unknown>>)[keyword] !== undefined) return true;
  }
  return false;
}
