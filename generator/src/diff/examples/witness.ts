import { isJsonObject, type Json } from "../../model/json.js";
import type { ApiModel } from "../../model/api.js";
import { tokens } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { accepts as schemaAccepts } from "../../values/index.js";
import type { Difference, Side, Witness } from "../change.js";
import type { Root } from "../compare/context.js";
import { readings } from "../compare/operations/readings.js";
import { writingOf } from "../variants/texts.js";
import { isStep, keysOf, type Step } from "../step.js";
import { attempts } from "./attempts.js";
import { valueAt } from "./bodies.js";
import { effortOf, partsOf, weightOf } from "./effort.js";
import { shrink } from "./shrink.js";

/** A compiled validator of one schema, for one direction. */
interface Judge {
  is(value: unknown): boolean;
  /** The keywords that refuse the value. */
  issues(value: unknown): readonly JudgedIssue[];
}

interface JudgedIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Judges {
  readonly models: { readonly old: ApiModel; readonly new: ApiModel };
  judge(version: "old" | "new", schema: Schema, side: Side): Judge;
}

/** The maximum depth of a location for which a body is generated: deeper ones are unreadable. */
const deepest = 100;

/**
 * A whole body that one document's validator accepts and the other's rejects. `undefined` if none was found within the budget.
 * In requests the old document accepts it and the new one rejects it; in responses the reverse: it may arrive now.
 * No object in it has a property of an `avoided` name.
 */
export function findWitness(difference: Difference, root: Root, judges: Judges, avoided?: ReadonlySet<string>): Witness | undefined {
  const acceptedBy = root.side === "request" ? "old" : "new";
  const refusedBy = acceptedBy === "old" ? "new" : "old";
  const [accepting, refusing] = [root.schemas[acceptedBy], root.schemas[refusedBy]];
  if (accepting === undefined || refusing === undefined) return undefined;
  const accepts = judges.judge(acceptedBy, accepting, root.side);
  const refuses = withIssuesOnce(asWritten(judges.judge(refusedBy, refusing, root.side), root));

  const steps = difference.path ?? [];
  const path = keysOf(steps);
  const effort = effortOf(judges);
  effort.next();
  if (path.length > deepest || effort.isSpent) return undefined;
  const weight = Math.max(weightOf(accepting, judges.models[acceptedBy]), weightOf(refusing, judges.models[refusedBy]));
  const mayLook = (value: Json): boolean => {
    effort.take(partsOf(value) + weight);
    return !effort.isSpent;
  };
  // The value is refused for this change, not for another one in the same body.
  const reasons = (value: Json): readonly JudgedIssue[] =>
    refuses.issues(value).filter((issue) => isReason(issue, difference, steps) && (!isOfBranch(issue, difference) || isRefusedPlainly(value)));
  const isRefusedPlainly = (value: Json): boolean => !schemaAccepts(refusing, value, judges.models[refusedBy], { direction: root.side });
  const holds = (value: Json): boolean => mayLook(value) && accepts.is(value) && !refuses.is(value) && reasons(value).length > 0;
  // A value that the very keyword refuses, rather than one that something around it refuses.
  const isExact = (value: Json): boolean => refuses.issues(value).some((issue) => isAbout(issue, steps) && isOf(issue, difference));
  let inexact: Json | undefined;
  let left = mostInexact;
  for (const attempt of attempts(difference, root, accepting, acceptedBy, judges)) {
    if (effort.isSpent) break;
    const found = avoided === undefined ? attempt : withoutNames(attempt, avoided);
    if (!holds(found)) continue;
    if (isExact(found)) return shown(shrink(found, path, (value) => holds(value) && isExact(value) && isRetained(found, value, path)));
    inexact ??= found;
    left -= 1;
    if (left === 0) break;
  }
  if (inexact === undefined) return undefined;
  const first = inexact;
  return shown(shrink(first, path, (value) => holds(value) && isRetained(first, value, path)));

  function shown(value: Json): Witness | undefined {
    const issues = reasons(value);
    const because = issues.find((issue) => isOf(issue, difference)) ?? issues[0];
    return because && { value, acceptedBy, refusedBy, because: { keyword: because.keyword, instancePath: because.instancePath } };
  }
}

