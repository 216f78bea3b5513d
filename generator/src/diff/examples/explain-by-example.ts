import { isJsonObject, type Json } from "../../model/json.js";
import { tokens } from "../../model/place.js";
import type { Difference, Level, Witness } from "../change.js";
import type { Unexplained } from "../compare/schemas/collect.js";
import type { Context } from "../compare/context.js";
import type { Alternative } from "../variants/alternative.js";
import type { AlternativeResolver } from "../variants/alternative-resolver.js";
import { isNothing } from "../variants/emptiness.js";
import { itemAt, propertyNode } from "../variants/intersect.js";
import { node, type Node } from "../variants/node.js";
import { asJson } from "../variants/texts.js";
import { pathText } from "../step.js";
import { valueAt } from "./bodies.js";
import { findWitness, type Judges } from "./witness.js";

/** A break that no single keyword explains, with its example. */
export interface ExplainedChange {
  readonly difference: Difference;
  readonly witness: Witness;
  readonly level?: Level;
}

/** The maximum of bodies of one cause in which an example is searched, if its location is unknown. */
const mostBodies = 2;

/** Searches for an example of a change in bodies of one cause; `undefined` if none was found within the budget. */
export function explainByExample(ofOneCause: readonly Unexplained[], context: Context, judges: Judges): ExplainedChange | undefined {
  const [first] = ofOneCause;
  // In the body that contains it, a union is tried by itself, to which random values of another body add nothing.
  const isAtUnion = first?.suspect !== undefined && first.pair === first.suspect;
  for (const unexplained of ofOneCause.slice(0, isAtUnion ? 1 : mostBodies)) {
    const difference = valuesChanged(unexplained);
    const witness = witnessOf(unexplained, difference, judges);
    if (witness === undefined) continue;
    const operations = [...new Set([unexplained, ...ofOneCause].map(({ root }) => root.operation))];
    return { difference: { ...difference, operations }, witness, ...(isOfSeveralBranches(witness, unexplained, context) && { level: "warning" }) };
  }
  return undefined;
}

function witnessOf({ root, path, differences = [], avoided }: Unexplained, whole: Difference, judges: Judges): Witness | undefined {
  for (const difference of [whole, ...differences]) {
    const isHere = difference.path !== undefined && pathText(difference.path) === pathText(path);
    const witness = findWitness(isHere ? { ...difference, ...(whole.hints && { hints: whole.hints }) } : difference, root, judges, avoided);
    if (witness !== undefined) return witness;
  }
  return undefined;
}

function valuesChanged({ root, path, pair }: Unexplained): Difference {
  const { side, operation } = root;
  const [old, next] = [asJson(pair.old).schemas, asJson(pair.next).schemas];
  const places = { ...(old[0] && { old: old[0].place }), ...(next[0] && { new: next[0].place }) };
  return { code: "values-changed", side, places, parameters: { side }, path, hints: { old, new: next }, operations: [operation] };
}

/**
 * Open objects of two branches of a `oneOf` overlap in values with the properties of both. Senders who mean one branch do not send
 * properties of another, so such an example is a warning; one with the properties of a single branch is a break.
 */
function isOfSeveralBranches({ value, because, acceptedBy }: Witness, { root }: Unexplained, context: Context): boolean {
  const path = tokens(because.instancePath);
  const object = valueAt(value, path);
  const schema = root.schemas[acceptedBy];
  if (because.keyword !== "oneOf" || !isJsonObject(object) || schema === undefined) return false;
  const { old, next } = context.comparison(root.side);
  return !branchesAt(acceptedBy === "old" ? old : next, node([schema]), path).some((branch) => describesProperties(branch, object));
}

function branchesAt(resolver: AlternativeResolver, start: Node, path: readonly string[]): readonly Alternative[] {
  let nodes = [start];
  for (const step of path) {
    const inside = nodes.flatMap((place) => resolver.of(place)).flatMap((alternative) => childOf(alternative, step) ?? []);
    nodes = [...new Map(inside.map((place) => [place.key, place])).values()];
  }
  return nodes.flatMap((place) => resolver.of(place)).filter(({ kind }) => kind === "object");
}

function childOf(alternative: Alternative, step: string): Node | undefined {
  if (alternative.kind === "array") return itemAt(alternative, Number(step));
  return alternative.kind === "object" ? propertyNode(alternative, step) : undefined;
}

/** Whether the branch knows each property by name, or is one for any names. */
function describesProperties({ properties, additional, patternProperties }: Alternative, object: Readonly<Record<string, Json>>): boolean {
  if (properties === undefined || patternProperties !== undefined || (additional !== undefined && !isNothing(additional))) return true;
  return Object.keys(object).every((name) => properties.has(name));
}
