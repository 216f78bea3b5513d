import type { Json } from "../../model/json.js";
import { resolved } from "../../model/resolved.js";
import type { Schema } from "../../model/schemas/schema.js";
import { graphOf } from "../../plan/schemas/schema-graph.js";
import { reachesDiscriminator } from "../../plan/schemas/tagged.js";
import { findTag } from "../../plan/schemas/tags.js";
import { isDense } from "../density.js";
import { Applied } from "../evaluate/applied.js";
import {
  acceptsByTags,
  failures,
  validBase,
  type EvaluateOptions,
  type Failure,
  type Schemas,
  type UnionMatches,
  type ValidBase,
  type ValidParts,
} from "../evaluate/evaluate.js";
import { edited, instancePath, valueAt, type Token } from "../json.js";
import { schemaValuesOf, type SchemaValues } from "../schema-values.js";
import { intendedFormats } from "../strings/formats.js";
import { synthesise, type SearchOptions, type Synthesis, type SynthesisOptions } from "../synthesise.js";
import { alsoBroken, assertionOf, isHit, isImplied, reasonFor } from "./assertion.js";
import { breakingValues, type Breaking } from "./breaking.js";
import { editOf, type Edit } from "./edit.js";
import type { Occurrence } from "./occurrences.js";
import type { Unbreakable, Variant } from "./variants.js";

/** A value that breaks an assertion, and the other assertions that it breaks. */
interface Broken {
  readonly value: Json;
  readonly also: readonly string[];
  /** The original of the value. */
  readonly start: Json;
  readonly edit: Edit;
}

/** The value with a replaced part. */
type Edits = Map<Json, Json>;

/** Returns the same object for the same edit, so that cached results apply. */
function editedOnce(edits: Edits, start: Json, tokens: readonly Token[], breaking: Json): Json {
  let value = edits.get(breaking);
  if (value === undefined) edits.set(breaking, (value = edited(start, tokens, breaking)));
  return value;
}

/**
 * The maximum steps of evaluation for all invalid examples of one schema: more than schemas of real documents need (at most 65,000), and
 * fewer for a schema that can be read in very many ways.
 */
const [patience, densePatience] = [100_000, 10_000];
/** The steps of evaluation that count for one step of building. */
const looksPerStep = 10;

/** Values that break the assertions of one schema. They are searched first among values that reach the same branches. */
export class Search implements Breaking {
  #left: number;
  readonly bases: Json[];
  readonly #results = new Map<string, Json | undefined>();
  /** Locations without a result. */
  readonly #vain = new Set<string>();
  readonly #hopeless: string[] = [];
  /** Branches of the whole value that it cannot be in. */
  readonly #closed: (readonly [string, number])[][] = [];
  readonly #looked = new Map<Json, ValidBase>();
  /** By original value and location. */
  readonly #edits = new Map<Json, Map<string, Edits>>();
  /** Several assertions are often tried to be broken by one value: each branch of a union has its own, and all of them refuse it. */
  readonly #matches: UnionMatches = new WeakMap();
  readonly #applied: Applied;
  readonly #schemaValues: SchemaValues;
  readonly #known: ValidParts | undefined;
  readonly #took = (steps: number): void => void (this.#left -= steps);

  constructor(
    private readonly root: Schema,
    private readonly model: Schemas,
    private readonly options: SynthesisOptions,
    whole: Json,
    schemaValues: SchemaValues = schemaValuesOf(model),
  ) {
    this.bases = [whole];
    this.#applied = new Applied(root, model);
    const dense = isDense(root, model);
    this.#left = dense ? densePatience : patience;
    // Shared results save steps, and those of a dense schema are counted exactly.
    this.#schemaValues = schemaValues;
    this.#known = dense ? undefined : this.#schemaValues.valid(options.direction);
  }

