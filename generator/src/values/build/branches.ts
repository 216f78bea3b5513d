import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Schemas } from "../evaluate/evaluate.js";
import { demandedBy, heightOfBranch, type Heights } from "./heights.js";
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

/** Facts about a branch that do not depend on its union. */
interface Branch {
  readonly index: number;
  readonly height: number;
  readonly isNull: boolean;
  /** The null of `nullable` next to a composition. Strictly, OpenAPI 3.0.3 does not allow it: other values are valid for every reader. */
  readonly disputed: boolean;
  /** The named schemas that the branch is, or may be composed of. */
  readonly leadsTo: readonly SchemaId[];
}

/** The branches of a union that have a value. */
interface Branches {
  /** As the author wrote them. */
  readonly written: readonly Branch[];
  readonly flattest: Ranking;
  /** The same, with disputed branches last; absent if there are none. */
  readonly undisputed: Ranking | undefined;
}

/** Branches from the flattest to the highest. */
interface Ranking {
  readonly indices: readonly number[];
  /** The same, in groups of equal height; absent if no branch of a group has references. */
  readonly tied: readonly (readonly Branch[])[] | undefined;
}

/** The indices of the branches with a value, best first. Null precedes recursion, which is last. */
export function branchesInOrder(parts: readonly Schema[], owner: Schema, options: BranchOrder): readonly number[] {
  const { heights, inside, order, random, model } = options;
  if (parts.length === 1) return heights(parts[0] as Schema) === Infinity ? [] : [0];
  const { written, flattest, undisputed } = branchesOf(parts, owner, model, heights);
  if (order === "flattest") return rankedFor(flattest, inside);
  if (order === "minimal") {
    const avoidsNull = undisputed !== undefined && written.some((branch) => !branch.isNull && !recurses(branch, inside));
    return rankedFor(avoidsNull ? undisputed : flattest, inside);
  }
  const usual: Branch[] = [];
  const last: Branch[] = [];
  for (const branch of written) (recurses(branch, inside) ? last : usual).push(branch);
  if (order === "author") return nullsLast(last, nullsLast(usual, []));
  const sure = nullsLast(
    usual.filter(({ disputed }) => !disputed),
    [],
  );
  const start = random.below(Math.max(1, sure.length));
  const drawn = [...sure.slice(start), ...sure.slice(0, start)];
  for (const { disputed, index } of usual) if (disputed) drawn.push(index);
  return nullsLast(last, drawn);
}

/** A branch of the same height as a recursion precedes it: other branches may also accept the null that limits its height. */
function rankedFor({ indices, tied }: Ranking, inside: ReadonlySet<SchemaId>): readonly number[] {
  if (tied === undefined || inside.size === 0) return indices;
  const last = (branch: Branch): number => Number(recurses(branch, inside));
  return tied.flatMap((run) => run.toSorted((a, b) => last(a) - last(b)).map(({ index }) => index));
}

function recurses({ leadsTo }: Branch, inside: ReadonlySet<SchemaId>): boolean {
  for (const id of leadsTo) if (inside.has(id)) return true;
  return false;
}

/** Puts the indices of branches behind others: first those of the branches that are not null. */
function nullsLast(branches: readonly Branch[], indices: number[]): number[] {
  for (const { isNull, index } of branches) if (!isNull) indices.push(index);
  for (const { isNull, index } of branches) if (isNull) indices.push(index);
  return indices;
}

/** By the heights of a model and the list of branches: a union occurs once for every value that contains it. */
const known = new WeakMap<Heights, WeakMap<readonly Schema[], Branches>>();

function branchesOf(parts: readonly Schema[], owner: Schema, model: Schemas, heights: Heights): Branches {
  let ofModel = known.get(heights);
  if (ofModel === undefined) known.set(heights, (ofModel = new WeakMap()));
  let branches = ofModel.get(parts);
  if (branches === undefined) ofModel.set(parts, (branches = ranked(parts, owner, model, heights)));
  return branches;
}

function ranked(parts: readonly Schema[], owner: Schema, model: Schemas, heights: Heights): Branches {
  const written: Branch[] = [];
  for (const [index, part] of parts.entries()) {
    const height = heightOfBranch(part, owner, heights);
    if (height === Infinity) continue;
    const target = part.ref === undefined ? part : (model.schemas.get(part.ref) ?? part);
    const isNull = target.type?.length === 1 && target.type[0] === "null";
    written.push({ index, height, isNull, disputed: isNull && target.spelled?.["type"] !== undefined, leadsTo: leadingTo(part, owner) });
  }
  const ordered = written.toSorted((a, b) => a.height - b.height);
  const isDisputed = written.some(({ disputed }) => disputed);
  return {
    written,
    flattest: ranking(ordered),
    undisputed: isDisputed ? ranking(ordered.toSorted((a, b) => Number(a.disputed) - Number(b.disputed))) : undefined,
  };
}

function ranking(ordered: readonly Branch[]): Ranking {
  const runs: Branch[][] = [];
  for (const branch of ordered) {
    const run = runs.at(-1);
    if (run?.[0]?.height === branch.height && run[0].disputed === branch.disputed) run.push(branch);
    else runs.push([branch]);
  }
  const isTied = runs.some((run) => run.length > 1 && run.some(({ leadsTo }) => leadsTo.length > 0));
  return { indices: ordered.map(({ index }) => index), tied: isTied ? runs : undefined };
}

/** The references of a schema, directly or through required properties. */
function leadingTo(part: Schema, owner: Schema): readonly SchemaId[] {
  return [part, ...demandedBy(part, owner)].flatMap(mayReach);
}

/** Whether a value should fail the condition of a schema: `then` leads back to the current schema, or is higher than `else`. */
export function avoidsCondition(schema: Schema, { heights, inside, order }: BranchOrder): boolean {
  const { then, else: otherwise } = schema;
  if (then === undefined) return false;
  const leadsBack = (part: Schema | undefined): boolean => part !== undefined && leadingTo(part, schema).some((id) => inside.has(id));
  if (leadsBack(then) !== leadsBack(otherwise)) return leadsBack(then);
  if (order !== "flattest" && order !== "minimal") return false;
  return heightOfBranch(then, schema, heights) > (otherwise === undefined ? 0 : heightOfBranch(otherwise, schema, heights));
}

function mayReach({ ref, allOf, anyOf, oneOf }: Schema): readonly SchemaId[] {
  if (ref !== undefined) return [ref];
  return [allOf, anyOf, oneOf].flatMap((parts) => parts?.flatMap(mayReach) ?? []);
}
