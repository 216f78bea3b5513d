import { Inclusion } from "../diff/compare/included.js";
import type { Alternative } from "../diff/forms/alternative.js";
import { isAnything, nothing } from "../diff/forms/emptiness.js";
import { Forms } from "../diff/forms/form.js";
import { nodeOf, type Node } from "../diff/forms/node.js";
import type { ApiModel } from "../model/api.js";
import type { JsonType, Schema } from "../model/schema.js";
import { together } from "../model/together.js";
import { allTypes, meet, shapeOf, type Shape } from "../values/build/shape.js";
import { clashOf } from "./clash.js";

/** Branches of more parts than this are not looked at. */
const maxParts = 100;
/** Pairs of branches that are looked at closely in one document. */
const maxProofs = 2_000;

const known = new WeakMap<ApiModel, Branches>();

/** The one of the model: what was proved for one union holds for all. */
export function branchesOf(model: ApiModel): Branches {
  let branches = known.get(model);
  if (branches === undefined) known.set(model, (branches = new Branches(model)));
  return branches;
}

/** What is known of two branches: how much of one the other may accept at a glance, and what was proved. */
interface Pair extends Partial<Record<Extent, boolean>> {
  readonly glance: Extent | undefined;
}

/** What a branch says at a glance. */
interface Gist {
  readonly shape: Shape;
  readonly required: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** Whether something is said of properties that are not listed. */
  readonly isClosed: boolean;
  /** Whether branches of its own, or values that it lists, say more than this. */
  readonly saysMore: boolean;
}

/** Objects as somebody sends them who goes by the description: with the properties that it names, and no others. */
class DescribedForms extends Forms {
  readonly #described = new WeakMap<readonly Alternative[], readonly Alternative[]>();

  override of(wanted: Node): readonly Alternative[] {
    const forms = super.of(wanted);
    let described = this.#described.get(forms);
    if (described === undefined) this.#described.set(forms, (described = forms.map(withoutOthers)));
    return described;
  }
}

/** An object that names nothing is a map of anything. */
function withoutOthers(form: Alternative): Alternative {
  const { properties, patternProperties, additional } = form;
  const namesSome = properties !== undefined && properties.size > 0;
  return namesSome && patternProperties === undefined && additional === undefined ? { ...form, additional: nothing } : form;
}

/** How much of a branch another one has to accept: all of it, or what somebody sends who goes by its description. */
export type Extent = "all" | "described";

class Branches {
  readonly #model: ApiModel;
  readonly #pairs = new Map<Schema, Map<Schema, Pair>>();
  readonly #gists = new Map<Schema, Gist | undefined>();
  readonly #sides: Readonly<Record<Extent, readonly Inclusion[]>>;
  #left = maxProofs;

  constructor(model: ApiModel) {
    this.#model = model;
    const sides = (["response", "request"] as const).map((side) => new Forms(model, side));
    this.#sides = {
      all: sides.map((forms) => Inclusion.both(forms, forms)[0]),
      described: sides.map((forms) => Inclusion.both(new DescribedForms(model, forms.side), forms)[0]),
    };
  }

  /** What to ask about: what a plain reference leads to, for many unions have the same branches. */
  meant(branch: Schema): Schema {
    const { ref, ...others } = branch;
    const target = ref === undefined || !isAnything(others) ? undefined : this.#model.schemas.get(ref);
    return target ?? branch;
  }

  /** Whether every value of one, to that extent, is a value of the other one, whoever sends it. */
  isIncluded(inner: Schema, outer: Schema, extent: Extent): boolean {
    const pair = this.#pair(inner, outer);
    if (pair.glance === undefined || (pair.glance === "described" && extent === "all")) return false;
    return (pair[extent] ??= this.#isProved(inner, outer, extent));
  }

  #pair(inner: Schema, outer: Schema): Pair {
    let pairs = this.#pairs.get(inner);
    if (pairs === undefined) this.#pairs.set(inner, (pairs = new Map()));
    let pair = pairs.get(outer);
    if (pair === undefined) pairs.set(outer, (pair = { glance: this.#atAGlance(inner, outer) }));
    return pair;
  }

  #isProved(inner: Schema, outer: Schema, extent: Extent): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return this.#sides[extent].every((side) => side.node(nodeOf(inner), nodeOf(outer)));
  }

  /** Whether the branch speaks of that type: one that names none takes everything, and may never have been thought of with it. */
  speaksOf(branch: Schema, type: JsonType): boolean {
    const gist = this.#gistOf(branch);
    if (gist === undefined || !gist.shape.types.includes(type)) return false;
    return gist.shape.types !== allTypes || (type === "object" && gist.properties.size > 0);
  }

  /** Most branches differ at a glance; to look at all of them closely took several times as long. */
  #atAGlance(inner: Schema, outer: Schema): Extent | undefined {
    const [own, other] = [this.#gistOf(inner), this.#gistOf(outer)];
    if (own === undefined || other === undefined || meet(own.shape.types, other.shape.types).length === 0) return undefined;
    // Where a file is sent, no text is; whoever checks it as JSON does not tell the two apart.
    if (own.shape.formats.includes("binary")) return undefined;
    if (own.saysMore || !own.shape.types.includes("object")) return "all";
    for (const name of other.required) if (!own.required.has(name)) return undefined;
    let extent: Extent = "all";
    for (const [name, schemas] of other.properties) {
      const said = own.properties.get(name);
      if (said !== undefined && clashOf([...said, ...schemas]) !== undefined) return undefined;
      if (said !== undefined || own.isClosed || schemas.every(({ type }) => type === undefined)) continue;
      if (own.properties.size === 0) return undefined;
      extent = "described";
    }
    return extent;
  }

  #gistOf(schema: Schema): Gist | undefined {
    if (!this.#gists.has(schema)) this.#gists.set(schema, this.#gist(schema));
    return this.#gists.get(schema);
  }

  #gist(schema: Schema): Gist | undefined {
    const parts = together([schema], this.#model, maxParts);
    const shape = parts.length > maxParts ? undefined : shapeOf(parts, []);
    if (shape === undefined) return undefined;
    const properties = new Map<string, Schema[]>();
    for (const { object } of parts)
      for (const [name, property] of object?.properties ?? []) properties.set(name, [...(properties.get(name) ?? []), property]);
    const isOpen = parts.every(({ object: { additionalProperties, patternProperties, unevaluatedProperties } = {} }) =>
      [additionalProperties, patternProperties, unevaluatedProperties].every((each) => each === undefined),
    );
    return {
      shape,
      required: new Set(parts.flatMap(({ object }) => object?.required ?? [])),
      properties,
      isClosed: !isOpen,
      saysMore: shape.values !== undefined || parts.some(({ anyOf, oneOf }) => (anyOf ?? oneOf) !== undefined),
    };
  }
}
