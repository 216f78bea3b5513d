import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { keywordPointer, type ObjectAssertions, type Schema, type SchemaId } from "../../model/schemas/schema.js";
import { graphOf } from "../../plan/schemas/schema-graph.js";
import { findTag, type Tag } from "../../plan/schemas/tags.js";
import { instancePath, isUniqueList, type Token } from "../json.js";
import { assertionsHold, type Refusals } from "./assertions.js";
import type { Branch, EvaluateOptions, Failure, Schemas, ValidParts } from "./evaluate.js";
import { Names } from "./names.js";
import { hidden, propertySchemas } from "./properties.js";

/** Properties and items that a keyword evaluated, for `unevaluatedProperties` and `unevaluatedItems`. */
interface Evaluated {
  readonly properties: Set<string>;
  readonly items: Set<number>;
}

/** The number of steps after which results are cached: most evaluations end before that, and only chains of unions repeat questions. */
const patience = 300;
/** One evaluation of a value, keyword by keyword. */
export class Evaluation implements Refusals {
  steps = 0;
  private readonly most: number;
  /** Where we are. */
  private readonly at: Token[];
  /** The target of the last reference. */
  private above: { readonly value: Json; readonly run: number } | undefined;
  /** The run in which a reference led to the schema last. Most evaluations have no reference. */
  private runs: Map<SchemaId, number | undefined> | undefined;
  /** Results for the value of a referenced schema. */
  private results: Map<SchemaId, Map<Json, boolean>> | undefined;
  private readonly names = new Names();
  private branches: readonly Branch[] = [];
  /** How many `then` and `else` we are in. */
  private conditions = 0;
  /** How often a reference came back to itself. */
  cuts = 0;

  /**
   * @param found Receives failures; without it, the first failure ends the evaluation.
   * @param accepted Receives the accepting schemas of each part.
   * @param readsTags Whether only the branch selected by a discriminator counts.
   */
  constructor(
    private readonly model: Schemas,
    private readonly options: Omit<EvaluateOptions, "readsTags">,
    private found?: Failure[],
    private readonly accepted?: ValidParts,
    private readonly readsTags = false,
  ) {
    this.at = options.at === undefined ? [] : [...options.at];
    this.most = options.maxSteps ?? 200_000;
  }

  /** Whether the result is "no" because the steps ran out. */
  get isSpent(): boolean {
    return this.steps > this.most;
  }

  /** @param base The corresponding part of a valid value, if there is one. */
  check(schema: Schema, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    if (typeof value !== "object" || value === null) return this.look(schema, value, evaluated, undefined);
    const { known } = this.options;
    if (known !== undefined && evaluated === undefined && known.get(value)?.has(schema) === true) return true;
    const ok = this.look(schema, value, evaluated, base);
    if (ok && this.accepted !== undefined) accept(this.accepted, value, schema);
    else if (ok && known !== undefined && evaluated === undefined && this.above === undefined) accept(known, value, schema);
    return ok;
  }

  private look(schema: Schema, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    this.steps++;
    if (this.isSpent) return false;
    if (schema.boolean !== undefined) return schema.boolean || this.no(schema, "false schema");
    const unevaluated = schema.object?.unevaluatedProperties !== undefined || schema.array?.unevaluatedItems !== undefined;
    const local: Evaluated | undefined = evaluated !== undefined || unevaluated ? { properties: new Set(), items: new Set() } : undefined;
    let ok = assertionsHold(schema, value, this);
    // If failures are not collected, the first one ends the evaluation.
    if (!ok && this.found === undefined) return false;
    if (Array.isArray(value)) ok = this.array(schema, value as readonly Json[], local, base) && ok;
    else if (isJsonObject(value)) ok = this.object(schema, value, local, base) && ok;
    if (!ok && this.found === undefined) return false;
    ok = this.inPlace(schema, value, local, base) && ok;
    if (!ok && this.found === undefined) return false;
    if (local !== undefined && unevaluated) ok = this.unevaluated(schema, value, local) && ok;
    if (ok && evaluated !== undefined && local !== undefined) {
      for (const name of local.properties) evaluated.properties.add(name);
      for (const item of local.items) evaluated.items.add(item);
    }
    return ok;
  }

