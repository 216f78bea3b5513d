import type { JsonType, Schema } from "../../model/schemas/schema.js";
import type { Code } from "../print/code.js";
import { memoize } from "../../algorithms/memoize.js";
import { withoutExcluded } from "./schemas/excluded.js";
import { all, always, guardsLast, not, some, type Expression } from "./code/expression.js";
import { settled } from "./code/narrowing.js";
import type { Group, Keyword, Scope } from "./keyword.js";
import { keywords } from "./keywords/index.js";
import { withKnownTypes } from "./schemas/known-types.js";
import type { ModuleScope } from "./code/scope.js";
import { areAllDisjoint, findTag } from "../../plan/schemas/tags.js";
import { groupOf, isListed, typesOf, typesTest, typeTest } from "./types.js";

const none: readonly Keyword[] = [];

/** The keywords of a schema: all of them, and those for values of one type. */
class SchemaKeywords {
  all = none;
  any = none;
  number = none;
  string = none;
  array = none;
  object = none;
  /** The types of its type-specific keywords. */
  readonly groups: Exclude<Group, "any">[] = [];
  /** Whether the test of the schema can be inline: cached. */
  isInline: boolean | undefined;

  constructor(schema: Schema) {
    const { number, string, array, object, format } = schema;
    const isFormatted = format !== undefined;
    this.#ask(schema, "any", keywords.first);
    // Most schemas concern one type: keywords of other types are skipped.
    if (number !== undefined || isFormatted) this.#ask(schema, "number", keywords.number);
    if (string !== undefined || isFormatted) this.#ask(schema, "string", keywords.string);
    if (array !== undefined) this.#ask(schema, "array", keywords.array);
    if (object !== undefined) this.#ask(schema, "object", keywords.object);
    this.#ask(schema, "any", keywords.last);
  }

  #ask(schema: Schema, group: Group, added: readonly Keyword[]): void {
    for (const keyword of added) {
      if (!keyword.has(schema)) continue;
      if (group !== "any" && this[group] === none) this.groups.push(group);
      this[group] = [...this[group], keyword];
      this.all = [...this.all, keyword];
    }
  }
}

/** Cached: needed for each schema many times. */
const schemaKeywordsOf = memoize((schema: Schema) => new SchemaKeywords(schema));

/** The keywords that a schema has. */
export function keywordsOf(schema: Schema): readonly Keyword[] {
  return schemaKeywordsOf(schema).all;
}

/** Those for values of a type. */
export function present(schema: Schema, group: Group): readonly Keyword[] {
  return schemaKeywordsOf(schema)[group];
}

/** The accepted types of value with further keywords. */
export function groupsOf(schema: Schema, types: readonly JsonType[] | undefined): readonly Exclude<Group, "any">[] {
  const { groups } = schemaKeywordsOf(schema);
  return types === undefined || groups.length === 0 ? groups : groups.filter((group) => types.some((type) => groupOf(type) === group));
}

export function isInline(schema: Schema): boolean {
  if (schema.boolean !== undefined) return true;
  const ofSchema = schemaKeywordsOf(schema);
  return (ofSchema.isInline ??= ofSchema.all.every((keyword) => isInlineKeyword(keyword, schema)) && branches(schema) <= 6);
}

/** A union of a few references and plain types is inline; its report is still a function of its own. */
export function isShortUnion(schema: Schema, module: ModuleScope): boolean {
  // A union that accepts everything asserts nothing: another keyword does.
  const [asserting, ...others] = keywordsOf(schema);
  if (others.length > 0 || schema.type !== undefined || (asserting?.keyword !== "anyOf" && asserting?.keyword !== "oneOf")) return false;
  const union = schema[asserting.keyword] ?? [];
  if (union.length > 4 || findTag(schema, union, module.graph, module.direction) !== undefined) return false;
  if (asserting.keyword === "oneOf" && !areAllDisjoint(union, module.graph)) return false;
  return union.every((branch) => (isInline(branch) && branches(branch) <= 2) || isShortUnion(branch, module));
}

/** A schema inside this module that is the target of references has functions of its own. Small ones are written inline nevertheless. */
export function isNamed(schema: Schema, module: ModuleScope): boolean {
  return (
    schema.id !== module.root.id &&
    schema.ref === undefined &&
    module.graph.get(schema.id) === schema &&
    !isInline(schema) &&
    module.target(schema.id) !== undefined
  );
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
  const has = groupsOf(schema, types);
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
  return isComparedTwice(schema) ? settled(all(parts)) : all(parts);
}

/** Whether more than one keyword compares the value, or other schemas apply to it as well. */
export function isComparedTwice({ allOf, anyOf, oneOf, not: excluded, if: condition, object, const: value, enum: values }: Schema): boolean {
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
