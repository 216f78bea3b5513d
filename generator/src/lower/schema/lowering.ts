import type { Report } from "../../diagnostics/diagnostic.js";
import type { Missing } from "../../load/files/policy.js";
import { closestWord } from "../../algorithms/closest-word.js";
import { intendedTypes } from "./intended-types.js";
import { isAnnotation, type Formats } from "../../model/schemas/formats.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, placeKey, tokens, type Place } from "../../model/place.js";
import { withoutMeaning } from "../../model/schemas/meaning.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";
import { lossOfReference, Losses } from "../losses.js";
import { RefusedReferences } from "../references/refused.js";
import { isNotThere, endOf, reportUnresolved, type ReferenceKind } from "../references/unresolved.js";
import { isUnconstrained } from "../../model/schemas/is-unconstrained.js";
import { kindOf } from "../lenient/part.js";
import { isReference, MisplacedReferences, type Found } from "../references/misplaced.js";
import type { Target } from "../../model/pointer.js";
import { isData } from "../data.js";
import type { SchemaDialect } from "./dialect.js";
import { chooseAny } from "./choose-any.js";
import { ClosedInheritance } from "./closed-inheritance.js";
import { keepDigits, type WrittenNumber } from "./digits.js";
import { Discriminators } from "./discriminator.js";
import { Draft } from "./draft.js";
import { alignEnumWithType } from "./enum-type.js";
import { separateParents } from "./inheritance.js";
import { MissingSchemas } from "./missing.js";
import { DynamicScopes, noScope, type DynamicAnchors, type DynamicScope } from "./dynamic-scope.js";
import { declareDirection } from "./one-way.js";
import { quiet } from "./annotation-keywords.js";
import { repeatsTarget } from "./repeated-keywords.js";
import { yieldToPart } from "./type-beside-part.js";

/** Resolves `$ref`s. OpenAPI documents search their files; plain JSON Schema also uses `$id` and anchors. */
export interface SchemaReferences {
  resolve(reference: string, from: Place): Target | undefined;
  /** The intended target of an unresolved reference; the use is reported. */
  resolveLeniently?(reference: string, from: Place, as: { readonly keyword: string; readonly isSchema: boolean }): Target | undefined;
  /** Suggestions for an unresolved reference. */
  nearest?(reference: string, from: Place): string | undefined;
  /** Why the file that the reference names was not read, where that is the reason. */
  missing(reference: string, from: Place): Missing | undefined;
  /** Whether unresolved references are allowed; a missing schema accepts any value. */
  readonly allowMissing?: boolean;
  /** Whether `oneOf` is read as `anyOf`. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats are asserted; all where absent. */
  readonly formats?: Formats;
  /** Where some `$dynamicRef` may mean different things. */
  readonly dynamicAnchors?: DynamicAnchors | undefined;
  /** Where integers past 2^53 are to be kept as they are written. */
  readonly written?: WrittenNumber | undefined;
}

/** A schema that waits to be lowered. */
interface Waiting {
  readonly id: SchemaId;
  readonly target: Target;
  readonly scope: DynamicScope;
}

/** Keywords whose value is a schema, so that a `$ref` there belongs to the schema. */
const schemaKeywords: ReadonlySet<string> = new Set(
  (
    "additionalProperties additionalItems not if then else propertyNames contains unevaluatedProperties unevaluatedItems contentSchema " +
    "$defs definitions"
  ).split(" "),
);

/** Keywords whose value is a list of schemas. A `$ref` to one schema is read as a list of one. */
const listKeywords: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems", "items"]);

/** The maximum of unknown keywords compared with known ones: frequent ones are not misspellings. */
const maxComparedKeywords = 200;

/** Schemas multiply with the possible targets of their dynamic anchors; real documents have fewer than a hundred. */
const mostMeanings = 10_000;

/**
 * Lowers schemas of one dialect. Targets of references are queued and lowered once,
 * so cycles end and the stack only grows with the nesting of the text.
 */
/** Locations where OpenAPI 3.0 and Swagger 2.0 do not allow a boolean schema. */
const schemaObjects = /\/(?:(?:properties|schemas|definitions)\/[^/]+|items|(?:allOf|anyOf|oneOf)\/\d+)$/;

