import { isNull } from "../../model/aliases.js";
import type { Json } from "../../model/json.js";
import { both } from "../change.js";
import type { Alternative } from "../forms/alternative.js";
import { isWholeKind, kinds, type Kind } from "../forms/alternative.js";
import type { Forms } from "../forms/form.js";
import { isNothing } from "../forms/emptiness.js";
import { itemAt, propertyNode } from "../forms/intersect.js";
import { anything, isWritten, node, nodeOf, type Node } from "../forms/node.js";
import { compareAnnotations, defaultsOf } from "./annotations.js";
import { commonSubtypes, compareDiscriminators } from "./discriminators.js";
import { compareFacets } from "./facets.js";
import { Inclusion } from "./included.js";
import { matchBranches, trialLimit } from "./match-branches.js";
import type { Pair, Parent, SchemaDifference } from "./pair.js";
import { inside, schemaOf } from "./patterns.js";
import { bothPlaces, placeOf, placeOfBranch, placeOfProperty, placesOfTypes } from "./places.js";
import type { Step } from "../step.js";
import type { Unchanged } from "./unchanged.js";
import { xmlOf } from "./xml.js";
import { describeBranch, describeTypes } from "./words.js";

/** A pair inside of another one, and what it is there. */
type Inside = Parent;

/** A pair that has been looked at, and of what is inside of it those that have been. */
interface OpenPair {
  readonly pair: Pair;
  readonly inside: readonly Inside[];
  next: number;
}

/** Compares the schemas of two documents for one side of the wire. Each pair is compared once; recursion closes on itself. */
export class SchemaComparison {
  readonly pairs: Pair[] = [];
  /** By the keys of both nodes, one after the other: put together they would be a long text for each question. */
  readonly #known = new Map<string, Map<string, Pair>>();
  readonly #begun = new Set<Pair>();
  /** Those that the pair at hand leads to. */
  readonly #inside: Inside[] = [];
  readonly #narrowed: Inclusion;
  readonly #widened: Inclusion;

  constructor(
    readonly old: Forms,
    readonly next: Forms,
    /** Whether any body is XML, where properties have names of their own for the wire. */
    readonly isXml: boolean,
    /** Absent: every schema is looked at. */
    readonly unchanged?: Unchanged,
  ) {
    [this.#narrowed, this.#widened] = Inclusion.both(old, next);
  }

  compare(old: Node, next: Node): Pair {
    const pair = this.#pair(old, next);
    // A pair waits here until all that is inside of it has been looked at: no row of references is too long for the stack.
    const open = this.#begun.has(pair) ? [] : [this.#begin(pair)];
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      const child = current.inside[current.next];
      if (child === undefined) {
        open.pop();
        continue;
      }
      if (this.#begun.has(child.pair)) {
        current.next += 1;
        child.pair.parents.push({ ...child, pair: current.pair });
      } else open.push(this.#begin(child.pair));
    }
    return pair;
  }

  #begin(pair: Pair): OpenPair {
    this.#begun.add(pair);
    this.pairs.push(pair);
    this.#look(pair);
    return { pair, inside: this.#inside.splice(0), next: 0 };
  }

  #pair(old: Node, next: Node): Pair {
    let known = this.#known.get(old.key);
    if (known === undefined) this.#known.set(old.key, (known = new Map()));
    let pair = known.get(next.key);
    if (pair === undefined) known.set(next.key, (pair = { old, next, branched: false, suspect: false, differences: [], parents: [] }));
    return pair;
  }

  /** What is different in a pair itself; those inside of it are noted. */
  #look(pair: Pair): void {
    const { old, next } = pair;
    if (this.unchanged?.areSame(old, next) === true) return;
    this.#annotations(pair, old, next);
    for (const subtype of commonSubtypes(old, next, this.old.model, this.next.model))
      this.#inside.push({ pair: this.#pair(nodeOf(subtype.old), nodeOf(subtype.new)), subtype });
    if (old.schemas.length === 0 && next.schemas.length === 0) return;