  no(schema: Schema, keyword: string, property?: string): false {
    if (this.found === undefined) return false;
    const schemaPath = keyword === "false schema" ? schema.place.file + schema.place.pointer : keywordPointer(schema, keyword);
    const at = instancePath(this.at);
    const failure = { keyword, schema, schemaPath, instancePath: at, branches: this.branches, isConditional: this.conditions > 0 };
    this.found.push(property === undefined ? failure : { ...failure, property });
    return false;
  }

  /** Evaluates without recording failures. */
  private quietly(schema: Schema, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    const before = this.found;
    this.found = undefined;
    const ok = this.check(schema, value, evaluated, base);
    this.found = before;
    return ok;
  }

  /** A part of the value where we are. */
  private below(schema: Schema, value: Json, token: Token, base: Json | undefined): boolean {
    this.at.push(token);
    const ok = this.check(schema, value, undefined, base);
    this.at.pop();
    return ok;
  }

  /** The valid value at this location, if this schema accepts it: common parts are not evaluated again. */
  private validHere(schema: Schema, base: Json | undefined): object | undefined {
    if (typeof base !== "object" || base === null) return undefined;
    const isValid = this.options.base?.parts.get(base)?.has(schema) === true || this.options.known?.get(base)?.has(schema) === true;
    return isValid ? base : undefined;
  }

  private array(schema: Schema, value: readonly Json[], evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    const keywords = schema.array;
    if (keywords === undefined) return true;
    let ok = true;
    const { prefixItems, items, contains, minContains = 1, maxContains } = keywords;
    if (keywords.minItems !== undefined && value.length < keywords.minItems) ok = this.no(schema, "minItems");
    if (keywords.maxItems !== undefined && value.length > keywords.maxItems) ok = this.no(schema, "maxItems");
    if (keywords.uniqueItems === true && !isUniqueList(value)) ok = this.no(schema, "uniqueItems");
    let matching = 0;
    const list = Array.isArray(base) ? (base as readonly Json[]) : undefined;
    const isValid = list !== undefined && this.validHere(schema, list) !== undefined;
    for (let index = 0; index < value.length; index++) {
      if (!ok && this.found === undefined) return false;
      const item = value[index] as Json;
      const itemSchema = prefixItems?.[index] ?? items;
      if (itemSchema !== undefined) {
        evaluated?.items.add(index);
        if (!isValid || item !== list[index]) ok = this.below(itemSchema, item, index, list?.[index]) && ok;
      }
      if (contains !== undefined) {
        this.at.push(index);
        if (this.quietly(contains, item, undefined, undefined)) {
          matching++;
          evaluated?.items.add(index);
        }
        this.at.pop();
      }
    }
    // `minContains` and `maxContains` change the count of `contains`, which is the keyword that fails.
    if (contains !== undefined && matching < minContains) ok = this.no(schema, "contains");
    if (contains !== undefined && maxContains !== undefined && matching > maxContains) ok = this.no(schema, "contains");
    return ok;
  }

  private object(schema: Schema, value: JsonObject, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    const keywords = schema.object;
    if (keywords === undefined) return true;
    let ok = true;
    const { properties, required, minProperties, maxProperties, dependentRequired, dependentSchemas } = keywords;
    if (required !== undefined) {
      for (const name of required)
        if (!Object.hasOwn(value, name) && !hidden(properties?.get(name), this.model, this.options.direction)) ok = this.no(schema, "required", name);
    }
    if (minProperties !== undefined && this.names.of(value).length < minProperties) ok = this.no(schema, "minProperties");
    if (maxProperties !== undefined && this.names.of(value).length > maxProperties) ok = this.no(schema, "maxProperties");
    const before = base !== undefined && isJsonObject(base) ? base : undefined;
    const isValid = evaluated === undefined && before !== undefined && this.validHere(schema, before) !== undefined;
    for (const name of isValid ? this.names.touched(value, before, this.options.edited?.[this.at.length]) : this.names.toAsk(keywords, value)) {
      if (!ok && this.found === undefined) return false;
      const item = value[name] as Json;
      const earlier = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
      if (isValid && earlier === item) continue;
      ok = this.property(schema, keywords, name, item, evaluated, earlier) && ok;
    }
    for (const [trigger, needed] of dependentRequired ?? []) {
      if (!Object.hasOwn(value, trigger)) continue;
      for (const name of needed) if (!Object.hasOwn(value, name)) ok = this.no(schema, "dependentRequired", name);
    }
    for (const [trigger, dependent] of dependentSchemas ?? []) {
      if (Object.hasOwn(value, trigger)) ok = this.check(dependent, value, evaluated, base) && ok;
    }
    return ok;
  }

