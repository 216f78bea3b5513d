import type { ApiModel } from "../model/api.js";
import { isJsonObject, type Json } from "../model/json.js";
import { keywordPointer, type Schema, type SchemaId } from "../model/schema.js";
import type { Direction } from "../plan/plan.js";
import { isMultiple } from "./decimal.js";
import { formats, numberFormatHolds } from "./formats.js";
import { hidden, propertySchemas } from "./properties.js";
import { matches } from "./regex.js";
import { canonical, codePoints, hasType, instancePath, same, type Token } from "./json.js";

/** What a schema needs beside itself: the schemas that references lead to. */
export type Schemas = Pick<ApiModel, "schemas">;

/** One keyword that said no while a value was looked at. */
export interface Failure {
  readonly keyword: string;
  readonly schema: Schema;
  /** `#/components/schemas/Session/required`. */
  readonly schemaPath: string;
  readonly instancePath: string;
  /** The property that `required`, `additionalProperties`, `propertyNames` … speak of. */
  readonly property?: string;
  /** The branches of `anyOf` and `oneOf` that we were in, outermost first. */
  readonly branches: readonly Branch[];
}
export interface Branch {
  readonly schema: Schema;
  readonly kind: "anyOf" | "oneOf";
  readonly index: number;
}

export interface EvaluateOptions {
  /** Request: `readOnly` properties need not be there. Response: `writeOnly` ones need not. */
  readonly direction?: Direction;
  /** Looking at one value takes at most this many steps; beyond them the answer is "no". */
  readonly maxSteps?: number;
  /** Parts that are known to be valid, kept from one look to the next: what an edit did not touch is not looked at again. */
  readonly known?: ValidParts;
  /** `schema id + kind` → branch: of these unions only the failures of that branch are of interest. */
  readonly route?: ReadonlyMap<string, number>;
}

/** Objects and arrays, by identity, with the schemas that accepted them. */
export type ValidParts = WeakMap<object, Set<Schema>>;

/**
 * Whether a schema accepts a value.
 *
 * Synthesis asks this of parts of schemas, and of values in the making, thousands of times; compiled validators exist only for
 * whole schemas and are the last word on a finished value (see `SynthesisOptions.judge`).
 */
export function accepts(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): boolean {
  return new Evaluation(model, options).check(schema, value, [], undefined);
}

/** Every keyword that refuses the value, each at its own place; empty where it is valid. */
export function failures(schema: Schema, value: Json, model: Schemas, options: EvaluateOptions = {}): readonly Failure[] {
  const found: Failure[] = [];
  new Evaluation(model, options, found).check(schema, value, [], undefined);
  return found;
}

