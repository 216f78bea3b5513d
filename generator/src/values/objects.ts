import type { Json } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Builder, Frame } from "./build.js";
import { hidden, propertySchemas } from "./properties.js";
import type { Expansion } from "./expand.js";
import { take, valueAt, withProperty } from "./json.js";
import { textsOf } from "./pattern.js";
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
      if (step > frame.step || expansion.rivals.length === 0) continue;
      const spoiled = spoiledFor(expansion.rivals, value, builder, shape);
      if (spoiled !== undefined) yield spoiled;
    }
  }
}

/** The same object made unfit for other branches that would match as well: with a property that only they declare, and a value that they refuse. */
function spoiledFor(rivals: readonly Schema[], value: { readonly [key: string]: Json }, builder: Builder, shape: Shape): Json | undefined {
  let spoiled = value;
  for (const rival of rivals) {
    if (!builder.accepts(rival, spoiled)) continue;
    for (const name of declaredNames(rival, builder, new Set())) {
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
  yield* schema.object?.properties?.keys() ?? [];
  const target = schema.ref === undefined ? undefined : builder.model.schemas.get(schema.ref);
  for (const part of [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])]) yield* declaredNames(part, builder, visited);
}

class ObjectMaker {
  private readonly value = new Map<string, Json>();
  private readonly required = new Set<string>();
  private readonly dependents = new Map<string, Set<string>>();
  private readonly inside: ReadonlySet<string>;
  private most = Infinity;
  private least = 0;

  constructor(
    private readonly builder: Builder,
    private readonly shape: Shape,
    private readonly expansion: Expansion,
    private readonly frame: Frame,
  ) {
    this.inside = new Set([...frame.inside, ...expansion.ids]);
  }

  make(extent: Extent): { readonly [key: string]: Json } | undefined {
    const { direction } = this.builder.options;
    const declared = new Set<string>();
    for (const { object } of this.shape.schemas) {
      if (object === undefined) continue;
      for (const [name, property] of object.properties ?? []) if (!hidden(property, this.builder.model, direction)) declared.add(name);
      for (const name of object.required ?? []) if (!hidden(object.properties?.get(name), this.builder.model, direction)) this.required.add(name);
      for (const [trigger, names] of object.dependentRequired ?? []) {
        const known = this.dependents.get(trigger) ?? new Set();
        names.forEach((name) => known.add(name));
        this.dependents.set(trigger, known);
      }
      this.least = Math.max(this.least, object.minProperties ?? 0);
      this.most = Math.min(this.most, object.maxProperties ?? Infinity);
    }
    for (const name of [...this.expansion.present, ...this.wanted()]) this.required.add(name);
    this.close();
    if (this.required.size > this.most) return undefined;
    const random = this.builder.random(this.frame).fork("properties");
    for (const name of new Set([...declared, ...this.required])) {
      if (this.value.has(name)) continue;
      if (this.required.has(name)) {
        if (!this.add(name)) return undefined;
      } else if (this.roomFor(name) && (extent === "all" || (extent === "some" && random.below(10) < 7))) this.add(name);
    }
    for (const name of this.expansion.tagged) if (!this.value.has(name) && this.value.size < this.most) this.add(name);
    if (extent !== "required" && declared.size === 0 && this.value.size === 0 && this.isMap()) this.addExtra();
    if (this.value.size < this.least) for (const name of this.flattest(declared)) if (this.value.size < this.least) this.add(name);
    for (let tries = 0; this.value.size < this.least && tries <= 1000; tries++) if (!this.addExtra()) return undefined;
    if (this.value.size < this.least) return undefined;
    const order = [...declared, ...this.value.keys()];
    return Object.fromEntries([...new Set(order)].filter((name) => this.value.has(name)).map((name) => [name, this.value.get(name) as Json]));
  }

  /** Properties that are not there yet: first those that do not lead back to where we are, each sort with the flattest in front. */
  private flattest(names: ReadonlySet<string>): readonly string[] {
    const waiting = [...names].filter((name) => !this.value.has(name) && !this.expansion.absent.has(name));
    const weights = new Map(
      waiting.map((name) => {
        const parts = this.partsOf(name);
        const heights = parts.map((part) => this.builder.heights(part));
        return [name, [this.builder.recursive(parts, this.inside) ? 1 : 0, Math.max(0, ...heights)] as const];
      }),
    );
    const weight = (name: string): readonly [number, number] => weights.get(name) ?? [0, 0];
    return waiting.toSorted((a, b) => weight(a)[0] - weight(b)[0] || weight(a)[1] - weight(b)[1]);
  }

