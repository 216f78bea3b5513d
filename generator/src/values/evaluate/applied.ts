import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Token } from "../json.js";
import type { Schemas } from "./evaluate.js";
import { propertySchemas } from "./properties.js";

/** A location in the values of a schema. */
interface Location {
  readonly schemas: readonly Schema[];
  /** The same with all that must hold where they do; `undefined` where one of them asks about the whole. Absent: nobody has asked. */
  around?: readonly Schema[] | undefined;
  /** As far as somebody has asked. */
  readonly below: Map<Token, Location | undefined>;
}

/** More that holds at one location is not looked at: it may lead back to itself. */
const mostTogether = 100;

/**
 * Which schemas are applied at a location of an instance (JSON Schema 2020-12, 10.2 and 10.3), where all that is said around it asks about properties
 * and items one by one. Another value there is valid or not for these alone: nothing around it looks at more than it did.
 */
export class Applied {
  readonly #schemas: ReadonlyMap<SchemaId, Schema>;
  readonly #root: Location;

  constructor(root: Schema, { schemas }: Schemas) {
    this.#schemas = schemas;
    this.#root = locationOf([root]);
  }

  /** In the order in which they look. `undefined` where something on the way asks about a value as a whole: a union, a condition, `uniqueItems`. */
  at(tokens: readonly Token[]): readonly Schema[] | undefined {
    let location: Location | undefined = this.#root;
    for (const token of tokens) {
      location = this.#below(location, token);
      if (location === undefined) return undefined;
    }
    return location.schemas;
  }

  #below(location: Location, token: Token): Location | undefined {
    if (location.below.has(token)) return location.below.get(token);
    if (!("around" in location)) location.around = this.#around(location.schemas);
    const below = location.around && locationOf(location.around.flatMap((schema) => schemasBelow(schema, token)));
    location.below.set(token, below);
    return below;
  }

  #around(schemas: readonly Schema[]): readonly Schema[] | undefined {
    const all: Schema[] = [];
    return schemas.every((schema) => this.#takeIn(schema, all)) ? all : undefined;
  }

  #takeIn(schema: Schema, all: Schema[]): boolean {
    if (needsWholeValue(schema) || all.push(schema) > mostTogether) return false;
    const target = schema.ref === undefined ? undefined : this.#schemas.get(schema.ref);
    if (target !== undefined && !this.#takeIn(target, all)) return false;
    return schema.allOf?.every((part) => this.#takeIn(part, all)) ?? true;
  }
}

function locationOf(schemas: readonly Schema[]): Location {
  return { schemas, below: new Map() };
}

function needsWholeValue({ enum: values, const: only, anyOf, oneOf, not, if: condition, object, array }: Schema): boolean {
  if ((values ?? only ?? anyOf ?? oneOf ?? not ?? condition) !== undefined) return true;
  if ((object?.dependentSchemas ?? object?.unevaluatedProperties) !== undefined) return true;
  return (array?.uniqueItems ?? array?.contains ?? array?.unevaluatedItems) !== undefined;
}

function schemasBelow(schema: Schema, token: Token): readonly Schema[] {
  if (typeof token === "string") return propertySchemas(schema, token);
  const item = schema.array?.prefixItems?.[token] ?? schema.array?.items;
  return item === undefined ? [] : [item];
}
