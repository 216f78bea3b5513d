import type { Json } from "../../model/json.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import { memoize } from "../../algorithms/memoize.js";
import { Choices } from "./choices.js";
import type { Schemas } from "../evaluate/evaluate.js";
import { expand, type Expansion } from "./expand.js";
import { hidden, propertySchemas } from "../evaluate/properties.js";
import { randomFrom } from "../random.js";
import { shapeOf, type Shape } from "./shape.js";

/** The combination of schemas without a choice of branches: the same for every value that is built from them. */
export interface Settled {
  readonly expansion: Expansion;
  /** Absent where they contradict each other. */
  readonly shape: Shape | undefined;
}

/** The constraints of a shape on the properties of an object. */
export class Members {
  /** In the author's order, without properties of the other direction. */
  readonly declared = new Set<string>();
  readonly required = new Set<string>();
  readonly dependents: ReadonlyMap<string, Set<string>>;
  /** Examples of the whole object. */
  readonly examples: readonly Json[];
  readonly least: number;
  readonly most: number;
  /** Whether other names than the declared ones are spoken of. */
  readonly isMap: boolean;
  readonly #parts = new Map<string, Parts>();

  constructor(
    readonly shape: Shape,
    model: Schemas,
    direction: Direction | undefined,
  ) {
    let least = 0;
    let most = Infinity;
    let isMap = false;
    for (const { object } of shape.schemas) {
      if (object === undefined) continue;
      for (const [name, property] of object.properties ?? []) if (!hidden(property, model, direction)) this.declared.add(name);
      for (const name of object.required ?? []) if (!hidden(object.properties?.get(name), model, direction)) this.required.add(name);
      least = Math.max(least, object.minProperties ?? 0);
      most = Math.min(most, object.maxProperties ?? Infinity);
      if (
        (object.additionalProperties !== undefined && object.additionalProperties.boolean === undefined) ||
        (object.patternProperties?.size ?? 0) > 0
      )
        isMap = true;
    }
    this.least = least;
    this.most = most;
    this.isMap = isMap;
    this.dependents = dependentsOf(shape.schemas);
    this.examples = shape.schemas.flatMap(({ annotations }) => annotations?.examples ?? []);
  }

  /** The schemas of a property, declared or not. */
  partsOf(name: string): Parts {
    let known = this.#parts.get(name);
    if (known === undefined) {
      const [only] = this.shape.schemas;
      const found =
        this.shape.schemas.length === 1 && only !== undefined
          ? propertySchemas(only, name)
          : this.shape.schemas.flatMap((schema) => propertySchemas(schema, name));
      const schemas = found.length > 0 ? found : this.shape.schemas.flatMap(({ object }) => object?.unevaluatedProperties ?? []);
      this.#parts.set(name, (known = { schemas, leadsTo: referencedIds(schemas) }));
    }
    return known;
  }
}

const noDependents: ReadonlyMap<string, Set<string>> = new Map();

/** The properties that must be there where another one is. */
function dependentsOf(schemas: readonly Schema[]): ReadonlyMap<string, Set<string>> {
  if (schemas.every(({ object }) => object?.dependentRequired === undefined)) return noDependents;
  const dependents = new Map<string, Set<string>>();
  for (const { object } of schemas) {
    for (const [trigger, names] of object?.dependentRequired ?? []) {
      const known = dependents.get(trigger) ?? new Set();
      for (const name of names) known.add(name);
      dependents.set(trigger, known);
    }
  }
  return dependents;
}

export interface Parts {
  readonly schemas: readonly Schema[];
  /** Their references, as a whole. */
  readonly leadsTo: readonly SchemaId[];
}

/** The schemas that also apply to a value of these, by reference. */
export function referencedIds(schemas: readonly Schema[]): readonly SchemaId[] {
  const found: SchemaId[] = [];
  for (const { ref, allOf } of schemas) {
    if (ref !== undefined) found.push(ref);
    if (allOf !== undefined) found.push(...referencedIds(allOf));
  }
  return found;
}

const never = randomFrom(() => 0);

/** Cached results for the schemas of a model. */
export class Settlement {
  readonly #known = new WeakMap<object, Settled | "branches">();
  readonly #members = { both: new WeakMap<Shape, Members>(), request: new WeakMap<Shape, Members>(), response: new WeakMap<Shape, Members>() };

  constructor(private readonly model: Schemas) {}

  /** `undefined` where there is a branch to choose. */
  of(schemas: readonly Schema[]): Settled | undefined {
    const key = schemas.length === 1 ? (schemas[0] as Schema) : schemas;
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = this.#settle(schemas) ?? "branches"));
    return known === "branches" ? undefined : known;
  }

  membersOf(shape: Shape, direction: Direction | undefined): Members {
    const known = this.#members[direction ?? "both"];
    let members = known.get(shape);
    if (members === undefined) known.set(shape, (members = new Members(shape, this.model, direction)));
    return members;
  }

  #settle(schemas: readonly Schema[]): Settled | undefined {
    const [only] = schemas;
    if (only !== undefined && schemas.length === 1 && isSoleSchema(only)) {
      const named = this.model.schemas.has(only.id) ? [only.id] : noExpansion.named;
      return { expansion: { ...noExpansion, schemas, named }, shape: shapeOf(schemas, noExpansion.nots) };
    }
    if (this.#branches(schemas, new Set())) return undefined;
    const options = {
      model: this.model,
      heights: () => 0,
      choices: new Choices(),
      random: never,
      inside: new Set<SchemaId>(),
      order: "author",
    } as const;
    const expansion = expand(schemas, { ...options, forced: () => undefined });
    return expansion === undefined ? { expansion: noExpansion, shape: undefined } : { expansion, shape: shapeOf(expansion.schemas, expansion.nots) };
  }

  #branches(schemas: readonly Schema[], visited: Set<Schema>): boolean {
    return schemas.some((schema) => {
      if (visited.has(schema)) return false;
      visited.add(schema);
      if (schema.anyOf !== undefined || schema.oneOf !== undefined || schema.if !== undefined || schema.object?.dependentSchemas !== undefined)
        return true;
      // A base may need the required properties of a subtype, which depends on the location of its value.
      if (schema.discriminator !== undefined) return true;
      const target = schema.ref === undefined ? undefined : this.model.schemas.get(schema.ref);
      return (target !== undefined && this.#branches([target], visited)) || this.#branches(schema.allOf ?? [], visited);
    });
  }
}

/** Whether no other schema applies to the same value. */
function isSoleSchema({ ref, allOf, anyOf, oneOf, not, if: condition, discriminator, object }: Schema): boolean {
  return (
    ref === undefined &&
    allOf === undefined &&
    anyOf === undefined &&
    oneOf === undefined &&
    not === undefined &&
    condition === undefined &&
    discriminator === undefined &&
    object?.dependentSchemas === undefined
  );
}

const noExpansion: Expansion = {
  schemas: [],
  nots: [],
  named: [],
  tags: new Map(),
  present: new Set(),
  tagged: new Set(),
  absent: new Set(),
  rivals: [],
};

export function settlementOf({ schemas }: Schemas): Settlement {
  return settlements(schemas);
}

const settlements = memoize((schemas: Schemas["schemas"]) => new Settlement({ schemas }));
