import type { Json } from "../../../model/json.js";
import { accepts as schemaAccepts } from "../../../values/index.js";
import { Allowance } from "../../allowance.js";
import type { Alternative, Kind } from "../../variants/alternative.js";
import { countsOf, endsOf, integerRanges, patternLanguage } from "../../variants/bounds.js";
import { isExact, isMultipleNumeral } from "../../variants/digits.js";
import { describedAlternatives } from "../../variants/described.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import { isNothing } from "../../variants/emptiness.js";
import { itemAt, propertyNode } from "../../variants/intersect.js";
import { both, isWithin, languageOf, languageOfLengths } from "../../variants/language.js";
import { anything, type Node } from "../../variants/node.js";
import { isText } from "../../variants/texts.js";
import { coveredTogether } from "./covered.js";
import { isImplied } from "./implied.js";
import { tagOf, trialLimit } from "../schemas/match-branches.js";
import { constraintsOfPattern, areMatched } from "./patterns.js";
import { isReadable } from "../operations/readings.js";
import { isTighterHigh, isTighterLow } from "./scalar.js";

/** Results for one inner node, by the key of the outer one: proved, not proved, or proved under an assumption. */
type Known = Map<string, boolean | Assumption>;

/** A pair that is being proved. */
interface Assumption {
  readonly depth: number;
  /** Results that depend on it, to drop if the assumption fails. */
  readonly provisional: (readonly [known: Known, outer: string])[];
}

/** Limits of a proof: nested pairs, and pairs of all proofs together; four pairs of alternatives count as one. */
export interface ProofLimits {
  readonly deepest: number;
  readonly budget: { left: number };
}

/** Comparisons of large public documents go down 54 at the most; the stack ends at about 500. */
const usualDepth = 200;
/** The maximum of compared pairs of alternatives per question, of which large public documents need 4,600, and per comparison. */
const pairsOfForms = { one: 50_000, usual: 1_000, all: 500_000 };

/** The current assumptions. Both directions of one comparison share them, because each may depend on the other. */
class Assumptions {
  readonly open: Assumption[] = [];
  /** The lowest assumption that the proof at hand rests on. */
  rests = Infinity;
  /** Whether the proof at hand has gone too far: whatever it does not know by then counts as not proved, and is forgotten. */
  isGivenUp = false;
  readonly #looks = new Allowance(pairsOfForms);

  constructor(readonly limits: ProofLimits) {}

  /** One more pair is to be proved. */
  begin(): void {
    const { deepest, budget } = this.limits;
    if (this.open.length === 0) this.#ask();
    budget.left -= 1;
    this.isGivenUp ||= this.open.length >= deepest || budget.left < 0;
  }

  /** Counts one more pair of alternatives. @returns Whether it may be compared. */
  look(): boolean {
    if (this.open.length === 0) this.#ask();
    this.#looks.take(1);
    this.limits.budget.left -= 1 / 4;
    this.isGivenUp ||= this.limits.budget.left < 0 || this.#looks.isSpent;
    return !this.isGivenUp;
  }

  #ask(): void {
    this.isGivenUp = false;
    this.#looks.next();
  }
}

/**
 * Whether every value of `inner` is a value of `outer`. `false` also without a proof.
 * Recursion by coinduction: a pair that is being proved may be assumed; results that depend on a failed assumption are dropped.
 */
export class Inclusion {
  /** By the keys of both nodes, one after the other: put together they would be a long text for each question. */
  readonly #known = new Map<string, Known>();
  readonly #indexes = new WeakMap<readonly Alternative[], Map<string, Alternative>>();
  #reverse: Inclusion | undefined;
  /** For whole schemas, if this one is part of the inner ones' descriptions. */
  #whole: Inclusion | undefined;

  private constructor(
    readonly inner: AlternativeResolver,
    readonly outer: AlternativeResolver,
    readonly assumptions: Assumptions,
  ) {}

