import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Token } from "../json.js";
import type { Schemas } from "./evaluate.js";
import { propertySchemas } from "./properties.js";

/** A location in the values of a schema. */
interface Location {
  readonly schemas: readonly Schema[];
  /** The same with all that apply together; `undefined` if one of them needs the whole value. Absent: not computed yet. */
  around?: readonly Schema[] | undefined;
  /** Computed on demand. */
  readonly below: Map<Token, Location | undefined>;
}

/** The maximum number of schemas at one location, which may be recursive. */
const mostTogether = 100;

/**
 * The schemas applied at a location of an instance (JSON Schema 2020-12, 10.2 and 10.3), if all surrounding schemas check properties
 * and items one by one. Another value at the location is valid if these schemas accept it: nothing around it depends on it.
 */
export class Applied {
  readonly #schemas: ReadonlyMap<SchemaId, Schema>;
  readonly #root: Location;

  constructor(root: Schema, { schemas }: Schemas) {
    this.#schemas = schemas;
    this.#root = locationOf([root]);
  }

  /** In order of evaluation. `undefined` if a schema on the path needs the whole value: a union, a condition, `uniqueItems`. */
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
