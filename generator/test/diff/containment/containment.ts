import type { Change, Side } from "../../../src/diff/change.js";
import { diff } from "../../../src/diff/diff.js";
import { compiledJudges } from "../../../src/diff/examples/compiled-judges.js";
import type { Judges } from "../../../src/diff/examples/witness.js";
import type { ApiModel } from "../../../src/model/index.js";
import { seeded } from "../../../src/values/index.js";
import { modelOf, withSchema } from "../documents.js";
import type { RandomDocument } from "./random-schemas.js";
import { flaggedNames, withoutAbsent } from "./sides.js";
import { heldVerdictsOf, mayBeWrong, secondOpinion, verdictsOf, type Verdict } from "./verdicts.js";

/** What the comparison of two random documents got wrong, in Ajv's eyes: nothing, or a sentence for each mistake. */
export async function mistakesOf([first, second]: readonly [RandomDocument, RandomDocument], random: readonly unknown[]): Promise<readonly string[]> {
  const [a, b] = [await modelOf(documentOf(first)), await modelOf(documentOf(second))];
  const judges = await compiledJudges(a, b);
  const wire = diff(a, b, { judges }).changes.filter(({ surface }) => surface === "wire");
  const back = diff(b, a, { judges: swapped(judges) }).changes.filter(({ surface }) => surface === "wire");
  const flagged = flaggedNames([first, second]);
  const sides = { request: asSeenBy("request", first, second), response: flagged.size === 0 ? undefined : asSeenBy("response", first, second) };
  const seenBy = (side: Side | "both"): Sided => (side === "response" ? sides.response : undefined) ?? sides.request;
  /** A defect of Ajv's is no mistake of the comparison. */
  const isSo = async (value: unknown, wanted: readonly [Verdict, Verdict], { old, next, documents }: Sided): Promise<boolean> => {
    if (old(value) !== wanted[0] || next(value) !== wanted[1]) return false;
    if (!mayBeWrong(first, second)) return true;
    const others = [await secondOpinion(documents[0], value), await secondOpinion(documents[1], value)];
    return wanted.every((verdict, index) => verdict === undefined || verdict === others[index]);
  };

  const bodies = [a, b].map((model) => model.operations[0]?.requestBody?.content[0]?.schema);
  /** Of tags, what the generated validators say counts where Ajv says so, too, when it is told to hold them. */
  const isOnlyOfOne = (value: unknown, wanted: readonly [boolean, boolean], side: Side): boolean =>
    (["old", "new"] as const).every((version, index) => {
      const schema = bodies[index];
      return (
        schema !== undefined && seenBy(side).held[index]?.(value) === wanted[index] && judges.judge(version, schema, side).is(value) === wanted[index]
      );
    }) && !mayBeWrong(first, second);

  const mistakes: string[] = [];
  for (const { witness, side, code } of wire) {
    if (witness === undefined) continue;
    const wanted = side === "request" ? ([true, false] as const) : ([false, true] as const);
    const sided = seenBy(side);
    const verdicts = [sided.old(witness.value), sided.next(witness.value)] as const;
    if (verdicts.every((verdict, index) => verdict === undefined || verdict === wanted[index]) || !(await isSo(witness.value, verdicts, sided)))
      continue;
    mistakes.push(`false witness of ${code} (${side}): ${JSON.stringify(witness)} is ${String(verdicts)}`);
  }
  // By policy, and by the standard reading of open objects, a property that comes or goes is no break although it constrains a name that was free.
  const free = new Set([...wire, ...back].flatMap(({ code, message }) => (namesProperty.test(code) ? [nameIn(message)] : [])));
  // What a side does not have, nobody sends there.
  for (const name of flagged) free.add(name);
  if (free.size === 0)
    for (const [side, other] of [
      ["request", "response"],
      ["response", "request"],
    ] as const)
      if (breaks(wire, side) !== breaks(back, other))
        mistakes.push(`there and back: ${side} breaks: ${breaks(wire, side)}, and on the way back not so the ${other}`);
  const values = [...random, ...[...made(a), ...made(b)].flatMap((value) => [value, ...neighbours(value)])].filter(
    (value) => !hasName(value, free) && depthOf(value) <= deepest,
  );
  for (const [side, wanted] of [
    ["request", [true, false]],
    ["response", [false, true]],
  ] as const) {
    if (breaks(wire, side)) continue;
    const sided = seenBy(side);
    for (const value of values) {
      if (!isOnlyOfOne(value, wanted, side) && !(await isSo(value, wanted, sided))) continue;
      mistakes.push(`missed (${side}): ${JSON.stringify(value)}`);
      break;
    }
  }
  return mistakes;
}