    const oldForms = this.old.of(old);
    const newForms = this.next.of(next);
    this.#types(pair, oldForms, newForms, old, next);
    // Where one of the two allows anything, its types tell all.
    const isTold = pair.differences.some(({ code }) => code === "type-widened" || code === "type-narrowed");
    if (isTold && isEverything(old, this.old) !== isEverything(next, this.next)) return;
    for (const kind of kinds) {
      const before = oldForms.filter((form) => form.kind === kind);
      const after = newForms.filter((form) => form.kind === kind);
      if (before.length > 1 || after.length > 1) pair.branched = true;
      if (before.length > 0 && after.length > 0) this.#branches(pair, before, after);
    }
    goesWithItsBranch(pair);
    goesWithItsType(pair, oldForms, newForms);
  }

  /** Whether every value that the old schema allowed is still allowed: proved, or not. */
  isStillAllowed(pair: Pair): boolean {
    return this.#narrowed.node(pair.old, pair.next);
  }

  isIncluded(old: Node, next: Node): boolean {
    return this.#narrowed.node(old, next);
  }

  /** Whether every value that the new schema allows was expected: proved, or not. */
  wasExpected(pair: Pair): boolean {
    return this.#widened.node(pair.next, pair.old);
  }

  #types(pair: Pair, old: readonly Alternative[], next: readonly Alternative[], oldNode: Node, newNode: Node): void {
    const before = typesOf(old);
    const after = typesOf(next);
    const removed = [...before].filter((type) => !after.has(type) && !(type === "integer" && after.has("number")));
    const added = [...after].filter((type) => !before.has(type) && !(type === "integer" && before.has("number")));
    if (removed.length === 0 && added.length === 0) return;
    const onlyNull = [...removed, ...added].every((type) => type === "null");
    const code =
      removed.length > 0 && added.length > 0 && !(removed[0] === "number" && added.length === 1 && added[0] === "integer")
        ? "type-changed"
        : added.length > 0
          ? "type-widened"
          : "type-narrowed";
    const direction = onlyNull ? (added.length > 0 ? "null-added" : "null-removed") : code;
    const kindOf = ([type]: readonly string[]): Kind | undefined => kinds.find((kind) => kind === (type === "integer" ? "number" : type));
    const places = placesOfTypes({ node: oldNode, forms: old, moved: kindOf(removed) }, { node: newNode, forms: next, moved: kindOf(added) });
    const [was, is] = withoutNullBeside(old, next);
    pair.differences.push({
      code: isNumberNarrowed(before, after) ? "type-narrowed" : direction,
      places,
      parameters: { old: describeTypes(was), new: describeTypes(is), before: [...typesOf(was)], after: [...typesOf(is)] },
    });
  }

  #branches(pair: Pair, before: readonly Alternative[], after: readonly Alternative[]): void {
    const match = matchBranches(before, after, this.old, this.next, (old, next) => this.#narrowed.form(old, next) && this.#widened.form(next, old));
    for (const [old, next] of match.pairs) this.#alternative(pair, old, next);
    // One form that becomes several, or the reverse, is told as branches that come and go.
    if (before.length > 1 === after.length > 1 && before.some(isExclusive) !== after.some(isExclusive))
      pair.differences.push({ code: "constraint-changed", places: bothPlaces(before[0], after[0], "oneOf"), parameters: { keyword: "oneOf" } });
    if ((before.some(isExclusive) || after.some(isExclusive)) && exclusions(before) !== exclusions(after)) pair.suspect = true;
    // A branch that another one of the other document covers has not gone: unions are split and merged freely.
    const covered = match.removed.length * after.length <= trialLimit;
    for (const form of match.removed) {
      if (covered && after.some((candidate) => this.#narrowed.form(form, candidate))) continue;
      pair.differences.push({
        code: "union-branch-removed",
        places: both(placeOfBranch(form), after[0] && placeOf(after[0])),
        parameters: { branch: describeBranch(form) },
      });
    }
    const coveredNew = match.added.length * before.length <= trialLimit;
    for (const form of match.added) {
      if (coveredNew && before.some((candidate) => this.#widened.form(form, candidate))) continue;
      pair.differences.push({
        code: "union-branch-added",
        places: both(before[0] && placeOf(before[0]), placeOfBranch(form)),
        parameters: { branch: describeBranch(form) },
      });
    }
  }

  #alternative(pair: Pair, old: Alternative, next: Alternative): void {
    compareFacets(old, next, (difference) => pair.differences.push(difference));
    if (old.kind === "array") this.#items(old, next);
    if (old.kind === "object") this.#properties(pair, old, next);
  }

  #items(old: Alternative, next: Alternative): void {
    const length = Math.max(old.prefix?.length ?? 0, next.prefix?.length ?? 0);
    for (let index = 0; index < length; index += 1) this.#child({ index }, itemAt(old, index), itemAt(next, index));
    this.#child({ index: length, onwards: true }, old.items ?? anything, next.items ?? anything);
  }

  #properties(pair: Pair, old: Alternative, next: Alternative): void {
    const say = (code: string, name: string, parameters: Record<string, Json> = {}): void => {
      pair.differences.push({ code, step: name, places: this.#propertyPlaces(old, next, name), parameters: { property: name, ...parameters } });
    };
    for (const [name, property] of old.properties ?? []) {
      const now = next.properties?.get(name);
      if (now !== undefined) {
        this.#child(name, property.node, now.node);
        const [written, rewritten] = this.isXml ? [xmlOf(name, property.node, this.old.model), xmlOf(name, now.node, this.next.model)] : ["", ""];
        if (written !== rewritten) say("xml-changed", name, { old: written, new: rewritten });
        if (property.required !== now.required)
          say(now.required ? "property-became-required" : "property-became-optional", name, this.#defaultOf(now.node));
      } else if (next.hidden?.has(name)) {
        const isClosed = next.additional !== undefined && isNothing(propertyNode(next, name));
        say(this.next.side === "request" ? "read-only-set" : "write-only-set", name, { required: property.required, closed: isClosed });
      } else {
        if (isNothing(property.node)) {
          if (!isNothing(propertyNode(next, name))) this.#child(name, property.node, propertyNode(next, name));
          continue;
        }
        const closed = next.additional !== undefined && isNothing(propertyNode(next, name));
        say(property.required ? "required-property-removed" : "optional-property-removed", name, { closed });
        // The name may still be spoken of by a pattern or by `additionalProperties`.
        if (!closed && propertyNode(next, name).schemas.length > 0) this.#child(name, property.node, propertyNode(next, name));
      }
    }
    for (const [name, property] of next.properties ?? []) {
      if (old.properties?.has(name)) continue;
      // `false` refuses a name that was free: nothing is added.
      if (isNothing(property.node)) {
        if (!isNothing(propertyNode(old, name))) this.#child(name, propertyNode(old, name), property.node);
        continue;
      }
      if (old.hidden?.has(name)) {
        say(this.next.side === "request" ? "read-only-unset" : "write-only-unset", name, { required: property.required });
        continue;
      }
      const closed = old.additional !== undefined && isNothing(propertyNode(old, name));
      say(property.required ? "required-property-added" : "optional-property-added", name, { closed, ...this.#defaultOf(property.node) });
      if (!closed && propertyNode(old, name).schemas.length > 0) this.#child(name, propertyNode(old, name), property.node);
    }
    this.#additional(pair, old, next);
  }

  #additional(pair: Pair, old: Alternative, next: Alternative): void {
    const before = old.additional ?? anything;
    const after = next.additional ?? anything;
    const wasClosed = isNothing(before);
    const isClosed = isNothing(after);
    if (wasClosed !== isClosed) {
      pair.differences.push({
        code: isClosed ? "additional-properties-closed" : "additional-properties-opened",
        places: bothPlaces(old, next, "additionalProperties"),
        parameters: {},
      });
    } else if (!isClosed) this.#child("*", before, after);
    const [was, is] = [old.patternProperties, next.patternProperties];
    const say = (code: string, pattern: string, others: readonly string[]): void => {
      pair.differences.push({ code, places: bothPlaces(old, next, "patternProperties"), parameters: { pattern, others } });
    };
    for (const pattern of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const same = [was?.get(pattern), is?.get(pattern)] as const;
      const [then, now] = same.every((schema) => schema !== undefined) ? same : [schemaOf(pattern, was), schemaOf(pattern, is)];
      if (then !== undefined && now !== undefined) this.#child("*", then, now);
      else if (then === undefined) say(wasClosed ? "pattern-properties-opened" : "pattern-properties-added", pattern, inside(pattern, was));
      else say(isClosed ? "pattern-properties-closed" : "pattern-properties-removed", pattern, inside(pattern, is));
    }
  }

  #child(step: Step, old: Node, next: Node): void {
    if (old.schemas.length === 0 && next.schemas.length === 0) return;
    this.#inside.push({ pair: this.#pair(old, next), step });
  }

  #annotations(pair: Pair, old: Node, next: Node): void {
    const say = (difference: SchemaDifference): void => void pair.differences.push(difference);
    compareAnnotations(old, next, this.old.model, this.next.model, say);
    compareDiscriminators(old, next, this.old.model, this.next.model, say);
  }

  /** `{ default: … }` where the new property has one: strict servers still refuse its absence, lenient ones fill it in. */
  #defaultOf(property: Node): Record<string, Json> {
    const [value] = property.schemas.flatMap((schema) => defaultsOf(schema, this.next.model));
    return value === undefined ? {} : { default: value };
  }

  #propertyPlaces(old: Alternative, next: Alternative, name: string): SchemaDifference["places"] {
    return both(placeOfProperty(old, name, next), placeOfProperty(next, name, old));
  }
}

