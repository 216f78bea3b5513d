import { isJsonObject, type Json } from "../../model/json.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { full, minimal, seeded, type Synthesis } from "../../values/index.js";
import { take } from "../../values/json.js";
import type { Side } from "../change.js";
import { resolve } from "../variants/node.js";
import { exampleBudgetOf } from "./effort.js";
import { absent } from "./leaf.js";

/** Bodies generated from a schema so far, in order: each difference inside it needs the same ones. */
const made = new WeakMap<Schema, Partial<Record<Side, (Json | undefined)[]>>>();

/** Draws in a row that may find nothing. */
const mostMisses = 3;

/** The values of the fixture generator: the smallest, a full one, and as many others as needed. */
export function* bodies(from: Schema, model: ApiModel, side: Side, draws: number): Generator<Json> {
  // The same ones wherever a component is referred to from.
  const schema = from.ref !== undefined && isReferenceOnly(from) ? (resolve(model, from.ref) ?? from) : from;
  const bySide = made.get(schema) ?? {};
  made.set(schema, bySide);
  const known = (bySide[side] ??= []);
  for (let index = 0; index < draws + 2; index += 1) {
    // A schema with neither a smallest nor a example with all properties, or none after a few random draws, is not searched further.
    if (index >= 2 && known.slice(Math.max(0, index - mostMisses), index).every((value) => value === undefined)) return;
    if (index === known.length) known.push(make(schema, model, side, index));
    const value = known[index];
    if (value !== undefined) yield value;
  }
}

function isReferenceOnly(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "id" || key === "place" || key === "ref");
}

function make(schema: Schema, model: ApiModel, side: Side, index: number): Json | undefined {
  const options = { direction: side };
  const synthesis = index === 0 ? minimal(schema, model, options) : index === 1 ? full(schema, model, options) : draw(schema, model, side, index - 1);
  return synthesis.found ? synthesis.value : undefined;
}

/** Random values count towards the budget: smallest and full values are shared. */
function draw(schema: Schema, model: ApiModel, side: Side, seed: number): Synthesis {
  const budget = exampleBudgetOf(model);
  budget.next();
  if (budget.isSpent) return { found: false, reason: "The limit of drawn values was reached." };
  return seeded(schema, seed, model, { direction: side, took: (steps) => budget.take(steps) });
}

/** The part of a value at a path; `*` is the first property. */
export function valueAt(body: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = body;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)] as Json | undefined;
    else if (isJsonObject(value)) value = step === "*" ? Object.values(value).at(-1) : Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/** A copy with another value at the path; missing containers are created. */
export function place(body: Json | undefined, path: readonly string[], leaf: Json | typeof absent): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return leaf === absent ? undefined : leaf;
  if (Array.isArray(body) || (body === undefined && /^\d+$/.test(step))) {
    const items: Json[] = Array.isArray(body) ? [...(body as readonly Json[])] : [];
    if (Number(step) > items.length) return undefined;
    const item = place(items[Number(step)], rest, leaf);
    if (item === undefined) items.splice(Number(step), 1);
    else items[Number(step)] = item;
    return items;
  }
  if (body !== undefined && !isJsonObject(body)) return undefined;
  const name = step === "*" ? (Object.keys(body ?? {}).at(-1) ?? "key") : step;
  const inner = place(body !== undefined && Object.hasOwn(body, name) ? body[name] : undefined, rest, leaf);
  // Bodies of thousands of properties are copied thousands of times.
  if (inner !== undefined) return { ...body, [name]: inner };
  const { [name]: _, ...others } = body ?? {};
  return others;
}

/** Properties of the body that may be the one that a path means by `*`, before one that it does not have. */
const mostNames = 3;
/** Ways to spell one path: with each further `*` there are four times as many. */
const mostSpelled = 64;

/** The path with a name instead of each `*`: an existing property or a new one, because `*` is a property without any other constraint. */
export function spelled(path: readonly string[], body: Json | undefined): readonly (readonly string[])[] {
  return path.includes("*") ? [...take(spellings(path, body), mostSpelled)] : [path];
}

function* spellings(path: readonly string[], body: Json | undefined): Generator<readonly string[]> {
  const at = path.indexOf("*");
  if (at < 0) return yield path;
  const before = path.slice(0, at);
  const object = valueAt(body ?? null, before);
  const names = isJsonObject(object) ? Object.keys(object) : [];
  for (const name of [...names.slice(-mostNames), "key"]) yield* spellings([...before, name, ...path.slice(at + 1)], body);
}

/** The maximum of branches whose values are tried. */
const mostBranches = 48;

/** The branches of a schema and the branches of these, outermost first. */
export function branchesWithin(schema: Schema, model: ApiModel): readonly Schema[] {
  const found = new Set([schema]);
  // A set grows while it is walked: branches found on the way are walked too.
  for (const each of found) {
    const target = each.ref === undefined ? undefined : resolve(model, each.ref);
    for (const inner of [...(target === undefined ? [] : [target]), ...(each.allOf ?? []), ...(each.oneOf ?? []), ...(each.anyOf ?? [])])
      if (found.size <= mostBranches) found.add(inner);
  }
  return [...found].slice(1);
}
