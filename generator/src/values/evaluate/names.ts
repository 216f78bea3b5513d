import type { JsonObject } from "../../model/json.js";
import type { ObjectAssertions } from "../../model/schemas/schema.js";
import type { Token } from "../json.js";

/** For an object that is larger than this part of its declared properties, only the declared ones are visited. */
const fewOf = 0.5;

interface Named {
  readonly value?: JsonObject;
  readonly names: readonly string[];
}

const none: readonly string[] = [];
const noNames: Named & { readonly before?: JsonObject } = { names: none };

/** The properties of an object to visit. The last result is cached: several schemas are applied to an object one after the other. */
export class Names {
  #named: Named = noNames;
  #compared: Named & { readonly before?: JsonObject } = noNames;

  /** All names of an object. */
  of(value: JsonObject): readonly string[] {
    if (this.#named.value !== value) this.#named = { value, names: Object.keys(value) };
    return this.#named.names;
  }

  /** The properties that a schema may apply to, in the order of the value. */
  toAsk({ properties, patternProperties, additionalProperties, propertyNames }: ObjectAssertions, value: JsonObject): readonly string[] {
    const names = this.of(value);
    if ((patternProperties ?? additionalProperties ?? propertyNames) !== undefined) return names;
    if (properties === undefined) return none;
    return properties.size >= fewOf * names.length ? names : declaredOf(names, properties, value);
  }

  /** The changed properties. @param step The property on the path of an edit, if the edit is inside this object. */
  touched(value: JsonObject, before: JsonObject, step: Token | undefined): readonly string[] {
    if (typeof step === "string") return Object.hasOwn(value, step) ? [step] : none;
    if (this.#compared.value !== value || this.#compared.before !== before) {
      const names = this.of(value).filter((name) => !Object.hasOwn(before, name) || before[name] !== value[name]);
      this.#compared = { value, before, names };
    }
    return this.#compared.names;
  }
}

/** Those of many names that few properties are declared for. */
function declaredOf(names: readonly string[], properties: NonNullable<ObjectAssertions["properties"]>, value: JsonObject): readonly string[] {
  const present = [...properties.keys()].filter((name) => Object.hasOwn(value, name));
  return present.length < 2 ? present : names.filter((name) => properties.has(name));
}
