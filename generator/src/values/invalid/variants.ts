import type { Json } from "../../model/json.js";
import { keywordPointer, type Schema } from "../../model/schema.js";
import {
  accepts,
  acceptsByTags,
  failures,
  validBase,
  type Branch,
  type Failure,
  type Schemas,
  type ValidBase,
  type ValidParts,
} from "../evaluate/evaluate.js";
import { resolved } from "../../model/resolved.js";
import type { Direction } from "../../plan/plan.js";
import { leadsToTags } from "../../plan/tagged.js";
import { graphOf } from "../../plan/schema-graph.js";
import { findTag } from "../../plan/tags.js";
import { meantFormats } from "../strings/formats.js";
import { edited, hasType, instancePath, valueAt } from "../json.js";
import { shelfOf } from "../shelf.js";
import { isDense } from "../density.js";
import { full } from "../standard.js";
import { synthesise, type SearchOptions, type Synthesis, type SynthesisOptions } from "../synthesise.js";
import { breakingValues, type Breaking } from "./breaking.js";
import { editOf, type Edit } from "./edit.js";
import { occurrencesOf, type Occurrence } from "./occurrences.js";

/** What is said of one assertion: where it stands, where it looks. */
export interface Assertion {
  readonly keyword: string;
  /** JSON Pointer into the value, where the keyword looks. */
  readonly instancePath: string;
  /** Where the keyword stands in the document. */
  readonly schemaPath: string;
  /** The property that `required` and its like miss. */
  readonly property?: string;
}

/** A value that breaks one assertion. */
export interface Variant extends Assertion {
  readonly value: Json;
  /** How it comes from a valid value, and from which of the `bases`. */
  readonly edit: Edit;
  readonly base: number;
  /** Keywords that the same value breaks as well, because it must. */
  readonly also: readonly string[];
}

/** An assertion that nothing can break alone, with the reason. */
export interface Unbreakable extends Assertion {
  readonly reason: string;
}

export interface Variants {
  /** The valid values that edits start from: the full one first, then others for branches that it does not take. */
  readonly bases: readonly Json[];
  readonly variants: readonly Variant[];
  readonly unbreakable: readonly Unbreakable[];
  /** True where there are more assertions than `limit`. */
  readonly truncated: boolean;
}

export interface VariantOptions extends SynthesisOptions {
  /** Most assertions to look at. Default: 400. */
  readonly limit?: number;
  /** Whether assertions of schemas that references lead to are included. Default: true. */
  readonly follow?: boolean;
  /** A valid value to start from, instead of a full one. */
  readonly base?: Json;
}

/** What `invalidVariants` gives, looked for anew. */
export function variantsOf(schema: Schema, model: Schemas, options: VariantOptions = {}): Variants {
  const { limit = 400, follow = true, base, ...synthesis } = options;
  const { direction } = synthesis;
  const occurrences = occurrencesOf(schema, model, { limit: limit + 1, follow, ...(direction === undefined ? {} : { direction }) });
  const whole = base === undefined ? breakable(schema, full(schema, model, synthesis), model, direction) : ({ found: true, value: base } as const);
  if (!whole.found) {
    return {
      bases: [],
      variants: [],
      unbreakable: occurrences.slice(0, limit).map((occurrence) => ({ ...described(occurrence), reason: whole.reason })),
      truncated: occurrences.length > limit,
    };
  }
  const search = new Search(schema, model, synthesis, whole.value);
  const variants: Variant[] = [];
  const unbreakable: Unbreakable[] = [];
  for (const occurrence of occurrences.slice(0, limit)) {
    const result = search.variant(occurrence);
    if ("reason" in result) unbreakable.push(result);
    else variants.push(result);
  }
  return { bases: search.bases, variants, unbreakable, truncated: occurrences.length > limit };
}

/** A value to start from; not one that JSON Schema, which knows no discriminators, refuses as it is. */
function breakable(schema: Schema, whole: Synthesis, model: Schemas, direction: Direction | undefined): Synthesis {
  if (!whole.found) return { ...whole, reason: `The schema has no valid value to start from. ${whole.reason}` };
  if (!leadsToTags(schema, model.schemas) || accepts(schema, whole.value, model, { direction })) return whole;
  const reason = "Its values are several branches at once for all who do not go by the discriminator, so that they are refused for that already.";
  return { found: false, reason };
}