/** Whatever is known of how it is written. */
function isEverything({ schemas }: Node, forms: Forms): boolean {
  return forms.of(node(schemas.filter(isWritten))).filter(isWholeKind).length === kinds.length;
}

/** A value of the tag that is new, or gone, with its branch is told by the branch. */
function goesWithItsBranch({ differences }: Pair): void {
  const told = new Set(
    differences.filter(({ code }) => code.startsWith("union-branch-")).map(({ code, parameters }) => `${code} ${String(parameters["branch"])}`),
  );
  const others = differences.filter(
    ({ code, parameters }) => !told.has(`${code.replace("discriminator-value-", "union-branch-")} ${String(parameters["target"])}`),
  );
  differences.splice(0, differences.length, ...others);
}

/** Whether numbers are whole, and the formats of numbers that say so again: one change, told in the words of both. */
function goesWithItsType({ differences }: Pair, old: readonly Alternative[], next: readonly Alternative[]): void {
  const type = differences.findIndex(({ code, parameters }) => typeTold.has(code) && isWholeness(parameters["before"], parameters["after"]));
  const format = differences.findIndex(
    ({ code, parameters }) => code.startsWith("format-") && areOfNumbers(parameters["removed"], parameters["added"]),
  );
  const told = differences[type];
  if (told === undefined || format < 0) return;
  const [was, is] = withoutNullBeside(old, next);
  const parameters = { ...told.parameters, old: describeTypes(was, numberFormats), new: describeTypes(is, numberFormats) };
  differences.splice(type, 1, { ...told, parameters });
  differences.splice(format, 1);
}

