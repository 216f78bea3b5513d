import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { tokens } from "../model/place.js";
import type { Direction } from "../plan/plan.js";
import { subschemas } from "../plan/subschemas.js";
import { Builder, type Goal, type Mode } from "./build/build.js";
import { contradiction } from "./build/contradiction.js";
import { accepts, type Schemas } from "./evaluate/evaluate.js";
import { heightsOf } from "./build/heights.js";
import { same, type Token } from "./json.js";
import { hash } from "./random.js";
import { shelfOf, type Extent, type Shared, type Shelf } from "./shelf.js";

export interface SynthesisOptions {
  /** Requests leave `readOnly` properties out, responses `writeOnly` ones. */
  readonly direction?: Direction;
  /** The last word on a finished value, such as a compiled validator. */
  readonly judge?: (schema: Schema, value: Json) => boolean;
  /** What the value is called where nothing else says what it looks like. */
  readonly name?: string;
  /** Work that one value may take. Default: 20,000 steps, well under a second. */
  readonly maxSteps?: number;
}

/** A value, or one sentence that says why there is none. Never a guess: what is found has been checked. */
export type Synthesis = { readonly found: true; readonly value: Json } | { readonly found: false; readonly reason: string };

/** A value with what must be there and nothing else. */
export function minimal(schema: Schema, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return isPlain(options) ? standard(schema, model, "minimal", options.direction) : synthesise([schema], model, { ...options, mode: "minimal" });
}

/** A value with everything in it, down to a depth where optional parts are left out. */
export function full(schema: Schema, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return isPlain(options) ? standard(schema, model, "full", options.direction) : synthesise([schema], model, { ...options, mode: "full" });
}

/** Whether nothing is asked for that only this caller wants: then the value is the same for all. */
function isPlain(options: SynthesisOptions): boolean {
  return Object.entries(options).every(([name, value]) => name === "direction" || value === undefined);
}

type Standard = Partial<Record<`${Direction | "both"} ${Extent}`, Synthesis>>;
const standards = new WeakMap<Schemas["schemas"], WeakMap<Schema, Standard>>();

function standardsOf(schema: Schema, model: Schemas): Standard {
  let ofModel = standards.get(model.schemas);
  if (ofModel === undefined) standards.set(model.schemas, (ofModel = new WeakMap()));
  let made = ofModel.get(schema);
  if (made === undefined) ofModel.set(schema, (made = {}));
  return made;
}

/** The value that everybody gets who asks for one of this extent: fixtures, mocks and broken values all start from it. */
function standard(schema: Schema, model: Schemas, extent: Extent, wanted: Direction | undefined): Synthesis {
  const shelf = shelfOf(model);
  const direction = model.schemas.get(schema.id) === schema ? shelf.directionFor(schema.id, wanted) : wanted;
  const made = standardsOf(schema, model);
  const key = `${direction ?? "both"} ${extent}` as const;
  if (made[key] !== undefined) return made[key];
  shelf.prepare(schema, direction, (each, its, which, already) => distinct(each, model, its, which, already));
  const options = { shelf, ...(direction === undefined ? {} : { direction }) };
  switch (extent) {
    case "minimal":
      return (made[key] = synthesise([schema], model, { ...options, mode: "minimal" }));
    case "full":
      return (made[key] = synthesise([schema], model, { ...options, mode: "full" }));
    case "example": {
      const own = annotated(schema, model).find((value) => isValid([schema], value, model, options));
      if (own !== undefined) return (made[key] = { found: true, value: own });
      const whole = standard(schema, model, "full", direction);
      return (made[key] = showsParts(schema, model) ? synthesise([schema], model, { ...options, mode: "full", examples: "all" }) : whole);
    }
  }
}

/** The value of an extent: the very one of another extent, where the two are equal. */
function distinct(schema: Schema, model: Schemas, direction: Direction | undefined, extent: Extent, already: readonly Shared[]): Json | undefined {
  const made = standard(schema, model, extent, direction);
  if (!made.found) return undefined;
  const value = already.find((known) => same(known.value, made.value))?.value ?? made.value;
  standardsOf(schema, model)[`${direction ?? "both"} ${extent}`] = { found: true, value };
  return value;
}

/** Whether there is a full value. A minimal one that is found at the first try, within the work that is left for it, would be found on the way to a full one. */
export function hasFull(schema: Schema, model: Schemas, direction?: Direction): boolean {
  const options = direction === undefined ? {} : { direction };
  const known = standardsOf(schema, model)[`${direction ?? "both"} full`];
  if (known !== undefined) return known.found;
  return synthesise([schema], model, { ...options, mode: "minimal", maxSteps: 10_000, once: true }).found || full(schema, model, options).found;
}

/** One of many values: another seed gives another one, the same seed the same one. */
export function seeded(schema: Schema, seed: number, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return synthesise([schema], model, { ...options, mode: "seeded", seed });
}

/** The document's own example where it is valid, else a full value. `further` are examples that stand beside the schema, on a media type or a parameter. */
export function exampleOf(schema: Schema, model: Schemas, options: SynthesisOptions & { readonly further?: readonly Json[] } = {}): Synthesis {
  const { further = [], ...others } = options;
  const judged = { ...others, shelf: shelfOf(model) };
  for (const value of further) if (isValid([schema], value, model, judged)) return { found: true, value };
  if (isPlain(others)) return standard(schema, model, "example", others.direction);
  for (const value of annotated(schema, model)) if (isValid([schema], value, model, judged)) return { found: true, value };
  return synthesise([schema], model, { ...others, mode: "full", examples: "all" });
}

const showing = new WeakMap<Schemas["schemas"], ReadonlySet<SchemaId>>();

