import { nonNullAliases } from "../../../model/schemas/aliases.js";
import type { ApiModel } from "../../../model/api.js";
import { ownName } from "../../../model/schemas/meaning.js";
import type { DefaultMapping, Discriminator, Schema, SchemaId } from "../../../model/schemas/schema.js";
import { both } from "../../change.js";
import { resolve, type Node } from "../../variants/node.js";
import type { SchemaDifference } from "./pair.js";

type ReportDifference = (difference: SchemaDifference) => void;

/**
 * The discriminator is part of the wire: its name, and the values of each branch (OpenAPI 3.1 §4.8.25). Compares that of the schema itself, and those
 * of unions among its branches that both documents have.
 */
export function compareDiscriminators(old: Node, next: Node, oldModel: ApiModel, newModel: ApiModel, report: ReportDifference): void {
  const [was, is] = [taggedIn(old, oldModel), taggedIn(next, newModel)];
  if (was.length === 0 && is.length === 0) return;
  const free = new Set(is);
  const unmatched: Tagged[] = [];
  for (const before of was) {
    const after = partnerOf(before, free);
    if (after === undefined) unmatched.push(before);
    else {
      free.delete(after);
      compare(before, after, report);
    }
  }
  if (old.schemas.length === 0 || next.schemas.length === 0) return;
  for (const [code, others] of [
    ["discriminator-removed", unmatched],
    ["discriminator-added", [...free]],
  ] as const) {
    const own = others.find(({ isOwn }) => isOwn);
    if (own !== undefined)
      report({ code, places: code === "discriminator-removed" ? { old: own.schema.place } : { new: own.schema.place }, parameters: {} });
  }
}

/**
 * The meaning of a base's discriminator values in both documents: schemas that extend it by `allOf`, which the base itself does not list (OpenAPI 3.1
 * §4.8.25). Branches of a union are compared elsewhere.
 */
export function commonSubtypes(
  old: Node,
  next: Node,
  oldModel: ApiModel,
  newModel: ApiModel,
): readonly { readonly old: Schema; readonly new: Schema }[] {
  const [before, after] = [baseOf(old, oldModel), baseOf(next, newModel)];
  if (before === undefined || after === undefined) return [];
  const now = byText(after.discriminator.mapping);
  const found = new Map<Schema, Schema>();
  for (const [value, target] of before.discriminator.mapping) {
    const [was, is] = [resolve(oldModel, target), resolve(newModel, now.get(String(value)) ?? "")];
    if (was !== undefined && is !== undefined && was !== before.schema && !isMoved(target, now.get(String(value)), targetsOf(after.discriminator)))
      found.set(was, is);
  }
  return [...found].map(([was, is]) => ({ old: was, new: is }));
}

function baseOf(at: Node, model: ApiModel): Tagged | undefined {
  const tagged = ownTag(at.schemas.flatMap((start) => nonNullAliases(start, model)));
  return tagged?.schema.oneOf === undefined && tagged?.schema.anyOf === undefined ? tagged : undefined;
}

function compare({ schema: before, discriminator: was }: Tagged, { schema: after, discriminator: is }: Tagged, report: ReportDifference): void {
  const places = both(before.place, after.place);
  if (was.propertyName !== is.propertyName) {
    report({ code: "discriminator-property-changed", places, parameters: { old: was.propertyName, new: is.propertyName } });
    return;
  }
  // As text: a changed type of the property is reported elsewhere.
  const [formerly, now] = [byText(was.mapping), byText(is.mapping)];
  const [targets, targetsNow] = [targetsOf(was), targetsOf(is)];
  const moved: Tag[] = [];
  for (const [value, target] of was.mapping) {
    const leadsTo = now.get(String(value)) ?? is.rest;
    if (isMoved(target, leadsTo, targetsNow)) moved.push(value);
    else if (!now.has(String(value)) && leadsTo !== target)
      report({ code: "discriminator-value-removed", places, parameters: { value, target: ownName(target) } });
  }
  const added = [...is.mapping].filter(([value, target]) => !formerly.has(String(value)) && was.rest !== target);
  // Unmapped values used the default.
  moved.push(...added.filter(([, target]) => isMoved(target, was.rest, targets)).map(([value]) => value));
  if (moved.length > 0) report({ code: "discriminator-value-moved", places, parameters: { values: moved } });
  for (const [value, target] of added)
    if (!isMoved(target, was.rest, targets)) report({ code: "discriminator-value-added", places, parameters: { value, target: ownName(target) } });
  compareDefaults(was, is, (code, target) => report({ code, places, parameters: { others: true, target: ownName(target) } }));
}