/** A value written as text is rejected only if every reading of the text is. */
function asWritten(judge: Judge, { subject, pair }: Root): Judge {
  const writing = writingOf(pair.next) ?? writingOf(pair.old);
  if (writing === undefined) return judge;
  // Nothing at all in a path is another path.
  const read = (value: unknown): readonly Json[] | undefined =>
    value === "" && subject?.in === "path" ? undefined : readings(value as Json, writing);
  return { is: (value) => read(value)?.some((reading) => judge.is(reading)) ?? true, issues: (value) => judge.issues(value) };
}

/** Issues of the same value are requested several times in a row. */
function withIssuesOnce(judge: Judge): Judge {
  let last: readonly [value: unknown, issues: readonly JudgedIssue[]] | undefined;
  return {
    is: (value) => judge.is(value),
    issues: (value) => {
      if (last === undefined || !Object.is(last[0], value)) last = [value, judge.issues(value)];
      return last[1];
    },
  };
}

function isReason(issue: JudgedIssue, difference: Difference, path: readonly Step[]): boolean {
  return isAbout(issue, path) && isBinding(issue, difference) && !isOther(issue, difference, path);
}

/** Another keyword at the same location has its own reason: a list that is too short is no example for its maximum. */
function isOther(issue: JudgedIssue, difference: Difference, path: readonly Step[]): boolean {
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
 * A discriminator is a hint that plain JSON Schema ignores: it shows its own changes, and, if the branches reject the value
 * as well, that the property is missing or selects another branch.
 */
function isBinding(issue: JudgedIssue, difference: Difference): boolean {
  return issue.keyword !== "discriminator" || difference.code.startsWith("discriminator") || isOfBranch(issue, difference);
}

function isOfBranch({ keyword, params }: JudgedIssue, { code }: Difference): boolean {
  return keyword === "discriminator" && (params["tagValue"] === undefined || code.startsWith("union-branch"));
}

/** The maximum of examples that show the change only by their surroundings, before the first of them is taken. */
const mostInexact = 40;

/** Whether the keyword that refuses is the one that changed. */
function isOf({ keyword }: JudgedIssue, { code, parameters }: Difference): boolean {
  const stated = parameters["keyword"];
  if (typeof stated === "string") return stated === keyword || alike.some((keywords) => keywords.includes(stated) && keywords.includes(keyword));
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

/** The value at the location of the change stays, and a scalar stays unchanged. */
function isRetained(found: Json, smaller: Json, path: readonly string[]): boolean {
  const [was, is] = [valueAt(found, path), valueAt(smaller, path)];
  return was === undefined || (typeof was === "object" && was !== null ? is !== undefined : was === is);
}

/** Keywords that refuse a whole value for something inside it. */
const enclosing = new Set(["anyOf", "oneOf", "not", "if", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "uniqueItems"]);

/** Whether the keyword applies to the location of the difference, or to a part of it. */
function isAbout(issue: JudgedIssue, path: readonly Step[]): boolean {
  const { missingProperty, additionalProperty, unevaluatedProperty } = issue.params;
  const named = [missingProperty, additionalProperty, unevaluatedProperty].find((name) => typeof name === "string");
  const at = [...tokens(issue.instancePath), ...(typeof named === "string" ? [named] : [])];
  const common = Math.min(at.length, path.length);
  for (let index = 0; index < common; index += 1) {
    if (!isStep(at[index] as string, path[index] as Step)) return false;
  }
  return at.length >= path.length || enclosing.has(issue.keyword) || path.length - at.length <= 1;
}

function withoutNames(value: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withoutNames(item, names));
  if (!isJsonObject(value)) return value;
  const remaining = Object.entries(value).filter(([name]) => !names.has(name));
  return Object.fromEntries(remaining.map(([name, part]) => [name, withoutNames(part, names)]));
}
