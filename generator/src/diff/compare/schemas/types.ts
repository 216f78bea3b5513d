import type { Json } from "../../../model/json.js";
import { isNull } from "../../../model/schemas/aliases.js";
import { kinds, type Alternative, type Kind } from "../../variants/alternative.js";
import type { Pair } from "./pair.js";
import { placesOfTypes } from "./places.js";
import { describeTypes } from "./words.js";

/** Types that only one of the two has. */
export function compareTypes(pair: Pair, old: readonly Alternative[], next: readonly Alternative[]): void {
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
  const places = placesOfTypes(
    { node: pair.old, alternatives: old, moved: kindOf(removed) },
    { node: pair.next, alternatives: next, moved: kindOf(added) },
  );
  const [was, is] = withoutNullBranches(old, next);
  pair.differences.push({
    code: isNumberNarrowed(before, after) ? "type-narrowed" : direction,
    places,
    parameters: { old: describeTypes(was), new: describeTypes(is), before: [...typesOf(was)], after: [...typesOf(is)] },
  });
}

/** Whether numbers are integers, and the number formats that repeat it: one change, reported with both. */
export function goesWithItsType({ differences }: Pair, old: readonly Alternative[], next: readonly Alternative[]): void {
  const type = differences.findIndex(({ code, parameters }) => typeCodes.has(code) && isWholeness(parameters["before"], parameters["after"]));
  const format = differences.findIndex(
    ({ code, parameters }) => code.startsWith("format-") && areOfNumbers(parameters["removed"], parameters["added"]),
  );
  const typeChange = differences[type];
  if (typeChange === undefined || format < 0) return;
  const [was, is] = withoutNullBranches(old, next);
  const parameters = { ...typeChange.parameters, old: describeTypes(was, numberFormats), new: describeTypes(is, numberFormats) };
  differences.splice(type, 1, { ...typeChange, parameters });
  differences.splice(format, 1);
}

const typeCodes = new Set(["type-widened", "type-narrowed"]);

/** Formats of numbers, each of which is either of whole ones or of any. */
const numberFormats = new Set(["float", "double", ...["8", "16", "32", "64"].flatMap((bits) => [`int${bits}`, `uint${bits}`])]);

function areOfNumbers(...lists: readonly (Json | undefined)[]): boolean {
  return lists.flat().every((word) => typeof word === "string" && numberFormats.has(word));
}

/** One of the two has integers only. */
function isWholeness(before: Json | undefined, after: Json | undefined): boolean {
  const has = (types: Json | undefined, type: string): boolean => Array.isArray(types) && types.includes(type);
  return (has(before, "integer") && has(after, "number")) || (has(before, "number") && has(after, "integer"));
}

function typesOf(alternatives: readonly Alternative[]): ReadonlySet<string> {
  const types = new Set<string>(
    alternatives.map((alternative) => (alternative.kind === "number" && alternative.integer ? "integer" : alternative.kind)),
  );
  if (types.has("number")) types.delete("integer");
  return types;
}

/** Both without null, if either may be null: a change of the other branch is the same without it. */
function withoutNullBranches(old: readonly Alternative[], next: readonly Alternative[]): readonly [readonly Alternative[], readonly Alternative[]] {
  const others = [old, next].map((alternatives) => alternatives.filter((alternative) => !isNullBranch(alternative))) as [
    Alternative[],
    Alternative[],
  ];
  return others[0].length < old.length && others[1].length < next.length ? others : [old, next];
}

/** The null that a schema of its own allows: `anyOf: [T, { type: "null" }]`. */
function isNullBranch({ kind, sources }: Alternative): boolean {
  return kind === "null" && sources.some(isNull) && sources.every(({ type }) => type === undefined || type.join() === "null");
}

/** number → integer is a narrowing, not another type. */
function isNumberNarrowed(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  if (!before.has("number") || !after.has("integer")) return false;
  return [...after].every((type) => before.has(type) || type === "integer");
}