  private property(
    schema: Schema,
    keywords: ObjectAssertions,
    name: string,
    item: Json,
    evaluated: Evaluated | undefined,
    base: Json | undefined,
  ): boolean {
    let ok = true;
    const { properties, patternProperties, additionalProperties, propertyNames } = keywords;
    if (patternProperties === undefined) {
      const part = properties?.get(name) ?? additionalProperties;
      if (part !== undefined) {
        evaluated?.properties.add(name);
        ok = this.propertyPart(schema, part, name, item, base);
      }
    } else {
      const parts = propertySchemas(schema, name);
      if (parts.length > 0) evaluated?.properties.add(name);
      for (const part of parts) ok = this.propertyPart(schema, part, name, item, base) && ok;
    }
    if (propertyNames !== undefined && !this.quietly(propertyNames, name, undefined, undefined)) ok = this.no(schema, "propertyNames", name);
    return ok;
  }

  private propertyPart(schema: Schema, part: Schema, name: string, item: Json, base: Json | undefined): boolean {
    if (part.boolean === false && part === schema.object?.additionalProperties) return this.no(schema, "additionalProperties", name);
    return this.below(part, item, name, base);
  }

  private inPlace(schema: Schema, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    let ok = true;
    const { ref, allOf, anyOf, oneOf, not, if: condition } = schema;
    if (ref !== undefined) ok = this.reference(ref, value, evaluated, base);
    if (allOf !== undefined) for (const part of allOf) if (ok || this.found !== undefined) ok = this.check(part, value, evaluated, base) && ok;
    if (anyOf !== undefined) ok = this.union(schema, "anyOf", anyOf, value, evaluated, base) && ok;
    if (oneOf !== undefined) ok = this.union(schema, "oneOf", oneOf, value, evaluated, base) && ok;
    if (not !== undefined && this.quietly(not, value, undefined, undefined)) ok = this.no(schema, "not");
    if (condition !== undefined) {
      const holds = this.quietly(condition, value, evaluated, base);
      const next = holds ? schema.then : schema.else;
      this.conditions++;
      if (next !== undefined) ok = this.check(next, value, evaluated, base) && ok;
      this.conditions--;
    }
    return ok;
  }

  private reference(id: SchemaId, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    const target = this.model.schemas.get(id);
    if (target === undefined) return true;
    // A reference that returns to itself on the same instance adds nothing (JSON Schema leaves it undefined).
    const { above } = this;
    const runs = (this.runs ??= new Map());
    // It grows with each step from one value into another.
    const run = above === undefined ? 0 : above.value === value ? above.run : above.run + 1;
    const before = runs.get(id);
    if (before === run) {
      this.cuts++;
      return true;
    }
    const memo = evaluated === undefined && this.found === undefined && this.steps > patience;
    const known = memo ? this.results?.get(id)?.get(value) : undefined;
    if (known !== undefined) return known;
    this.above = { value, run };
    runs.set(id, run);
    const { cuts } = this;
    const result = this.check(target, value, evaluated, base);
    runs.set(id, before);
    this.above = above;
    // Evaluates each (schema, instance) pair once: a chain of doubled unions would take 2^n evaluations. If no circular reference was cut on the way,
    // the result holds everywhere.
    if (memo && (this.cuts === cuts || above?.value !== value)) {
      this.results ??= new Map();
      const results = this.results.get(id);
      if (results === undefined) this.results.set(id, new Map([[value, result]]));
      else results.set(value, result);
    }
    return result;
  }

