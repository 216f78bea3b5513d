import type { Schema } from "../model/schemas/schema.js";
import type { Direction } from "../plan/plan.js";
import { deepest } from "./build/build.js";
import { contradiction } from "./build/contradiction.js";
import { heightsOf } from "./build/heights.js";
import { isDense } from "./density.js";
import type { Schemas } from "./evaluate/evaluate.js";
import type { Token } from "./json.js";

/** Facts known before a search. */
export interface Feasibility {
  /** Why it need not begin: one sentence. */
  readonly obstacle: string | undefined;
  /** Whether one value may be evaluated in very many ways. */
  readonly isDense: boolean;
}

/**
 * Facts for a search for a value of all the schemas. For a single schema they are computed once, because full, minimal and random values are searched
 * for.
 */
export function feasibilityOf(schemas: readonly Schema[], model: Schemas, direction: Direction | undefined): Feasibility {
  const [only] = schemas;
  if (only === undefined || schemas.length > 1) return findFeasibility(schemas, model, direction);
  const known = knownOf(model, direction);
  let feasibility = known.get(only);
  if (feasibility === undefined) known.set(only, (feasibility = findFeasibility(schemas, model, direction)));
  return feasibility;
}

/** Facts about single schemas, by direction. */
const perModel = new WeakMap<Schemas["schemas"], Readonly<Record<Direction | "both", WeakMap<Schema, Feasibility>>>>();

function knownOf({ schemas }: Schemas, direction: Direction | undefined): WeakMap<Schema, Feasibility> {
  let known = perModel.get(schemas);
  if (known === undefined) perModel.set(schemas, (known = { both: new WeakMap(), request: new WeakMap(), response: new WeakMap() }));
  return known[direction ?? "both"];
}

function findFeasibility(schemas: readonly Schema[], model: Schemas, direction: Direction | undefined): Feasibility {
  return { obstacle: obstacleTo(schemas, model, direction), isDense: schemas.some((schema) => isDense(schema, model)) };
}

function obstacleTo(schemas: readonly Schema[], model: Schemas, direction: Direction | undefined): string | undefined {
  let height = 0;
  for (const schema of schemas) height = Math.max(height, heightsOf(model)(schema));
  if (height === Infinity) return "No finite value satisfies it: what it requires leads back to itself or is refused everywhere.";
  if (height > deepest) return `Its flattest value is nested more than ${deepest} levels deep.`;
  const place = contradiction(schemas, model, direction);
  return place === undefined ? undefined : contradicted(place);
}

function contradicted(place: readonly Token[]): string {
  return place.length === 0
    ? "No value satisfies it: its keywords contradict each other."
    : `No value satisfies it: ${JSON.stringify(place.join("."))} must be there, and what is said of it in one place contradicts what is said in another.`;
}