export class SchemaLowering {
  readonly dialect: SchemaDialect;
  readonly report: Report;
  readonly discriminators: Discriminators;
  /** References where OpenAPI has none. */
  readonly misplaced: MisplacedReferences;
  readonly #refused = new RefusedReferences();
  readonly #closed: ClosedInheritance;
  readonly #references: SchemaReferences;
  readonly #aroundMissing: MissingSchemas | undefined;
  readonly #schemas = new Map<SchemaId, Schema>();
  readonly #queued = new Set<SchemaId>();
  readonly #queue: Waiting[] = [];
  readonly #scopes: DynamicScopes | undefined;
  #scope = noScope;
  #meanings = 0;
  readonly #same = new Map<SchemaId, Target>();
  readonly #called = new Map<SchemaId, string>();
  readonly #similarKeywords = new Map<string, string | undefined>();
  #done = 0;
  /** Whether operations reach the schemas that are lowered now. Unresolved references of other schemas are warnings. */
  reached = true;

  /** Locations of unresolved references that were reported. */
  readonly lost = new Set<string>();

  constructor(
    dialect: SchemaDialect,
    references: SchemaReferences,
    report: Report,
    readonly losses = new Losses(),
  ) {
    this.dialect = dialect;
    this.report = report;
    this.#references = references;
    this.discriminators = new Discriminators(this);
    this.misplaced = new MisplacedReferences(this);
    if (references.dynamicAnchors !== undefined) this.#scopes = new DynamicScopes(references.dynamicAnchors);
    this.#closed = new ClosedInheritance(this);
    if (references.allowMissing === true) this.#aroundMissing = new MissingSchemas((reference, from) => this.#leads(reference, from));
  }

  get version(): string {
    return this.dialect.name;
  }

  /** Whether schemas have the keywords of OpenAPI 3.0 or Swagger 2.0, and not those of JSON Schema. */
  get isBefore31(): boolean {
    return this.dialect.name === "OpenAPI 3.0" || this.dialect.name === "Swagger 2.0";
  }

  /** Whether fields next to the `$ref` of a Reference Object may override those of its target. */
  get siblingsOverride(): boolean {
    return this.dialect.refSiblings === "kept";
  }

  /** Every schema that has been referred to or named, lowered. Empties the queue first. */
  get schemas(): ReadonlyMap<SchemaId, Schema> {
    for (; this.#done < this.#queue.length; this.#done++) {
      const { id, target, scope } = this.#queue[this.#done] as Waiting;
      this.#scope = scope;
      this.#schemas.set(id, this.lower(target.value, target.place));
    }
    this.#scope = noScope;
    return this.#schemas;
  }

  /** Lowers what operations need. Schemas that only components have may then have unresolved references. */
  lowerReached(): void {
    void this.schemas;
    this.reached = false;
  }

