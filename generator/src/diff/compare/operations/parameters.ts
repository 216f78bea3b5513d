import type { Operation, Parameter } from "../../../model/api.js";
import { isIgnored } from "../../../model/http/ignored-headers.js";
import type { Json } from "../../../model/json.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { both, type Side } from "../../change.js";
import { canonical, isWholeKind, type Alternative } from "../../variants/alternative.js";
import { anything, nodeOf } from "../../variants/node.js";
import { writtenAs } from "../../variants/texts.js";
import { defaultsOf } from "../schemas/annotations.js";
import { isJsonType, type Context, type Subject } from "../context.js";
import { haveOtherExamples } from "./examples.js";
import { compareSunsets } from "./lifecycle.js";
import { asWritten } from "./readings.js";
import { isCredential } from "./security.js";
import { haveOneItem, isList, isWrittenAlone, mayHoldSlash, serialisation } from "./serialisation.js";

export function compareParameters(context: Context, old: Operation, next: Operation, side: Side): void {
  const before = byIdentity(old);
  const after = byIdentity(next);
  const gone = [...before].filter(([identity]) => !after.has(identity)).map(([, parameter]) => parameter);
  const come = new Set([...after].filter(([identity]) => !before.has(identity)).map(([, parameter]) => parameter));
  const [spreadWas, spreadIs] = renamedSpread(context, gone, [...come]) ?? [];
  if (spreadWas !== undefined && spreadIs !== undefined) {
    come.delete(spreadIs);
    const names = { old: spreadWas.name, new: spreadIs.name };
    context.report("spread-parameter-renamed", "both", next.key, { old: spreadWas.place, new: spreadIs.place }, names);
  }
  for (const was of gone) if (was !== spreadWas) reportRemoved(context, next, side, was, come);
  for (const [identity, was] of before) {
    const is = after.get(identity) ?? (was === spreadWas ? spreadIs : undefined);
    if (is !== undefined) compareParameter(context, next.key, side, was, is);
  }
  for (const is of come) {
    const code = is.required ? "required-parameter-added" : "optional-parameter-added";
    const credential = isCredential(is, old, context.old);
    context.report(code, side, next.key, { new: is.place }, { name: is.name, in: is.in, credential, ...defaultOf(context.next, is) });
  }
}

/** A removed parameter: moved if an added one corresponds to it (which is then not reported as added), else removed. */
function reportRemoved(context: Context, next: Operation, side: Side, was: Parameter, come: Set<Parameter>): void {
  const is = [...come].find((candidate) => isMoved(was, candidate));
  if (is !== undefined) {
    come.delete(is);
    context.report("parameter-moved", side, next.key, { old: was.place, new: is.place }, { old: was.name, from: was.in, new: is.name, to: is.in });
    return;
  }
  const names = { name: was.name, in: was.in, required: was.required };
  context.report("parameter-removed", side, next.key, { old: was.place }, { ...names, credential: isCredential(was, next, context.next) });
}

/** One parameter in the two documents. */
function compareParameter(context: Context, operation: string, side: Side, was: Parameter, is: Parameter): void {
  const names = { name: is.name, in: is.in };
  const report = (code: string, parameters: Readonly<Record<string, Json>> = names, where: Side | "both" = side): void =>
    context.report(code, where, operation, { old: was.place, new: is.place }, parameters);
  if (was.in === "path" && was.name !== is.name) report("path-parameter-renamed", { old: was.name, new: is.name }, "both");
  if (!was.required && is.required) report("parameter-became-required", { ...names, ...defaultOf(context.next, is) });
  if (was.required && !is.required) report("parameter-became-optional");
  const written = serialisationChange(context, was, is);
  if (written !== undefined) report(written.code, { ...names, old: written.old, new: written.new });
  if (written?.code === "parameter-became-list") return;
  if (was.in === "query" && was.allowEmptyValue !== is.allowEmptyValue && !isAnyText(context, was, is))
    report(is.allowEmptyValue ? "empty-value-allowed" : "empty-value-refused");
  if (was.spansSegments !== is.spansSegments && [...alternativesOf(context, "old", was), ...alternativesOf(context, "new", is)].some(mayHoldSlash))
    report(is.spansSegments === true ? "several-segments-allowed" : "several-segments-refused");
  const changed = defaultChange(context, was, is);
  if (changed !== undefined) report("parameter-default-changed", { ...names, ...changed });
  if (was.description !== is.description) report("parameter-words-changed");
  if (haveOtherExamples(was, is)) report("parameter-words-changed", { ...names, keyword: "examples" });
  if (was.deprecated !== is.deprecated) report(is.deprecated ? "parameter-deprecated" : "parameter-undeprecated");
  compareSunsets(report, was, is, names);
  // A document without a description made no promise about it.
  if (isUndeclared(was) || isUndeclared(is)) return;
  context.schema(operation, side, both(schemaOf(was), schemaOf(is)), { subject: subjectOf(is) });
}