  private union(
    schema: Schema,
    kind: "anyOf" | "oneOf",
    parts: readonly Schema[],
    value: Json,
    evaluated: Evaluated | undefined,
    base: Json | undefined,
  ): boolean {
    const { direction } = this.options;
    const tag = this.readsTags && schema.discriminator !== undefined ? findTag(schema, parts, graphOf(this.model.schemas), direction) : undefined;
    if (tag?.declared === true) return this.byTag(schema, kind, tag, value, evaluated, base);
    const matching = this.matching(kind, parts, value, evaluated, base);
    if (matching === 1 || (kind === "anyOf" && matching > 0)) return true;
    if (this.found !== undefined && matching === 0) {
      const outer = this.branches;
      const only = this.options.route?.get(`${schema.id} ${kind}`);
      for (const [index, part] of parts.entries()) {
        if (only !== undefined && only !== index) continue;
        this.branches = [...outer, { schema, kind, index }];
        this.check(part, value, undefined, base);
      }
      this.branches = outer;
    }
    return this.no(schema, kind);
  }

  /** How many branches match, as far as it is of account: two of a `oneOf` are too many already. */
  private matching(kind: "anyOf" | "oneOf", parts: readonly Schema[], value: Json, evaluated: Evaluated | undefined, base: Json | undefined): number {
    const memo = evaluated === undefined ? this.options.matches : undefined;
    const known = memo?.get(parts)?.get(value);
    if (known !== undefined) return known;
    const { cuts } = this;
    const enough = kind === "oneOf" ? 2 : evaluated === undefined ? 1 : Infinity;
    let matching = 0;
    for (const part of parts) if (this.quietly(part, value, evaluated, base) && ++matching >= enough) break;
    // If a circular reference was cut, or the steps ran out, the result holds here only.
    if (memo !== undefined && this.cuts === cuts && !this.isSpent) {
      const results = memo.get(parts);
      if (results === undefined) memo.set(parts, new Map([[value, matching]]));
      else results.set(value, matching);
    }
    return matching;
  }

  /** As readers have it: the branch that a discriminator chooses decides alone. */
  private byTag(schema: Schema, kind: "anyOf" | "oneOf", tag: Tag, value: Json, evaluated: Evaluated | undefined, base: Json | undefined): boolean {
    if (!isJsonObject(value)) return tag.others.some((other) => this.quietly(other.schema, value, evaluated, base)) || this.no(schema, kind);
    const name = Object.hasOwn(value, tag.property) ? value[tag.property] : undefined;
    const chosen = name === undefined ? undefined : tag.cases.find(({ values }) => values.includes(name));
    return chosen === undefined ? this.no(schema, "discriminator", tag.property) : this.check(chosen.branch, value, evaluated, base);
  }

  private unevaluated(schema: Schema, value: Json, evaluated: Evaluated): boolean {
    let ok = true;
    const visit = (part: Schema, item: Json, token: Token, keyword: string): void => {
      if (part.boolean === false) ok = this.no(schema, keyword, String(token));
      else ok = this.below(part, item, token, undefined) && ok;
    };
    const { unevaluatedProperties } = schema.object ?? {};
    if (unevaluatedProperties !== undefined && isJsonObject(value)) {
      for (const name of Object.keys(value))
        if (!evaluated.properties.has(name)) visit(unevaluatedProperties, value[name] as Json, name, "unevaluatedProperties");
      for (const name of Object.keys(value)) evaluated.properties.add(name);
    }
    const { unevaluatedItems } = schema.array ?? {};
    if (unevaluatedItems !== undefined && Array.isArray(value)) {
      value.forEach((item: Json, index) => {
        if (!evaluated.items.has(index)) visit(unevaluatedItems, item, index, "unevaluatedItems");
        evaluated.items.add(index);
      });
    }
    return ok;
  }
}

function accept(parts: ValidParts, value: object, schema: Schema): void {
  const accepting = parts.get(value);
  if (accepting === undefined) parts.set(value, new Set<Schema>().add(schema));
  else accepting.add(schema);
}
