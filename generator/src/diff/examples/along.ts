import type { Json } from "../../model/json.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { textsOf } from "../../values/index.js";
import { take } from "../../values/json.js";
import type { Side } from "../change.js";
import { resolve } from "../variants/node.js";
import { bodies, branchesWithin, place } from "./bodies.js";

/** Values built along one path. */
const mostBodies = 24;
/** The maximum of branches, references and parts visited for one step of the path. */
const maxVisits = 4_000;

/**
 * Bodies with a value at the end of the path: at each step a branch is taken that describes the step. Random bodies rarely
 * reach it, because only some branches of some unions do.
 */
export function* bodiesAlong(schema: Schema, path: readonly string[], model: ApiModel, side: Side): Generator<Json> {
  if (path.length === 0) return;
  yield* take(along(schema, path, model, side), mostBodies);
  // The last step may be a property that only the other document has.
  yield* take(along(schema, path.slice(0, -1), model, side), mostBodies);
}

function* along(schema: Schema, path: readonly string[], model: ApiModel, side: Side): Generator<Json> {
  const [step, ...rest] = path;
  if (step === undefined) {
    for (const each of [schema, ...branchesWithin(schema, model)]) yield* bodies(each, model, side, 0);
    return;
  }
  for (const { whole, inside, name } of choices(schema, step, model, { left: maxVisits }, new Set())) {
    const bases = [...bodies(whole, model, side, 0)];
    for (const value of along(inside, rest, model, side)) {
      // The smallest value may lack required properties of the other document, and a full one may have too many.
      for (const base of bases) {
        const body = place(base, [name], value);
        if (body !== undefined) yield body;
      }
    }
  }
}

/** A schema with its unions decided as far as needed, and its constraints on the step. */
interface Choice {
  readonly whole: Schema;
  readonly inside: Schema;
  /** The step, or for `*` a name that it may mean. */
  readonly name: string;
}

function* choices(schema: Schema, step: string, model: ApiModel, budget: { left: number }, entered: ReadonlySet<Schema>): Generator<Choice> {
  budget.left -= 1;
  if (budget.left < 0 || entered.has(schema)) return;
  const inner = new Set(entered).add(schema);
  for (const own of schemasOfStep(schema, step)) yield { whole: schema, ...own };
  const target = schema.ref === undefined ? undefined : resolve(model, schema.ref);
  if (target !== undefined) {
    const { ref: _, ...beside } = schema;
    for (const choice of choices(target, step, model, budget, inner)) yield decided(beside, choice);
  }
  for (const [index, part] of (schema.allOf ?? []).entries()) {
    const beside = { ...schema, allOf: schema.allOf?.toSpliced(index, 1) ?? [] };
    for (const choice of choices(part, step, model, budget, inner)) yield decided(beside, choice);
  }
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const { [keyword]: branches = [], discriminator: _, ...beside } = schema;
    for (const branch of branches) for (const choice of choices(branch, step, model, budget, inner)) yield decided(beside, choice);
  }
}

/** Siblings of the selected part still apply. */
function decided(beside: Schema, { whole, inside, name }: Choice): Choice {
  const { id, place: at, annotations: _, spelled: _spelled, ...assertions } = beside;
  const { allOf = [], ...others } = assertions;
  if (Object.keys(others).length === 0 && allOf.length === 0) return { whole, inside, name };
  return { whole: { ...others, id: `${id}~as~${whole.id}`, place: at, allOf: [...allOf, whole] }, inside, name };
}

function schemasOfStep({ object, array }: Schema, step: string): readonly Omit<Choice, "whole">[] {
  const stated = (inside: Schema | undefined, name: string): readonly Omit<Choice, "whole">[] => (inside === undefined ? [] : [{ inside, name }]);
  if (/^\d+$/.test(step) && array !== undefined) return stated(array.prefixItems?.[Number(step)] ?? array.items, step);
  if (object === undefined) return [];
  if (step !== "*") return stated(object.properties?.get(step), step);
  const { additionalProperties, patternProperties = [] } = object;
  const matching = [...patternProperties].flatMap(([pattern, inside]) => [...take(textsOf(pattern), 1)].map((name) => ({ inside, name })));
  return [...(additionalProperties?.boolean === false ? [] : stated(additionalProperties, "key")), ...matching];
}
