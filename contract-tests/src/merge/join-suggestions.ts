import type { Finding, OverlayAction, Suggestion } from "../findings/finding.js";
import type { Dialect } from "tallystick/model";
import { mostNames, writeKinds } from "../suggest/infer.js";
import { statusDescription } from "../suggest/suggest-response.js";
import { suggestionSummary } from "../suggest/suggest.js";

type Counts = Pick<Finding, "count" | "interactions">;
type Fields = Readonly<Record<string, unknown>>;

/**
 * One suggestion for the values of two. Each suggests the narrowest change for its own values, so that the join of both is the narrowest change for
 * all. A suggestion without a join is taken from the first finding.
 */
export function joinSuggestions(first: Finding, second: Finding, counts: Counts, dialect: Dialect): Suggestion | undefined {
  const [left, right] = [first.suggestion, second.suggestion];
  const one = left ?? right;
  if (one === undefined) return undefined;
  const actions = left === undefined || right === undefined ? one.actions : joinActions(left.actions, right.actions, dialect);
  return {
    summary: suggestionSummary(first.class, counts),
    actions: actions.map((action) => withTimes(action, [first, second], counts)),
  };
}

function joinActions(left: readonly OverlayAction[], right: readonly OverlayAction[], dialect: Dialect): readonly OverlayAction[] {
  const joined: OverlayAction[] = [];
  const byKey = new Map<string, number>();
  for (const action of [...left, ...right]) {
    const key = actionKey(action);
    const at = byKey.get(key);
    const before = at === undefined ? undefined : joined[at];
    if (at === undefined || before === undefined) {
      byKey.set(key, joined.length);
      joined.push(action);
    } else
      joined[at] =
        isFields(before.update) && isFields(action.update) ? { ...before, update: joinFields(before.update, action.update, dialect) } : before;
  }
  return ordered(joined);
}

/** Actions that change the same: a listed value is an action of its own. */
function actionKey({ target, update, remove }: OverlayAction): string {
  const names = isFields(update) ? Object.keys(update).toSorted() : [];
  const list = isFields(update) && (names[0] === "enum" || names[0] === "type") ? update[names[0]] : undefined;
  const isListed = names.length === 1 && Array.isArray(list) && list.length === 1;
  return JSON.stringify([target, remove ?? false, isListed ? update : names.filter((name) => !/^\d{3}$/.test(name))]);
}

/** Listed values in order of their text, listed types in the order of types. All other actions stay. */
function ordered(actions: readonly OverlayAction[]): readonly OverlayAction[] {
  const rankOf = ({ update }: OverlayAction, name: string): string | undefined => {
    const list = isFields(update) ? update[name] : undefined;
    if (!Array.isArray(list) || list.length !== 1) return undefined;
    return name === "type" ? String(kinds.indexOf(list[0] as string)) : JSON.stringify(list[0]);
  };
  return ["enum", "type"].reduce((all, name) => {
    const sorted = all
      .filter((action) => rankOf(action, name) !== undefined)
      .toSorted((a, b) => ((rankOf(a, name) ?? "") < (rankOf(b, name) ?? "") ? -1 : 1));
    let next = 0;
    return all.map((action) => (rankOf(action, name) === undefined ? action : (sorted[next++] ?? action)));
  }, actions);
}

function joinFields(a: Fields, b: Fields, dialect: Dialect): Fields {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    Array.from(names, (name) => [name, !(name in a) ? b[name] : !(name in b) ? a[name] : joinValues(name, a[name], b[name], dialect)]),
  );
}

function joinValues(name: string, a: unknown, b: unknown, dialect: Dialect): unknown {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (typeof a === "number" && typeof b === "number") return name.startsWith("min") ? Math.min(a, b) : Math.max(a, b);
  if (name === "type") return joinTypes([a].flat() as string[], [b].flat() as string[]);
  if (Array.isArray(a) && Array.isArray(b)) return name === "anyOf" || name === "oneOf" ? joinBranches(a, b, dialect) : listOf([...a, ...b]);
  if (!isFields(a) || !isFields(b)) return a;
  return isSchema(a) && isSchema(b) ? joinSchemas(a, b, dialect) : joinFields(a, b, dialect);
}