/** A value that breaks an assertion, and what else it breaks. */
interface Broken {
  readonly value: Json;
  readonly also: readonly string[];
  /** What it was made from. */
  readonly start: Json;
  readonly edit: Edit;
}

/**
 * Steps of looking at values that the broken values of one schema may take in all: many times what large schemas of real documents take, and fewer
 * where a schema may be read in so many ways that there is no end to looking.
 */
const [patience, densePatience] = [500_000, 20_000];
/** What a step of making a value counts for. */
const looksPerStep = 10;

/** Values that break the assertions of one schema, each found among those that other values are known to lead to. */
class Search implements Breaking {
  #left: number;
  readonly bases: Json[];
  readonly #made = new Map<string, Json | undefined>();
  /** Places that nothing was found for. */
  readonly #vain = new Set<string>();
  readonly #hopeless: string[] = [];
  /** Branches of the whole value that it cannot be in. */
  readonly #closed: (readonly [string, number])[][] = [];
  readonly #looked = new Map<Json, ValidBase>();
  readonly #known: ValidParts | undefined;

  constructor(
    private readonly root: Schema,
    private readonly model: Schemas,
    private readonly options: SynthesisOptions,
    whole: Json,
  ) {
    this.bases = [whole];
    const dense = isDense(root, model);
    this.#left = dense ? densePatience : patience;
    // What others have looked at saves steps, and those of a dense schema are counted closely.
    this.#known = dense ? undefined : shelfOf(model).valid(options.direction);
  }