  variant(occurrence: Occurrence): Variant | Unbreakable {
    const about = assertionOf(occurrence);
    let seenBroken = false;
    let placed = false;
    // Existing originals are tried before new ones are generated.
    const others = Math.min(3, this.bases.length - 1);
    for (let index = 0; index < others + 3; index++) {
      const start =
        index <= others ? this.bases[index === 0 ? 0 : this.bases.length - index] : this.#base(occurrence, index === others + 1 ? "full" : "minimal");
      const here = start === undefined ? undefined : valueAt(start, occurrence.tokens);
      if (start === undefined || here === undefined) continue;
      placed = true;
      if (this.#left <= 0) break;
      const edits = this.#editsOf(start, about.instancePath);
      let best: Broken | undefined;
      let looked = 0;
      for (const breaking of breakingValues(occurrence, here, this)) {
        if (++looked > 80 || this.#left <= 0) break;
        const found = this.#failures(breaking, start, here, occurrence, edits);
        if (!found.some((failure) => isHit(failure, occurrence, about))) continue;
        const value = editedOnce(edits, start, occurrence.tokens, breaking);
        if (this.#isTaken(value)) continue;
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

  /** Whether readers of discriminators accept the value: if several branches match, they check only the selected one. */
  #isTaken(value: Json): boolean {
    return (
      reachesDiscriminator(this.root, this.model.schemas) &&
      acceptsByTags(this.root, value, this.model, { direction: this.options.direction, took: this.#took })
    );
  }

  #keep(base: Json): number {
    const known = this.bases.indexOf(base);
    return known >= 0 ? known : this.bases.push(base) - 1;
  }

  /** The failures of a valid value with a replaced part. */
  #failures(breaking: Json, start: Json, here: Json, { tokens, branches }: Occurrence, edits: Edits): readonly Failure[] {
    const base = this.#validBase(start);
    const applied = base.isKnown ? this.#applied.at(tokens) : undefined;
    const isPart = applied !== undefined;
    // Written out, not composed: it runs for each value that is tried.
    const options: EvaluateOptions = {
      direction: this.options.direction,
      maxSteps: Math.max(this.#left, 0),
      took: this.#took,
      known: this.#known,
      base: isPart ? { value: here, parts: base.parts, isKnown: true } : base,
      at: isPart ? tokens : none,
      edited: tokens,
      route: branches,
      matches: this.#matches,
    };
    if (!isPart) return failures(this.root, editedOnce(edits, start, tokens, breaking), this.model, options);
    const [only] = applied;
    if (only !== undefined && applied.length === 1) return failures(only, breaking, this.model, options);
    return applied.flatMap((schema) => failures(schema, breaking, this.model, options));
  }

  #editsOf(start: Json, path: string): Edits {
    let places = this.#edits.get(start);
    if (places === undefined) this.#edits.set(start, (places = new Map()));
    let edits = places.get(path);
    if (edits === undefined) places.set(path, (edits = new Map()));
    return edits;
  }

  #validBase(start: Json): ValidBase {
    let base = this.#looked.get(start);
    if (base === undefined)
      this.#looked.set(start, (base = validBase(this.root, start, this.model, { direction: this.options.direction, known: this.#known })));
    return base;
  }

  /** A valid value that contains the occurrence's location, through the occurrence's branches. */
  #base(occurrence: Occurrence, mode: "full" | "minimal"): Json | undefined {
    const place = JSON.stringify([occurrence.tokens, [...occurrence.branches], occurrence.include]);
    const key = `${mode} ${place}`;
    // A search for a example with all properties also tries a minimal one.
    if (this.#vain.has(place)) return undefined;
    if (!this.#results.has(key)) {
      const path = instancePath(occurrence.tokens);
      // If nothing was found, inner parts are not searched.
      const hopeless =
        this.#hopeless.some((above) => path.startsWith(above)) ||
        this.#closed.some((taken) => taken.every(([union, branch]) => occurrence.branches.get(union) === branch));
      const result = hopeless ? undefined : this.#make([this.root], { maxSteps: 3000, mode, goal: occurrence, schemaValues: this.#schemaValues });
      if (result?.found === false) {
        this.#vain.add(place);
        if (path !== "") this.#hopeless.push(`${path}/`);
        else if (result.isCutShort !== true && occurrence.branches.size > 0 && occurrence.include.length === 0)
          this.#closed.push([...occurrence.branches]);
      }
      this.#results.set(key, result?.found === true ? result.value : undefined);
    }
    return this.#results.get(key);
  }

  #make(schemas: readonly Schema[], options: SearchOptions): Synthesis {
    if (this.#left <= 0) return { found: false, reason: tooLong };
    // A value of a single schema may have been generated for an equal schema: results must not depend on the order.
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
          pairs.push([this.#withIntendedFormat(branches[a] as Schema), this.#withIntendedFormat(branches[b] as Schema)]);
      }
    }
    for (const pair of pairs) {
      const result = this.#make(pair, { maxSteps: 600, mode: "full" });
      if (result.found) yield result.value;
    }
  }

  /** Whether a discriminator selects the branch: then validators do not check whether another one matches as well. */
  #isChosen(schema: Schema, branches: readonly Schema[]): boolean {
    if (schema.discriminator === undefined) return false;
    return findTag(schema, branches, graphOf(this.model.schemas), this.options.direction)?.declared === true;
  }

  /**
   * A branch with the intended format of a non-standard one: a text that only one reader accepts as a URL is in two branches for that reader only.
   */
  #withIntendedFormat(branch: Schema): Schema {
    const { formatIsAnnotation: _, ...schema } = resolved(branch, this.model.schemas);
    const format = intendedFormats.get(schema.format ?? "");
    return format === undefined ? branch : { ...schema, id: `${schema.id} intended`, format };
  }

  *items({ schema: { array } }: Occurrence, index: number): Generator<Json> {
    const item = array?.prefixItems?.[index] ?? array?.items;
    if (item === undefined) {
      yield* ["item", `item-${index}`, index];
      return;
    }
    for (let step = 0; step < 4; step++) {
      const result = this.#make([item], {
        maxSteps: 600,
        mode: step === 0 ? "full" : "seeded",
        seed: index * 7 + step,
        step: step === 0 ? index : step,
      });
      if (result.found) yield result.value;
    }
  }
}

const none: readonly Token[] = [];
const tooLong = "Looking for it takes more steps than there are for one schema.";

function noAssertion(schema: Schema): Schema {
  return { id: `${schema.id} nothing`, place: schema.place, boolean: false };
}