  /** What the way to the goal needs. */
  private wanted(): string[] {
    const { goal } = this.builder.options;
    if (goal === undefined || !this.frame.onGoal) return [];
    const here = this.frame.tokens.length;
    const next = goal.tokens[here];
    const included = goal.include.filter(
      ({ tokens }) => tokens.length === here && tokens.every((token, index) => token === this.frame.tokens[index]),
    );
    return [...(next === undefined ? [] : [String(next)]), ...included.map(({ name }) => name)];
  }

  private close(): void {
    for (const name of this.required) for (const dependent of this.dependents.get(name) ?? []) this.required.add(dependent);
  }

  private isMap(): boolean {
    return this.shape.schemas.some(
      ({ object }) =>
        (object?.additionalProperties !== undefined && object.additionalProperties.boolean === undefined) ||
        (object?.patternProperties?.size ?? 0) > 0,
    );
  }

  /** Whether an optional property has a place: not too many, not too deep, not around in circles. */
  private roomFor(name: string): boolean {
    if (this.expansion.absent.has(name)) return false;
    const dependents = [...(this.dependents.get(name) ?? [])].filter((other) => !this.value.has(other) && !this.required.has(other));
    const waiting = [...this.required].filter((other) => !this.value.has(other)).length;
    if (this.value.size + waiting + 1 + dependents.length > this.most) return false;
    const parts = this.partsOf(name);
    if (this.builder.recursive(parts, this.inside)) return false;
    return !this.builder.tight(this.frame) || parts.every((part) => this.builder.heights(part) === 0);
  }

  private partsOf(name: string): readonly Schema[] {
    const parts = this.shape.schemas.flatMap((schema) => propertySchemas(schema, name));
    if (parts.length > 0) return parts;
    return this.shape.schemas.flatMap(({ object }) => object?.unevaluatedProperties ?? []);
  }

  /** Adds a property and what depends on it; false where it has no value. */
  private add(name: string): boolean {
    if (this.value.has(name)) return true;
    const value = this.valueOf(name, this.partsOf(name));
    if (value === undefined) return false;
    this.value.set(name, value);
    for (const dependent of this.dependents.get(name) ?? []) {
      if (this.add(dependent)) continue;
      this.value.delete(name);
      return false;
    }
    return true;
  }

  private valueOf(name: string, parts: readonly Schema[]): Json | undefined {
    const { goal } = this.builder.options;
    const onGoal = this.frame.onGoal && goal?.tokens[this.frame.tokens.length] === name;
    const tag = this.expansion.tags.get(name);
    return this.builder.build(parts, {
      tokens: [...this.frame.tokens, name],
      depth: this.frame.depth + 1,
      inside: this.inside,
      name,
      step: this.frame.step,
      onGoal,
      hints: [...(tag === undefined ? [] : [tag]), ...this.shown(name)],
    });
  }

  /** What examples of the whole object have for a property; only single values, so that a full value is full further down as well. */
  private shown(name: string): readonly Json[] {
    if (this.builder.options.examples === "none" || this.frame.step > 0) return [];
    return this.shape.schemas.flatMap(({ annotations }) =>
      (annotations?.examples ?? []).flatMap((example) => {
        const part = valueAt(example, [name]);
        return part === undefined || part === null || typeof part === "object" ? [] : [part];
      }),
    );
  }

  private addExtra(): boolean {
    for (const name of extraNames(this.shape)) {
      if (this.value.has(name) || this.expansion.absent.has(name)) continue;
      const parts = this.partsOf(name);
      const refused = parts.some((part) => part.boolean === false);
      // Every name that nobody thought of is refused alike; with patterns, the next one may have better luck.
      if (refused && name === "key" && this.shape.schemas.every(({ object }) => object?.patternProperties === undefined)) return false;
      if (refused || (this.value.size >= this.least && this.builder.recursive(parts, this.inside))) continue;
      const nameAllowed = this.shape.schemas.every(
        ({ object }) => object?.propertyNames === undefined || this.builder.accepts(object.propertyNames, name),
      );
      if (nameAllowed && this.add(name)) return true;
    }
    return false;
  }
}

/** Names for properties that nothing declares; those that a pattern asks for first. */
export function* extraNames(shape: Pick<Shape, "schemas">): Generator<string> {
  for (const { object } of shape.schemas) {
    const names = object?.propertyNames;
    for (const value of [...(names?.enum ?? []), ...(names?.const === undefined ? [] : [names.const])]) if (typeof value === "string") yield value;
    if (names?.string?.pattern !== undefined) yield* take(textsOf(names.string.pattern, names.string), 20);
    for (const pattern of object?.patternProperties?.keys() ?? []) yield* take(textsOf(pattern), 10);
  }
  yield "key";
  for (let index = 2; index < 1200; index++) yield `key${index}`;
  yield* ["a", "B", "x-extra", "0", "A1", "extra_property", "longer-property-name", "é"];
}