  variant(occurrence: Occurrence): Variant | Unbreakable {
    const about = described(occurrence);
    let seenBroken = false;
    let placed = false;
    // Values that others started from before new ones are made.
    const others = Math.min(3, this.bases.length - 1);
    for (let index = 0; index < others + 3; index++) {
      const start =
        index <= others ? this.bases[index === 0 ? 0 : this.bases.length - index] : this.#base(occurrence, index === others + 1 ? "full" : "minimal");
      const here = start === undefined ? undefined : valueAt(start, occurrence.tokens);
      if (start === undefined || here === undefined) continue;
      placed = true;
      if (this.#left <= 0) break;
      let best: Broken | undefined;
      let looked = 0;
      for (const breaking of breakingValues(occurrence, here, this)) {
        if (++looked > 80 || this.#left <= 0) break;
        const value = edited(start, occurrence.tokens, breaking);
        const found = this.#failures(value, start, occurrence);
        if (!found.some((failure) => isHit(failure, occurrence, about)) || this.#isTaken(value)) continue;
        seenBroken = true;
        const also = alsoBroken(found, occurrence, about);
        if (also === undefined || (best !== undefined && also.length >= best.also.length)) continue;
        best = { value, also: also.map((failure) => failure.keyword), start, edit: editOf(here, breaking, occurrence.tokens) };
        if (also.every((failure) => isImplied(failure, occurrence))) break;
      }
      if (best !== undefined) return { ...about, value: best.value, also: best.also, edit: best.edit, base: this.#keep(best.start) };
    }
    return { ...about, reason: this.#left <= 0 ? tooLong : reasonFor(occurrence, placed, seenBroken) };
  }

  /** Whether those who read discriminators take the value all the same: where several branches match, they ask one of them only. */
  #isTaken(value: Json): boolean {
    return (
      leadsToTags(this.root, this.model.schemas) &&
      acceptsByTags(this.root, value, this.model, { direction: this.options.direction, took: (steps) => void (this.#left -= steps) })
    );
  }

  #keep(base: Json): number {
    const known = this.bases.indexOf(base);
    return known >= 0 ? known : this.bases.push(base) - 1;
  }

  #failures(value: Json, start: Json, { tokens, branches }: Occurrence): readonly Failure[] {
    const { direction } = this.options;
    const known = this.#known === undefined ? {} : { known: this.#known };
    let base = this.#looked.get(start);
    if (base === undefined) this.#looked.set(start, (base = validBase(this.root, start, this.model, { direction, ...known })));
    const took = (steps: number): void => void (this.#left -= steps);
    return failures(this.root, value, this.model, {
      direction,
      ...known,
      base,
      edited: tokens,
      route: branches,
      maxSteps: Math.max(this.#left, 0),
      took,
    });
  }

  /** A valid value that has the occurrence's place in it, by the occurrence's branches. */
  #base(occurrence: Occurrence, mode: "full" | "minimal"): Json | undefined {
    const place = JSON.stringify([occurrence.tokens, [...occurrence.branches], occurrence.include]);
    const key = `${mode} ${place}`;
    // Who looks for a full value tries a minimal one as well.
    if (this.#vain.has(place)) return undefined;
    if (!this.#made.has(key)) {
      const path = instancePath(occurrence.tokens);
      // Where nothing was found, nothing is looked for further in.
      const hopeless =
        this.#hopeless.some((above) => path.startsWith(above)) ||
        this.#closed.some((taken) => taken.every(([union, branch]) => occurrence.branches.get(union) === branch));
      const made = hopeless ? undefined : this.#make([this.root], { maxSteps: 3000, mode, goal: occurrence, shelf: shelfOf(this.model) });
      if (made?.found === false) {
        this.#vain.add(place);
        if (path !== "") this.#hopeless.push(`${path}/`);
        else if (made.isCutShort !== true && occurrence.branches.size > 0 && occurrence.include.length === 0)
          this.#closed.push([...occurrence.branches]);
      }
      this.#made.set(key, made?.found === true ? made.value : undefined);
    }
    return this.#made.get(key);
  }

  #make(schemas: readonly Schema[], options: SearchOptions): Synthesis {
    if (this.#left <= 0) return { found: false, reason: tooLong };
    // A value of one schema alone may have been made for another one that says the same: what is found must not depend on who asks first.
    const isRemembered = options.goal === undefined && schemas.length === 1;
    const took = isRemembered ? undefined : (steps: number): void => void (this.#left -= steps * looksPerStep);
    return synthesise(schemas, this.model, { ...this.options, ...options, ...(took !== undefined && { took }) });
  }

  *meet({ keyword, schema }: Occurrence): Generator<Json> {
    const pairs: (readonly Schema[])[] = [];
    if (keyword === "not" && schema.not !== undefined) pairs.push([{ ...schema, not: noAssertion(schema) }, schema.not], [schema.not]);
    const branches = schema.oneOf ?? [];
    if (keyword === "oneOf" && !this.#isChosen(schema, branches)) {
      for (let a = 0; a < Math.min(branches.length, 3); a++) {
        for (let b = a + 1; b < Math.min(branches.length, 3); b++)
          pairs.push([this.#meant(branches[a] as Schema), this.#meant(branches[b] as Schema)]);
      }
    }
    for (const pair of pairs) {
      const made = this.#make(pair, { maxSteps: 600, mode: "full" });
      if (made.found) yield made.value;
    }
  }

  /** Whether a discriminator chooses the branch: then validators do not look whether another one matches as well. */
  #isChosen(schema: Schema, branches: readonly Schema[]): boolean {
    if (schema.discriminator === undefined) return false;
    return findTag(schema, branches, graphOf(this.model.schemas), this.options.direction)?.declared === true;
  }

  /** A branch with the format that is meant by one of no specification: a text that only one reader takes for a URL is in two branches for that reader alone. */
  #meant(branch: Schema): Schema {
    const { formatIsAnnotation: _, ...schema } = resolved(branch, this.model.schemas);
    const format = meantFormats.get(schema.format ?? "");
    return format === undefined ? branch : { ...schema, id: `${schema.id} meant`, format };
  }

  *items({ schema: { array } }: Occurrence, index: number): Generator<Json> {
    const item = array?.prefixItems?.[index] ?? array?.items;
    if (item === undefined) {
      yield* ["item", `item-${index}`, index];
      return;
    }
    for (let step = 0; step < 4; step++) {
      const made = this.#make([item], {
        maxSteps: 600,
        mode: step === 0 ? "full" : "seeded",
        seed: index * 7 + step,
        step: step === 0 ? index : step,
      });
      if (made.found) yield made.value;
    }
  }
}

const tooLong = "Looking for it takes more steps than there are for one schema.";

function noAssertion(schema: Schema): Schema {
  return { id: `${schema.id} nothing`, place: schema.place, boolean: false };
}

/** `minContains` and `maxContains` are two ways to break `contains`. */
function told(keyword: string): string {
  return keyword === "minContains" || keyword === "maxContains" ? "contains" : keyword;
}

function described(occurrence: Occurrence): Assertion {
  const { schema, tokens, property } = occurrence;
  const keyword = told(occurrence.keyword);
  const schemaPath = keyword === "false schema" ? schema.place.file + schema.place.pointer : keywordPointer(schema, keyword);
  const assertion = { keyword, instancePath: instancePath(tokens), schemaPath };
  return property === undefined ? assertion : { ...assertion, property };
}

function isHit(failure: Failure, { schema, property }: Occurrence, { keyword, instancePath: at }: Assertion): boolean {
  return (
    failure.schema.id === schema.id &&
    failure.keyword === keyword &&
    failure.instancePath === at &&
    (property === undefined || failure.property === property)
  );
}

// What a branch that failed had looked at counts as unevaluated again, so those two follow from a failure below them.
const applicators = new Set(["anyOf", "oneOf", "not", "contains", "if", "propertyNames", "unevaluatedProperties", "unevaluatedItems"]);

/**
 * What fails beside the wanted keyword, when all of them must: they look at the same value, or stand in a branch beside ours that has to fail too.
 * `undefined` where something fails that has nothing to do with it.
 */
function alsoBroken(found: readonly Failure[], occurrence: Occurrence, about: Assertion): Failure[] | undefined {
  const at = about.instancePath;
  const also: Failure[] = [];
  for (const failure of found) {
    if (isHit(failure, occurrence, about)) continue;
    if (applicators.has(failure.keyword) && (failure.instancePath === at || at.startsWith(`${failure.instancePath}/`))) continue;
    if (failure.branches.some((branch) => isBeside(branch, occurrence))) continue;
    if (failure.instancePath !== at) return undefined;
    also.push(failure);
  }
  return also;
}

/** Whether no value breaks the wanted keyword alone: all that the other one accepts is of a type that the wanted one lists. */
function isImplied({ keyword, schema, isConditional }: Failure, wanted: Occurrence): boolean {
  const { type } = wanted.schema;
  if (wanted.keyword !== "type" || type === undefined || isConditional) return false;
  if (keyword === "type") return schema.type?.every((each) => type.includes(each) || (each === "integer" && type.includes("number"))) === true;
  if (keyword === "enum") return schema.enum?.every((each) => hasType(each, type)) === true;
  return keyword === "const" && schema.const !== undefined && hasType(schema.const, type);
}

/** Whether a branch has to fail for the occurrence to be of account. */
function isBeside({ schema, kind, index }: Branch, occurrence: Occurrence): boolean {
  if (occurrence.keyword === kind && schema.id === occurrence.schema.id) return true;
  const ours = occurrence.branches.get(`${schema.id} ${kind}`);
  return ours !== undefined && ours !== index;
}

function reasonFor(occurrence: Occurrence, placed: boolean, seenBroken: boolean): string {
  const { keyword, branches } = occurrence;
  if (!placed) return "No valid value was found that has this place in it.";
  if (seenBroken) return `Every value tried that breaks ${keyword} here also breaks something elsewhere.`;
  if (branches.size > 0) return `A value that breaks ${keyword} here is accepted by another branch.`;
  if (keyword === "pattern") return "No text was found that the pattern does not match.";
  if (keyword === "maxLength" || keyword === "maxItems" || keyword === "maxProperties")
    return "A value that is too large would be too large to write down.";
  return `No value was found that breaks ${keyword} here.`;
}
