import { isJsonObject, type Json } from "../../model/json.js";
import type { ApiModel } from "../../model/api.js";
import { placeKey, tokens } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import { accepts as schemaAccepts } from "../../values/index.js";
import type { Difference, Side, Witness } from "../change.js";
import type { Root } from "../compare/context.js";
import { bodiesAlong } from "./along.js";
import { bodies, branchesWithin, place, valueAt } from "./bodies.js";
import { atBounds, candidatesFor, ofNames } from "./candidates.js";
import { unchanged } from "./leaf.js";
import { readings } from "./readings.js";
import { shrink } from "./shrink.js";

/** A compiled validator of one schema, for one direction. */
export interface Judge {
  is(value: unknown): boolean;
  /** The keywords that refuse the value. */
  issues(value: unknown): readonly JudgedIssue[];
}

export interface JudgedIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Judges {
  readonly models: { readonly old: ApiModel; readonly new: ApiModel };
  judge(version: "old" | "new", schema: Schema, side: Side): Judge;
}

/**
 * A whole body that one document's validator accepts and the other's refuses. `undefined` when none was found within a bounded search.
 * In requests the old document accepted it and the new one refuses it; in responses the other way round: it is what now may come.
 * No object in it has a property of an `avoided` name.
 */
export function findWitness(difference: Difference, root: Root, judges: Judges, avoided?: ReadonlySet<string>): Witness | undefined {
  const acceptedBy = root.side === "request" ? "old" : "new";
  const refusedBy = acceptedBy === "old" ? "new" : "old";
  const [accepting, refusing] = [root.schemas[acceptedBy], root.schemas[refusedBy]];
  if (accepting === undefined || refusing === undefined) return undefined;
  const accepts = judges.judge(acceptedBy, accepting, root.side);
  const refuses = asWritten(judges.judge(refusedBy, refusing, root.side), root);

  const path = difference.path ?? [];
  // The value is refused for this change, not for another one in the same body.
  const reasons = (value: Json): readonly JudgedIssue[] =>
    refuses.issues(value).filter((issue) => isReason(issue, difference, path) && (!isOfBranch(issue, difference) || isRefusedPlainly(value)));
  const isRefusedPlainly = (value: Json): boolean => !schemaAccepts(refusing, value, judges.models[refusedBy], { direction: root.side });
  const holds = (value: Json): boolean => accepts.is(value) && !refuses.is(value) && reasons(value).length > 0;
  // A value that the very keyword refuses, rather than one that something around it refuses.
  const isExact = (value: Json): boolean => refuses.issues(value).some((issue) => isAbout(issue, path) && isOf(issue, difference));
  let inexact: Json | undefined;
  let left = mostInexact;
  for (const attempt of attempts(difference, root, accepting, acceptedBy, judges)) {
    const found = avoided === undefined ? attempt : withoutNames(attempt, avoided);
    if (!holds(found)) continue;
    if (isExact(found)) return shown(shrink(found, (value) => holds(value) && isExact(value) && isKept(found, value, path)));
    inexact ??= found;
    left -= 1;
    if (left === 0) break;
  }
  if (inexact === undefined) return undefined;
  const first = inexact;
  return shown(shrink(first, (value) => holds(value) && isKept(first, value, path)));

  function shown(value: Json): Witness | undefined {
    const issues = reasons(value);
    const because = issues.find((issue) => isOf(issue, difference)) ?? issues[0];
    return because && { value, acceptedBy, refusedBy, because: { keyword: because.keyword, instancePath: because.instancePath } };
  }
}

/** Outside of bodies a value is refused where whatever its text may be read as is, too. */
function asWritten(judge: Judge, { subject }: Root): Judge {
  if (!subject?.isText) return judge;
  return { is: (value) => readings(value as Json, subject)?.some((reading) => judge.is(reading)) ?? true, issues: (value) => judge.issues(value) };
}

function isReason(issue: JudgedIssue, difference: Difference, path: readonly string[]): boolean {
  return isAbout(issue, path) && isBinding(issue, difference) && !isOther(issue, difference, path);
}

/** Another facet of the very place has a reason of its own: a list that is too short shows nothing of how long it may be. */
function isOther(issue: JudgedIssue, difference: Difference, path: readonly string[]): boolean {
  const { keyword } = difference.parameters;
  if (typeof keyword !== "string" || !facets.has(keyword) || !facets.has(issue.keyword) || isOf(issue, difference)) return false;
  return tokens(issue.instancePath).length === path.length;
}

const facets = new Set(
  (
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format " +
    "minItems maxItems uniqueItems minProperties maxProperties"
  ).split(" "),
);

/**
 * A discriminator is a hint, which plain JSON Schema knows nothing of: it shows what changed about itself, and, where the branches refuse the value
 * as well, that the tag is not there or that it is of another branch.
 */
function isBinding(issue: JudgedIssue, difference: Difference): boolean {
  return issue.keyword !== "discriminator" || difference.code.startsWith("discriminator") || isOfBranch(issue, difference);
}

function isOfBranch({ keyword, params }: JudgedIssue, { code }: Difference): boolean {
  return keyword === "discriminator" && (params["tagValue"] === undefined || code.startsWith("union-branch"));
}

/** Values that show the change only by what is around it, before the first of them will do. */
const mostInexact = 40;

