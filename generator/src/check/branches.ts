import { Inclusion, type ProofLimits } from "../diff/compare/proofs/included.js";
import { isAnything } from "../diff/variants/emptiness.js";
import { Forms } from "../diff/variants/form.js";
import { nodeOf } from "../diff/variants/node.js";
import type { ApiModel } from "../model/api.js";
import type { JsonType, Schema } from "../model/schemas/schema.js";
import { allTypes } from "../values/build/shape.js";
import { remembered } from "../algorithms/remembered.js";
import { gistOf, mayInclude, type Extent, type Gist } from "./gist.js";

/** Unions of more branches than this, which are told apart by a tag of some sort, are not looked at. */
const maxBranches = 30;
/** Steps down that one proof may take, and pairs of schemas that all of a document's may look at: large public ones take 1,500 at the most. */
const [deepest, mostPairs] = [100, 20_000];

/** The one of the model: what was proved for one union holds for all. */
export const branchesOf: (model: ApiModel) => Branches = remembered((model) => new Branches(model));

/** The branches of a `oneOf` of which each may be one too many; `undefined` where a discriminator chooses, for then nobody counts, and where there are very many. */
export function countedBranches({ oneOf, discriminator }: Schema): readonly Schema[] | undefined {
  return oneOf === undefined || oneOf.length > maxBranches || discriminator !== undefined ? undefined : oneOf;
}

/** What is known of two branches: how much of one the other may accept at a glance, and what was proved. */
interface Pair extends Partial<Record<Extent, boolean>> {
  readonly glance: Extent | undefined;
}

class Branches {
  readonly #model: ApiModel;
  readonly #pairs = new Map<Schema, Map<Schema, Pair>>();
  readonly #gists = new Map<Schema, Gist | undefined>();
  readonly #sides: Readonly<Record<Extent, readonly Inclusion[]>>;

  constructor(model: ApiModel) {
    this.#model = model;
    const limits: ProofLimits = { deepest, budget: { left: mostPairs } };
    const all = (["response", "request"] as const).map((side) => {
      const forms = new Forms(model, side);
      return Inclusion.both(forms, forms, limits)[0];
    });
    this.#sides = { all, described: all.map((each) => each.described()) };
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
    if (pair === undefined) pairs.set(outer, (pair = { glance: mayInclude(this.#gistOf(inner), this.#gistOf(outer)) }));
    return pair;
  }

  #isProved(inner: Schema, outer: Schema, extent: Extent): boolean {
    const [own, other] = [nodeOf(inner), nodeOf(outer)];
    // A branch without a value is another rule's to tell of.
    return this.#sides[extent].every((side) => side.inner.of(own).length > 0 && side.node(own, other));
  }

  /** Whether the branch speaks of that type: one that names none takes everything, and may never have been thought of with it. */
  speaksOf(branch: Schema, type: JsonType): boolean {
    const gist = this.#gistOf(branch);
    if (gist === undefined || !gist.shape.types.includes(type)) return false;
    return gist.shape.types !== allTypes || (type === "object" && gist.properties.size > 0);
  }

  #gistOf(schema: Schema): Gist | undefined {
    if (!this.#gists.has(schema)) this.#gists.set(schema, gistOf(schema, this.#model));
    return this.#gists.get(schema);
  }
}
