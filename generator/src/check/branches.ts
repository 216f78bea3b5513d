import { Inclusion, type ProofLimits } from "../diff/compare/proofs/included.js";
import { isAnything } from "../diff/variants/emptiness.js";
import { AlternativeResolver } from "../diff/variants/alternative-resolver.js";
import { nodeOf } from "../diff/variants/node.js";
import type { ApiModel } from "../model/api.js";
import type { JsonType, Schema } from "../model/schemas/schema.js";
import { allTypes } from "../values/build/shape.js";
import { memoize } from "../algorithms/memoize.js";
import { summarizeSchema, mayInclude, type Extent, type SchemaSummary } from "./gist.js";

/** Unions with more branches than this, which have some form of tag, are not checked. */
const maxBranches = 30;
/** The maximum depth of one proof, and the maximum of compared pairs per document: large public documents need 1,500. */
const [deepest, mostPairs] = [100, 20_000];

/** Shared for the model: a proof for one union applies to all. */
export const branchesOf: (model: ApiModel) => Branches = memoize((model) => new Branches(model));

/** The branches of a `oneOf` that may overlap; `undefined` with a discriminator, which makes overlaps irrelevant, and with very many branches. */
export function countedBranches({ oneOf, discriminator }: Schema): readonly Schema[] | undefined {
  return oneOf === undefined || oneOf.length > maxBranches || discriminator !== undefined ? undefined : oneOf;
}

/** The known relation of two branches: an estimate of the overlap, and the proof. */
interface Pair extends Partial<Record<Extent, boolean>> {
  readonly glance: Extent | undefined;
}

class Branches {
  readonly #model: ApiModel;
  readonly #pairs = new Map<Schema, Map<Schema, Pair>>();
  readonly #gists = new Map<Schema, SchemaSummary | undefined>();
  readonly #sides: Readonly<Record<Extent, readonly Inclusion[]>>;

  constructor(model: ApiModel) {
    this.#model = model;
    const limits: ProofLimits = { deepest, budget: { left: mostPairs } };
    const all = (["response", "request"] as const).map((side) => {
      const resolver = new AlternativeResolver(model, side);
      return Inclusion.both(resolver, resolver, limits)[0];
    });
    this.#sides = { all, described: all.map((each) => each.described()) };
  }

  /** The schema to compare: the target of a plain reference, because many unions share branches. */
  targetOf(branch: Schema): Schema {
    const { ref, ...others } = branch;
    const target = ref === undefined || !isAnything(others) ? undefined : this.#model.schemas.get(ref);
    return target ?? branch;
  }

  /** Whether every value of one, to that extent, is a value of the other in both directions. */
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
    // A branch without a value is reported by another rule.
    return this.#sides[extent].every((side) => side.inner.of(own).length > 0 && side.node(own, other));
  }

  /** Whether the branch names that type: an untyped branch accepts everything, perhaps unintentionally. */
  speaksOf(branch: Schema, type: JsonType): boolean {
    const gist = this.#gistOf(branch);
    if (gist === undefined || !gist.shape.types.includes(type)) return false;
    return gist.shape.types !== allTypes || (type === "object" && gist.properties.size > 0);
  }

  #gistOf(schema: Schema): SchemaSummary | undefined {
    if (!this.#gists.has(schema)) this.#gists.set(schema, summarizeSchema(schema, this.#model));
    return this.#gists.get(schema);
  }
}