  /** Every schema, after the steps that need all of them: complete discriminators, parents without their choice of subtypes. */
  finished(): ReadonlyMap<SchemaId, Schema> {
    this.discriminators.complete(this.schemas);
    this.#closed.complete(this.#schemas);
    separateParents(this.#schemas);
    this.misplaced.finish();
    this.#refused.report(this.report);
    return this.#schemas;
  }

  /** Makes a schema that is only a reference an alias of its target; call it before the schema is lowered. */
  identify(alias: Place, target: Target): void {
    this.#same.set(placeKey(alias), target);
    this.#called.set(placeKey(target.place), tokens(alias.pointer).at(-1) ?? "");
  }

  /** The name of a schema: the last segment of a reference to it; for a whole file, the component or the file. */
  nameOf(id: SchemaId): string {
    const itself = withoutMeaning(id);
    const [file = "", pointer = ""] = itself.split("#");
    return tokens(`#${pointer}`).at(-1) ?? this.#called.get(itself) ?? file.replace(/^.*\/|\.\w+$/g, "");
  }

  /** Gives the schema at a location its own identity. */
  name(named: Target): SchemaId {
    const target = this.#same.get(placeKey(named.place)) ?? named;
    const scope = this.#scopes?.entered(this.#scope, target.place) ?? noScope;
    const id = this.#idOf(target.place, scope);
    if (this.#queued.has(id)) return id;
    if (id.length > placeKey(target.place).length && (this.#meanings += 1) > mostMeanings) {
      // The limit is reported once.
      if (this.#meanings === mostMeanings + 1) this.report("too-many-meanings", { limit: mostMeanings }, target.place);
      return placeKey(target.place);
    }
    this.#queued.add(id);
    this.#queue.push({ id, target, scope });
    return id;
  }

  #idOf(place: Place, scope: DynamicScope): SchemaId {
    return placeKey(place) + (this.#scopes?.meaning(scope, place) ?? "");
  }

  /** The id of the schema that `reference` names from `from`; `undefined` if it is unresolved, which is reported. */
  refer(reference: string, from: Place, keyword = "$ref"): SchemaId | undefined {
    const target = this.#references.resolve(reference, from);
    if (target) return this.name(target);
    const intended = this.intended(reference, from, keyword);
    if (intended !== undefined) return this.name(intended);
    this.unresolved(reference, from, keyword);
    return undefined;
  }

  /** The intended target of a misspelled reference, which is reported. */
  intended(reference: string, from: Place, keyword = "$ref", kind: ReferenceKind = "schema"): Target | undefined {
    const target = this.#references.resolveLeniently?.(reference, from, { keyword, isSchema: kind === "schema" });
    if (target !== undefined) this.lost.add(placeKey(child(from, keyword)));
    return target;
  }

  /** The id of the innermost enclosing schema with `$recursiveAnchor: true`. */
  referAround(from: Place): SchemaId | undefined {
    const path = tokens(from.pointer);
    for (let length = path.length; length >= 0; length--) {
      const place = child({ file: from.file, pointer: "#" }, ...path.slice(0, length));
      const target = this.#references.resolve(place.pointer.replaceAll("%", "%25"), place);
      if (target && isJsonObject(target.value) && target.value["$recursiveAnchor"] === true) return this.name(target);
    }
    return undefined;
  }

  /** The same for `$dynamicRef`: the target of the dynamic anchor in the current scope. */
  referDynamically(reference: string, from: Place): SchemaId | undefined {
    const keyword = "$dynamicRef";
    const named = this.#scopes?.anchors.named(reference, from);
    if (named === undefined) return this.refer(reference, from, keyword);
    const target = this.#scope.get(named.name) ?? named.target;
    if (target !== undefined) return this.#nameArgument(target);
    if (this.#references.resolve(reference, from) === undefined) return this.refer(reference, from, keyword);
    this.losses.add("schema", from);
    this.report("unbound-dynamic-reference", { reference }, child(from, keyword));
    return undefined;
  }

  /** A target that only refers to another schema is replaced by that schema. */
  #nameArgument(target: Target): SchemaId | undefined {
    const { value, place } = target;
    const isAlias = isJsonObject(value) && Object.keys(value).every((key) => key === "$dynamicAnchor" || key === "$ref");
    return isAlias && typeof value["$ref"] === "string" ? this.refer(value["$ref"], place) : this.name(target);
  }

  /** The dialect of the schema at a location. */
  protected dialectAt(_place: Place): SchemaDialect {
    return this.dialect;
  }

  /**
   * Reports a reference at `from` that cannot be resolved: an error if something that is generated needs it.
   * @param start The first reference of the chain that ends here.
   */
  unresolved(reference: string, from: Place, keyword = "$ref", kind: ReferenceKind = "schema", start = from): void {
    const place = child(from, keyword);
    this.lost.add(placeKey(place));
    const missing = this.#references.missing(reference, from);
    if (!this.reached || kind === "text") return this.report("unused-unresolved-reference", { reference, end: endOf(missing) }, place);
    const allowed = this.#references.allowMissing === true && isNotThere(missing);
    if (allowed) for (const each of [from, start]) this.losses.allow(each);
    this.losses.add(lossOfReference(kind), from);
    const there = missing === undefined && !allowed ? this.#references.nearest?.(reference, from) : undefined;
    reportUnresolved(this.report, this.#refused, { reference, kind, missing, allowed, ...(there !== undefined && { there }) }, place);
  }

  #leads(reference: string, from: Place): Target | "missing" | undefined {
    const target =
      this.#references.resolve(reference, from) ?? this.#references.resolveLeniently?.(reference, from, { keyword: "$ref", isSchema: true });
    return target ?? (isNotThere(this.#references.missing(reference, from)) ? "missing" : undefined);
  }

  /** The target of `reference`, without creating an identity. */
  find(reference: string, from: Place): Target | undefined {
    return this.#references.resolve(reference, from);
  }

  lower(value: Json, place: Place): Schema {
    const scopes = this.#scopes;
    if (scopes === undefined) return this.#read(value, place, placeKey(place));
    const outer = this.#scope;
    // A schema with its own identifier opens a resource, also inside of another schema.
    this.#scope = scopes.entered(outer, place);
    const schema = this.#read(value, place, this.#idOf(place, this.#scope));
    this.#scope = outer;
    return schema;
  }

  #read(value: Json, place: Place, id: SchemaId): Schema {
    if (typeof value === "boolean") {
      if (this.isBefore31 && schemaObjects.test(place.pointer)) {
        const keyword = tokens(place.pointer).at(-1) ?? "";
        this.report(
          "value-of-another-version",
          { keyword, wanted: "a schema object", got: String(value), version: this.version, from: "OpenAPI 3.1" },
          place,
        );
      }
      return { id, place, boolean: value };
    }
    if (!isJsonObject(value)) {
      const intended = this.readNonSchema(value);
      if (intended !== undefined) {
        const { readAs, ...schema } = intended;
        this.report("wrong-kind", { field: place.pointer, wanted: "a schema", got: kindOf(value), readAs }, place);
        return { id, place, ...schema };
      }
      this.losses.add("schema", place);
      this.report("wrong-kind", { field: place.pointer, wanted: "a schema", got: kindOf(value) }, place);
      return { id, place };
    }
    const dialect = this.dialectAt(place);
    // Keywords next to a `$ref` that hides them are not read.
    const isHidden = dialect.refSiblings === "ignored" && typeof value["$ref"] === "string";
    const found = this.guesses && !isHidden ? this.#referencedKeywords(value, place, dialect) : undefined;
    const source = found === undefined ? value : { ...value, ...Object.fromEntries([...found].map(([keyword, each]) => [keyword, each.value])) };
    const draft = new Draft({ id, place }, source, this, found);
    if (isHidden && typeof value["$ref"] === "string") {
      dialect.keywords.get("$ref")?.(draft, value["$ref"], "$ref");
      // Parts of an inheritance keep their references, and unions distinguish their branches by them.
      const isPart = /\/(?:allOf|anyOf|oneOf)\/\d+$/.test(place.pointer);
      this.#reportSiblings(value, value["$ref"], place, (key) => key === "nullable" && value[key] === true && !isPart);
      this.#countLost(draft);
      return isPart ? draft.schema : dialect.finish(draft);
    }
    for (const keyword in value) {
      const reader = dialect.keywords.get(keyword);
      if (reader) reader(draft, source[keyword] as Json, keyword);
      else this.#unknown(draft, value[keyword] as Json, keyword);
    }
    if (dialect.name !== "json-schema") alignEnumWithType(draft, dialect.name === "OpenAPI 3.1");
    if (this.isBefore31) {
      yieldToPart(draft);
      const isWhole = !Object.hasOwn(value, "allOf") && !/\/allOf\/\d+$/.test(place.pointer);
      if (value["type"] === "array" && isWhole && !Object.hasOwn(value, "items") && !Object.hasOwn(value, "prefixItems"))
        this.report("array-without-items", { version: this.version }, place);
    }
    if (this.#references.oneOfAsAnyOf === true) chooseAny(draft);
    const { format } = draft.schema;
    if (format !== undefined && isAnnotation(format, this.#references.formats ?? "assert")) draft.schema.formatIsAnnotation = true;
    if (this.#references.written !== undefined) keepDigits(draft, this.#references.written);
    this.#aroundMissing?.widen(draft);
    this.#countLost(draft);
    declareDirection(draft);
    const schema = dialect.finish(draft);
    this.discriminators.note(schema);
    this.#closed.note(schema);
    return schema;
  }

  /** A schema whose keywords are all ignored accepts any value. */
  #countLost({ lost, schema, place }: Draft): void {
    if (lost.length > 0 && isUnconstrained(schema)) this.losses.add("schema", place);
    else for (const each of lost) this.losses.add("keyword", each);
  }

  /** The keywords of a schema that is a `$ref`, with the target. */
  #referencedKeywords(schema: JsonObject, place: Place, dialect: SchemaDialect): ReadonlyMap<string, Found> | undefined {
    let all: Map<string, Found> | undefined;
    for (const keyword in schema) {
      const value = schema[keyword];
      if (!isReference(value) || !dialect.keywords.has(keyword) || schemaKeywords.has(keyword)) continue;
      if (keyword !== "enum" && isData(keyword)) continue;
      const written = { value, place: child(place, keyword) };
      if (listKeywords.has(keyword) && !Array.isArray(this.misplaced.peek(written)?.value)) continue;
      const found = this.misplaced.follow(written, keyword);
      (all ??= new Map<string, Found>()).set(keyword, found ?? { value: null, place: written.place });
    }
    return all;
  }

  #unknown(draft: Draft, value: Json, keyword: string): void {
    if (keyword.startsWith("x-")) draft.annotations.extensions = { ...draft.annotations.extensions, [keyword]: value };
    else if (this.dialect.reportsUnknown) {
      const hint = this.#suggestionFor(keyword, value);
      // JSON Schema allows keywords of one's own (2020-12 §6.5).
      if (hint === undefined && !this.isBefore31) return this.report("custom-keyword", { keyword }, draft.at(keyword));
      this.report("unknown-keyword", { keyword, ...(hint !== undefined && { hint }) }, draft.at(keyword));
    }
  }

  /** A sentence about an unknown keyword. */
  #suggestionFor(keyword: string, value: Json): string | undefined {
    if (isJsonObject(value) && (typeof value["type"] === "string" || typeof value["$ref"] === "string"))
      return 'If it is a property, write it under "properties".';
    if (!this.#similarKeywords.has(keyword) && this.#similarKeywords.size < maxComparedKeywords)
      this.#similarKeywords.set(keyword, closestWord(keyword, [...this.dialect.keywords.keys()]));
    const suggestion = this.#similarKeywords.get(keyword);
    return suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`;
  }

  #reportSiblings(value: { readonly [key: string]: Json }, reference: string, place: Place, counts: (key: string) => boolean): void {
    const siblings = Object.keys(value).filter((key) => this.dialect.keywords.has(key) && key !== "$ref" && !quiet.has(key) && !counts(key));
    if (siblings.length === 0) return;
    const target = this.find(reference, place)?.value;
    const ignored = siblings.filter((key) => !repeatsTarget(key, value[key], target));
    if (ignored.length > 0)
      this.report("reference-siblings", { siblings: ignored.map((key) => `"${key}"`).join(", "), version: this.dialect.name }, place);
  }

  /** Whether misplaced values are read as intended: not in schemas outside of OpenAPI documents. */
  get guesses(): boolean {
    return this.dialect.name !== "json-schema";
  }

  /** The types for a type name of a programming language, which is reported; none if unknown, and none in plain JSON Schema. */
  readTypeName(draft: Draft, type: string): readonly JsonType[] {
    const intended = this.guesses ? intendedTypes(type) : [];
    if (intended.length === 0) draft.lose("type");
    this.report("unknown-type", { type, ...(intended.length > 0 && { readAs: intended.join(" or ") }) }, draft.at("type"));
    return intended;
  }

  /** Reads a schema from another value: the name of a type, or a text for `true` or `false`. */
  readNonSchema(value: Json): (Pick<Schema, "type" | "boolean" | "spelled"> & { readonly readAs: string }) | undefined {
    if (typeof value !== "string" || !this.guesses) return undefined;
    if (value === "true" || value === "false") return { boolean: value === "true", readAs: value };
    const [type, ...others] = intendedTypes(value);
    return type === undefined || others.length > 0 ? undefined : { type: [type], spelled: { type: "" }, readAs: `{ "type": "${type}" }` };
  }

  emptyEnum(draft: Draft): void {
    if (this.dialect.name === "json-schema") draft.schema.enum = [];
    else {
      draft.lose("enum");
      this.report("empty-enum", undefined, draft.at("enum"));
    }
  }
}
