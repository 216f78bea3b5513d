import type { Schema, SchemaId } from "../../model/schema.js";
import type { Schemas } from "../evaluate/evaluate.js";
import type { Heights } from "./heights.js";
import type { Random } from "../random.js";

/** In which order the branches of a union are tried. */
export interface BranchOrder {
  readonly model: Schemas;
  readonly heights: Heights;
  readonly random: Random;
  /** Named schemas that we are inside of: going there again is recursion. */
  readonly inside: ReadonlySet<SchemaId>;
  readonly order: "author" | "minimal" | "flattest" | "random";
}

/** What is known of a branch wherever its union is used. */
interface Branch {
  readonly index: number;
  readonly height: number;
  readonly isNull: boolean;
  /** The null of `nullable` beside a composition, which OpenAPI 3.0.3 read to the letter does not allow: other values are valid for every reader. */
  readonly disputed: boolean;
  /** The named schemas that the branch is, or may be composed of. */
  readonly leadsTo: readonly SchemaId[];
}

/** The branches that have a value, as the author wrote them and from the flattest to the highest. */
interface Branches {
  readonly written: readonly Branch[];
  readonly flattest: readonly Branch[];
}

/** The indices of the branches that have a value, best first. Recursion comes last, null before it. */
export function branchesInOrder(parts: readonly Schema[], options: BranchOrder): readonly number[] {
  const { heights, inside, order, random, model } = options;
  if (parts.length === 1) return heights(parts[0] as Schema) === Infinity ? [] : [0];
  const { written, flattest } = branchesOf(parts, model, heights);
  const recurses = ({ leadsTo }: Branch): boolean => leadsTo.some((id) => inside.has(id));
  if (order === "flattest" || order === "minimal") {
    const avoidsNull =
      order === "minimal" && written.some(({ disputed }) => disputed) && written.some((branch) => !branch.isNull && !recurses(branch));
    return (avoidsNull ? [...flattest.filter(({ disputed }) => !disputed), ...flattest.filter(({ disputed }) => disputed)] : flattest).map(indexOf);
  }
  const [usual, last] = [[] as Branch[], [] as Branch[]];
  for (const branch of written) (recurses(branch) ? last : usual).push(branch);
  const [first, then] = [nullsLast(usual), nullsLast(last)];
  if (order === "author") return [...first, ...then];
  const disputed = usual.filter((branch) => branch.disputed).map(indexOf);
  const sure = first.filter((index) => !disputed.includes(index));
  const start = random.below(Math.max(1, sure.length));
  return [...sure.slice(start), ...sure.slice(0, start), ...disputed, ...then];
}

function nullsLast(branches: readonly Branch[]): readonly number[] {
  return [...branches.filter(({ isNull }) => !isNull), ...branches.filter(({ isNull }) => isNull)].map(indexOf);
}

function indexOf({ index }: Branch): number {
  return index;
}

/** By the heights of a model and the list of branches: a union is met once for every value that is made through it. */
const known = new WeakMap<Heights, WeakMap<readonly Schema[], Branches>>();

function branchesOf(parts: readonly Schema[], model: Schemas, heights: Heights): Branches {
  let ofModel = known.get(heights);
  if (ofModel === undefined) known.set(heights, (ofModel = new WeakMap()));
  let branches = ofModel.get(parts);
  if (branches === undefined) {
    const written = parts
      .map((part, index): Branch => {
        const target = part.ref === undefined ? part : (model.schemas.get(part.ref) ?? part);
        const isNull = target.type?.length === 1 && target.type[0] === "null";
        return { index, height: heights(part), isNull, disputed: isNull && target.spelled?.["type"] !== undefined, leadsTo: mayLeadTo(part) };
      })
      .filter(({ height }) => height !== Infinity);
    ofModel.set(parts, (branches = { written, flattest: written.toSorted((a, b) => a.height - b.height) }));
  }
  return branches;
}

function mayLeadTo({ ref, allOf, anyOf, oneOf }: Schema): readonly SchemaId[] {
  if (ref !== undefined) return [ref];
  return [allOf, anyOf, oneOf].flatMap((parts) => parts?.flatMap(mayLeadTo) ?? []);
}
