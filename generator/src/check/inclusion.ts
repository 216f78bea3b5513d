import type { ArrayAssertions, JsonType, NumberAssertions, ObjectAssertions, Schema, StringAssertions } from "../model/schema.js";
import type { Json } from "../model/json.js";
import { accepts, type Schemas } from "../values/evaluate/evaluate.js";
import { hasType } from "../values/json.js";

/** Parts of parts that are followed, comparisons for one question, and for all about one model: a hundred times what large documents take. What takes more is not told. */
const [maxDepth, maxSteps, maxStepsOfModel] = [8, 500, 1_000_000];
/** Values of an enum, and names of `required`, that are tried one by one. */
const [maxValues, maxNames] = [50, 200];

/**
 * Tells from keywords alone that one schema accepts whatever another one accepts. A yes is certain; a no may only mean that it cannot be told so:
 * `not`, `if`, what depends on other properties and what is left unevaluated is not looked into.
 */
export class Inclusion {
  readonly #model: Schemas;
  #steps = 0;
  #stepsOfAll = 0;

  constructor(model: Schemas) {
    this.#model = model;
  }

  /** Whether `outer` accepts all that `inner` accepts. */
  includes(outer: Schema, inner: Schema): boolean {
    if (this.#stepsOfAll > maxStepsOfModel) return false;
    this.#steps = 0;
    const isIncluded = this.#includes(outer, inner, 0);
    this.#stepsOfAll += this.#steps;
    return isIncluded;
  }

  #includes(outer: Schema, inner: Schema, depth: number): boolean {
    if (outer === inner || outer.boolean === true || inner.boolean === false) return true;
    if (outer.boolean === false || depth > maxDepth || ++this.#steps > maxSteps) return false;
    const parts = this.#conjuncts(inner, depth);
    if (parts.includes(outer)) return true;
    const values = parts.map(valuesOf).find((each) => each !== undefined);
    if (values !== undefined) return values.length <= maxValues && values.every((value) => accepts(outer, value, this.#model, { maxSteps: 300 }));
    const target = outer.ref === undefined ? undefined : this.#model.schemas.get(outer.ref);
    if (outer.ref !== undefined && (target === undefined || !(parts.includes(target) || this.#includes(target, inner, depth + 1)))) return false;
    if (outer.allOf?.every((part) => this.#includes(part, inner, depth + 1)) === false) return false;
    if (this.#isMet(outer, parts, depth)) return true;
    return parts.some(({ anyOf, oneOf }) =>
      [anyOf, oneOf].some(
        (branches) => branches !== undefined && branches.length > 0 && branches.every((branch) => this.#includes(outer, branch, depth + 1)),
      ),
    );
  }

  /** All that must hold together where a schema does: itself, what it refers to, and the parts of its `allOf`. */
  #conjuncts(schema: Schema, depth: number): readonly Schema[] {
    const parts = [schema];
    for (let index = 0; index < parts.length && parts.length < 30 - depth; index++) {
      const { ref, allOf = [] } = parts[index] as Schema;
      const target = ref === undefined ? undefined : this.#model.schemas.get(ref);
      for (const part of target === undefined ? allOf : [target, ...allOf]) if (!parts.includes(part)) parts.push(part);
    }
    return parts;
  }

  /** Whether what `outer` itself asserts is asserted by one of the parts as well. */
  #isMet(outer: Schema, parts: readonly Schema[], depth: number): boolean {
    if (outer.enum !== undefined || outer.const !== undefined || outer.oneOf !== undefined || outer.discriminator !== undefined) return false;
    if (outer.not !== undefined || outer.if !== undefined) return false;
    const may = (...types: readonly JsonType[]): boolean =>
      parts.every(({ type }) => type === undefined || types.some((each) => type.includes(each)));
    const { type, format, number, string, array, object, anyOf } = outer;
    if (
      type !== undefined &&
      !parts.some((part) => part.type?.every((each) => type.includes(each) || (each === "integer" && type.includes("number"))))
    )
      return false;
    if (format !== undefined && may("string", "number", "integer") && !parts.some((part) => part.format === format)) return false;
    if (
      string !== undefined &&
      may("string") &&
      !isTextMet(
        string,
        parts.flatMap((part) => part.string ?? []),
      )
    )
      return false;
    if (
      number !== undefined &&
      may("number", "integer") &&
      !isNumberMet(
        number,
        parts.flatMap((part) => part.number ?? []),
      )
    )
      return false;
    if (
      array !== undefined &&
      may("array") &&
      !this.#isListMet(
        array,
        parts.flatMap((part) => part.array ?? []),
        depth,
      )
    )
      return false;
    if (
      object !== undefined &&
      may("object") &&
      !this.#isObjectMet(
        object,
        parts.flatMap((part) => part.object ?? []),
        depth,
      )
    )
      return false;
    return anyOf === undefined || parts.some((part) => anyOf.some((branch) => this.#includes(branch, part, depth + 1)));
  }

  #isListMet(outer: ArrayAssertions, parts: readonly ArrayAssertions[], depth: number): boolean {
    const { prefixItems, items, contains, unevaluatedItems, minItems, maxItems, uniqueItems } = outer;
    if (prefixItems !== undefined || contains !== undefined || unevaluatedItems !== undefined) return false;
    if (
      !atLeast(
        minItems,
        parts.map((part) => part.minItems),
      ) ||
      !atMost(
        maxItems,
        parts.map((part) => part.maxItems),
      )
    )
      return false;
    if (uniqueItems === true && !parts.some((part) => part.uniqueItems === true)) return false;
    if (items === undefined || this.#acceptsAll(items, depth)) return true;
    return parts.some((part) => part.items !== undefined && part.prefixItems === undefined && this.#includes(items, part.items, depth + 1));
  }

  #isObjectMet(outer: ObjectAssertions, parts: readonly ObjectAssertions[], depth: number): boolean {
    const { properties = new Map<string, Schema>(), required = [], additionalProperties, minProperties, maxProperties } = outer;
    const { patternProperties, propertyNames, dependentRequired, dependentSchemas, unevaluatedProperties } = outer;
    if ([patternProperties, propertyNames, dependentRequired, dependentSchemas, unevaluatedProperties].some((each) => each !== undefined))
      return false;
    if (required.length > maxNames || !required.every((name) => parts.some((part) => part.required?.includes(name)))) return false;
    if (
      !atLeast(
        minProperties,
        parts.map((part) => part.minProperties ?? part.required?.length),
      )
    )
      return false;
    if (
      !atMost(
        maxProperties,
        parts.map((part) => part.maxProperties),
      )
    )
      return false;
    for (const [name, property] of properties) {
      const own = parts.flatMap((part) => part.properties?.get(name) ?? (mayHaveOthers(part) ? [] : (part.additionalProperties ?? [])));
      if (!own.some((each) => this.#includes(property, each, depth + 1)) && !this.#acceptsAll(property, depth)) return false;
    }
    if (additionalProperties === undefined || this.#acceptsAll(additionalProperties, depth)) return true;
    return parts.some(
      (part) =>
        !mayHaveOthers(part) &&
        this.#includes(additionalProperties, part.additionalProperties as Schema, depth + 1) &&
        [...(part.properties ?? [])].every(([name, property]) => properties.has(name) || this.#includes(additionalProperties, property, depth + 1)),
    );
  }

  #acceptsAll(schema: Schema, depth: number): boolean {
    return this.#includes(schema, anything, depth + 1);
  }
}

const anything: Schema = { id: "", place: { file: "", pointer: "#" } };

/** Whether properties that are not listed may be there without following one schema. */
function mayHaveOthers({ additionalProperties, patternProperties }: ObjectAssertions): boolean {
  return additionalProperties === undefined || patternProperties !== undefined;
}

/** The only values that a schema may accept, where it lists them. */
function valuesOf({ enum: values, const: only, type }: Schema): readonly Json[] | undefined {
  const listed = only === undefined ? values : [only];
  return type === undefined ? listed : listed?.filter((value) => hasType(value, type));
}

function isTextMet(outer: StringAssertions, parts: readonly StringAssertions[]): boolean {
  const { minLength, maxLength, pattern, contentEncoding, contentMediaType, contentSchema } = outer;
  if (contentSchema !== undefined) return false;
  const isSame = (key: "pattern" | "contentEncoding" | "contentMediaType", value: string | undefined): boolean =>
    value === undefined || parts.some((part) => part[key] === value);
  if (!isSame("pattern", pattern) || !isSame("contentEncoding", contentEncoding) || !isSame("contentMediaType", contentMediaType)) return false;
  return (
    atLeast(
      minLength,
      parts.map((part) => part.minLength),
    ) &&
    atMost(
      maxLength,
      parts.map((part) => part.maxLength),
    )
  );
}

function isNumberMet(outer: NumberAssertions, parts: readonly NumberAssertions[]): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = outer;
  if (multipleOf !== undefined && !parts.some((part) => part.multipleOf === multipleOf)) return false;
  const [low, high] = [parts.map((part) => part.exclusiveMinimum), parts.map((part) => part.exclusiveMaximum)];
  return (
    atLeast(minimum, [...parts.map((part) => part.minimum), ...low]) &&
    atMost(maximum, [...parts.map((part) => part.maximum), ...high]) &&
    atLeast(exclusiveMinimum, low) &&
    atMost(exclusiveMaximum, high)
  );
}

function atLeast(bound: number | undefined, bounds: readonly (number | undefined)[]): boolean {
  return bound === undefined || bounds.some((each) => each !== undefined && each >= bound);
}

function atMost(bound: number | undefined, bounds: readonly (number | undefined)[]): boolean {
  return bound === undefined || bounds.some((each) => each !== undefined && each <= bound);
}