  /** The two directions of one comparison know each other. */
  static both(
    old: AlternativeResolver,
    next: AlternativeResolver,
    limits: ProofLimits = { deepest: usualDepth, budget: { left: Infinity } },
  ): readonly [narrowed: Inclusion, widened: Inclusion] {
    const assumptions = new Assumptions(limits);
    const narrowed = new Inclusion(old, next, assumptions);
    const widened = new Inclusion(next, old, assumptions);
    narrowed.#reverse = widened;
    widened.#reverse = narrowed;
    return [narrowed, widened];
  }

  /** The same for objects with the properties that the inner schemas name, and no others. */
  described(): Inclusion {
    const described = new Inclusion(this.inner, this.outer, new Assumptions(this.assumptions.limits));
    described.#whole = this;
    return described;
  }

  node(inner: Node, outer: Node): boolean {
    if (outer.schemas.length === 0) return true;
    let known = this.#known.get(inner.key);
    if (known === undefined) this.#known.set(inner.key, (known = new Map()));
    const { assumptions } = this;
    const assumption = known.get(outer.key);
    if (typeof assumption === "boolean") return assumption;
    if (assumption !== undefined) {
      assumptions.rests = Math.min(assumptions.rests, assumption.depth);
      return true;
    }
    assumptions.begin();
    if (assumptions.isGivenUp) return false;
    const own: Assumption = { depth: assumptions.open.length, provisional: [[known, outer.key]] };
    const before = assumptions.rests;
    assumptions.rests = Infinity;
    assumptions.open.push(own);
    known.set(outer.key, own);
    const alternatives = this.inner.of(inner);
    const described = this.#whole === undefined ? alternatives : describedAlternatives(alternatives);
    // A schema without values needs no comparison; one without described values proves nothing.
    const outerAlternatives = alternatives.length === 0 ? [] : this.outer.of(outer);
    const result =
      (described.length > 0 || alternatives.length === 0) && described.every((alternative) => this.#covered(alternative, outerAlternatives, outer));
    assumptions.open.pop();
    if (!result) {
      for (const [others, other] of own.provisional) others.delete(other);
      // A question is not repeated; those inside of it may be proved meanwhile.
      if (assumptions.isGivenUp && own.depth > 0) known.delete(outer.key);
      else known.set(outer.key, false);
      assumptions.rests = before;
      return false;
    }
    // Holds while a lower assumption does, or for good.
    const owner = assumptions.rests < own.depth ? assumptions.open[assumptions.rests] : undefined;
    for (const resting of own.provisional) {
      const [others, other] = resting;
      others.set(other, owner ?? true);
      owner?.provisional.push(resting);
    }
    assumptions.rests = Math.min(before, owner?.depth ?? Infinity);
    return true;
  }

  /** @see Questions.look */
  look(): boolean {
    return this.assumptions.look();
  }

  /** Whether every value of a schema of the outer document is a value of one of the inner. */
  reverse(outer: Node, inner: Node): boolean {
    return this.#reverse?.node(outer, inner) ?? false;
  }

  /** By one alternative of the other, or by several of them together. */
  #covered(alternative: Alternative, outerAlternatives: readonly Alternative[], outer: Node): boolean {
    const accepts = (value: Json): boolean => this.#accepts(outer, value);
    const holds = (part: Alternative, whole: Alternative): boolean => this.alternative(part, whole);
    if (isText(outer) && isReadable(alternative, outerAlternatives, { accepts, holds })) return true;
    const candidates = this.#candidates(alternative, outerAlternatives);
    const isMet = (part: Alternative, wholes: readonly Alternative[]): boolean => {
      // A list of values can be tried.
      if (part.values !== undefined)
        return [...part.values].every(
          (each) => accepts(each[1]) && this.#hints(part, outerAlternatives) && isListedExactly(part.kind, each, outerAlternatives),
        );
      const question = { candidates: wholes, resolver: this.inner, holds, accepts, node: (one: Node, other: Node) => this.node(one, other) };
      return wholes.some((candidate) => holds(part, candidate)) || coveredTogether(part, question);
    };
    if (isMet(alternative, candidates)) return true;
    if (alternative.values !== undefined || [alternative, ...candidates].every(({ conjuncts }) => conjuncts === undefined)) return false;
    const parts = this.inner.unfolded(alternative);
    const wholes = candidates.flatMap((candidate) => this.outer.unfolded(candidate));
    return (
      (parts.length !== 1 || parts[0] !== alternative || wholes.some((whole, index) => whole !== candidates[index])) &&
      parts.every((part) => isMet(part, wholes))
    );
  }

