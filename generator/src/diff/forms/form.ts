import type { ApiModel } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { JsonType, Schema } from "../../model/schema.js";
import type { Side } from "../change.js";
import { canonical, isValuesOnly, isWholeKind, kindOf, kinds, type Alternative, type Bound, type Kind, type Property } from "./alternative.js";
import { combinationLimit, intersect } from "./intersect.js";
import { node, resolve, type Node } from "./node.js";

type Mutable = { -readonly [K in keyof Alternative]: Alternative[K] };

/**
 * Works out what the schemas of one document mean, for one side of the wire, as lists of alternatives.
 * Only one level deep: properties and items stay nodes, so recursion costs nothing and a large document is only looked at where it is compared.
 */
export class Forms {
  readonly #cache = new Map<string, readonly Alternative[]>();
  readonly #names: ReadonlyMap<string, string>;

  constructor(
    readonly model: ApiModel,
    readonly side: Side,
  ) {
    this.#names = new Map([...model.components.schemas].map(([name, id]) => [id, name]));
  }

  /** Component name of a schema, where it is one. */
  nameOf(schema: Schema): string | undefined {
    return this.#names.get(schema.ref ?? schema.id);
  }

  of(wanted: Node): readonly Alternative[] {
    const known = this.#cache.get(wanted.key);
    if (known !== undefined) return known;
    let forms = universe([]);
    for (const schema of wanted.schemas) forms = this.#all(forms, this.#schema(schema, new Set()));
    const simple = simplify(forms);
    this.#cache.set(wanted.key, simple);
    return simple;
  }

  #schema(schema: Schema, entered: ReadonlySet<string>): readonly Alternative[] {
    if (schema.boolean === false) return [];
    // A schema that only refers to itself asserts nothing more at its second entry.
    if (entered.has(schema.id)) return universe([]);
    const inside = new Set(entered).add(schema.id);

    let forms = this.#own(schema);
    if (schema.ref !== undefined) {
      const target = resolve(this.model, schema.ref);
      if (target !== undefined) forms = this.#all(forms, this.#schema(target, inside));
    }
    for (const part of schema.allOf ?? []) forms = this.#all(forms, this.#schema(part, inside));
    for (const union of [schema.anyOf, schema.oneOf]) {
      if (union === undefined || union.length === 0) continue;
      const branches = union.flatMap((branch) => this.#named(branch, this.#schema(branch, inside), union.length > 1));
      forms = this.#all(forms, simplify(branches), schema);
    }
    forms = closeUnevaluated(schema, forms);
    const name = this.#names.get(schema.id);
    return name === undefined ? forms : forms.map((form) => (form.name === undefined ? { ...form, name } : form));
  }

  #named(branch: Schema, forms: readonly Alternative[], isUnion: boolean): readonly Alternative[] {
    const name = isUnion ? (this.nameOf(branch) ?? branch.annotations?.title) : undefined;
    return name === undefined ? forms : forms.map((form) => ({ ...form, name }));
  }

  /** Every pair of alternatives of the same kind. Too many: the second union stays one undecidable conjunct. */
  #all(a: readonly Alternative[], b: readonly Alternative[], union?: Schema): readonly Alternative[] {
    const result: Alternative[] = [];
    for (const kind of kinds) {
      const left = a.filter((form) => form.kind === kind);
      const right = b.filter((form) => form.kind === kind);
      if (left.length * right.length > combinationLimit && left.length > 1 && right.length > 1) {
        const text = `union:${union === undefined ? right.map((form) => form.sources[0]?.id).join("|") : schemaText(union)}`;
        result.push(...left.map((form) => ({ ...form, opaque: new Map([...(form.opaque ?? []), [text, "anyOf"] as const]) })));
        continue;
      }
      for (const x of left) {
        for (const y of right) {
          const merged = isWholeKind(x) ? { ...y, sources: [...x.sources, ...y.sources], ...nameOf(y, x) } : intersect(x, y);
          if (merged !== undefined) result.push(merged);
        }
      }
    }
    return result;
  }

  /** What the schema's own keywords say, applicators that need other schemas left out. */
  #own(schema: Schema): readonly Alternative[] {
    const opaque = opaqueOf(schema);
    const allowed = schema.type === undefined ? kinds : kinds.filter((kind) => schema.type?.some((type) => kindOfType(type) === kind));
    const values = schema.const !== undefined ? [schema.const] : schema.enum;
    return allowed.flatMap((kind) => {
      const form: Mutable = { kind, sources: [schema] };
      if (opaque.size > 0) form.opaque = opaque;
      if (values !== undefined && !this.#values(form, schema, values)) return [];
      if (kind === "number") numberForm(form, schema);
      if (kind === "string") stringForm(form, schema);
      if (kind === "array") arrayForm(form, schema);
      if (kind === "object") objectForm(form, schema, this);
      return [form];
    });
  }

  #values(form: Mutable, schema: Schema, values: readonly Json[]): boolean {
    if (form.kind === "null") return values.includes(null);
    const own = values.filter(
      (value) =>
        kindOf(value) === form.kind &&
        (schema.const === undefined || schema.enum === undefined || schema.enum.some((item) => canonical(item) === canonical(value))),
    );
    const listed = new Map(own.map((value) => [canonical(value), value]));
    // Both booleans are every boolean.
    if (form.kind !== "boolean" || listed.size !== 2) form.values = listed;
    return listed.size > 0;
  }

  /** `readOnly` does not exist in requests, `writeOnly` not in responses (OpenAPI 3.1 §4.8.24). */
  isAbsent(property: Schema): boolean {
    const flag = this.side === "request" ? "readOnly" : "writeOnly";
    const target = property.ref === undefined ? undefined : resolve(this.model, property.ref);
    return [property, target, ...(property.allOf ?? [])].some((schema) => schema?.annotations?.[flag] === true);
  }
}

