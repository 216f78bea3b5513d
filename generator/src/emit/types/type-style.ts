import type { ParameterLocation } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, type Place } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { SchemaContext, TypeFileOptions } from "../../plan/type-options.js";
import { harmless } from "../print/jsdoc.js";
import { dictionary, union, type TypeShape, type TypeShapeObject } from "./type-shape.js";
import { enumValuesOf } from "./enum-words.js";

/** The schema at a location, as the document has it. */
export type WrittenSchema = (place: Place) => Json | undefined;

export interface NamedEnum {
  readonly name: string;
  readonly kind: "enum" | "values";
  /** Name of a member → its value and its description. */
  readonly members: Map<string, { readonly value: string | number; readonly description?: string }>;
}

/** How a single file of types differs from types.ts: the options and hooks of openapi-typescript 7, and its names of locations. */
export class TypeStyle {
  readonly enums = new Map<string, NamedEnum>();
  readonly #steps: string[] = [];
  #parameter: ParameterLocation | undefined;
  /** Values and names of members → name of the enum. */
  readonly #equal = new Map<string, string>();

  constructor(
    readonly options: TypeFileOptions,
    readonly written: WrittenSchema,
  ) {}

  /** Works some steps further in. */
  at<T>(steps: readonly string[], work: () => T): T {
    this.#steps.push(...steps);
    try {
      return work();
    } finally {
      this.#steps.length -= steps.length;
    }
  }

  /** Works on the schema of a parameter. */
  inParameter<T>(location: ParameterLocation, work: () => T): T {
    this.#parameter = location;
    try {
      return work();
    } finally {
      this.#parameter = undefined;
    }
  }