  /** All of its kind; in a union of very many branches only the ones of the same tag or name, which is where a branch is met again. */
  #candidates(alternative: Alternative, outerAlternatives: readonly Alternative[]): readonly Alternative[] {
    if (outerAlternatives.length <= trialLimit) return outerAlternatives.filter(({ kind }) => kind === alternative.kind);
    let index = this.#indexes.get(outerAlternatives);
    if (index === undefined) {
      index = new Map();
      for (const candidate of outerAlternatives) for (const key of keysOf(candidate, this.outer)) if (!index.has(key)) index.set(key, candidate);
      this.#indexes.set(outerAlternatives, index);
    }
    return keysOf(alternative, this.inner).flatMap((key) => index.get(key) ?? []);
  }

  #accepts(outer: Node, value: Json): boolean {
    return outer.schemas.every((schema) => schemaAccepts(schema, value, this.outer.model, { direction: this.outer.side }));
  }

  /** Custom formats and contents that no evaluation decides. */
  #hints(alternative: Alternative, outerAlternatives: readonly Alternative[]): boolean {
    return outerAlternatives.some((candidate) => candidate.kind === alternative.kind && isPart(candidate.content, alternative.content));
  }

  alternative(inner: Alternative, outer: Alternative): boolean {
    if (inner.kind !== outer.kind || !this.assumptions.look()) return false;
    // Schemas inside keywords such as `if` do not describe sent values.
    for (const [text, conjunct] of outer.conjuncts ?? []) if (!isImplied(inner, text, conjunct, this.#whole ?? this)) return false;
    if (outer.values !== undefined) return inner.values !== undefined && [...inner.values.keys()].every((text) => outer.values?.has(text));
    if (outer.integer && !inner.integer) return false;
    if (outer.low !== undefined || outer.high !== undefined) {
      const [low, high] = endsOf(inner);
      if (outer.low !== undefined && (low === undefined || isTighterLow(outer.low, low))) return false;
      if (outer.high !== undefined && (high === undefined || isTighterHigh(outer.high, high))) return false;
    }
    if (!(outer.multipleOf ?? []).every((divisor) => (inner.multipleOf ?? []).some((own) => isMultipleNumeral(own, divisor)))) return false;
    if (!this.#counts(inner, outer) || !this.#words(inner, outer)) return false;
    if (outer.unique && !inner.unique) return false;
    if (inner.kind === "array") return this.#items(inner, outer);
    return inner.kind !== "object" || this.#properties(inner, outer);
  }

  #counts(inner: Alternative, outer: Alternative): boolean {
    if (outer.least === undefined && outer.most === undefined) return true;
    const [least, most] = countsOf(inner);
    return least >= (outer.least ?? 0) && most <= (outer.most ?? Infinity);
  }

  #words(inner: Alternative, outer: Alternative): boolean {
    if (inner.kind !== "string") return [...(outer.formats ?? [])].every((format) => isOfFormat(inner, format));
    if (!isPart(outer.content, inner.content)) return false;
    for (const format of outer.formats ?? []) {
      if (!isOfFormat(inner, format)) return false;
    }
    const missing = [...(outer.patterns ?? [])].filter((pattern) => !inner.patterns?.has(pattern));
    if (missing.length === 0) return true;
    const [least, most] = countsOf(inner);
    const texts = both(patternLanguage(inner), least === 0 && most === Infinity ? undefined : languageOfLengths(least, most)) ?? languageOf("");
    return missing.every((pattern) => {
      const wanted = languageOf(pattern);
      return wanted !== undefined && texts !== undefined && isWithin(texts, wanted) === true;
    });
  }

  #items(inner: Alternative, outer: Alternative): boolean {
    const length = Math.max(inner.prefix?.length ?? 0, outer.prefix?.length ?? 0);
    for (let index = 0; index <= length; index += 1) {
      if (index >= (inner.most ?? Infinity)) return true;
      if (!this.node(itemAt(inner, index), itemAt(outer, index))) return false;
    }
    return true;
  }

  #properties(inner: Alternative, outer: Alternative): boolean {
    for (const [name, property] of outer.properties ?? []) {
      if (property.required && inner.properties?.get(name)?.required !== true) return false;
      if (!this.node(propertyNode(inner, name), property.node)) return false;
    }
    for (const [name, property] of inner.properties ?? []) {
      if (!outer.properties?.has(name) && !this.node(property.node, propertyNode(outer, name))) return false;
    }
    const rest = inner.additional ?? anything;
    for (const [pattern, schema] of outer.patternProperties ?? []) {
      const own = constraintsOfPattern(pattern, inner.patternProperties);
      if (own.some((part) => isNothing(part) || this.node(part, schema))) continue;
      // Names that the pattern matches may match any other pattern of the inner alternative, or none.
      const possible = own.length > 0 ? own : [rest, ...(inner.patternProperties?.values() ?? [])];
      if (!possible.every((part) => isNothing(part) || this.node(part, schema))) return false;
    }
    for (const [pattern, schema] of inner.patternProperties ?? []) {
      if (areMatched(pattern, outer.patternProperties) || isNothing(schema)) continue;
      if (!this.node(schema, outer.additional ?? anything)) return false;
    }
    return outer.additional === undefined || isNothing(rest) || this.node(rest, outer.additional);
  }
}

