import type { ApiModel } from "../../../model/api.js";
import type { Json } from "../../../model/json.js";
import { both, type Side } from "../../change.js";
import type { Alternative, Property } from "../../variants/alternative.js";
import { isNothing } from "../../variants/emptiness.js";
import { propertyNode } from "../../variants/intersect.js";
import { anything, type Node } from "../../variants/node.js";
import type { Step } from "../../step.js";
import { defaultsOf } from "./annotations.js";
import type { Pair } from "./pair.js";
import { inside, schemaOf } from "../proofs/patterns.js";
import { bothPlaces, placeOfProperty } from "./places.js";
import { xmlOf } from "./xml.js";

/** Two corresponding alternatives of objects. */
export interface Objects {
  /** Receives the differences. */
  readonly pair: Pair;
  readonly old: Alternative;
  readonly next: Alternative;
  readonly oldModel: ApiModel;
  readonly newModel: ApiModel;
  readonly side: Side;
  /** Whether any body is XML, where properties have names of their own for the wire. */
  readonly isXml: boolean;
  /** Notes that the schemas of a part are to be compared as well, which may have to be there. */
  readonly child: (step: Step, old: Node, next: Node, isAsked?: boolean) => void;
}

export function compareProperties(objects: Objects): void {
  const { old, next } = objects;
  for (const [name, property] of old.properties ?? []) {
    const now = next.properties?.get(name);
    if (now === undefined) compareRemoved(objects, name, property);
    else compareCommon(objects, name, property, now);
  }
  for (const [name, property] of next.properties ?? []) if (!old.properties?.has(name)) compareAdded(objects, name, property);
  compareAdditional(objects);
  comparePatterns(objects);
}

function compareCommon(objects: Objects, name: string, was: Property, is: Property): void {
  const { oldModel, newModel, isXml, child } = objects;
  child(name, was.node, is.node, was.required || is.required);
  const [written, rewritten] = isXml ? [xmlOf(name, was.node, oldModel), xmlOf(name, is.node, newModel)] : ["", ""];
  if (written !== rewritten) reportProperty(objects, "xml-changed", name, { old: written, new: rewritten });
  if (was.required !== is.required)
    reportProperty(objects, is.required ? "property-became-required" : "property-became-optional", name, defaultOf(is.node, newModel));
}

function compareRemoved(objects: Objects, name: string, { node, required }: Property): void {
  const { next, side, child } = objects;
  const now = propertyNode(next, name);
  const closed = next.additional !== undefined && isNothing(now);
  if (next.hidden?.has(name)) return reportProperty(objects, side === "request" ? "read-only-set" : "write-only-set", name, { required, closed });
  if (isNothing(node)) {
    if (!isNothing(now)) child(name, node, now);
    return;
  }
  reportProperty(objects, required ? "required-property-removed" : "optional-property-removed", name, { closed });
  // The name may still be spoken of by a pattern or by `additionalProperties`.
  if (!closed && now.schemas.length > 0) child(name, node, now);
}

function compareAdded(objects: Objects, name: string, { node, required }: Property): void {
  const { old, newModel, side, child } = objects;
  const before = propertyNode(old, name);
  // `false` refuses a name that was free: nothing is added.
  if (isNothing(node)) {
    if (!isNothing(before)) child(name, before, node);
    return;
  }
  if (old.hidden?.has(name)) return reportProperty(objects, side === "request" ? "read-only-unset" : "write-only-unset", name, { required });
  const closed = old.additional !== undefined && isNothing(before);
  reportProperty(objects, required ? "required-property-added" : "optional-property-added", name, { closed, ...defaultOf(node, newModel) });
  if (!closed && before.schemas.length > 0) child(name, before, node);
}

/** Names without any other constraint. */
function compareAdditional({ pair, old, next, child }: Objects): void {
  const [before, after] = [old.additional ?? anything, next.additional ?? anything];
  const isClosed = isNothing(after);
  if (isNothing(before) !== isClosed) {
    pair.differences.push({
      code: isClosed ? "additional-properties-closed" : "additional-properties-opened",
      places: bothPlaces(old, next, "additionalProperties"),
      parameters: {},
    });
  } else if (!isClosed) child("*", before, after);
}

function comparePatterns({ pair, old, next, child }: Objects): void {
  const [was, is] = [old.patternProperties, next.patternProperties];
  const [wasClosed, isClosed] = [old, next].map(({ additional }) => isNothing(additional ?? anything));
  const reportPattern = (code: string, pattern: string, others: readonly string[]): void => {
    pair.differences.push({ code, places: bothPlaces(old, next, "patternProperties"), parameters: { pattern, others } });
  };
  for (const pattern of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const same = [was?.get(pattern), is?.get(pattern)] as const;
    const [then, now] = same.every((schema) => schema !== undefined) ? same : [schemaOf(pattern, was), schemaOf(pattern, is)];
    if (then !== undefined && now !== undefined) child("*", then, now);
    else if (then === undefined) reportPattern(wasClosed ? "pattern-properties-opened" : "pattern-properties-added", pattern, inside(pattern, was));
    else reportPattern(isClosed ? "pattern-properties-closed" : "pattern-properties-removed", pattern, inside(pattern, is));
  }
}

function reportProperty({ pair, old, next }: Objects, code: string, name: string, parameters: Readonly<Record<string, Json>>): void {
  const places = both(placeOfProperty(old, name, next), placeOfProperty(next, name, old));
  pair.differences.push({ code, step: name, places, parameters: { property: name, ...parameters } });
}

/** `{ default: … }` where the new property has one: strict servers still refuse its absence, lenient ones fill it in. */
function defaultOf(property: Node, model: ApiModel): Record<string, Json> {
  const [value] = property.schemas.flatMap((schema) => defaultsOf(schema, model));
  return value === undefined ? {} : { default: value };
}