  /** In the order of the option `alphabetize`. */
  sorted<T>(entries: readonly T[], name: (entry: T) => string): readonly T[] {
    return this.options.alphabetize === true ? entries.toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0)) : entries;
  }

  /** Whether the option `excludeDeprecated` removes it. */
  isExcluded(part: { readonly deprecated?: true } | undefined): boolean {
    return this.options.excludeDeprecated === true && part?.deprecated === true;
  }

  /** Whether a property with a default is treated as present. Requests may omit it. */
  hasDefault({ annotations }: Schema): boolean {
    const isRequest = this.#steps.some((step) => step === "parameters" || step === "requestBody" || step === "requestBodies");
    return this.options.defaultNonNullable === true && annotations?.default !== undefined && !isRequest;
  }

  /** The type of a schema after the hooks. */
  transformed(schema: Schema, make: () => TypeShape, print: (shape: TypeShape) => string): TypeShape {
    const { transform, postTransform } = this.options;
    if (transform === undefined && postTransform === undefined) return make();
    const written = this.written(schema.place);
    if (!isJsonObject(written)) return make();
    const path = `#${this.#steps.map((step) => `/${escapeToken(step)}`).join("")}`;
    const context: SchemaContext = { path, ...(this.#parameter !== undefined && { in: this.#parameter }) };
    const result = transform?.(written, context);
    const shape: TypeShape = result === undefined ? make() : typeof result === "string" ? { text: result } : textShape(result);
    const text = postTransform?.(print(shape), { ...context, schema: written });
    return text === undefined ? shape : { ...(typeof shape === "object" && shape.optional === true && { optional: true }), text };
  }

  /** A property with its modifiers. */
  property(property: Schema, shape: TypeShape): TypeShape {
    const { immutable, readWriteMarkers } = this.options;
    const { readOnly, writeOnly } = property.annotations ?? {};
    const isMarked = readWriteMarkers === true && (readOnly === true) !== (writeOnly === true);
    const isReadonly = immutable === true || (readWriteMarkers !== true && readOnly === true);
    if (!isMarked && !isReadonly) return shape;
    const object: TypeShapeObject = shape === true ? {} : shape === false ? { enum: [] } : shape;
    return { ...object, ...(isReadonly && { readonly: true }), ...(isMarked && { marker: readOnly === true ? "$Read" : "$Write" }) };
  }

  /** An object or an array with the options that change it. */
  collection(shape: TypeShapeObject): TypeShapeObject {
    const { additionalProperties, emptyObjectsUnknown, immutable } = this.options;
    const isObject = shape.type === "object";
    const { additionalProperties: index = false } = shape;
    const isEmpty = isObject && shape.properties === undefined && index === false;
    const isClosed = index === false || (typeof index === "object" && index.enum?.length === 0);
    return {
      ...shape,
      ...(isEmpty && emptyObjectsUnknown === false && { text: "Record<string, never>" }),
      ...(isObject && !isEmpty && isClosed && additionalProperties === true && { additionalProperties: {} }),
      ...(immutable === true && { immutable }),
    };
  }

  /** A list of a limited length as tuples, where these are few. */
  list(items: TypeShape, { minItems: min = 0, maxItems: most }: { readonly minItems?: number; readonly maxItems?: number } = {}): TypeShape {
    const max = most === undefined || most < min ? undefined : most;
    const size = max === undefined ? min : (max * (max + 1) - min * (min - 1)) / 2;
    const isTuple = this.options.arrayLength === true && (min > 0 || max !== undefined) && size < 30;
    if (!isTuple) return this.collection({ type: "array", items });
    const tuple = (length: number, rest: TypeShape): TypeShape =>
      this.collection({ type: "array", prefixItems: Array.from({ length }, () => items), minItems: length, items: rest });
    if (max === undefined) return tuple(min, items);
    return union(Array.from({ length: max - min + 1 }, (_, index) => tuple(min + index, false)));
  }

  /** The type of an enum: its literals, or the name of a TypeScript enum. */
  enumeration(schema: Schema, literals: TypeShape): TypeShape {
    const { enum: isEnum, enumValues, conditionalEnums, dedupeEnums } = this.options;
    if (typeof literals === "boolean" || (isEnum !== true && enumValues !== true)) return literals;
    const listed = this.written(schema.place);
    const values = isJsonObject(listed) && Array.isArray(listed["enum"]) ? (listed["enum"] as readonly Json[]) : (schema.enum ?? []);
    if (!values.every(isEnumValue)) return literals;
    const isNamed = isEnum === true && (conditionalEnums !== true || hasWords(schema));
    if (!isNamed && enumValues !== true) return literals;
    const { name, members } = this.#named(enumValuesOf(schema), isNamed ? "enum" : "values", isNamed && dedupeEnums === true);
    if (!isNamed) return literals;
    // The path of a property that is declared twice names one enum.
    return members.size === 0 ? literals : { ...literals, text: schema.enum?.includes(null) === true ? `${name} | null` : name };
  }

  #named(words: ReturnType<typeof enumValuesOf>, kind: NamedEnum["kind"], isShared: boolean): NamedEnum {
    const key = JSON.stringify(words.map(({ value, name, description }) => [value, name, description]).toSorted());
    const known = isShared ? this.#equal.get(key) : undefined;
    const wanted = known ?? enumName(this.#steps);
    const name = kind === "enum" ? capital(wanted) : `${small(wanted)}Values`;
    this.#equal.set(key, wanted);
    let found = this.enums.get(name);
    if (found === undefined) this.enums.set(name, (found = { name, kind, members: new Map() }));
    const values = new Set([...found.members.values()].map(({ value }) => value));
    for (const { value, name: wantedMember, description } of words) {
      if ((typeof value !== "string" && typeof value !== "number") || values.has(value)) continue;
      values.add(value);
      const described = description === undefined ? {} : { description: harmless(description.replaceAll(/\s+/g, " ").trim()) };
      found.members.set(freeName(memberName(wantedMember ?? String(value)), found.members), { value, ...described });
    }
    return found;
  }
}

function textShape({ type, optional }: { readonly type: string; readonly optional?: boolean }): TypeShapeObject {
  return { text: type, ...(optional === true && { optional }) };
}

/** A list with null stays a union, as openapi-typescript writes it. */
function isEnumValue(value: Json): boolean {
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}

function hasWords({ annotations }: Schema): boolean {
  return ["x-enum-varnames", "x-enumNames", "x-enum-descriptions", "x-enumDescriptions"].some((name) =>
    Array.isArray(annotations?.extensions?.[name]),
  );
}

/** `PetStatus` of `#/components/schemas/Pet/status`, as openapi-typescript 7 makes it. */
function enumName(steps: readonly string[]): string {
  const [first, second] = steps;
  const path = first === "components" && second === "schemas" ? `/${steps.slice(2).join("/")}` : steps.join("/");
  const name = path.replaceAll(/[^A-Za-z_$0-9]+(.)?/g, (match) =>
    /[A-Za-z_$0-9]/.test(match.at(-1) ?? "") ? (match.at(-1) ?? "").toUpperCase() : "",
  );
  return /^[A-Za-z_$]/.test(name) ? name : `Value${name}`;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The name of a member of an enum, as openapi-typescript 7 makes it. */
function memberName(words: string): string {
  if (/^[A-Za-z_$][A-Za-z_$0-9]*$/.test(words)) return words;
  const begun = /^[\d ]/.test(words) ? `Value${words.replace(".", "_")}` : words.startsWith("-") ? `ValueMinus${words.slice(1)}` : words;
  if (/^[^A-Za-z_$0-9]*$/.test(begun)) return begun;
  return begun.replaceAll(/[^A-Za-z_$0-9]+/g, (part) => (part === "+" ? "Plus" : "_"));
}

/** `a_b`, then `a_b_2`. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}

/** The names of further exports: `SchemaPet` of the component `Pet`. */
export function rootTypes(
  sections: readonly (readonly [kind: string, names: readonly string[]])[],
  options: TypeFileOptions,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const names = new Set(taken);
  for (const [kind, keys] of sections) {
    const prefix = kind === "requestBodies" ? "RequestBody" : capital(kind.slice(0, -1));
    for (const key of keys) {
      const own = options.rootTypesKeepCasing === true && kind === "schemas" ? key.replaceAll(/[^\p{L}\p{N}_$]+/gu, "_") : pascalCase(key);
      const wanted = options.rootTypesNoSchemaPrefix === true && kind === "schemas" ? own : `${prefix}${own}`;
      const name = freeName(/^[\p{L}_$]/u.test(wanted) ? wanted : `_${wanted}`, names);
      names.add(name);
      found.set(name, `${kind}/${key}`);
    }
  }
  return found;
}

/** The casing of the package change-case 5, which openapi-typescript uses: `HTTPError2xx` → `HttpError2xx`. */
function pascalCase(text: string): string {
  const words = text
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1\0$2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1\0$2")
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
  return words.map((word, index) => (index > 0 && /^\d/.test(word) ? `_${word.toLowerCase()}` : capital(word.toLowerCase()))).join("");
}

/** The members of `ApiPaths`: name → path. */
export function pathNames(operations: readonly { readonly operationId?: string; readonly method: string; readonly path: string }[]): NamedEnum {
  const members: NamedEnum["members"] = new Map();
  for (const { operationId, method, path } of operations) {
    const words = `${method}${path}`.split("/").map((part) => pathWord(capital(part)));
    members.set(freeName(memberName(operationId ?? words.join("")), members), { value: path });
  }
  return { name: "ApiPaths", kind: "enum", members };
}

/** A segment of a path without its parameter, or without the first characters that no name has. */
function pathWord(part: string): string {
  const at = part.search(/[^a-zA-Z\d_]/);
  if (at === -1) return part;
  const end = part.lastIndexOf("}") + 1;
  if (part.charAt(at) === "{" && end > at) return part.slice(0, at) + part.slice(end);
  return part.slice(0, at) + (part.charAt(at) === ":" ? "" : part.slice(at).replace(/^[^a-zA-Z\d_]+/, ""));
}

/** Dictionary entries sorted and without those that are excluded. */
export function styledEntries<T>(entries: Iterable<readonly [string, T]>, style: TypeStyle | undefined): { [name: string]: T } {
  return dictionary(style === undefined ? entries : style.sorted([...entries], ([name]) => name));
}
