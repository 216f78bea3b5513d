import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import type { Choices } from "./choices.js";
import type { Schemas } from "./evaluate.js";
import type { Heights } from "./heights.js";
import type { Random } from "./random.js";

/** Schemas that must all hold for one value, with references and `allOf` followed and one branch taken of everything that branches. */
export interface Expansion {
  readonly schemas: readonly Schema[];
  readonly nots: readonly Schema[];
  /** The schemas among them that references can lead to. */
  readonly named: readonly SchemaId[];
  /** What a discriminator says that a property should be, where the branch allows it. */
  readonly tags: ReadonlyMap<string, Json>;
  /** Properties that a chosen `dependentSchemas` entry brings in, or keeps out. */
  readonly present: ReadonlySet<string>;
  /** Properties by which a discriminator chose the branch: a branch need not declare them, and readers look for them all the same. */
  readonly tagged: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
  /** Branches of `oneOf` that must not match beside the one taken. */
  readonly rivals: readonly Schema[];
}

export interface ExpandOptions {
  readonly model: Schemas;
  readonly heights: Heights;
  readonly choices: Choices;
  readonly random: Random;
  /** Named schemas that we are inside of: going there again is recursion. */
  readonly inside: ReadonlySet<SchemaId>;
  readonly order: "author" | "minimal" | "flattest" | "random";
  /** Branch to take, where the caller has decided. */
  readonly forced: (schema: Schema, kind: string) => number | undefined;
}

/** `undefined`: the branches taken refuse everything. */
export function expand(roots: readonly Schema[], options: ExpandOptions): Expansion | undefined {
  const { model, choices, forced } = options;
  const schemas: Schema[] = [];
  const nots: Schema[] = [];
  const named = new Set<SchemaId>();
  const tags = new Map<string, Json>();
  const present = new Set<string>();
  const tagged = new Set<string>();
  const absent = new Set<string>();
  const rivals: Schema[] = [];
  const visited = new Set<Schema>();
  let possible = true;
  const branch = (schema: Schema, kind: "anyOf" | "oneOf", parts: readonly Schema[]): void => {
    const order = branchOrder(parts, options);
    if (order.length === 0) {
      possible = false;
      return;
    }
    const index = forced(schema, kind) ?? order[order.length === 1 ? 0 : choices.take(order.length)] ?? 0;
    const taken = parts[index];
    if (taken === undefined) return;
    if (kind === "oneOf" && parts.length <= 20) rivals.push(...parts.filter((part) => part !== taken));
    const { discriminator } = schema;
    const target = taken.ref;
    if (discriminator !== undefined && target !== undefined) {
      for (const [name, id] of discriminator.mapping)
        if (id === target && !tags.has(discriminator.propertyName)) {
          tags.set(discriminator.propertyName, name);
          tagged.add(discriminator.propertyName);
        }
    }
    visit(taken);
  };
  const visit = (schema: Schema): void => {
    if (visited.has(schema) || !possible) return;
    visited.add(schema);
    if (model.schemas.has(schema.id)) named.add(schema.id);
    if (schema.boolean === false) possible = false;
    schemas.push(schema);
    if (schema.ref !== undefined) {
      named.add(schema.ref);
      const target = model.schemas.get(schema.ref);
      if (target !== undefined) visit(target);
    }
    schema.allOf?.forEach(visit);
    if (schema.anyOf !== undefined) branch(schema, "anyOf", schema.anyOf);
    if (schema.oneOf !== undefined) branch(schema, "oneOf", schema.oneOf);
    if (schema.not !== undefined) nots.push(schema.not);
    if (schema.if !== undefined) {
      if ((forced(schema, "if") ?? choices.take(2)) === 0) {
        visit(schema.if);
        if (schema.then !== undefined) visit(schema.then);
      } else {
        nots.push(schema.if);
        if (schema.else !== undefined) visit(schema.else);
      }
    }
    const needed = schema.object?.required ?? [];
    for (const [trigger, part] of schema.object?.dependentSchemas ?? []) {
      if (needed.includes(trigger) || (forced(schema, `dependentSchemas/${trigger}`) ?? choices.take(2)) === 0) {
        present.add(trigger);
        visit(part);
      } else absent.add(trigger);
    }
  };
  roots.forEach(visit);
  if (!possible) return undefined;
  for (const { discriminator } of schemas) {
    if (discriminator === undefined || tags.has(discriminator.propertyName)) continue;
    const own = [...discriminator.mapping].find(([, id]) => named.has(id)) ?? [...discriminator.mapping][0];
    if (own !== undefined) tags.set(discriminator.propertyName, own[0]);
  }
  return { schemas, nots, named: [...named], tags, present, tagged, absent, rivals };
}

function branchOrder(parts: readonly Schema[], options: ExpandOptions): readonly number[] {
  const { heights, inside, order, random, model } = options;
  if (parts.length === 1) return heights(parts[0] as Schema) === Infinity ? [] : [0];
  const ranked: {
    readonly index: number;
    readonly height: number;
    readonly last: number;
    /** The null of `nullable` beside a composition, which OpenAPI 3.0.3 read to the letter does not allow: other values are valid for every reader. */
    readonly disputed: boolean;
  }[] = [];
  parts.forEach((part, index) => {
    const height = heights(part);
    if (height === Infinity) return;
    const target = part.ref === undefined ? part : (model.schemas.get(part.ref) ?? part);
    const empty = target.type?.length === 1 && target.type[0] === "null";
    const again = leadsInside(part, inside);
    ranked.push({ index, height, last: (empty ? 1 : 0) + (again ? 2 : 0), disputed: empty && target.spelled?.["type"] !== undefined });
  });
  const avoidsNull = order === "minimal" && ranked.some(({ disputed }) => disputed) && ranked.some(({ last }) => last === 0);
  ranked.sort((a, b) => {
    const first = avoidsNull ? Number(a.disputed) - Number(b.disputed) : 0;
    const then = order === "flattest" || order === "minimal" ? a.height - b.height : a.last - b.last;
    return first || then || a.index - b.index;
  });
  const indices = ranked.map((entry) => entry.index);
  if (order !== "random") return indices;
  const usual = ranked.filter((entry) => entry.last < 2).length;
  const start = random.below(Math.max(1, usual));
  return [...indices.slice(start, usual), ...indices.slice(0, start), ...indices.slice(usual)];
}

/** Whether a branch is, or is composed of, a named schema that we are inside of. */
function leadsInside({ ref, allOf, anyOf, oneOf }: Schema, inside: ReadonlySet<SchemaId>): boolean {
  if (ref !== undefined) return inside.has(ref);
  return [allOf, anyOf, oneOf].some((parts) => parts?.some((part) => leadsInside(part, inside)) ?? false);
}