/** The branch of unmapped values. */
function compareDefaults(was: Tags, is: Tags, report: (code: string, target: SchemaId) => void): void {
  if (was.rest === undefined && is.rest !== undefined) report("discriminator-value-added", is.rest);
  else if (was.rest !== undefined && is.rest === undefined) report("discriminator-value-removed", was.rest);
  else if (was.rest !== undefined && is.rest !== undefined && isMoved(was.rest, is.rest, targetsOf(is))) report("discriminator-value-moved", is.rest);
}

function targetsOf({ mapping, rest }: Tags): ReadonlySet<SchemaId> {
  return new Set([...mapping.values(), ...(rest === undefined ? [] : [rest])]);
}

function byText(mapping: Discriminator["mapping"]): ReadonlyMap<string, SchemaId> {
  return new Map([...mapping].map(([value, target]) => [String(value), target]));
}

/** The value selects another branch, and the former one still exists: not only a renamed branch. */
function isMoved(old: SchemaId, next: SchemaId | undefined, targets: ReadonlySet<SchemaId>): boolean {
  return next !== undefined && next !== old && targets.has(old);
}

type Tag = string | number | boolean;

/** A discriminator, and its default branch, if specified. */
type Tags = Discriminator & Partial<Pick<DefaultMapping, "rest">>;

function tagsOf({ discriminator, annotations }: Schema): Tags | undefined {
  return discriminator ?? annotations?.defaultMapping;
}

interface Tagged {
  readonly schema: Schema;
  readonly discriminator: Tags;
  /** The schema's own, and not that of a branch. */
  readonly isOwn: boolean;
}

/**
 * Discriminators that apply to a value of all the schemas at its own location: first the schema's own, then those of unions in the
 * union or condition.
 */
function taggedIn(at: Node, model: ApiModel): readonly Tagged[] {
  const found: Tagged[] = [];
  const starts = at.schemas.flatMap((start) => nonNullAliases(start, model));
  const own = ownTag(starts);
  if (own !== undefined) found.push(own);
  const visited = new Set(starts);
  // The loop also visits members added during iteration.
  for (const schema of visited) {
    const { ref, allOf = [], oneOf = [], anyOf = [], then, else: otherwise, object } = schema;
    const discriminator = tagsOf(schema);
    const target = ref === undefined ? undefined : resolve(model, ref);
    for (const part of [target, ...allOf, ...oneOf, ...anyOf, then, otherwise, ...(object?.dependentSchemas?.values() ?? [])])
      if (part !== undefined) visited.add(part);
    // A discriminator that only subtypes use does not concern a value at this location.
    if (discriminator !== undefined && schema !== own?.schema && oneOf.length + anyOf.length > 0) found.push({ schema, discriminator, isOwn: false });
  }
  return found;
}

function ownTag(starts: readonly Schema[]): Tagged | undefined {
  for (const schema of starts) {
    const discriminator = tagsOf(schema);
    if (discriminator !== undefined) return { schema, discriminator, isOwn: true };
  }
  return undefined;
}

/** The same union: own with own, otherwise the one that selects most of the same components. */
function partnerOf(before: Tagged, among: ReadonlySet<Tagged>): Tagged | undefined {
  const candidates = [...among];
  const own = before.isOwn ? candidates.find(({ isOwn }) => isOwn) : undefined;
  if (own !== undefined) return own;
  const targets = new Set([...targetsOf(before.discriminator)].map(ownName));
  const shared = ({ discriminator }: Tagged): number =>
    [...new Set([...targetsOf(discriminator)].map(ownName))].filter((name) => targets.has(name)).length;
  let best: { readonly candidate: Tagged; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const score = shared(candidate);
    if (score > (best?.score ?? 0)) best = { candidate, score };
  }
  return best?.candidate;
}
