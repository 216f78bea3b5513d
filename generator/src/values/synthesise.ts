import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import type { Direction } from "../plan/plan.js";
import { memoize } from "../algorithms/memoize.js";
import { reachesDiscriminator } from "../plan/schemas/tagged.js";
import { Builder, type Mode } from "./build/build.js";
import type { Goal } from "./build/frame.js";
import { accepts, type Schemas } from "./evaluate/evaluate.js";
import { feasibilityOf } from "./feasibility.js";
import { hash } from "./random.js";
import type { SchemaValues } from "./schema-values.js";
import { structuresOf } from "./structure.js";

/** The kind of value to search for, and the limit of the search. */
export interface SynthesisOptions {
  /** Requests leave `readOnly` properties out, responses `writeOnly` ones. */
  readonly direction?: Direction;
  /** Decides about a finished value, such as a compiled validator. */
  readonly judge?: Judge;
  /** The default name of the value, from which its appearance is derived. */
  readonly name?: string;
  /** Of many values, also those that are allowed and seldom met: null, a fraction, a bound, a text that is as long as may be. */
  readonly seldom?: true;
  /** Hears how many steps it took. */
  readonly took?: (steps: number) => void;
  /** Of many values, one with everything in it that may be there. */
  readonly whole?: true;
  /** The maximum work for one value. Default: 20,000 steps, well under a second; fewer for a schema that can be read in very many ways. */
  readonly maxSteps?: number;
}

type Judge = (schema: Schema, value: Json) => boolean;

/** A value, or a sentence with the reason why there is none. Every value has been checked. */
export type Synthesis =
  | { readonly found: true; readonly value: Json }
  /** `isCutShort`: a value may exist that takes more steps to find. */
  | { readonly found: false; readonly reason: string; readonly isCutShort?: true };

export interface SearchOptions extends SynthesisOptions {
  readonly mode: Mode;
  readonly seed?: number;
  readonly goal?: Goal;
  readonly step?: number;
  readonly examples?: "all" | "scalars";
  /** Only the first way of building. */
  readonly once?: boolean;
  readonly schemaValues?: SchemaValues;
}

/**
 * A value that all the schemas accept.
 *
 * Built so that it should be valid, then checked; where the first one is not, other extents and seeds are tried within the same budget.
 */
export function synthesise(schemas: readonly Schema[], model: Schemas, options: SearchOptions): Synthesis {
  const [schema] = schemas;
  const isAlone = schema !== undefined && schemas.length === 1;
  if (!isAlone || options.goal !== undefined || model.schemas.has(schema.id)) return search(schemas, model, options);
  // Equal schemas with equal names have equal values.
  const name = options.name ?? nameOf(schema);
  const alike = alikeOf(model, options.judge ?? acceptAll);
  const structure = structuresOf(model)(schema);
  let known = alike.get(structure);
  if (known === undefined) alike.set(structure, (known = []));
  for (const each of known) if (each.name === name && areAlike(each.options, options)) return each.result;
  const result = search(schemas, model, options, name);
  if (options.mode !== "seeded" || known.length < mostSeeded) known.push({ name, options, result });
  return result;
}

const [usualSteps, denseSteps] = [20_000, 500];

/** The maximum number of cached values of equal schemas, after which no further seed is cached: a mock server requests a new one each time. */
const mostSeeded = 32;

/** Whether the request is for the same value, for one judge. */
function areAlike(a: SearchOptions, b: SearchOptions): boolean {
  return (
    a.mode === b.mode &&
    a.seed === b.seed &&
    a.direction === b.direction &&
    a.seldom === b.seldom &&
    a.whole === b.whole &&
    a.examples === b.examples &&
    a.step === b.step &&
    a.maxSteps === b.maxSteps &&
    a.once === b.once &&
    (a.schemaValues === undefined) === (b.schemaValues === undefined)
  );
}

const acceptAll: Judge = () => true;

/** Values of equal schemas, by the options of the request. */
type Alike = Map<number, { readonly name: string; readonly options: SearchOptions; readonly result: Synthesis }[]>;

/** By the schemas of a model and by judge. */
const perModel = new WeakMap<Schemas["schemas"], WeakMap<Judge, Alike>>();

function alikeOf(model: Schemas, judge: Judge): Alike {
  let byJudge = perModel.get(model.schemas);
  if (byJudge === undefined) perModel.set(model.schemas, (byJudge = new WeakMap()));
  let alike = byJudge.get(judge);
  if (alike === undefined) byJudge.set(judge, (alike = new Map()));
  return alike;
}

