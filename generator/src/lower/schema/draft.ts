import type { Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { Annotations, ArrayAssertions, NumberAssertions, ObjectAssertions, Schema, StringAssertions } from "../../model/schemas/schema.js";
import { kindOf } from "../lenient/part.js";
import { memberPlace, type Found } from "../references/misplaced.js";
import type { SchemaLowering } from "./lowering.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A schema while it is being read. The groups appear with their first keyword. */
export class Draft {
  readonly schema: Mutable<Schema>;
  readonly place: Place;
  /** The original object: some keywords depend on their siblings. */
  readonly source: { readonly [keyword: string]: Json };
  readonly lowering: SchemaLowering;
  /** Further schemas that must hold, for keywords that the model can have only once. */
  readonly beside: Schema[] = [];

  /** Where keywords are that are ignored, so that more values are accepted. */
  readonly lost: Place[] = [];

  /** Keywords whose value is at another location, because it was a `$ref`. */
  readonly #found: ReadonlyMap<string, Found> | undefined;

  constructor(schema: Schema, source: { readonly [keyword: string]: Json }, lowering: SchemaLowering, found?: ReadonlyMap<string, Found>) {
    this.#found = found;
    this.schema = schema;
    this.place = schema.place;
    this.source = source;
    this.lowering = lowering;
  }

  get number(): Mutable<NumberAssertions> {
    return (this.schema.number ??= {});
  }
  get string(): Mutable<StringAssertions> {
    return (this.schema.string ??= {});
  }
  get array(): Mutable<ArrayAssertions> {
    return (this.schema.array ??= {});
  }
  get object(): Mutable<ObjectAssertions> {
    return (this.schema.object ??= {});
  }
  get annotations(): Mutable<Annotations> {
    return (this.schema.annotations ??= {});
  }

  /** Where the value of a keyword, or a part of it, is written. */
  at(keyword: string | number, ...steps: readonly (string | number)[]): Place {
    const found = this.#found?.get(String(keyword));
    return found === undefined ? child(this.place, keyword, ...steps) : memberPlace(found, steps);
  }

  /** The schema written under `steps`. */
  lower(value: Json, keyword: string, ...steps: (string | number)[]): Schema {
    return this.lowering.lower(value, this.at(keyword, ...steps));
  }

  /** Records that our `keyword` is written as `path` in the document. */
  spell(keyword: string, path: string): void {
    this.schema.spelled = { ...this.schema.spelled, [keyword]: path };
  }

  /** Reports a value of the wrong kind; the keyword is ignored. An empty value is only reported. */
  wrong(keyword: string, wanted: string, value: Json): void {
    if (value !== null) this.lose(keyword);
    this.lowering.report("wrong-kind", { field: keyword, wanted, got: kindOf(value) }, this.at(keyword));
  }

  /** A keyword, or a part of it, is ignored. */
  lose(keyword: string, ...steps: readonly (string | number)[]): void {
    if (keyword !== "examples") this.lost.push(this.at(keyword, ...steps));
  }

  /** The same of one part of the keyword's value: the others count. */
  wrongPart(steps: readonly [keyword: string, ...others: (string | number)[]], wanted: string, value: Json, readAs?: string): void {
    const fault = { field: steps.join("/"), wanted, got: kindOf(value), ...(readAs !== undefined && { readAs }) };
    if (readAs === undefined) this.lose(...steps);
    this.lowering.report("wrong-kind", fault, this.at(...steps));
  }

  /** The keyword has a value that another version defines, which is applied. */
  ofAnotherVersion(keyword: string, wanted: string, value: Json, from: string): void {
    const { lowering } = this;
    if (lowering.guesses)
      lowering.report("value-of-another-version", { keyword, wanted, got: kindOf(value), version: lowering.version, from }, this.at(keyword));
  }

  /** Whether a flag is set; also reads the quoted "true". */
  flag(keyword: string): boolean {
    const value = this.source[keyword];
    if (typeof value !== "string") return value === true;
    const isUp = value === "true" && this.lowering.guesses;
    if (isUp) this.wrongPart([keyword], "a boolean", value, value);
    return isUp;
  }

  /** The number that a value is, or that is written in quotes, which is reported; none that does not fit. */
  numberIn(value: Json, keyword: string, wanted: string, fits: (value: number) => boolean = Number.isFinite): number | undefined {
    if (typeof value === "number") return fits(value) ? value : undefined;
    const isNumber = typeof value === "string" && this.lowering.guesses && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) && fits(Number(value));
    if (!isNumber) return undefined;
    this.wrongPart([keyword], wanted, value, value);
    return Number(value);
  }

  /** Adds to the names that an object must have. */
  require(names: readonly string[]): void {
    if (names.length > 0) this.object.required = [...new Set([...(this.schema.object?.required ?? []), ...names])];
  }

  /** The names in a list of names; `undefined` where it is none. */
  names(value: Json, ...steps: readonly [keyword: string, ...others: (string | number)[]]): readonly string[] | undefined {
    if (!Array.isArray(value)) return undefined;
    const names = new Set<string>();
    (value as readonly Json[]).forEach((item, index) => {
      if (typeof item === "string") names.add(item);
      else this.wrongPart([...steps, index], "the name of a property", item);
    });
    return [...names];
  }
}

/** Reads one keyword of a schema into the draft. */
export type KeywordReader = (draft: Draft, value: Json, keyword: string) => void;
export type Vocabulary = Readonly<Record<string, KeywordReader>>;