/** Whether an example of a whole object or list can be met on the way; without one, an example made of parts is the full value. */
function showsParts(schema: Schema, model: Schemas): boolean {
  let leading = showing.get(model.schemas);
  if (leading === undefined) showing.set(model.schemas, (leading = leadingToParts(model)));
  return anyPart(schema, (part) => hasPart(part) || (part.ref !== undefined && leading?.has(part.ref) === true));
}

/** The schemas from which references lead to such an example. */
function leadingToParts(model: Schemas): ReadonlySet<SchemaId> {
  const found = new Set<SchemaId>();
  const referrers = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of model.schemas) {
    const shows = anyPart(schema, (part) => {
      if (part.ref !== undefined) referrers.set(part.ref, [...(referrers.get(part.ref) ?? []), id]);
      return hasPart(part);
    });
    if (shows) found.add(id);
  }
  // A set takes in what is added while it is walked.
  for (const id of found) for (const referrer of referrers.get(id) ?? []) found.add(referrer);
  return found;
}

function hasPart({ annotations }: Schema): boolean {
  return [...(annotations?.examples ?? []), annotations?.default ?? null].some((value) => typeof value === "object" && value !== null);
}

function anyPart(schema: Schema, holds: (schema: Schema) => boolean): boolean {
  return holds(schema) || subschemas(schema).some((part) => anyPart(part, holds));
}

function annotated(schema: Schema, model: Schemas): readonly Json[] {
  const found: Json[] = [];
  const visited = new Set<Schema>();
  for (let current: Schema | undefined = schema; current !== undefined && !visited.has(current);) {
    visited.add(current);
    found.push(...(current.annotations?.examples ?? []));
    current = current.ref === undefined ? undefined : model.schemas.get(current.ref);
  }
  return found;
}

/**
 * A value that all the schemas accept.
 *
 * Built so that it should be valid, then checked; where the first one is not, other extents and seeds are tried within the same budget.
 */
export function synthesise(
  schemas: readonly Schema[],
  model: Schemas,
  options: SynthesisOptions & {
    readonly mode: Mode;
    readonly seed?: number;
    readonly goal?: Goal;
    readonly step?: number;
    readonly examples?: "all" | "scalars";
    /** Only the first way of building. */
    readonly once?: boolean;
    readonly shelf?: Shelf;
  },
): Synthesis {
  const { mode, goal, maxSteps = 20_000 } = options;
  const heights = heightsOf(model);
  if (schemas.some((schema) => heights(schema) === Infinity)) {
    return { found: false, reason: "No finite value satisfies it: what it requires leads back to itself or is refused everywhere." };
  }
  const place = contradiction(schemas, model, options.direction);
  if (place !== undefined) return { found: false, reason: contradicted(place) };
  const pointer = schemas[0]?.place.pointer ?? "";
  const name = options.name ?? nameOf(pointer);
  const start = hash(pointer, 0x811c9dc5 ^ (options.seed ?? 0));
  const plans: { readonly mode: Mode; readonly seed: number }[] = [{ mode, seed: start }];
  if (options.once !== true) plans.push(...furtherPlans(mode, start, goal));
  let spent = 0;
  for (const plan of plans) {
    const builder = new Builder(
      model,
      {
        ...plan,
        examples: plan.mode === "seeded" ? "none" : (options.examples ?? "scalars"),
        ...(options.direction === undefined ? {} : { direction: options.direction }),
        ...(goal === undefined ? {} : { goal }),
        ...(options.shelf === undefined ? {} : { shelf: options.shelf }),
      },
      Math.max(500, Math.floor((maxSteps - spent) / 2)),
    );
    const value = builder.root(schemas, name, options.step ?? 0);
    spent += builder.steps;
    if (value !== undefined && isValid(schemas, value, model, options)) return { found: true, value };
    if (spent > maxSteps) return { found: false, reason: `None was found within ${maxSteps} steps of search.` };
  }
  return { found: false, reason: "None was found: its keywords seem to contradict each other." };
}

function contradicted(place: readonly Token[]): string {
  return place.length === 0
    ? "No value satisfies it: its keywords contradict each other."
    : `No value satisfies it: ${JSON.stringify(place.join("."))} must be there, and what is said of it in one place contradicts what is said in another.`;
}

/** What is tried when the first value is not valid. */
function furtherPlans(mode: Mode, seed: number, goal: Goal | undefined): { readonly mode: Mode; readonly seed: number }[] {
  const plans: { readonly mode: Mode; readonly seed: number }[] = [];
  for (const other of ["full", "minimal"] as const) if (other !== mode) plans.push({ mode: other, seed });
  // On the way to a place there are other values to fall back on.
  for (let round = 1; round <= (goal === undefined ? 8 : 1); round++) plans.push({ mode: "seeded", seed: seed + round });
  return plans;
}

function isValid(schemas: readonly Schema[], value: Json, model: Schemas, options: SynthesisOptions & { readonly shelf?: Shelf }): boolean {
  const { direction, judge, shelf } = options;
  const asked = { ...(direction === undefined ? {} : { direction }), ...(shelf === undefined ? {} : { known: shelf.valid(direction) }) };
  return schemas.every((schema) => accepts(schema, value, model, asked) && (judge?.(schema, value) ?? true));
}

const structural = new Set(["schema", "items", "properties", "allOf", "anyOf", "oneOf", "content", "schemas", "additionalProperties", "$defs"]);

/** The last word of a pointer that a person chose. */
function nameOf(pointer: string): string {
  const words = tokens(pointer).filter((token) => !structural.has(token) && !/^\d+$/.test(token) && /^[\w-]+$/.test(token));
  const last = words.at(-1) ?? "text";
  return last.charAt(0).toLowerCase() + last.slice(1);
}
