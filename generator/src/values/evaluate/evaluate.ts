import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import type { Token } from "../json.js";
import { reachesDiscriminator } from "../../plan/schemas/tagged.js";
import { Evaluation } from "./evaluation.js";

/** The environment of a schema: the targets of references. */
export type Schemas = Pick<ApiModel, "schemas">;

/** One keyword that failed for a value. */
export interface Failure {
  readonly keyword: string;
  readonly schema: Schema;
  /** `#/components/schemas/Session/required`. */
  readonly schemaPath: string;
  readonly instancePath: string;
  /** The property of `required`, `additionalProperties`, `propertyNames` and similar keywords. */
  readonly property?: string;
  /** The branches of `anyOf` and `oneOf` that we were in, outermost first. */
  readonly branches: readonly Branch[];
  /** Whether it was only evaluated because an `if` did or did not accept the value. */
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
  /** The maximum number of steps for one value; beyond it the result is "no". */
  readonly maxSteps?: number | undefined;
  /** Receives the number of steps of an evaluation. */
  readonly took?: (steps: number) => void;
  /** Parts that are known to be valid, cached between evaluations. */
  readonly known?: ValidParts | undefined;
  /** The location of the value, for error messages. */
  readonly at?: readonly Token[];
  /** The original of an edited value: unchanged parts are not evaluated again. */
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
  /** The numbers of matching branches of unions, cached between evaluations of one direction. */
  readonly matches?: UnionMatches;
}

/** By the list of branches, then by value: objects and arrays by identity. */
export type UnionMatches = WeakMap<readonly Schema[], Map<Json, number>>;

/** Objects and arrays, by identity, with the schemas that accepted them. */
export type ValidParts = Pick<WeakMap<object, Set<Schema>>, "get" | "set">;

/** A valid value, with the schemas that accepted each part; or a part of one. */
export interface ValidBase {
  readonly value: Json;
  readonly parts: ValidParts;
  /** Whether the accepting schemas of each part are known. */
  readonly isKnown: boolean;
}

/**
 * Whether a schema accepts a value.
 *
 * Synthesis calls this thousands of times for parts of schemas and unfinished values; compiled validators exist only for
 * whole schemas and decide about finished values (see `SynthesisOptions.judge`).
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

/** Whether it is valid if only the branch selected by a discriminator counts, as in validators. */
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

/** Evaluates a valid value once more, so that its edits need no complete evaluation. */
export function validBase(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): ValidBase {
  const parts = new Map<object, Set<Schema>>();
  const evaluation = new Evaluation(model, options, undefined, parts);
  const isValid = evaluation.check(schema, value, undefined, undefined);
  // Results that depend on a circular reference are valid at their own location only.
  const isKnown = isValid && evaluation.cuts === 0;
  if (!isKnown) parts.clear();
  return { value, parts, isKnown };
}

/** Every keyword that rejects the value, each at its own location; empty if it is valid, and if the steps did not suffice. */
export function failures(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): readonly Failure[] {
  const { readsTags = false, direction, maxSteps } = options;
  const found: Failure[] = [];
  const evaluation = new Evaluation(model, options, found);
  evaluation.check(schema, value, undefined, options.base?.value);
  options.took?.(evaluation.steps);
  if (evaluation.isSpent) return [];
  if (!readsTags || found.length > 0 || !reachesDiscriminator(schema, model.schemas)) return found;
  // Parts are known to be valid for JSON Schema.
  const reading = new Evaluation(model, { direction, maxSteps }, found, undefined, true);
  reading.check(schema, value, undefined, undefined);
  options.took?.(reading.steps);
  return reading.isSpent ? [] : found;
}