/** Text of a schema that is equal where the schema is: for conjuncts that are compared as a whole. References are followed by name only. */
export function schemaText(schema: Schema): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (key === "place" || key === "id" || key === "annotations" || key === "spelled") return undefined;
    // What the standard already implies says nothing.
    if (value === 0 && (key === "minLength" || key === "minItems" || key === "minProperties")) return undefined;
    if (key === "ref" && typeof value === "string") return value.slice(value.lastIndexOf("/"));
    if (value instanceof Map) return [...value].toSorted(([x], [y]) => (String(x) < String(y) ? -1 : 1));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).filter(
      ([, part]) => part !== undefined && !(isJsonObject(part) && !(part instanceof Map) && Object.keys(part).length === 0),
    );
    return Object.fromEntries(entries.toSorted(([x], [y]) => (x < y ? -1 : 1)));
  });
}

function universe(sources: readonly Schema[]): readonly Alternative[] {
  return kinds.map((kind) => ({ kind, sources }));
}

function nameOf(a: Alternative, b: Alternative): { name?: string } {
  const name = a.name ?? b.name;
  return name === undefined ? {} : { name };
}

function kindOfType(type: JsonType): Kind {
  return type === "integer" ? "number" : type;
}

function numberForm(form: Mutable, schema: Schema): void {
  if (schema.type !== undefined && schema.type.includes("integer") && !schema.type.includes("number")) form.integer = true;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.number ?? {};
  // `multipleOf: 1` is another spelling of `integer`.
  if (multipleOf === 1) form.integer = true;
  const low = tightest(minimum, exclusiveMinimum, (a, b) => a > b);
  const high = tightest(maximum, exclusiveMaximum, (a, b) => a < b);
  if (low !== undefined) form.low = form.integer ? wholeLow(low) : low;
  if (high !== undefined) form.high = form.integer ? wholeHigh(high) : high;
  if (multipleOf !== undefined && multipleOf !== 1) form.multipleOf = [multipleOf];
  if (schema.format !== undefined && numberFormats.has(schema.format)) form.formats = new Set([schema.format]);
}

