import type { JsonType, Schema } from "../../model/schema.js";
import type { Code } from "../print/code.js";
import { withoutExcluded } from "./schemas/excluded.js";
import { all, always, guardsLast, not, some, type Expression } from "./code/expression.js";
import { settled } from "./code/narrowing.js";
import type { Group, Keyword, Scope } from "./keyword.js";
import { keywords } from "./keywords/index.js";
import { withKnownTypes } from "./schemas/known-types.js";
import type { ModuleScope } from "./code/scope.js";
import { areAllDisjoint, findTag } from "./schemas/tags.js";
import { groupOf, isListed, typesOf, typesTest, typeTest } from "./types.js";

const found = new WeakMap<Schema, readonly Keyword[]>();

/** The keywords that a schema has. Asked of each schema many times over. */
export function keywordsOf(schema: Schema): readonly Keyword[] {
  let known = found.get(schema);
  if (known === undefined) {
    const spoken = spokenOf(schema);
    found.set(schema, (known = keywords.filter((keyword) => spoken[keyword.group] && keyword.has(schema))));
  }
  return known;
}

/** The types of value that a schema may have keywords for: most say something of one type alone. */
function spokenOf({ number, string, array, object, format }: Schema): Readonly<Record<Group, boolean>> {
  const isFormatted = format !== undefined;
  return {
    any: true,
    number: number !== undefined || isFormatted,
    string: string !== undefined || isFormatted,
    array: array !== undefined,
    object: object !== undefined,
  };
}

type Grouped = ReadonlyMap<Group, readonly Keyword[]>;

const none: readonly Keyword[] = [];
const noGroups: Grouped = new Map();
const grouped = new WeakMap<Schema, Grouped>();

export function present(schema: Schema, group: Group): readonly Keyword[] {
  let known = grouped.get(schema);
  if (known === undefined) grouped.set(schema, (known = byGroup(keywordsOf(schema))));
  return known.get(group) ?? none;
}

function byGroup(list: readonly Keyword[]): Grouped {
  const [first] = list;
  if (first === undefined) return noGroups;
  if (list.every(({ group }) => group === first.group)) return new Map([[first.group, list]]);
  const groups = new Map<Group, Keyword[]>();
  for (const keyword of list) {
    const others = groups.get(keyword.group);
    if (others === undefined) groups.set(keyword.group, [keyword]);
    else others.push(keyword);
  }
  return groups;
}

export const groups = ["number", "string", "array", "object"] as const;

/** Whether a schema says something of values of a type that it lets through. */
export function speaksOf(schema: Schema, group: Group, types: readonly JsonType[] | undefined): boolean {
  return present(schema, group).length > 0 && (types === undefined || types.some((type) => groupOf(type) === group));
}

export function isInline(schema: Schema): boolean {
  if (schema.boolean !== undefined) return true;
  for (const keyword of keywordsOf(schema)) if (!isInlineKeyword(keyword, schema)) return false;
  return branches(schema) <= 6;
}

/** A union of a few references and plain types reads best where it is asked for; what is wrong with it is still a function of its own. */
export function isShortUnion(schema: Schema, module: ModuleScope): boolean {
  // A union that lets everything through asserts nothing: what asserts then is another keyword.
  const [asserting, ...others] = keywordsOf(schema);
  if (others.length > 0 || schema.type !== undefined || (asserting?.keyword !== "anyOf" && asserting?.keyword !== "oneOf")) return false;
  const union = schema[asserting.keyword] ?? [];
  if (union.length > 4 || findTag(schema, union, module.graph) !== undefined) return false;
  if (asserting.keyword === "oneOf" && !areAllDisjoint(union, module.graph)) return false;
  return union.every((branch) => (isInline(branch) && branches(branch) <= 2) || isShortUnion(branch, module));
}

export function isInlineKeyword(keyword: Keyword, schema: Schema): boolean {
  if (keyword.isInline !== undefined) return keyword.isInline(schema);
  if (keyword.test === undefined) return false;
  switch (keyword.keyword) {
    case "allOf":
      return (schema.allOf ?? []).every(isInline);
    case "not":
      return schema.not === undefined || isInline(schema.not);
    case "if":
      return [schema.if, schema.then, schema.else].every((part) => part === undefined || isInline(part));
    default:
      return true;
  }
}

function branches(schema: Schema): number {
  const { enum: values, allOf, not: excluded, if: condition, then, else: otherwise } = schema;
  let count = values === undefined ? 0 : values.length > 6 ? 1 : values.length;
  if (allOf !== undefined) for (const part of allOf) count += 1 + branches(part);
  if (excluded !== undefined) count += 1 + branches(excluded);
  if (condition !== undefined) count += 1 + branches(condition);
  if (then !== undefined) count += 1 + branches(then);
  if (otherwise !== undefined) count += 1 + branches(otherwise);
  return count;
}

export function inlineTest(whole: Schema, read: Code, scope: Scope): Expression {
  const schema = withoutExcluded(withKnownTypes(whole, scope.module.graph), scope.module.graph);
  const { types, sole } = typesOf(schema);
  const parts: Expression[] = [];
  const has = groups.filter((group) => speaksOf(schema, group, types));
  const tests = (group: Group): Expression => all(present(schema, group).map((keyword) => keyword.test?.(schema, read, scope) ?? always));
  if (types === undefined) parts.push(...has.map((group) => some([not(typeTest(group, read)), tests(group)])));
  else if (sole !== undefined && has.includes(sole as never)) parts.push(typesTest(types, read), tests(sole));
  else if (!isListed(schema) || has.length > 0) {
    const plain = types.filter((type) => !has.includes(groupOf(type) as never));
    const rest = has.map((group) =>
      all([
        typesTest(
          types.filter((type) => groupOf(type) === group),
          read,
        ),
        tests(group),
      ]),
    );
    parts.push(some([typesTest(plain, read), ...rest]));
  }
  parts.push(...guardsLast(present(schema, "any").map((keyword) => keyword.test?.(schema, read, scope) ?? always)));
  return saysTwice(schema) ? settled(all(parts)) : all(parts);
}

/** Whether more than one keyword compares the value, or other schemas speak of it as well. */
export function saysTwice({ allOf, anyOf, oneOf, not: excluded, if: condition, object, const: value, enum: values }: Schema): boolean {
  return (
    (value !== undefined && values !== undefined) ||
    allOf !== undefined ||
    anyOf !== undefined ||
    oneOf !== undefined ||
    excluded !== undefined ||
    condition !== undefined ||
    object?.dependentSchemas !== undefined
  );
}
