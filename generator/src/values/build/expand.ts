import type { Json } from "../../model/json.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { avoidsCondition, branchesInOrder, type BranchOrder } from "./branches.js";
import type { Choices } from "./choices.js";
import { ownTag } from "./own-tag.js";

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

export interface ExpandOptions extends BranchOrder {
  readonly choices: Choices;
  /** Whether nobody asks the branches that a discriminator does not choose. */
  readonly byTags?: boolean;
  /** Branch to take, where the caller has decided. */
  readonly forced: (schema: Schema, kind: string) => number | undefined;
}

/** `undefined`: the branches taken refuse everything. */
export function expand(roots: readonly Schema[], options: ExpandOptions): Expansion | undefined {
  const { model, choices, byTags = false, forced } = options;
  const schemas: Schema[] = [];
  const nots: Schema[] = [];
  const named = new Set<SchemaId>();
  let tags: Map<string, Json> | undefined;
  let present: Set<string> | undefined;
  let tagged: Set<string> | undefined;
  let absent: Set<string> | undefined;
  const rivals: Schema[] = [];
  const visited = new Set<Schema>();
  let possible = true;
  const branch = (schema: Schema, kind: "anyOf" | "oneOf", parts: readonly Schema[]): void => {
    const order = branchesInOrder(parts, schema, options);
    if (order.length === 0) {
      possible = false;
      return;
    }
    const index = forced(schema, kind) ?? order[order.length === 1 ? 0 : choices.take(order.length)] ?? 0;
    const taken = parts[index];
    if (taken === undefined) return;
    const { discriminator } = schema;
    const isChosen = byTags && discriminator !== undefined;
    if (kind === "oneOf" && parts.length <= 20 && !isChosen) rivals.push(...parts.filter((part) => part !== taken));
    const target = taken.ref;
    if (discriminator !== undefined && target !== undefined) {
      for (const [name, id] of discriminator.mapping)
        if (id === target && tags?.has(discriminator.propertyName) !== true) {
          (tags ??= new Map()).set(discriminator.propertyName, name);
          (tagged ??= new Set()).add(discriminator.propertyName);
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
      const first = avoidsCondition(schema, options) ? 1 : 0;
      if ((forced(schema, "if") ?? (first + choices.take(2)) % 2) === 0) {
        visit(schema.if);
        if (schema.then !== undefined) visit(schema.then);
      } else {
        nots.push(schema.if);
        if (schema.else !== undefined) visit(schema.else);
      }
    }
    if (schema.object?.dependentSchemas === undefined) return;
    const { required = [], dependentSchemas } = schema.object;
    for (const [trigger, part] of dependentSchemas) {
      if (required.includes(trigger) || (forced(schema, `dependentSchemas/${trigger}`) ?? choices.take(2)) === 0) {
        (present ??= new Set()).add(trigger);
        visit(part);
      } else (absent ??= new Set()).add(trigger);
    }
  };
  roots.forEach(visit);
  if (!possible) return undefined;
  for (const schema of schemas) {
    const { discriminator } = schema;
    if (discriminator === undefined || tags?.has(discriminator.propertyName) === true) continue;
    const own = ownTag(schema, named, model);
    if (own !== undefined) (tags ??= new Map()).set(discriminator.propertyName, own);
  }
  return {
    schemas,
    nots,
    named: [...named],
    tags: tags ?? noTags,
    present: present ?? noNames,
    tagged: tagged ?? noNames,
    absent: absent ?? noNames,
    rivals,
  };
}

const noTags: ReadonlyMap<string, Json> = new Map();
const noNames: ReadonlySet<string> = new Set();