const numberFormats = new Set(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal"]);

/** For integers `exclusiveMinimum: 0` and `minimum: 1` are one bound. */
function wholeLow(bound: Bound): Bound {
  return { value: bound.exclusive ? Math.floor(bound.value) + 1 : Math.ceil(bound.value), exclusive: false };
}
function wholeHigh(bound: Bound): Bound {
  return { value: bound.exclusive ? Math.ceil(bound.value) - 1 : Math.floor(bound.value), exclusive: false };
}

function tightest(inclusive: number | undefined, exclusive: number | undefined, further: (a: number, b: number) => boolean): Bound | undefined {
  if (exclusive === undefined) return inclusive === undefined ? undefined : { value: inclusive, exclusive: false };
  return inclusive !== undefined && further(inclusive, exclusive) ? { value: inclusive, exclusive: false } : { value: exclusive, exclusive: true };
}

function stringForm(form: Mutable, schema: Schema): void {
  const { minLength, maxLength, pattern, contentEncoding, contentMediaType } = schema.string ?? {};
  count(form, minLength, maxLength);
  if (pattern !== undefined && !matchesEverything.has(pattern)) form.patterns = new Set([pattern]);
  // `format: binary` and `byte` of 3.0 are the content keywords of 3.1.
  const content = new Set<string>();
  const encoding = contentEncoding ?? (schema.format === "byte" ? "base64" : undefined);
  if (encoding !== undefined) content.add(`encoding ${encoding}`);
  const media = contentMediaType ?? (schema.format === "binary" ? "application/octet-stream" : undefined);
  if (media !== undefined) content.add(`media type ${media}`);
  if (content.size > 0) form.content = content;
  if (schema.format !== undefined && !numberFormats.has(schema.format) && schema.format !== "byte" && schema.format !== "binary")
    form.formats = new Set([schema.format]);
}

const matchesEverything = new Set(["", ".*", "^.*$", "^", "$"]);

function arrayForm(form: Mutable, schema: Schema): void {
  const array = schema.array;
  if (array === undefined) return;
  count(form, array.minItems, array.maxItems);
  if (array.uniqueItems) form.unique = true;
  if (array.prefixItems !== undefined && array.prefixItems.length > 0) form.prefix = array.prefixItems.map((item) => node([item]));
  if (array.items !== undefined && !isAnything(array.items)) form.items = node([array.items]);
}

function objectForm(form: Mutable, schema: Schema, forms: Forms): void {
  const object = schema.object;
  if (object === undefined) return;
  count(form, object.minProperties, object.maxProperties);
  const required = new Set(object.required);
  const properties = new Map<string, Property>();
  const gone = new Set<string>();
  for (const [name, property] of object.properties ?? []) {
    if (forms.isAbsent(property)) gone.add(name);
    else properties.set(name, { node: node([property]), required: required.has(name) });
  }
  const open: Node =
    object.additionalProperties === undefined || isAnything(object.additionalProperties) ? node([]) : node([object.additionalProperties]);
  for (const name of required) if (!properties.has(name) && !gone.has(name)) properties.set(name, { node: open, required: true });
  if (properties.size > 0) form.properties = properties;
  if (object.patternProperties !== undefined && object.patternProperties.size > 0) {
    form.patternProperties = new Map([...object.patternProperties].map(([pattern, value]) => [pattern, node([value])]));
  }
  if (open.schemas.length > 0) form.additional = open;
  if (gone.size > 0) form.hidden = new Map([...gone].map((name) => [name, required.has(name)]));
}

/** `unevaluatedProperties` speaks of the names that no part of the schema knows, so it comes after all of them. */
function closeUnevaluated(schema: Schema, forms: readonly Alternative[]): readonly Alternative[] {
  const rest = schema.object?.unevaluatedProperties;
  if (rest === undefined || isAnything(rest)) return forms;
  return forms.map((form) => (form.kind === "object" && form.additional === undefined ? { ...form, additional: node([rest]) } : form));
}

function count(form: Mutable, least: number | undefined, most: number | undefined): void {
  if (least !== undefined && least > 0) form.least = least;
  if (most !== undefined) form.most = most;
}

/** `true`, `{}`, and a schema of annotations only. */
export function isAnything(schema: Schema): boolean {
  for (const key of Object.keys(schema)) {
    if (key === "id" || key === "place" || key === "annotations" || key === "spelled" || key === "format") continue;
    if (key === "boolean" && schema.boolean === true) continue;
    return false;
  }
  return true;
}

function opaqueOf(schema: Schema): ReadonlyMap<string, string> {
  const opaque = new Map<string, string>();
  const add = (keyword: string, value: unknown): void => {
    if (value !== undefined) opaque.set(`${keyword}:${schemaText(value as Schema)}`, keyword);
  };
  add("not", schema.not);
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined))
    add("if", { if: schema.if, then: schema.then, else: schema.else });
  const { contains, minContains, maxContains, unevaluatedItems } = schema.array ?? {};
  if (contains !== undefined) add("contains", { contains, minContains: minContains ?? 1, maxContains });
  add("unevaluatedItems", unevaluatedItems);
  const { propertyNames, dependentRequired, dependentSchemas } = schema.object ?? {};
  add("propertyNames", propertyNames);
  add("dependentRequired", dependentRequired);
  add("dependentSchemas", dependentSchemas);
  return opaque;
}

/** Values of one kind in one list; what a whole kind already covers is dropped. Linear, because unions of 10,000 branches exist. */
function simplify(forms: readonly Alternative[]): readonly Alternative[] {
  if (forms.length < 2) return forms;
  const result: Alternative[] = [];
  for (const kind of kinds) {
    const own = forms.filter((form) => form.kind === kind);
    const whole = own.find(isWholeKind);
    if (whole !== undefined) {
      result.push(whole);
      continue;
    }
    const lists = own.filter(isValuesOnly);
    if (lists.length > 1) {
      const values = new Map(lists.flatMap((form) => [...(form.values ?? [])]));
      result.push({ kind, values, sources: (lists[0] as Alternative).sources }, ...own.filter((form) => !isValuesOnly(form)));
    } else {
      result.push(...own);
    }
  }
  return result;
}
