import type { Report } from "../../diagnostics/diagnostic.js";
import type { Missing } from "../../load/files/policy.js";
import { isAnnotation, type Formats } from "../../model/formats.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { child, placeKey, tokens, type Place } from "../../model/place.js";
import type { JsonType, Schema, SchemaId } from "../../model/schema.js";
import { isNotThere, reportUnresolved, type ReferenceKind } from "../unresolved.js";
import { kindOf } from "../part.js";
import type { Target } from "../pointer.js";
import type { SchemaDialect } from "./dialect.js";
import { chooseAny } from "./choose-any.js";
import { Discriminators } from "./discriminator.js";
import { Draft } from "./draft.js";
import { holdEnumToType } from "./enum-type.js";
import { separateParents } from "./inheritance.js";
import { AroundMissing } from "./missing.js";
import { declareOneWay } from "./one-way.js";
import { quiet } from "./quiet.js";
import { yieldToPart } from "./type-beside-part.js";

/** Finds what a `$ref` names. OpenAPI documents look in their files; plain JSON Schema also knows `$id` and anchors. */
export interface SchemaReferences {
  resolve(reference: string, from: Place): Target | undefined;
  /** What a reference that leads to nothing was surely meant to name; it is reported. */
  meant?(reference: string, from: Place, as: { readonly keyword: string; readonly isSchema: boolean }): Target | undefined;
  /** Why the file that the reference names was not read, where that is the reason. */
  missing(reference: string, from: Place): Missing | undefined;
  /** Whether references may lead to nothing; what is not there accepts any value. */
  readonly allowMissing?: boolean;
  /** Whether `oneOf` is read as `anyOf`. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats are asserted; all where absent. */
  readonly formats?: Formats;
}

/** Names of types in programming languages, and those of JSON Schema in capitals. */
const typesMeant: ReadonlyMap<string, JsonType> = new Map<string, JsonType>([
  ...(["int", "int32", "int64", "long", "integer"] as const).map((name) => [name, "integer"] as const),
  ...(["float", "double", "decimal", "number"] as const).map((name) => [name, "number"] as const),
  ...(["bool", "boolean"] as const).map((name) => [name, "boolean"] as const),
  ...(["str", "text", "string"] as const).map((name) => [name, "string"] as const),
  ...(["list", "array"] as const).map((name) => [name, "array"] as const),
  ...(["dict", "map", "object"] as const).map((name) => [name, "object"] as const),
]);

/**
 * Lowers schemas of one dialect. Targets of references are queued and lowered once, whatever leads to them,
 * so cycles end and the stack only grows with the nesting of the text.
 */
export class SchemaLowering {
  readonly dialect: SchemaDialect;
  readonly report: Report;
  readonly discriminators: Discriminators;
  readonly #references: SchemaReferences;
  readonly #aroundMissing: AroundMissing | undefined;
  readonly #schemas = new Map<SchemaId, Schema>();
  readonly #queued = new Set<SchemaId>();
  readonly #queue: Target[] = [];
  readonly #same = new Map<SchemaId, Target>();
  readonly #called = new Map<SchemaId, string>();
  #done = 0;
  /** Component schemas that are missing altogether: nothing that is reached needs them while this is off. */
  reached = true;

  /** Where references stand that lead to nothing as they are written and have been reported. */
  readonly lost = new Set<string>();

  constructor(dialect: SchemaDialect, references: SchemaReferences, report: Report) {
    this.dialect = dialect;
    this.report = report;
    this.#references = references;
    this.discriminators = new Discriminators(this);
    if (references.allowMissing === true) this.#aroundMissing = new AroundMissing((reference, from) => this.#leads(reference, from));
  }

  /** Every schema that has been referred to or named, lowered. Empties the queue first. */
  get schemas(): ReadonlyMap<SchemaId, Schema> {
    for (; this.#done < this.#queue.length; this.#done++) {
      const target = this.#queue[this.#done] as Target;
      this.#schemas.set(placeKey(target.place), this.lower(target.value, target.place));
    }
    return this.#schemas;
  }

