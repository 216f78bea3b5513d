import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Builder } from "./build.js";
import type { Frame, Path } from "./frame.js";
import { propertySchemas } from "../evaluate/properties.js";
import type { Expansion } from "./expand.js";
import { setOwn, take, valueAt, withProperty, type Token } from "../json.js";
import { textsOf } from "../strings/pattern.js";
import type { Members, Parts } from "./settled.js";
import type { Shape } from "./shape.js";

type Extent = "required" | "some" | "all";

/** Objects for a shape: first as the mode wants them, then with less and with more in them, for the sake of `oneOf`, `not` and the like. */
export function* buildObject(builder: Builder, shape: Shape, expansion: Expansion, frame: Frame): Generator<Json> {
  const { mode } = builder.options;
  const first: Extent = mode === "minimal" ? "required" : mode === "full" ? "all" : "some";
  const extents: readonly Extent[] = [first, ...(["all", "required", "some"] as const).filter((extent) => extent !== first)];
  for (const extent of extents) {
    for (let step = frame.step; step < frame.step + (extent === "some" ? 6 : 2); step++) {
      if (builder.spent) return;
      const value = new ObjectMaker(builder, shape, expansion, { ...frame, step }).make(extent);
      if (value === undefined) continue;
      yield value;
      const unwanted = [...expansion.rivals, ...expansion.nots];
      if (step > frame.step || unwanted.length === 0) continue;
      const spoiled = spoiledFor(unwanted, value, builder, shape);
      if (spoiled !== undefined) yield spoiled;
    }
  }
}

/** Makes an object invalid for other matching branches: with a property that only they declare, and a value that they reject. */
function spoiledFor(rivals: readonly Schema[], value: { readonly [key: string]: Json }, builder: Builder, shape: Shape): Json | undefined {
  let spoiled = value;
  for (const rival of rivals) {
    if (builder.spent) return undefined;
    if (!builder.accepts(rival, spoiled)) continue;
    for (const name of declaredNames(rival, builder, new Set())) {
      if (builder.spent) return undefined;
      if (Object.hasOwn(spoiled, name) || shape.schemas.some((schema) => propertySchemas(schema, name).length > 0)) continue;
      const odd = [null, true, 0, "text", [], {}].find((item) => !builder.accepts(rival, withProperty(spoiled, name, item)));
      if (odd === undefined) continue;
      spoiled = withProperty(spoiled, name, odd);
      break;
    }
  }
  return spoiled === value ? undefined : spoiled;
}

function* declaredNames(schema: Schema, builder: Builder, visited: Set<Schema>): Generator<string> {
  if (visited.has(schema)) return;
  visited.add(schema);
  builder.looked(1);
  yield* schema.object?.properties?.keys() ?? [];
  const target = schema.ref === undefined ? undefined : builder.model.schemas.get(schema.ref);
  for (const part of [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])]) yield* declaredNames(part, builder, visited);
}

class ObjectMaker {
  private readonly value = new Map<string, Json>();
  /** Schemas, by their ids, that no value was found for. */
  #futile: Set<string> | undefined;
  private required: ReadonlySet<string>;
  private readonly inside: ReadonlySet<string>;
  private readonly members: Members;

  constructor(
    private readonly builder: Builder,
    private readonly shape: Shape,
    private readonly expansion: Expansion,
    private readonly frame: Frame,
  ) {
    this.inside = builder.within(expansion, frame);
    this.members = builder.settlement.membersOf(shape, builder.options.direction);
    this.required = this.members.required;
  }

  make(extent: Extent): { readonly [key: string]: Json } | undefined {
    const { members } = this;
    const { declared, most, least } = members;
    const wanted = this.wanted();
    if (this.expansion.present.size > 0 || wanted.length > 0 || members.dependents.size > 0)
      this.required = closed(new Set([...members.required, ...this.expansion.present, ...wanted]), members);
    if (this.required.size > most) return undefined;
    const random = extent === "some" && this.builder.options.whole !== true ? this.builder.random(this.frame).fork("properties") : undefined;
    for (const name of declared) {
      if (this.value.has(name)) continue;
      if (this.required.has(name)) {
        if (!this.add(name)) return undefined;
      } else if (extent !== "required" && this.roomFor(name) && (random === undefined || random.below(10) < 7)) this.add(name);
    }
    for (const name of this.required) if (!declared.has(name) && !this.value.has(name) && !this.add(name)) return undefined;
    for (const name of this.expansion.tagged) if (!this.value.has(name) && this.value.size < most) this.add(name);
    if (extent !== "required" && declared.size === 0 && this.value.size === 0 && members.isMap) this.addExtra(false);
    if (this.value.size < least && !this.fill(least)) return undefined;
    return this.inOrder();
  }

