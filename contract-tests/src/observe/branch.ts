import type { ApiModel, Json, Schema, SchemaId } from "tallystick/model";
import type { CompiledModel, Direction } from "./compiled.js";

interface Context {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly direction: Direction;
}

/** The branches of a union that apply to a value. */
export interface Chosen {
  /** False: none accepts it, and these are the probable ones. */
  readonly matches: boolean;
  readonly branches: readonly Schema[];
}

/**
 * Which branches document a value: the discriminator's choice where there is one, else all that accept the value.
 * Where none does, the branch that its literal properties point at; without such a tag all of them, so that nothing is called undocumented by guesswork.
 */
export function chooseBranches(context: Context, schema: Schema, union: readonly Schema[], value: unknown): Chosen {
  const tagged = byDiscriminator(context.model, schema, union, value);
  if (tagged) return { matches: context.compiled.rules(tagged, context.direction).is(value), branches: [tagged] };
  const matching = union.filter((branch) => context.compiled.rules(branch, context.direction).is(value));
  if (matching.length > 0) return { matches: true, branches: matching };
  const byLiterals = bestByLiterals(context.model, union, value);
  return { matches: false, branches: byLiterals ? [byLiterals] : union };
}

/** The branch that fits a refused value best: discriminator, then literal properties, then fewest and deepest errors. */
export function bestBranch(context: Context, schema: Schema, union: readonly Schema[], value: unknown): Schema | undefined {
  const tagged = byDiscriminator(context.model, schema, union, value) ?? bestByLiterals(context.model, union, value);
  if (tagged) return tagged;
  let best: Schema | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const branch of union.slice(0, maxTried)) {
    let cost = 0;
    for (const issue of context.compiled.rules(branch, context.direction).check(value).slice(0, 20)) {
      // Wrong at the top is another kind of thing; wrong deep inside is the right thing with a fault.
      const depth = issue.instancePath.split("/").length - 1;
      cost +=
        issue.keyword === "type" && depth === 0
          ? 1000
          : issue.keyword === "additionalProperties" || issue.keyword === "unevaluatedProperties"
            ? 3
            : 8 / (1 + depth);
    }
    // Of two that are equally wrong, the one that knows more of the value's properties.
    cost -= knownProperties(context.model, branch, value) * 0.5;
    if (cost < bestCost) [best, bestCost] = [branch, cost];
  }
  return best;
}

const maxTried = 100;

function byDiscriminator(model: ApiModel, schema: Schema, union: readonly Schema[], value: unknown): Schema | undefined {
  if (schema.discriminator === undefined || typeof value !== "object" || value === null) return undefined;
  const { propertyName, mapping } = schema.discriminator;
  const tag = Object.hasOwn(value, propertyName) ? (value as Record<string, unknown>)[propertyName] : undefined;
  if (typeof tag !== "string" && typeof tag !== "number" && typeof tag !== "boolean") return undefined;
  const id = mapping.get(tag);
  if (id === undefined) return undefined;
  return union.find((branch) => branch.ref === id || branch.id === id) ?? union.find((branch) => refersTo(model, branch, id));
}

function refersTo(model: ApiModel, schema: Schema, id: SchemaId): boolean {
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return target !== undefined && (target.ref === id || target.id === id);
}

/** The only branch whose literal properties (`const` or `enum`) all match the value, if the others have a literal that does not. */
function bestByLiterals(model: ApiModel, union: readonly Schema[], value: unknown): Schema | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  let best: Schema | undefined;
  let bestCount = 0;
  let tie = false;
  for (const branch of union) {
    const agreed = literalAgreement(model, branch, value as Record<string, unknown>);
    if (agreed === undefined || agreed === 0) continue;
    if (agreed > bestCount) [best, bestCount, tie] = [branch, agreed, false];
    else if (agreed === bestCount) tie = true;
  }
  return tie ? undefined : best;
}

/** How many literal properties agree; `undefined` when one does not. */
function literalAgreement(model: ApiModel, branch: Schema, value: Readonly<Record<string, unknown>>): number | undefined {
  let agreed = 0;
  for (const [name, literals] of literalProperties(model, branch)) {
    if (!Object.hasOwn(value, name)) continue;
    const actual = value[name];
    if (!literals.some((literal) => literal === actual)) return undefined;
    agreed++;
  }
  return agreed;
}

const literalCache = new WeakMap<Schema, ReadonlyMap<string, readonly Json[]>>();

function literalProperties(model: ApiModel, schema: Schema): ReadonlyMap<string, readonly Json[]> {
  let found = literalCache.get(schema);
  if (found === undefined) {
    const literals = new Map<string, readonly Json[]>();
    collectLiterals(model, schema, literals, new Set());
    literalCache.set(schema, (found = literals));
  }
  return found;
}

function collectLiterals(model: ApiModel, schema: Schema, into: Map<string, readonly Json[]>, visited: Set<SchemaId>): void {
  if (visited.has(schema.id)) return;
  visited.add(schema.id);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target) collectLiterals(model, target, into, visited);
  schema.allOf?.forEach((part) => collectLiterals(model, part, into, visited));
  schema.object?.properties?.forEach((property, name) => {
    const literals = literalsOf(model, property);
    if (literals) into.set(name, literals);
  });
}

function literalsOf(model: ApiModel, schema: Schema): readonly Json[] | undefined {
  const target = schema.ref === undefined ? schema : (model.schemas.get(schema.ref) ?? schema);
  if (target.const !== undefined) return [target.const];
  // A long enum is a range of values, not a tag.
  return target.enum !== undefined && target.enum.length <= 8 ? target.enum : undefined;
}

function knownProperties(model: ApiModel, schema: Schema, value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null || depth > 8) return 0;
  let known = 0;
  schema.object?.properties?.forEach((_, name) => {
    if (Object.hasOwn(value, name)) known++;
  });
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target) known += knownProperties(model, target, value, depth + 1);
  for (const part of schema.allOf ?? []) known += knownProperties(model, part, value, depth + 1);
  return known;
}
