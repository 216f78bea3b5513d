import { isBase64 } from "../../model/schemas/formats.js";
import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId, StringAssertions } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import { buildArray } from "./arrays.js";
import { Choices } from "./choices.js";
import { isDoubtful } from "./doubt.js";
import { accepts, type Schemas } from "../evaluate/evaluate.js";
import { expand, type Expansion } from "./expand.js";
import { written, type Frame, type Goal } from "./frame.js";
import { settlementOf, type Settlement } from "./settled.js";
import { heightsOf, type Heights } from "./heights.js";
import { buildObject } from "./objects.js";
import { hash, randomFrom, type Random } from "../random.js";
import { numbersFor, plainScalar, textsFor, truthsFor, type ValueStyle } from "./scalars.js";
import { shapeOf, type Shape } from "./shape.js";
import { mostTried, shownValues } from "./shown.js";
import { typesInOrder } from "./type-order.js";
import type { Shared, SchemaValues } from "../schema-values.js";

export type Mode = ValueStyle["mode"];

export interface BuildOptions {
  readonly mode: Mode;
  /** Created on the first random choice: most values need none. */
  readonly seed: () => number;
  readonly direction: Direction | undefined;
  readonly goal: Goal | undefined;
  /** The document's examples and defaults, wherever one fits: all of them, those of single values, or none. */
  readonly examples: "all" | "scalars" | "none";
  /** Of many values, also those that are allowed and seldom met. */
  readonly seldom: true | undefined;
  /** Of many values, one with everything in it. */
  readonly whole: true | undefined;
  /** Existing values of referenced schemas, which may be reused. */
  readonly schemaValues: SchemaValues | undefined;
  /** The branch that a discriminator chooses is all that has to hold: there may be no value of which the others are no reading. */
  readonly byTags: boolean | undefined;
}

/** The depth below which only required parts are generated. */
const roomyDepth = 5;
const roomyNodes = 150;
/** The maximum size of a value, including reused values. */
const sharedDepth = 10;
const sharedNodes = 1000;
/** How deep a value may be nested. */
export const deepest = 60;
/** The maximum total size: schemas that each need two of the next double it with every step. */
const mostNodes = 20_000;

/** The steps of evaluation that count as one step of building, and the minimum that is left for evaluation. */
const [looksPerStep, leastSteps] = [50, 100];

/** Builds one value from its schemas, depth first; every unit of work is counted, so that it always ends. */
export class Builder {
  steps = 0;
  nodes = 0;
  /** Nodes of values that were used unchanged. */
  private taken = 0;
  /** Whether the current value is the content of a text. */
  private isInText = false;
  readonly heights: Heights;
  readonly settlement: Settlement;

  constructor(
    readonly model: Schemas,
    readonly options: BuildOptions,
    private readonly maxSteps: number,
  ) {
    this.heights = heightsOf(model);
    this.settlement = settlementOf(model);
  }

  get spent(): boolean {
    return this.steps > this.maxSteps;
  }

  root(schemas: readonly Schema[], name: string, step: number = 0): Json | undefined {
    this.nodes = 0;
    this.taken = 0;
    return this.build(schemas, { path: undefined, depth: 0, inside: nowhere, name, step, hints: [], onGoal: this.options.goal !== undefined });
  }

  /** One value that all the schemas accept, or `undefined` where none was found. */
  build(schemas: readonly Schema[], frame: Frame): Json | undefined {
    if (frame.depth > deepest || ++this.steps > this.maxSteps) return undefined;
    const shared = this.shared(schemas, frame);
    if (shared === "none") return undefined;
    if (shared !== undefined) {
      this.nodes++;
      this.taken += shared.nodes;
      return shared.value;
    }
    this.nodes++;
    // Most of a document branches nowhere: there is one way to read it.
    const settled = this.settlement.of(schemas);
    if (settled !== undefined) {
      return settled.shape === undefined ? undefined : this.choose(schemas, settled.expansion, settled.shape, frame);
    }
    const choices = new Choices();
    const random = this.random(frame);
    for (let attempt = 0; attempt < 64; attempt++) {
      const expansion = expand(schemas, {
        model: this.model,
        heights: this.heights,
        choices,
        random,
        inside: frame.inside,
        order: this.order(frame),
        byTags: this.options.byTags === true,
        forced: (schema, kind) => (frame.onGoal ? this.options.goal?.branches.get(`${schema.id} ${kind}`) : undefined),
      });
      const shape = expansion === undefined ? undefined : shapeOf(expansion.schemas, expansion.nots);
      if (expansion !== undefined && shape !== undefined) {
        const value = this.choose(schemas, expansion, shape, frame);
        if (value !== undefined) return value;
      }
      if (!choices.next() || ++this.steps > this.maxSteps) return undefined;
    }
    return undefined;
  }

  private order(frame: Frame): "author" | "minimal" | "flattest" | "random" {
    if (this.tight(frame)) return "flattest";
    if (this.options.mode === "minimal") return "minimal";
    return this.options.mode === "seeded" || frame.step > 0 ? "random" : "author";
  }