const typeTold = new Set(["type-widened", "type-narrowed"]);

/** Formats of numbers, each of which is either of whole ones or of any. */
const numberFormats = new Set(["float", "double", ...["8", "16", "32", "64"].flatMap((bits) => [`int${bits}`, `uint${bits}`])]);

function areOfNumbers(...lists: readonly (Json | undefined)[]): boolean {
  return lists.flat().every((word) => typeof word === "string" && numberFormats.has(word));
}

/** One of the two has whole numbers only. */
function isWholeness(before: Json | undefined, after: Json | undefined): boolean {
  const has = (types: Json | undefined, type: string): boolean => Array.isArray(types) && types.includes(type);
  return (has(before, "integer") && has(after, "number")) || (has(before, "number") && has(after, "integer"));
}

function isExclusive(form: Alternative): boolean {
  return [...(form.conjuncts?.values() ?? [])].some(({ keyword }) => keyword === "oneOf");
}

/** Which branches exclude each other, as text. */
function exclusions(forms: readonly Alternative[]): string {
  const texts = forms.flatMap(({ conjuncts }) => [...(conjuncts ?? [])].filter(([, { keyword }]) => keyword === "oneOf").map(([text]) => text));
  return [...new Set(texts)].toSorted().join(" ");
}

function typesOf(forms: readonly Alternative[]): ReadonlySet<string> {
  const types = new Set<string>(forms.map((form) => (form.kind === "number" && form.integer ? "integer" : form.kind)));
  if (types.has("number")) types.delete("integer");
  return types;
}

/** Both, without the null that may stand for either: a change of what is beside it is the same one where there is none. */
function withoutNullBeside(old: readonly Alternative[], next: readonly Alternative[]): readonly [readonly Alternative[], readonly Alternative[]] {
  const others = [old, next].map((forms) => forms.filter((form) => !isNullBeside(form))) as [Alternative[], Alternative[]];
  return others[0].length < old.length && others[1].length < next.length ? others : [old, next];
}

/** The null that a schema of its own allows: `anyOf: [T, { type: "null" }]`. */
function isNullBeside({ kind, sources }: Alternative): boolean {
  return kind === "null" && sources.some(isNull) && sources.every(({ type }) => type === undefined || type.join() === "null");
}

/** number → integer is a narrowing, not another type. */
function isNumberNarrowed(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  if (!before.has("number") || !after.has("integer")) return false;
  return [...after].every((type) => before.has(type) || type === "integer");
}