  /** Every schema, with what needed to see them all: complete discriminators, parents apart from their choice of heirs. */
  finished(): ReadonlyMap<SchemaId, Schema> {
    this.discriminators.complete(this.schemas);
    separateParents(this.#schemas);
    return this.#schemas;
  }

  /** Lets a schema that only refers to another one be that one, wherever it is named; to be said before it is. */
  identify(alias: Place, target: Target): void {
    this.#same.set(placeKey(alias), target);
    this.#called.set(placeKey(target.place), tokens(alias.pointer).at(-1) ?? "");
  }

  /** What a schema is called: by the last part of a reference to it; where that is a whole file, as a component, or by the file. */
  nameOf(id: SchemaId): string {
    const [file = "", pointer = ""] = id.split("#");
    return tokens(`#${pointer}`).at(-1) ?? this.#called.get(id) ?? file.replace(/^.*\/|\.\w+$/g, "");
  }

  /** Gives the schema at a place an identity of its own. */
  name(named: Target): SchemaId {
    const target = this.#same.get(placeKey(named.place)) ?? named;
    const id = placeKey(target.place);
    if (!this.#queued.has(id)) {
      this.#queued.add(id);
      this.#queue.push(target);
    }
    return id;
  }

  /** The id of the schema that `reference` names from `from`; `undefined` when it leads to nothing, which is then reported. */
  refer(reference: string, from: Place, keyword = "$ref"): SchemaId | undefined {
    const target = this.#references.resolve(reference, from);
    if (target) return this.name(target);
    const meant = this.meant(reference, from, keyword);
    if (meant !== undefined) return this.name(meant);
    this.unresolved(reference, from, keyword);
    return undefined;
  }

  /** What a reference surely means that leads to nothing as it is written, which is then reported. */
  meant(reference: string, from: Place, keyword = "$ref", kind: ReferenceKind = "schema"): Target | undefined {
    const target = this.#references.meant?.(reference, from, { keyword, isSchema: kind === "schema" });
    if (target !== undefined) this.lost.add(placeKey(child(from, keyword)));
    return target;
  }

  /** The id of the innermost schema around `from` that says `$recursiveAnchor: true`. */
  referAround(from: Place): SchemaId | undefined {
    const path = tokens(from.pointer);
    for (let length = path.length; length >= 0; length--) {
      const place = child({ file: from.file, pointer: "#" }, ...path.slice(0, length));
      const target = this.#references.resolve(place.pointer.replaceAll("%", "%25"), place);
      if (target && isJsonObject(target.value) && target.value["$recursiveAnchor"] === true) return this.name(target);
    }
    return undefined;
  }

  /** The same for `$dynamicRef`, which means a plain reference where nothing is known of the way that led here. */
  referDynamically(reference: string, from: Place): SchemaId | undefined {
    return this.refer(reference, from);
  }

  /** What the schema at a place is written in. */
  protected dialectAt(_place: Place): SchemaDialect {
    return this.dialect;
  }

  /** A reference at `from` leads to nothing: an error where something that is generated needs it. */
  unresolved(reference: string, from: Place, keyword = "$ref", kind: ReferenceKind = "schema"): void {
    const place = child(from, keyword);
    this.lost.add(placeKey(place));
    if (!this.reached) return this.report("unused-unresolved-reference", { reference }, place);
    const missing = this.#references.missing(reference, from);
    reportUnresolved(this.report, { reference, kind, missing, allowed: this.#references.allowMissing === true }, place);
  }

  #leads(reference: string, from: Place): Target | "missing" | undefined {
    const target = this.#references.resolve(reference, from) ?? this.#references.meant?.(reference, from, { keyword: "$ref", isSchema: true });
    return target ?? (isNotThere(this.#references.missing(reference, from)) ? "missing" : undefined);
  }

  /** Where `reference` leads, without giving anything an identity. */
  find(reference: string, from: Place): Target | undefined {
    return this.#references.resolve(reference, from);
  }

  lower(value: Json, place: Place): Schema {
    const id = placeKey(place);
    if (typeof value === "boolean") return { id, place, boolean: value };
    if (!isJsonObject(value)) {
      this.report("wrong-kind", { field: place.pointer, wanted: "a schema", got: kindOf(value) }, place);
      return { id, place };
    }
    const dialect = this.dialectAt(place);
    const draft = new Draft({ id, place }, value, this);
    if (dialect.refSiblings === "ignored" && typeof value["$ref"] === "string") {
      dialect.keywords.get("$ref")?.(draft, value["$ref"], "$ref");
      // A part of an inheritance stays one, and a union tells its branches apart by what they refer to.
      const isPart = /\/(?:allOf|anyOf|oneOf)\/\d+$/.test(place.pointer);
      this.#reportSiblings(value, place, (key) => key === "nullable" && value[key] === true && !isPart);
      return isPart ? draft.schema : dialect.finish(draft);
    }
    for (const keyword in value) {
      const reader = dialect.keywords.get(keyword);
      if (reader) reader(draft, value[keyword] as Json, keyword);
      else this.#unknown(draft, value[keyword] as Json, keyword);
    }
    if (dialect.name !== "json-schema") holdEnumToType(draft, dialect.name === "OpenAPI 3.1");
    if (dialect.name === "OpenAPI 3.0" || dialect.name === "Swagger 2.0") yieldToPart(draft);
    if (this.#references.oneOfAsAnyOf === true) chooseAny(draft);
    const { format } = draft.schema;
    if (format !== undefined && isAnnotation(format, this.#references.formats ?? "assert")) draft.schema.formatIsAnnotation = true;
    this.#aroundMissing?.widen(draft);
    declareOneWay(draft);
    const schema = dialect.finish(draft);
    this.discriminators.note(schema);
    return schema;
  }

  #unknown(draft: Draft, value: Json, keyword: string): void {
    if (keyword.startsWith("x-")) draft.annotations.extensions = { ...draft.annotations.extensions, [keyword]: value };
    else if (this.dialect.reportsUnknown) this.report("unknown-keyword", { keyword }, child(draft.place, keyword));
  }

  #reportSiblings(value: { readonly [key: string]: Json }, place: Place, counts: (key: string) => boolean): void {
    const siblings = Object.keys(value).filter((key) => this.dialect.keywords.has(key) && key !== "$ref" && !quiet.has(key) && !counts(key));
    if (siblings.length > 0)
      this.report("reference-siblings", { siblings: siblings.map((key) => `"${key}"`).join(", "), version: this.dialect.name }, place);
  }

  wrong(keyword: string, wanted: string, value: Json, place: Place): void {
    if (value !== null) this.report("wrong-kind", { field: keyword, wanted, got: kindOf(value) }, place);
  }

  /** The type that a name of a programming language stands for, which is reported; `undefined` where nobody can tell, and in plain JSON Schema. */
  typeMeant(draft: Draft, type: string): JsonType | undefined {
    const meant = this.dialect.name === "json-schema" ? undefined : typesMeant.get(type.toLowerCase());
    this.report("unknown-type", { type, ...(meant !== undefined && { meant }) }, child(draft.place, "type"));
    return meant;
  }

  emptyEnum(draft: Draft): void {
    if (this.dialect.name === "json-schema") draft.schema.enum = [];
    else this.report("empty-enum", undefined, child(draft.place, "enum"));
  }
}