  /** The value that the schema behind a plain reference has anyway, where there is room for it. `"none"`: none was found for it alone. */
  private shared(schemas: readonly Schema[], frame: Frame): Shared | "none" | undefined {
    const { schemaValues, direction, mode, examples } = this.options;
    const [only] = schemas;
    if (schemaValues === undefined || only?.ref === undefined || schemas.length > 1 || frame.onGoal || frame.hints.length > 0) return undefined;
    if (!isBareReference(only)) return undefined;
    if (schemaValues.hasNone(only.ref, direction)) return "none";
    if (frame.step > 0) return undefined;
    const steps = schemaValues.inCycleWith(only.ref, frame.inside);
    if (steps === 1 || (steps > 0 && mode === "minimal")) return undefined;
    if (mode === "full" && steps === 0 && !this.tight(frame)) {
      const whole = schemaValues.find(only.ref, examples === "all" ? "example" : "full", direction);
      if (whole !== undefined && frame.depth + whole.depth <= sharedDepth && this.taken + whole.nodes <= sharedNodes) return whole;
    }
    const least = schemaValues.find(only.ref, "minimal", direction);
    return least !== undefined && frame.depth + least.depth <= deepest && this.taken + least.nodes <= mostNodes ? least : undefined;
  }

  private choose(schemas: readonly Schema[], expansion: Expansion, shape: Shape, frame: Frame): Json | undefined {
    const goalBelow = frame.onGoal && (this.options.goal?.tokens.length ?? 0) > frame.depth;
    let left = mostTried;
    for (const value of shownValues(this, shape, frame, goalBelow)) {
      if (this.areMet(schemas, value)) return value;
      this.steps++;
      if (--left < 0 || this.spent) return undefined;
    }
    if (shape.values !== undefined) return undefined;
    const isSure = !isDoubtful(expansion, shape);
    const { mode, seldom } = this.options;
    const style: ValueStyle = { mode, step: frame.step, random: this.random(frame), name: frame.name, ...(seldom && { seldom }) };
    for (const type of typesInOrder(this, shape, frame)) {
      if (goalBelow && type !== "object" && type !== "array") continue;
      const plain = isSure ? plainScalar(type, shape, style) : undefined;
      if (plain !== undefined) return plain;
      for (const value of this.valuesOfType(type, expansion, shape, frame, style)) {
        if (isSure || this.areMet(schemas, value)) return value;
        this.steps++;
        if (--left < 0 || this.spent) return undefined;
      }
    }
    return undefined;
  }

  private areMet(schemas: readonly Schema[], value: Json): boolean {
    for (const schema of schemas) if (!this.accepts(schema, value)) return false;
    return true;
  }

  /** Looking at values is work as well. */
  readonly looked = (steps: number): void => {
    this.#looks += steps;
    this.steps += Math.floor(this.#looks / looksPerStep);
    this.#looks %= looksPerStep;
  };
  #looks = 0;

  accepts(schema: Schema, value: Json): boolean {
    const { direction, byTags } = this.options;
    return accepts(schema, value, this.model, {
      direction,
      readsTags: byTags === true ? "alone" : true,
      maxSteps: looksPerStep * Math.max(this.maxSteps - this.steps, leastSteps),
      took: this.looked,
    });
  }

  /** A text with a JSON value of its own schema (JSON Schema Validation 2020-12 §8.5): validators do not check it, but readers parse it. */
  content(text: StringAssertions, frame: Frame): readonly string[] {
    if (text.contentSchema === undefined || isBase64(text) || !/[/+]json\b/i.test(text.contentMediaType ?? "")) return [];
    // Quotation marks within quotation marks double with every text inside of a text.
    if (this.isInText) return [];
    this.isInText = true;
    const value = this.build([text.contentSchema], { ...frame, depth: frame.depth + 1, hints: [], onGoal: false });
    this.isInText = false;
    return value === undefined ? [] : [JSON.stringify(value)];
  }

  /** Values of one type that satisfy a shape's own assertions. */
  private valuesOfType(type: JsonType, expansion: Expansion, shape: Shape, frame: Frame, style: ValueStyle): Iterable<Json> {
    switch (type) {
      case "string":
        return textsFor(shape, style);
      case "integer":
      case "number":
        return numbersFor(shape, type === "integer", style);
      case "boolean":
        return truthsFor(style);
      case "null":
        return [null];
      case "array":
        return buildArray(this, shape, expansion, frame);
      case "object":
        return buildObject(this, shape, expansion, frame);
    }
  }

  drawsNull(frame: Frame): boolean {
    return this.options.seldom === true && this.random(frame).fork("null").below(4) === 0;
  }

  /** Whether only required parts are generated from here on. */
  tight(frame: Frame): boolean {
    return frame.depth >= roomyDepth || this.nodes > roomyNodes;
  }

  /** The location of a part in the value for these schemas. */
  within(expansion: Expansion, frame: Frame): ReadonlySet<SchemaId> {
    const { named } = expansion;
    return named.every((id) => frame.inside.has(id)) ? frame.inside : new Set([...frame.inside, ...named]);
  }

  random(frame: Frame): Random {
    return randomFrom(() => hash(`${written(frame.path)} ${frame.step}`, this.options.seed()));
  }
}

const nowhere: ReadonlySet<SchemaId> = new Set();
/** A reference without siblings that assert or exemplify anything. */
function isBareReference(schema: Schema): boolean {
  for (const key in schema) if (!silent.has(key)) return false;
  return schema.annotations?.examples === undefined && schema.annotations?.default === undefined;
}

const silent = new Set(["id", "place", "ref", "spelled", "annotations"]);