interface Sided {
  readonly old: (value: unknown) => Verdict;
  readonly next: (value: unknown) => Verdict;
  /** The same where every tag is held against the branches. */
  readonly held: readonly ((value: unknown) => Verdict)[];
  readonly documents: readonly [RandomDocument, RandomDocument];
}

function asSeenBy(side: Side, first: RandomDocument, second: RandomDocument): Sided {
  const documents = [withoutAbsent(first, side), withoutAbsent(second, side)] as const;
  return { old: verdictsOf(documents[0]), next: verdictsOf(documents[1]), held: documents.map(heldVerdictsOf), documents };
}

/** Requests and responses refer to one component, so that the same values are tried for both. */
function documentOf({ schema, components }: RandomDocument): object {
  return withSchema({ $ref: "#/components/schemas/Root" }, { ...components, Root: schema });
}

/** Ajv tries every branch of every union again at each level of a value: deeper ones take it minutes. */
const deepest = 10;

function depthOf(value: unknown): number {
  return typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

const namesProperty = /-property-(added|removed)$/;

function nameIn(message: string): string {
  return /"([^"]*)"/.exec(message)?.[1] ?? "";
}

function hasName(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== "object" || value === null || names.size === 0) return false;
  return Object.entries(value).some(([name, part]) => (!Array.isArray(value) && names.has(name)) || hasName(part, names));
}

/** A value may show what the table of changes holds for a warning: these, and a value that mixes branches of a `oneOf`, which is shown. */
const warnings = new Set(["additional-properties-opened", "pattern-properties-opened", "discriminator-added", "discriminator-removed"]);

function breaks(changes: readonly Change[], side: Side): boolean {
  return changes.some(
    ({ level, code, witness, side: own }) =>
      own === side && (level === "breaking" || (level === "warning" && (warnings.has(code) || (code === "values-changed" && witness !== undefined)))),
  );
}

function swapped({ models, judge }: Judges): Judges {
  return { models: { old: models.new, new: models.old }, judge: (version, schema, side) => judge(version === "old" ? "new" : "old", schema, side) };
}

/** Values that differ in one place: something is left out, or is something else, or stands beside. What only one of two schemas takes is seldom far from what both do. */
function neighbours(value: unknown): readonly unknown[] {
  const others = [null, true, "", "x", "xyz", 0, 1, 2.5, [], [1], {}, { a: 1 }];
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const changed = items.slice(0, 3).flatMap((item, index) => neighbours(item).map((other) => items.with(index, other)));
    return [...items.map((_, index) => items.toSpliced(index, 1)), ...others.map((other) => [...items, other]), [...items, ...items], ...changed];
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const changed = entries.slice(0, 4).flatMap(([name, part], index) => neighbours(part).map((other) => entries.with(index, [name, other])));
    const more = ["a", "b", "c", "d", "kind", "long"].filter((name) => !Object.hasOwn(value, name));
    const added = more.flatMap((name) => [1, "x", {}].map((other) => [...entries, [name, other] as [string, unknown]]));
    return [...entries.map((_, index) => entries.toSpliced(index, 1)), ...added, ...changed].map((list) => Object.fromEntries(list));
  }
  if (typeof value === "number") return [...others, value + 1, value - 1, value + 0.5, -value];
  return typeof value === "string" ? [...others, `${value}x`, value.slice(1)] : others;
}

/** What the fixture generator makes of the schema: values that random ones seldom are. */
function made(model: ApiModel): readonly unknown[] {
  const schema = model.operations[0]?.requestBody?.content[0]?.schema;
  if (schema === undefined) return [];
  return [1, 2, 3, 4, 5, 6].flatMap((step) => {
    const value = seeded(schema, step, model, { direction: "request" });
    return value.found ? [value.value] : [];
  });
}