  /** Adds properties up to the minimum: recursive ones only if nothing else is left. */
  private fill(least: number): boolean {
    const waiting = this.flattest(this.members.declared);
    const leading = waiting.findIndex((name) => this.leadsBack(this.members.partsOf(name)));
    const sure = leading < 0 ? waiting : waiting.slice(0, leading);
    const adding = (names: readonly string[]): void => names.forEach((name) => void (this.value.size < least && this.add(name)));
    const inventing = (leadsBack: boolean): void => {
      for (let tries = 0; this.value.size < least && tries <= 1000; tries++) if (!this.addExtra(leadsBack)) return;
    };
    adding(sure);
    inventing(false);
    adding(waiting.slice(sure.length));
    inventing(true);
    return this.value.size >= least;
  }

  /** Declared properties in the author's order, then the others. */
  private inOrder(): { readonly [key: string]: Json } {
    const { declared } = this.members;
    const object: { [key: string]: Json } = {};
    for (const name of declared) {
      const value = this.value.get(name);
      if (value !== undefined) setOwn(object, name, value);
    }
    for (const [name, value] of this.value) if (!declared.has(name)) setOwn(object, name, value);
    return object;
  }

  /** Missing properties: first those without recursion, each group with the flattest first. */
  private flattest(names: ReadonlySet<string>): readonly string[] {
    const waiting = [...names].filter((name) => !this.value.has(name) && !this.expansion.absent.has(name));
    const weights = new Map(
      waiting.map((name) => {
        const parts = this.members.partsOf(name);
        const heights = parts.schemas.map((part) => this.builder.heights(part));
        return [name, [this.leadsBack(parts) ? 1 : 0, Math.max(0, ...heights)] as const];
      }),
    );
    const weight = (name: string): readonly [number, number] => weights.get(name) ?? [0, 0];
    return waiting.toSorted((a, b) => weight(a)[0] - weight(b)[0] || weight(a)[1] - weight(b)[1]);
  }

  /** The properties on the path to the goal. */
  private wanted(): readonly string[] {
    const { goal } = this.builder.options;
    if (goal === undefined || !this.frame.onGoal) return noNames;
    const here = this.frame.depth;
    const next = goal.tokens[here];
    const included = goal.include.filter(({ tokens }) => tokens.length === here && isPath(tokens, this.frame.path));
    return [...(next === undefined ? [] : [String(next)]), ...included.map(({ name }) => name)];
  }

  /** Whether a part refers to an enclosing schema. */
  private leadsBack({ leadsTo }: Parts): boolean {
    for (const id of leadsTo) if (this.inside.has(id)) return true;
    return false;
  }

  /** Whether an optional property fits: within size and depth, and without recursion. */
  private roomFor(name: string): boolean {
    if (this.expansion.absent.has(name)) return false;
    const { most, dependents } = this.members;
    if (most < Infinity) {
      const others = [...(dependents.get(name) ?? [])].filter((other) => !this.value.has(other) && !this.required.has(other));
      const waiting = [...this.required].filter((other) => !this.value.has(other)).length;
      if (this.value.size + waiting + 1 + others.length > most) return false;
    }
    const parts = this.members.partsOf(name);
    if (this.leadsBack(parts)) return false;
    return !this.builder.tight(this.frame) || parts.schemas.every((part) => this.builder.heights(part) === 0);
  }

  /** Adds a property and its dependents; false if it has no value. */
  private add(name: string): boolean {
    if (this.value.has(name)) return true;
    const value = this.valueOf(name, this.members.partsOf(name).schemas);
    if (value === undefined) return false;
    this.value.set(name, value);
    for (const dependent of this.members.dependents.get(name) ?? []) {
      if (this.add(dependent)) continue;
      this.value.delete(name);
      return false;
    }
    return true;
  }