/** Types that were written, in their order, and then the added ones. */
function joinTypes(a: readonly string[], b: readonly string[]): unknown {
  const differs = a.findIndex((type, index) => type !== b[index]);
  const common = a.slice(0, differs === -1 ? undefined : differs);
  const added = inOrder([...a, ...b].filter((type) => !common.includes(type)));
  const types = [...common, ...added];
  return types.length === 1 ? types[0] : types;
}

/** The kinds of a schema, each once; `number` covers `integer`. */
function inOrder(names: readonly string[]): string[] {
  const all = new Set(names);
  if (all.has("number")) all.delete("integer");
  return kinds.filter((kind) => all.has(kind));
}

const kinds = ["string", "integer", "number", "boolean", "array", "object", "null"];

/** An added branch of a union is one schema for all values that no branch took. Other branches are listed by type. */
function joinBranches(a: readonly unknown[], b: readonly unknown[], dialect: Dialect): unknown {
  const [one, other] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1) return [joinValues("", one, other, dialect)];
  const byType = new Map<string, unknown>();
  for (const branch of [...a, ...b]) {
    const key = isFields(branch) && typeof branch["type"] === "string" ? branch["type"] : JSON.stringify(branch);
    const known = byType.get(key);
    byType.set(key, isFields(known) && isFields(branch) ? joinFields(known, branch, dialect) : branch);
  }
  return [...byType.values()];
}

function isSchema(value: Fields): boolean {
  const { type, anyOf, nullable } = value;
  return typeof type === "string" || Array.isArray(type) || Array.isArray(anyOf) || nullable === true || value["x-nullable"] === true;
}

/** A schema that was inferred from values, by kind. */
interface Inferred {
  readonly kinds: readonly string[];
  readonly isNullable: boolean;
  readonly properties: Fields | undefined;
  readonly additionalProperties: unknown;
  readonly items: unknown;
  /** Keywords that inferring does not write. */
  readonly others: Fields;
}

function read(schema: Fields): Inferred {
  const { type, anyOf, nullable, properties, additionalProperties, items, "x-nullable": xNullable, ...others } = schema;
  const parts = Array.isArray(anyOf) ? anyOf.filter(isFields).map(read) : [];
  const own = [type].flat().filter((one) => typeof one === "string");
  return {
    kinds: [...own, ...parts.flatMap((part) => part.kinds)].filter((kind) => kind !== "null"),
    isNullable: nullable === true || xNullable === true || own.includes("null") || parts.some((part) => part.isNullable),
    properties: (properties as Fields | undefined) ?? parts.find((part) => part.properties !== undefined)?.properties,
    additionalProperties: additionalProperties ?? parts.find((part) => part.additionalProperties !== undefined)?.additionalProperties,
    items: items ?? parts.find((part) => part.items !== undefined)?.items,
    others,
  };
}

/** The schema that would be inferred from the values of both. */
function joinSchemas(given: Fields, other: Fields, dialect: Dialect): Fields {
  const [a, b] = [read(given), read(other)];
  const join = (x: unknown, y: unknown): unknown => (x === undefined ? y : y === undefined ? x : joinValues("", x, y, dialect));
  const parts = new Map<string, Fields>();
  const items = join(a.items, b.items);
  if (items !== undefined) parts.set("array", { items });
  const properties = join(a.properties, b.properties) as Fields | undefined;
  const rest = join(a.additionalProperties, b.additionalProperties);
  const isMap = rest !== undefined || (properties !== undefined && Object.keys(properties).length > mostNames);
  if (isMap) parts.set("object", { additionalProperties: Object.values(properties ?? {}).reduce(join, rest) });
  else if (properties !== undefined) parts.set("object", { properties });
  const others = joinFields(a.others, b.others, dialect);
  return { ...writeKinds(inOrder([...a.kinds, ...b.kinds]), a.isNullable || b.isNullable, dialect, parts), ...others };
}

/** Each value once, in order of text. */
function listOf(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).entries()]
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([, value]) => value);
}

/** The response with a description that states how often the status was observed. */
function withTimes(action: OverlayAction, parts: readonly Counts[], all: Counts): OverlayAction {
  const { update } = action;
  if (!isFields(update)) return action;
  const earlier = new Set<unknown>(parts.map(statusDescription));
  const described = Object.entries(update).map(([name, value]) => [
    name,
    isFields(value) && earlier.has(value["description"]) ? { ...value, description: statusDescription(all) } : value,
  ]);
  return { ...action, update: Object.fromEntries(described) as unknown };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