/** Properties and items that some keyword looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
interface Seen {
  readonly properties: Set<string>;
  readonly items: Set<number>;
}

class Evaluation {
  private steps = 0;
  private readonly known = new Map<string, boolean>();
  private readonly active = new Set<string>();
  private branches: readonly Branch[] = [];

  constructor(
    private readonly model: Schemas,
    private readonly options: EvaluateOptions,
    private found?: Failure[],
  ) {}

  check(schema: Schema, value: Json, at: readonly Token[], seen: Seen | undefined): boolean {
    const { known } = this.options;
    if (known === undefined || seen !== undefined || typeof value !== "object" || value === null) return this.look(schema, value, at, seen);
    let accepting = known.get(value);
    if (accepting?.has(schema) === true) return true;
    const ok = this.look(schema, value, at, seen);
    if (ok && this.active.size === 0) {
      if (accepting === undefined) known.set(value, (accepting = new Set()));
      accepting.add(schema);
    }
    return ok;
  }

  private look(schema: Schema, value: Json, at: readonly Token[], seen: Seen | undefined): boolean {
    if (++this.steps > (this.options.maxSteps ?? 200_000)) return false;
    if (schema.boolean !== undefined) return schema.boolean || this.no(schema, "false schema", at);
    const unevaluated = schema.object?.unevaluatedProperties !== undefined || schema.array?.unevaluatedItems !== undefined;
    const local: Seen | undefined = seen !== undefined || unevaluated ? { properties: new Set(), items: new Set() } : undefined;
    let ok = this.values(schema, value, at);
    // Where nobody asks what is wrong, the first "no" is the answer.
    const carry = (look: () => boolean): void => {
      if (ok || this.found !== undefined) ok = look() && ok;
    };
    if (typeof value === "number") carry(() => this.number(schema, value, at));
    if (typeof value === "string") carry(() => this.string(schema, value, at));
    if (Array.isArray(value)) carry(() => this.array(schema, value as readonly Json[], at, local));
    if (isJsonObject(value)) carry(() => this.object(schema, value, at, local));
    carry(() => this.inPlace(schema, value, at, local));
    if (local !== undefined && unevaluated) carry(() => this.unevaluated(schema, value, at, local));
    if (ok && seen !== undefined && local !== undefined) {
      for (const name of local.properties) seen.properties.add(name);
      for (const item of local.items) seen.items.add(item);
    }
    return ok;
  }

  private no(schema: Schema, keyword: string, at: readonly Token[], property?: string): false {
    this.found?.push({
      keyword,
      schema,
      schemaPath: keyword === "false schema" ? schema.place.file + schema.place.pointer : keywordPointer(schema, keyword),
      instancePath: instancePath(at),
      ...(property === undefined ? {} : { property }),
      branches: this.branches,
    });
    return false;
  }

  /** Looks without noting failures. */
  private quietly<T>(look: () => T): T {
    const kept = this.found;
    this.found = undefined;
    try {
      return look();
    } finally {
      this.found = kept;
    }
  }

  private values(schema: Schema, value: Json, at: readonly Token[]): boolean {
    let ok = true;
    if (schema.type !== undefined && !hasType(value, schema.type)) ok = this.no(schema, "type", at);
    if (schema.const !== undefined && !same(schema.const, value)) ok = this.no(schema, "const", at);
    if (schema.enum !== undefined && !schema.enum.some((item) => same(item, value))) ok = this.no(schema, "enum", at);
    return ok;
  }

  private number(schema: Schema, value: number, at: readonly Token[]): boolean {
    let ok = true;
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.number ?? {};
    if (minimum !== undefined && value < minimum) ok = this.no(schema, "minimum", at);
    if (maximum !== undefined && value > maximum) ok = this.no(schema, "maximum", at);
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ok = this.no(schema, "exclusiveMinimum", at);
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) ok = this.no(schema, "exclusiveMaximum", at);
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) ok = this.no(schema, "multipleOf", at);
    if (schema.format !== undefined && !numberFormatHolds(schema.format, value)) ok = this.no(schema, "format", at);
    return ok;
  }

  private string(schema: Schema, value: string, at: readonly Token[]): boolean {
    let ok = true;
    const { minLength, maxLength, pattern } = schema.string ?? {};
    if (minLength !== undefined && value.length < 2 * minLength && codePoints(value) < minLength) ok = this.no(schema, "minLength", at);
    if (maxLength !== undefined && value.length > maxLength && codePoints(value) > maxLength) ok = this.no(schema, "maxLength", at);
    if (pattern !== undefined && matches(pattern, value) === false) ok = this.no(schema, "pattern", at);
    if (schema.format !== undefined && formats.get(schema.format)?.is(value) === false) ok = this.no(schema, "format", at);
    return ok;
  }

  private array(schema: Schema, value: readonly Json[], at: readonly Token[], seen: Seen | undefined): boolean {
    const keywords = schema.array;
    if (keywords === undefined) return true;
    let ok = true;
    const { prefixItems = [], items, contains, minContains = 1, maxContains } = keywords;
    if (keywords.minItems !== undefined && value.length < keywords.minItems) ok = this.no(schema, "minItems", at);
    if (keywords.maxItems !== undefined && value.length > keywords.maxItems) ok = this.no(schema, "maxItems", at);
    if (keywords.uniqueItems === true && new Set(value.map(canonical)).size < value.length) ok = this.no(schema, "uniqueItems", at);
    let matching = 0;
    for (const [index, item] of value.entries()) {
      if (!ok && this.found === undefined) return false;
      const itemSchema = prefixItems[index] ?? items;
      if (itemSchema !== undefined) {
        seen?.items.add(index);
        ok = this.check(itemSchema, item, [...at, index], undefined) && ok;
      }
      if (contains !== undefined && this.quietly(() => this.check(contains, item, [...at, index], undefined))) {
        matching++;
        seen?.items.add(index);
      }
    }
    // `minContains` and `maxContains` say how `contains` counts, and it is `contains` that says no.
    if (contains !== undefined && matching < minContains) ok = this.no(schema, "contains", at);
    if (contains !== undefined && maxContains !== undefined && matching > maxContains) ok = this.no(schema, "contains", at);
    return ok;
  }

  private object(schema: Schema, value: { readonly [key: string]: Json }, at: readonly Token[], seen: Seen | undefined): boolean {
    const keywords = schema.object;
    if (keywords === undefined) return true;
    let ok = true;
    const names = Object.keys(value);
    for (const name of keywords.required ?? []) {
      if (!Object.hasOwn(value, name) && !hidden(keywords.properties?.get(name), this.model, this.options.direction))
        ok = this.no(schema, "required", at, name);
    }
    if (keywords.minProperties !== undefined && names.length < keywords.minProperties) ok = this.no(schema, "minProperties", at);
    if (keywords.maxProperties !== undefined && names.length > keywords.maxProperties) ok = this.no(schema, "maxProperties", at);
    for (const name of names) {
      if (!ok && this.found === undefined) return false;
      const item = value[name] as Json;
      const asked = propertySchemas(schema, name);
      if (asked.length > 0) seen?.properties.add(name);
      for (const part of asked) {
        if (part.boolean === false && part === keywords.additionalProperties) ok = this.no(schema, "additionalProperties", at, name);
        else ok = this.check(part, item, [...at, name], undefined) && ok;
      }
      const { propertyNames } = keywords;
      if (propertyNames !== undefined && !this.quietly(() => this.check(propertyNames, name, at, undefined)))
        ok = this.no(schema, "propertyNames", at, name);
    }
    for (const [trigger, needed] of keywords.dependentRequired ?? []) {
      if (!Object.hasOwn(value, trigger)) continue;
      for (const name of needed) if (!Object.hasOwn(value, name)) ok = this.no(schema, "dependentRequired", at, name);
    }
    for (const [trigger, dependent] of keywords.dependentSchemas ?? []) {
      if (Object.hasOwn(value, trigger)) ok = this.check(dependent, value, at, seen) && ok;
    }
    return ok;
  }

  private inPlace(schema: Schema, value: Json, at: readonly Token[], seen: Seen | undefined): boolean {
    let ok = true;
    if (schema.ref !== undefined) ok = this.reference(schema, schema.ref, value, at, seen);
    for (const part of schema.allOf ?? []) if (ok || this.found !== undefined) ok = this.check(part, value, at, seen) && ok;
    if (schema.anyOf !== undefined) ok = this.union(schema, "anyOf", schema.anyOf, value, at, seen) && ok;
    if (schema.oneOf !== undefined) ok = this.union(schema, "oneOf", schema.oneOf, value, at, seen) && ok;
    const { not, if: condition } = schema;
    if (not !== undefined && this.quietly(() => this.check(not, value, at, undefined))) ok = this.no(schema, "not", at);
    if (condition !== undefined) {
      const holds = this.quietly(() => this.check(condition, value, at, seen));
      const next = holds ? schema.then : schema.else;
      if (next !== undefined) ok = this.check(next, value, at, seen) && ok;
    }
    return ok;
  }

  private reference(schema: Schema, id: SchemaId, value: Json, at: readonly Token[], seen: Seen | undefined): boolean {
    const target = this.model.schemas.get(id);
    if (target === undefined) return true;
    const key = `${id} ${instancePath(at)}`;
    // A reference that comes back to itself on the same instance adds nothing (and JSON Schema leaves it undefined).
    if (this.active.has(key)) return true;
    const memo = seen === undefined && this.found === undefined;
    const known = memo ? this.known.get(key) : undefined;
    if (known !== undefined) return known;
    this.active.add(key);
    const result = this.check(target, value, at, seen);
    this.active.delete(key);
    // Each (schema, instance) pair is looked at once: a chain of doubled unions would take 2^n looks.
    if (memo && this.active.size === 0) this.known.set(key, result);
    else if (memo && ![...this.active].some((other) => other.endsWith(` ${instancePath(at)}`))) this.known.set(key, result);
    return result;
  }

  private union(
    schema: Schema,
    kind: "anyOf" | "oneOf",
    parts: readonly Schema[],
    value: Json,
    at: readonly Token[],
    seen: Seen | undefined,
  ): boolean {
    const matching: number[] = [];
    for (let index = 0; index < parts.length; index++) {
      if (this.quietly(() => this.check(parts[index] as Schema, value, at, seen))) {
        matching.push(index);
        if (kind === "anyOf" && seen === undefined) return true;
        if (kind === "oneOf" && matching.length > 1) break;
      }
    }
    if (matching.length === 1 || (kind === "anyOf" && matching.length > 0)) return true;
    if (this.found !== undefined && matching.length === 0) {
      const outer = this.branches;
      const only = this.options.route?.get(`${schema.id} ${kind}`);
      parts.forEach((part, index) => {
        if (only !== undefined && only !== index) return;
        this.branches = [...outer, { schema, kind, index }];
        this.check(part, value, at, undefined);
      });
      this.branches = outer;
    }
    return this.no(schema, kind, at);
  }

  private unevaluated(schema: Schema, value: Json, at: readonly Token[], seen: Seen): boolean {
    let ok = true;
    const visit = (part: Schema, item: Json, token: Token, keyword: string): void => {
      if (part.boolean === false) ok = this.no(schema, keyword, at, String(token));
      else ok = this.check(part, item, [...at, token], undefined) && ok;
    };
    const { unevaluatedProperties } = schema.object ?? {};
    if (unevaluatedProperties !== undefined && isJsonObject(value)) {
      for (const name of Object.keys(value))
        if (!seen.properties.has(name)) visit(unevaluatedProperties, value[name] as Json, name, "unevaluatedProperties");
      for (const name of Object.keys(value)) seen.properties.add(name);
    }
    const { unevaluatedItems } = schema.array ?? {};
    if (unevaluatedItems !== undefined && Array.isArray(value)) {
      value.forEach((item: Json, index) => {
        if (!seen.items.has(index)) visit(unevaluatedItems, item, index, "unevaluatedItems");
        seen.items.add(index);
      });
    }
    return ok;
  }
}
