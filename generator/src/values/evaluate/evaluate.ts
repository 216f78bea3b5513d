import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import type { Token } from "../json.js";
import { reachesDiscriminator } from "../../plan/schemas/tagged.js";
import { Evaluation } from "./evaluation.js";

/** What a schema needs beside itself: the schemas that references lead to. */
export type Schemas = Pick<ApiModel, "schemas">;

/** One keyword that said no while a value was looked at. */
export interface Failure {
  readonly keyword: string;
  readonly schema: Schema;
  /** `#/components/schemas/Session/required`. */
  readonly schemaPath: string;
  readonly instancePath: string;
  /** The property that `required`, `additionalProperties`, `propertyNames` … speak of. */
  readonly property?: string;
  /** The branches of `anyOf` and `oneOf` that we were in, outermost first. */
  readonly branches: readonly Branch[];
  /** Whether it was only looked at because an `if` did or did not accept the value. */
  readonly isConditional: boolean;
}

export interface Branch {
  readonly schema: Schema;
  readonly kind: "anyOf" | "oneOf";
  readonly index: number;
}

export interface EvaluateOptions {
  /** Request: `readOnly` properties need not be there. Response: `writeOnly` ones need not. */
  readonly direction?: Direction | undefined;
  /** Looking at one value takes at most this many steps; beyond them the answer is "no". */
  readonly maxSteps?: number | undefined;
  /** Is told how many steps a look took. */
  readonly took?: (steps: number) => void;
  /** Parts that are known to be valid, kept from one look to the next. */
  readonly known?: ValidParts | undefined;
  /** Where the value stands, for what is said of it. */
  readonly at?: readonly Token[];
  /** What the value was made from by an edit: what the edit did not touch is not looked at again. */
  readonly base?: ValidBase;
  /** Where the edit replaced a part. */
  readonly edited?: readonly Token[];
  /**
   * Whether a value has to be one for JSON Schema, which knows no discriminators, and for those who read them as well: for them the branch that is chosen
   * decides alone. `"alone"`: only for those.
   */
  readonly readsTags?: boolean | "alone";
  /** `schema id + kind` → branch: of these unions only the failures of that branch are of interest. */
  readonly route?: ReadonlyMap<string, number>;
  /** How many branches of unions matched values, kept from one look to the next, all of them in one direction. */
  readonly matches?: UnionMatches;
}

/** By the list of branches, then by value: objects and arrays by identity. */
export type UnionMatches = WeakMap<readonly Schema[], Map<Json, number>>;

/** Objects and arrays, by identity, with the schemas that accepted them. */
export type ValidParts = Pick<WeakMap<object, Set<Schema>>, "get" | "set">;

/** A valid value, with what accepted each part of it; or a part of one. */
export interface ValidBase {
  readonly value: Json;
  readonly parts: ValidParts;
  /** Whether it is known what accepted each part, wherever it stands. */
  readonly isKnown: boolean;
}

/**
 * Whether a schema accepts a value.
 *
 * Synthesis asks this of parts of schemas, and of values in the making, thousands of times; compiled validators exist only for
 * whole schemas and are the last word on a finished value (see `SynthesisOptions.judge`).
 */
export function accepts(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): boolean {
  const { readsTags = false, took } = options;
  if (readsTags === "alone") return acceptsByTags(schema, value, model, options);
  const evaluation = new Evaluation(model, options);
  const isAccepted = evaluation.check(schema, value, undefined, undefined);
  took?.(evaluation.steps);
  if (!isAccepted) return false;
  return !readsTags || !reachesDiscriminator(schema, model.schemas) || acceptsByTags(schema, value, model, options);
}

/** Whether those accept it who ask the branch alone that a discriminator chooses, as validators do. */
export function acceptsByTags(
  schema: Schema,
  value: Json,
  model: Schemas,
  options: Pick<EvaluateOptions, "direction" | "maxSteps" | "took">,
): boolean {
  const { direction, maxSteps, took } = options;
  const evaluation = new Evaluation(model, { direction, maxSteps }, undefined, undefined, true);
  const accepted = evaluation.check(schema, value, undefined, undefined);
  took?.(evaluation.steps);
  return accepted;
}

/** A value that is known to be valid, looked at once more, so that what edits make of it need not be looked at as a whole. */
export function validBase(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): ValidBase {
  const parts = new Map<object, Set<Schema>>();
  const evaluation = new Evaluation(model, options, undefined, parts);
  const isValid = evaluation.check(schema, value, undefined, undefined);
  // Answers that rest on a reference to itself are good at their own place only.
  const isKnown = isValid && evaluation.cuts === 0;
  if (!isKnown) parts.clear();
  return { value, parts, isKnown };
}

/** Every keyword that refuses the value, each at its own place; empty where it is valid, and where the steps did not suffice to tell them all. */
export function failures(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): readonly Failure[] {
  const { readsTags = false, direction, maxSteps } = options;
  const found: Failure[] = [];
  const evaluation = new Evaluation(model, options, found);
  evaluation.check(schema, value, undefined, options.base?.value);
  options.took?.(evaluation.steps);
  if (evaluation.isSpent) return [];
  if (!readsTags || found.length > 0 || !reachesDiscriminator(schema, model.schemas)) return found;
  // What is known to be valid is so for JSON Schema.
  const reading = new Evaluation(model, { direction, maxSteps }, found, undefined, true);
  reading.check(schema, value, undefined, undefined);
  options.took?.(reading.steps);
  return reading.isSpent ? [] : found;
}