  private valueOf(name: string, parts: readonly Schema[]): Json | undefined {
    const { frame, builder } = this;
    return builder.build(parts, {
      path: { before: frame.path, token: name },
      depth: frame.depth + 1,
      inside: this.inside,
      name,
      step: frame.step,
      onGoal: frame.onGoal && builder.options.goal?.tokens[frame.depth] === name,
      hints: this.hints(name),
    });
  }

  /** Values from discriminators and from examples of the whole object; only single values, so that a example with all properties stays complete further down. */
  private hints(name: string): readonly Json[] {
    const tag = this.expansion.tags.get(name);
    const isShown = this.members.examples.length > 0 && this.builder.options.examples !== "none" && this.frame.step === 0;
    if (!isShown) return tag === undefined ? none : [tag];
    const shown = this.members.examples.flatMap((example) => {
      const part = valueAt(example, [name]);
      return part === undefined || part === null || typeof part === "object" ? [] : [part];
    });
    return tag === undefined ? shown : [tag, ...shown];
  }

  private addExtra(mayLeadBack: boolean): boolean {
    let tried = 0;
    for (const name of extraNames(this.shape)) {
      if (this.value.has(name) || this.expansion.absent.has(name)) continue;
      // Who refuses so many refuses the others as well.
      if ((tried += 1) > mostTried) return false;
      const parts = this.members.partsOf(name);
      const refused = parts.schemas.some((part) => part.boolean === false);
      // All undeclared names are rejected alike; with patterns, the next one may be accepted.
      if (refused && name === "key" && this.shape.schemas.every(({ object }) => object?.patternProperties === undefined)) return false;
      if (refused || (!mayLeadBack && this.leadsBack(parts))) continue;
      // If no value was found under one name, none exists under the next.
      const key = parts.schemas.map(({ id }) => id).join(" ");
      if (this.#futile?.has(key) === true) continue;
      const nameAllowed = this.shape.schemas.every(
        ({ object }) => object?.propertyNames === undefined || this.builder.accepts(object.propertyNames, name),
      );
      if (!nameAllowed) continue;
      if (this.add(name)) return true;
      if (!this.members.dependents.has(name)) (this.#futile ??= new Set()).add(key);
    }
    return false;
  }
}

const none: readonly Json[] = [];
const noNames: readonly string[] = [];

/** Names that are tried for one more property. */
const mostTried = 120;

/** Names with all that depend on them. */
function closed(names: Set<string>, { dependents }: Members): ReadonlySet<string> {
  // The loop also visits members added during iteration.
  for (const name of names) for (const dependent of dependents.get(name) ?? []) names.add(dependent);
  return names;
}

function isPath(tokens: readonly Token[], path: Path | undefined): boolean {
  let step = path;
  for (let index = tokens.length - 1; index >= 0; index--) {
    if (step === undefined || step.token !== tokens[index]) return false;
    step = step.before;
  }
  return step === undefined;
}

/** Names for undeclared properties; those that match a pattern first. */
export function* extraNames(shape: Pick<Shape, "schemas">): Generator<string> {
  for (const { object } of shape.schemas) {
    const names = object?.propertyNames;
    for (const value of [...(names?.enum ?? []), ...(names?.const === undefined ? [] : [names.const])]) if (typeof value === "string") yield value;
    if (names?.string?.pattern !== undefined) yield* take(textsOf(names.string.pattern, names.string), 20);
    for (const pattern of object?.patternProperties?.keys() ?? []) yield* namesFor(pattern);
  }
  yield "key";
  for (let index = 2; index < 20; index++) yield `key${index}`;
  yield* ["a", "B", "x-extra", "0", "A1", "extra_property", "longer-property-name", "é"];
  for (let index = 20; index < 1200; index++) yield `key${index}`;
}

const perPattern = new Map<string, readonly string[]>();

/** Names that match a pattern: if it allows few, exhausting them takes long. */
function namesFor(pattern: string): readonly string[] {
  let names = perPattern.get(pattern);
  if (names === undefined) perPattern.set(pattern, (names = [...take(textsOf(pattern), 10)]));
  return names;
}