/** Its serialization, if it changed and no other difference covers that. */
function serialisationChange(
  context: Context,
  was: Parameter,
  is: Parameter,
): { readonly code: string; readonly old: string; readonly new: string } | undefined {
  const [oldAlternatives, newAlternatives] = [alternativesOf(context, "old", was), alternativesOf(context, "new", is)];
  const texts = { old: serialisation(was, oldAlternatives), new: serialisation(is, newAlternatives) };
  if (texts.old === texts.new) return undefined;
  if (haveOneItem(oldAlternatives, newAlternatives) && serialisation(was, oldAlternatives, true) === serialisation(is, newAlternatives, true))
    return undefined;
  if (isListOfSame(was, is, context)) return { code: "parameter-became-list", ...texts };
  // If the serialization changed only because of the type, the type is reported.
  const isToldByType =
    haveNoTypeInCommon(oldAlternatives, newAlternatives) &&
    serialisation(was, newAlternatives) === texts.new &&
    !isUndeclared(was) &&
    !isUndeclared(is);
  return isToldByType ? undefined : { code: "parameter-serialisation-changed", ...texts };
}

/** The defaults that a call which leaves the parameter out had, and has now, where they are not the same. */
function defaultChange(context: Context, was: Parameter, is: Parameter): Readonly<Record<string, Json>> | undefined {
  const plainly = subjectOf(is).isText ? asWritten : (value: Json): Json => value;
  const [old, next] = [defaultOf(context.old, was).default, defaultOf(context.next, is).default];
  if (old === undefined && next === undefined) return undefined;
  if (old !== undefined && next !== undefined && canonical(plainly(old)) === canonical(plainly(next))) return undefined;
  // Calls always send a required parameter; a change of required is reported by itself.
  const isRequired = was.required || is.required;
  return { ...(old !== undefined && { old }), ...(next !== undefined && { new: next }), ...(isRequired && { asked: isRequired }) };
}

/** The only unmatched parameter of each document that is an object with its properties in the query: its name is not sent. */
function renamedSpread(
  context: Context,
  gone: readonly Parameter[],
  come: readonly Parameter[],
): readonly [old: Parameter, next: Parameter] | undefined {
  const isSpread = (version: "old" | "new") => (parameter: Parameter) => {
    if (parameter.in !== "query" || parameter.content !== undefined || parameter.style !== "form" || !parameter.explode) return false;
    const alternatives = alternativesOf(context, version, parameter);
    return alternatives.length > 0 && alternatives.every(({ kind }) => kind === "object");
  };
  const [was, ...othersWas] = gone.filter(isSpread("old"));
  const [is, ...othersAre] = come.filter(isSpread("new"));
  return was === undefined || is === undefined || othersWas.length > 0 || othersAre.length > 0 ? undefined : [was, is];
}

/** The same name elsewhere, or the same in another spelling: `pageSize` and `page_size`. */
function isMoved(old: Parameter, next: Parameter): boolean {
  const [was, is] = [plain(old.name), plain(next.name)];
  return was === is && was !== "";
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** A part of the template without a description; lowering reads it as any string. */
function isUndeclared({ schema }: Parameter): boolean {
  return schema?.spelled?.["type"] === "";
}

/** Path parameters by position, headers without case, the rest by name. */
function byIdentity(operation: Operation): Map<string, Parameter> {
  const positions = [...operation.path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]);
  const parameters = new Map<string, Parameter>();
  for (const parameter of operation.parameters) {
    if (isIgnored(parameter)) continue;
    const position = positions.indexOf(parameter.name);
    const name =
      parameter.in === "path" && position >= 0 ? `#${position}` : parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
    parameters.set(`${parameter.in} ${name}`, parameter);
  }
  return parameters;
}

function subjectOf({ in: where, name, content, style, explode }: Parameter): Subject {
  const words = `${where.charAt(0).toUpperCase()}${where.slice(1)} parameter "${name}"`;
  const isPerItem = content === undefined && style === "form" && explode;
  return { in: where, name, words, isText: content === undefined || !isJsonType(content), ...(isPerItem && { isPerItem }) };
}

function schemaOf(parameter: Parameter): Schema | undefined {
  return parameter.schema ?? parameter.content?.schema;
}

function alternativesOf(context: Context, version: "old" | "new", parameter: Parameter): readonly Alternative[] {
  return context.alternativesOf(version, nodeOf(schemaOf(parameter)));
}

/** Whether one value, as it was written, is a list of one: of items that are no other, and not of two or more. */
function isListOfSame(old: Parameter, next: Parameter, context: Context): boolean {
  const [one, lists] = [alternativesOf(context, "old", old), alternativesOf(context, "new", next)];
  if (!serialisation(old, one).startsWith("plain") || !isList(lists) || !isWrittenAlone(next, one)) return false;
  return lists.some(
    ({ kind, least = 0, items = anything }) =>
      kind === "array" && least <= 1 && context.isStillAllowed(writtenAs("text", nodeOf(old.schema)), writtenAs("text", items)),
  );
}

function haveNoTypeInCommon(old: readonly Alternative[], next: readonly Alternative[]): boolean {
  const kinds = new Set(old.map(({ kind }) => kind));
  return !next.some(({ kind }) => kinds.has(kind));
}

/** Whether no value is a value anyway: the empty text. */
function isAnyText(context: Context, old: Parameter, next: Parameter): boolean {
  const takesAny = (alternatives: readonly Alternative[]): boolean =>
    alternatives.some((alternative) => alternative.kind === "string" && isWholeKind(alternative));
  return takesAny(alternativesOf(context, "old", old)) && takesAny(alternativesOf(context, "new", next));
}

function defaultOf(model: Context["old"], parameter: Parameter): { default?: Json } {
  const schema = schemaOf(parameter);
  const [value] = schema === undefined ? [] : defaultsOf(schema, model);
  return value === undefined ? {} : { default: value };
}