/** Whether the keyword that refuses is the one that changed. */
function isOf({ keyword }: JudgedIssue, { code, parameters }: Difference): boolean {
  const said = parameters["keyword"];
  if (typeof said === "string") return said === keyword || alike.some((keywords) => keywords.includes(said) && keywords.includes(keyword));
  const wanted = keywordsOf.find(([part]) => code.includes(part))?.[1];
  return wanted === undefined || wanted.includes(keyword);
}

/** Keywords of which one may be written for the other. */
const alike: readonly (readonly string[])[] = [
  ["enum", "const"],
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
];
const keywordsOf: readonly (readonly [part: string, keywords: readonly string[]])[] = [
  ["type-", ["type"]],
  ["null-", ["type"]],
  ["required", ["required", "dependentRequired"]],
  ["additional-properties", ["additionalProperties", "unevaluatedProperties"]],
  ["optional-property", ["additionalProperties", "unevaluatedProperties"]],
];

/** What stands at the place of the change stays there, and a scalar stays itself. */
function isKept(found: Json, smaller: Json, path: readonly string[]): boolean {
  const [was, is] = [valueAt(found, path), valueAt(smaller, path)];
  return was === undefined || (typeof was === "object" && was !== null ? is !== undefined : was === is);
}

/** Bodies worth trying: as they are made, with other values at the place of the difference, and those of branches. */
function* attempts(difference: Difference, root: Root, accepting: Schema, acceptedBy: "old" | "new", judges: Judges): Generator<Json> {
  const path = difference.path ?? [];
  const hints = isAboutBranches(difference) ? [...valuesOfBranches(difference, root, judges)] : hinted(difference, judges, root.side);
  const branches = [...branchesOf(difference, acceptedBy, judges, root.side), ...hints];
  if (path.length === 0) yield* branches;
  // Which branch a value is of is up to the draw.
  const draws = difference.code.startsWith("union-branch") || difference.code === "values-changed" ? 24 : 3;
  // A branch has values that a draw of the whole may never be.
  for (const leaf of branches.flatMap((branch) => candidatesFor(difference, branch))) {
    const found = leaf === unchanged || path.length > 0 ? undefined : place(undefined, [], leaf);
    if (found !== undefined) yield found;
  }
  const model = judges.models[acceptedBy];
  for (const body of inOrder(bodies(accepting, model, root.side, draws), bodiesAlong(accepting, path, model, root.side))) {
    for (const leaf of [...branches, ...candidatesFor(difference, valueAt(body, path))]) {
      const found = leaf === unchanged ? body : place(body, path, leaf);
      if (found !== undefined) yield found;
    }
  }
}

function* inOrder(...sources: readonly Iterable<Json>[]): Generator<Json> {
  for (const source of sources) yield* source;
}

/** Keywords that refuse a whole value for something inside it. */
const enclosing = new Set(["anyOf", "oneOf", "not", "if", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "uniqueItems"]);

/** Whether the keyword speaks of the place of the difference, or of something inside it. */
function isAbout(issue: JudgedIssue, path: readonly string[]): boolean {
  const { missingProperty, additionalProperty, unevaluatedProperty } = issue.params;
  const named = [missingProperty, additionalProperty, unevaluatedProperty].find((name) => typeof name === "string");
  const at = [...tokens(issue.instancePath), ...(typeof named === "string" ? [named] : [])];
  const common = Math.min(at.length, path.length);
  for (let index = 0; index < common; index += 1) {
    const [step, token] = [path[index] as string, at[index] as string];
    if (step !== token && step !== "*" && !(/^\d+$/.test(step) && /^\d+$/.test(token))) return false;
  }
  return at.length >= path.length || enclosing.has(issue.keyword) || path.length - at.length <= 1;
}

/** Values of the branch that came or went, where it is a component. */
function branchesOf(difference: Difference, version: "old" | "new", judges: Judges, side: Side): readonly Json[] {
  const at = difference.places[version];
  const schema = !difference.code.startsWith("union-branch") || at === undefined ? undefined : judges.models[version].schemas.get(placeKey(at));
  return schema === undefined ? [] : [...bodies(schema, judges.models[version], side, 3)];
}

/** Values of the schemas inside the keyword: what a `not` refuses, what a condition holds for. */
function hinted({ hints }: Difference, { models }: Judges, side: Side): readonly Json[] {
  const found: Json[] = [];
  for (const version of ["old", "new"] as const)
    for (const hint of hints?.[version] ?? [])
      for (const schema of [hint, ...branchesWithin(hint, models[version])])
        found.push(
          ...(schema.enum ?? []),
          ...(schema.const === undefined ? [] : [schema.const]),
          ...atBounds(schema),
          ...ofNames(schema),
          ...bodies(schema, models[version], side, 2),
        );
  return found;
}

/** Branches of a `oneOf` overlap now, or no longer do. */
function isAboutBranches({ code, parameters, path = [] }: Difference): boolean {
  return code === "values-changed" || (code === "constraint-changed" && parameters["keyword"] === "oneOf" && path.length === 0);
}

/** Values of every branch of the body on either side: where branches came to overlap, or ceased to, one of them shows it. */
function* valuesOfBranches({ hints }: Difference, { schemas, side }: Root, { models }: Judges): Generator<Json> {
  for (const version of ["old", "new"] as const) {
    const whole = schemas[version];
    for (const schema of hints?.[version] ?? (whole === undefined ? [] : [whole]))
      for (const branch of branchesWithin(schema, models[version])) yield* bodies(branch, models[version], side, 2);
  }
}

function withoutNames(value: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withoutNames(item, names));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !names.has(name));
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutNames(part, names)]));
}