function search(schemas: readonly Schema[], model: Schemas, options: SearchOptions, name: string = options.name ?? nameOf(schemas[0])): Synthesis {
  const { goal, took } = options;
  const { obstacle, isDense } = feasibilityOf(schemas, model, options.direction);
  const failed = (reason: string): Synthesis => ({ found: false, reason });
  if (obstacle !== undefined) return failed(obstacle);
  const maxSteps = Math.min(options.maxSteps ?? usualSteps, isDense ? denseSteps : Infinity);
  let spent = 0;
  let isCutShort = false;
  const hasTags = (): boolean => schemas.some((schema) => reachesDiscriminator(schema, model.schemas));
  for (const plan of plansFor(options, hasTags)) {
    const isDrawn = plan.mode === "seeded";
    const seed = (): number => hash(name, 0x811c9dc5 ^ (options.seed ?? 0)) + plan.round;
    const builder = new Builder(
      model,
      {
        mode: plan.mode,
        seed,
        examples: isDrawn ? "none" : (options.examples ?? "scalars"),
        direction: options.direction,
        goal,
        schemaValues: options.schemaValues,
        byTags: plan.byTags,
        seldom: isDrawn ? options.seldom : undefined,
        whole: isDrawn ? options.whole : undefined,
      },
      Math.max(500, Math.floor((maxSteps - spent) / 2)),
    );
    const value = builder.root(schemas, name, options.step ?? 0);
    spent += builder.steps;
    isCutShort ||= builder.spent || spent > maxSteps;
    took?.(builder.steps);
    if (value !== undefined && isValid(schemas, value, model, options, plan.byTags)) return { found: true, value };
    if (spent > maxSteps) break;
  }
  return isCutShort
    ? { found: false, reason: `None was found within ${maxSteps} steps of search.`, isCutShort }
    : failed("None was found: its keywords seem to contradict each other, or require more than a fixture holds.");
}

interface BuildPlan {
  readonly mode: Mode;
  readonly round: number;
  readonly byTags?: boolean;
}

/** As requested, then fallbacks for an invalid value. */
function* plansFor({ mode, goal, once }: SearchOptions, hasTags: () => boolean): Generator<BuildPlan> {
  yield { mode, round: 0 };
  if (once === true) return;
  for (const other of ["full", "minimal"] as const) if (other !== mode) yield { mode: other, round: 0 };
  // On the path to a location there are other values to fall back on, and random choices reach none that these have not reached.
  if (goal !== undefined) return;
  for (let round = 1; round <= 8; round++) yield { mode: "seeded", round };
  if (!hasTags()) return;
  // A value that validators accept by its discriminator may match two branches in JSON Schema: it is better than none.
  yield { mode, round: 0, byTags: true };
  yield { mode: "seeded", round: 1, byTags: true };
}

/** Whether all the schemas accept a value. */
export function isValid(
  schemas: readonly Schema[],
  value: Json,
  model: Schemas,
  options: SynthesisOptions & { readonly schemaValues?: SchemaValues },
  byTags = false,
): boolean {
  const { direction, judge, schemaValues } = options;
  const common = { direction, known: schemaValues?.valid(direction), readsTags: byTags ? "alone" : true } as const;
  return schemas.every((schema) => accepts(schema, value, model, common) && (judge?.(schema, value) ?? true));
}

/** Below these are names chosen by a person. */
const named = new Set(["properties", "schemas", "definitions", "$defs"]);
const structural = new Set(
  `schema items properties allOf anyOf oneOf content schemas additionalProperties $defs patternProperties prefixItems itemSchema
   paths responses default requestBody parameters headers get put post delete options head patch trace query`.split(/\s+/),
);

/** The last segment of a schema's pointer that a person chose. */
export function nameOf(schema: Schema | undefined): string {
  return schema === undefined ? "text" : lastWord(schema);
}

const lastWord = memoize(({ place }: Schema): string => {
  const steps = place.pointer.split("/").slice(1);
  const isChosen = (step: string, index: number): boolean => !structural.has(step) || named.has(steps[index - 1] ?? "");
  const last = steps.findLast((step, index) => !/^\d+$/.test(step) && /^[\w-]+$/.test(step) && isChosen(step, index)) ?? "text";
  return last.charAt(0).toLowerCase() + last.slice(1);
});
