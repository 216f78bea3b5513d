import { isJsonObject, type Json } from "../../model/json.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { Target } from "../../model/pointer.js";
import { chooseAny } from "./choose-any.js";
import type { Draft } from "./draft.js";
import { writtenBelow } from "./written.js";

/** The target of a `$ref`: `missing` if there is none and any value is accepted instead. */
export type ResolveReference = (reference: string, from: Place) => Target | "missing" | undefined;

/** Keywords that apply their schemas to the same value, and so decide which of its properties and items are known. */
const inPlace: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "if", "then", "else"]);

/**
 * A missing schema accepts any value. That must not make the schemas around it reject values that the missing schema might have
 * accepted: two branches of `oneOf` would match, `not` would never match, `if` always. Such keywords are widened, and that is reported.
 */
export class MissingSchemas {
  readonly #leads: ResolveReference;
  readonly #below: Reach;
  readonly #inPlace: Reach;

  constructor(leads: ResolveReference) {
    this.#leads = leads;
    this.#below = new Reach(leads, () => true);
    this.#inPlace = new Reach(leads, (keyword) => inPlace.has(keyword));
  }

  /** Widens the lowered keywords of a schema. */
  widen(draft: Draft): void {
    const { schema } = draft;
    if (schema.oneOf !== undefined && this.#mayOverlap(writtenUnder(draft, "oneOf"))) {
      chooseAny(draft);
      leftOut(draft, "oneOf", `The rule that only one branch of "oneOf" matches`);
    }
    if (schema.not !== undefined && this.#reaches(draft, "not")) {
      delete schema.not;
      leftOut(draft, "not", `The keyword "not"`);
    }
    if (schema.if !== undefined && this.#reaches(draft, "if")) {
      for (const keyword of ["if", "then", "else"] as const) delete schema[keyword];
      leftOut(draft, "if", `The keyword "if", with "then" and "else",`);
    }
    if (schema.array?.maxContains !== undefined && this.#reaches(draft, "contains")) {
      delete draft.array.maxContains;
      leftOut(draft, "maxContains", `The keyword "maxContains"`);
    }
    this.#evaluateAll(draft, "object", "unevaluatedProperties");
    this.#evaluateAll(draft, "array", "unevaluatedItems");
  }

  /** A missing schema may know every property and item. */
  #evaluateAll(draft: Draft, type: "object" | "array", keyword: "unevaluatedProperties" | "unevaluatedItems"): void {
    const { schema, place, source } = draft;
    if (schema[type] === undefined || !Object.hasOwn(schema[type], keyword) || !this.#inPlace.reaches({ place, value: source })) return;
    const { [keyword]: _, ...rest } = schema[type] as Readonly<Record<string, unknown>>;
    if (Object.keys(rest).length === 0) delete schema[type];
    else schema[type] = rest;
    leftOut(draft, keyword, `The keyword "${keyword}"`);
  }

  /** Whether two branches may match because of a missing schema. Missing schemas of members only affect branches whose values have members. */
  #mayOverlap(branches: readonly Target[]): boolean {
    if (branches.some((branch) => this.#inPlace.reaches(branch))) return true;
    return branches.filter((branch) => this.#mayHaveMembers(branch)).length > 1 && branches.some((branch) => this.#below.reaches(branch));
  }

  #mayHaveMembers(branch: Target): boolean {
    let target: Target | "missing" | undefined = branch;
    // A loop of references has its own diagnostic.
    for (let hops = 0; target !== undefined && target !== "missing" && hops < 64; hops++) {
      if (!isJsonObject(target.value)) return true;
      const { $ref: reference, type } = target.value;
      if (type !== undefined) return [type].flat().some((each) => each === "object" || each === "array");
      if (typeof reference !== "string") return true;
      target = this.#leads(reference, target.place);
    }
    return true;
  }

  /** Whether the value of a keyword contains or reaches a missing schema. */
  #reaches(draft: Draft, keyword: string): boolean {
    return writtenUnder(draft, keyword).some((written) => this.#below.reaches(written));
  }
}

/** The schemas under a keyword that holds one or a list of them. */
function writtenUnder({ place, source }: Draft, keyword: string): Target[] {
  const written = source[keyword] as Json;
  if (!Array.isArray(written)) return [{ place: child(place, keyword), value: written }];
  return (written as readonly Json[]).map((value, index) => ({ place: child(place, keyword, index), value }));
}

function leftOut(draft: Draft, keyword: string, what: string): void {
  draft.lose(keyword);
  draft.lowering.report("left-out", { what, why: "it depends on a schema that was not found" }, draft.at(keyword));
}

/** The content of one location: its references, and whether one of them is unresolved. */
interface Written {
  readonly missing: boolean;
  readonly targets: readonly Target[];
}

/** Determines whether a schema, or one that it reaches through some keywords, is missing. Reads each location once. */
class Reach {
  readonly #leads: ResolveReference;
  readonly #through: (keyword: string) => boolean;
  readonly #known = new Map<string, Written>();
  /** Locations that reach no missing schema. */
  readonly #sound = new Set<string>();

  constructor(leads: ResolveReference, through: (keyword: string) => boolean) {
    this.#leads = leads;
    this.#through = through;
  }

  reaches(start: Target): boolean {
    const visited = new Set<string>();
    const waiting = [start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const key = placeKey(next.place);
      if (visited.has(key) || this.#sound.has(key)) continue;
      visited.add(key);
      let written = this.#known.get(key);
      if (written === undefined) this.#known.set(key, (written = this.#read(next)));
      if (written.missing) return true;
      waiting.push(...written.targets);
    }
    for (const key of visited) this.#sound.add(key);
    return false;
  }

  #read(start: Target): Written {
    const targets: Target[] = [];
    const waiting = [start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!isJsonObject(next.value)) continue;
      for (const keyword of ["$ref", "$dynamicRef"]) {
        const reference = next.value[keyword];
        const target = typeof reference === "string" ? this.#leads(reference, next.place) : undefined;
        if (target === "missing") return { missing: true, targets: [] };
        if (target !== undefined) targets.push(target);
      }
      for (const below of writtenBelow(next.value, next.place)) if (this.#through(below.keyword)) waiting.push(below);
    }
    return { missing: false, targets };
  }
}