/** Formats whose values all belong to another one. */
export const widerFormats: Readonly<Record<string, readonly string[]>> = {
  int8: ["int16", "int32", "int64"],
  int16: ["int32", "int64"],
  int32: ["int64"],
  uint8: ["uint16", "uint32", "uint64", "int16", "int32", "int64"],
  uint16: ["uint32", "uint64", "int32", "int64"],
  uint32: ["uint64", "int64"],
  float: ["double"],
  uri: ["uri-reference", "iri", "iri-reference"],
  email: ["idn-email"],
  hostname: ["idn-hostname"],
};

/** By its format, or because its bounds are narrower than the numbers that the format can hold. */
function isOfFormat(alternative: Alternative, format: string): boolean {
  // A JSON number is a double anyway.
  if (alternative.kind === "number" && format === "double") return true;
  if ([...(alternative.formats ?? [])].some((own) => own === format || (widerFormats[own]?.includes(format) ?? false))) return true;
  const range = alternative.integer ? integerRanges.get(format) : undefined;
  if (range === undefined || alternative.low === undefined || alternative.high === undefined) return false;
  return alternative.low.value >= range[0] && alternative.high.value <= range[1];
}

/** JavaScript rounds integers beyond 2^53: trying one decides nothing about another with the same rounded value. */
function isListedExactly(kind: Kind, [text, value]: readonly [text: string, value: Json], alternatives: readonly Alternative[]): boolean {
  return isExact([text, value]) || alternatives.some((alternative) => alternative.kind === kind && alternative.values?.has(text) !== false);
}

function keysOf(alternative: Alternative, resolver: AlternativeResolver): readonly string[] {
  const tag = tagOf(alternative, resolver);
  return [...(tag === undefined ? [] : [`tag ${tag}`]), ...(alternative.name === undefined ? [] : [`name ${alternative.name}`])];
}

function isPart<T>(part: ReadonlySet<T> | undefined, whole: ReadonlySet<T> | undefined): boolean {
  return [...(part ?? [])].every((word) => whole?.has(word) ?? false);
}
