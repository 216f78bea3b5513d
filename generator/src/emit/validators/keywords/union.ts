import type { JsonType, Schema } from "../../../model/schemas/schema.js";
import { code, raw, type Code } from "../../print/code.js";
import { call, denialsUnproved, not, some, test, type Expression } from "../code/expression.js";
import { calling, Group, listing, type Piece } from "../code/piece.js";
import { isOnlyReference, type Keyword, type RuleScope, type Scope } from "../keyword.js";
import { line, when, type Step } from "../code/statement.js";
import { rules, runtime } from "../code/symbols.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";
import { areAllDisjoint, findTag, type Tag } from "../../../plan/schemas/tags.js";
import { read } from "./names.js";

type Union = "anyOf" | "oneOf";

export const anyOf = union("anyOf");
export const oneOf = union("oneOf");

function union(keyword: Union): Keyword {
  const branchesOf = (schema: Schema): readonly Schema[] => schema[keyword] ?? [];
  return {
    keyword,
    group: "any",
    // One branch that lets everything through decides an `anyOf`.
    has: (schema) => schema[keyword] !== undefined && !(keyword === "anyOf" && branchesOf(schema).some(isUnconstrained)),
    isInline: (schema) =>
      branchesOf(schema).length <= 6 && branchesOf(schema).every(isBare) && (keyword === "anyOf" || areDisjointTypes(branchesOf(schema))),
    steps: (schema, value, scope) => {
      const branches = branchesOf(schema);
      const { graph, direction } = scope.module;
      const tag = findTag(schema, branches, graph, direction);
      if (tag !== undefined) return testByTag(tag, value, scope);
      if (keyword === "anyOf" || areAllDisjoint(branches, graph)) {
        return [{ kind: "return", value: testAny(branches, value, scope) }];
      }
      return [
        line(raw("let matches = 0")),
        ...branches.flatMap((branch, index) => when(scope.test(branch, value, option(index)), [line(raw("matches++"))])),
        { kind: "return", value: test(raw("matches === 1"), raw("matches !== 1")) },
      ];
    },
    test: (schema, value, scope) => testAny(branchesOf(schema), value, scope),
    rule: (schema, scope) => unionRule(keyword, schema, scope),
  };
}

/** Whether one of the branches matches. Inline tests precede calls. */
function testAny(branches: readonly Schema[], value: Code, scope: Scope): Expression {
  const tests = branches.map((branch, index) => ({ called: branch.ref !== undefined, test: scope.test(branch, value, option(index)) }));
  const ordered = [...tests.filter(({ called }) => !called), ...tests.filter(({ called }) => called)];
  return some(denialsUnproved(ordered.map((each) => each.test)));
}

function option(index: number): string {
  return `option ${index + 1}`;
}

function testByTag(tag: Tag, value: Code, scope: Scope): Step[] {
  const others = some(tag.others.map((other, index) => scope.test(other.schema, value, `other ${index + 1}`)));
  return [
    { kind: "if", test: not(call(code`${runtime.isObject}(${value})`)), then: [{ kind: "return", value: others }] },
    byTag(tag, value, (branch, word) => [{ kind: "return", value: scope.testTagged(branch, tag.property, value, word) }], [
      { kind: "return", value: { kind: "constant", value: false } },
    ]),
  ];
}

function byTag(tag: Tag, value: Code, take: (branch: Schema, word: string) => readonly Step[], otherwise: readonly Step[]): Step {
  return {
    kind: "block",
    head: code`switch (${read(value, tag.property)})`,
    body: [
      ...tag.cases.map(({ values, branch }): Step => ({
        kind: "case",
        labels: values.map((each) => code`case ${each}`),
        body: take(branch, listValues(values)),
      })),
      { kind: "case", labels: [raw("default")], body: otherwise },
    ],
  };
}

function listValues(values: Tag["cases"][number]["values"]): string {
  return String(values[0]).slice(0, 40);
}

function unionRule(keyword: Union, schema: Schema, scope: RuleScope): Piece {
  const branches = schema[keyword] ?? [];
  const { graph, direction } = scope.module;
  const tag = findTag(schema, branches, graph, direction);
  if (tag !== undefined) return tagRule(keyword, schema, tag, scope);
  const part = (branch: Schema): Piece => {
    const index = branches.indexOf(branch);
    return scope.part(schema, keyword, `/${index}`, branch, option(index), { isTested: true });
  };
  const only = isNullUnion(branches, graph) ? branches.find((branch) => !isNull(branch)) : undefined;
  if (only !== undefined) {
    // For values other than null, the schema reports the issues.
    const path = `${keyword}/${branches.indexOf(only)}`;
    const isPlaced = isOnlyReference(only) || path === "anyOf/0";
    return calling(code`${rules.orNull}`, part(only), ...(isPlaced ? [] : [code`${path}`]));
  }
  if (branches.every(isBare) && (keyword === "anyOf" || areAllDisjoint(branches, graph)))
    return calling(code`${rules.oneOfTypes}`, code`${keyword}`, ...branches.map(part));
  return calling(code`${rules[keyword]}`, ...branches.map(part));
}

/** Whether a union is one schema, or null. */
export function isNullUnion(branches: readonly Schema[], graph: SchemaGraph): boolean {
  const [only, ...more] = branches.filter((branch) => !isNull(branch));
  return only !== undefined && more.length === 0 && branches.length === 2 && !graph.types(only).has("null");
}

function tagRule(keyword: Union, schema: Schema, tag: Tag, scope: RuleScope): Piece {
  const cases = tag.cases.flatMap(({ values, branch, index }) => {
    const rule = scope.part(schema, keyword, `/${index}`, branch, listValues(values));
    const placed = rule instanceof Group ? calling(code`${rules.inPlace}`, code`${`${keyword}/${index}`}`, rule) : rule;
    return values.map((value) => listing([code`${value}`, placed]));
  });
  const types = [...new Set<JsonType>(["object", ...tag.others.flatMap((other) => [...scope.module.graph.types(other.schema)])])];
  const branches = schema[keyword] ?? [];
  const others = tag.others.map((other, index) =>
    scope.part(schema, keyword, `/${branches.indexOf(other.branch)}`, other.schema, `other ${index + 1}`, { isTested: true }),
  );
  const map = calling(code`new Map`, listing(cases));
  const word = tag.declared ? "discriminator" : keyword;
  const more = others.length > 0 || (tag.declared && keyword === "anyOf") ? [code`${types}`, code`${keyword}`, ...others] : [];
  return calling(code`${rules.byTag}`, code`${word}`, code`${tag.property}`, map, ...more);
}

function isUnconstrained(schema: Schema): boolean {
  const { id: _id, place: _place, annotations: _annotations, spelled: _spelled, ...rest } = schema;
  return schema.boolean === true || Object.values(rest).every((value) => value === undefined);
}

function isNull(schema: Schema): boolean {
  return isBare(schema) && schema.type?.length === 1 && schema.type[0] === "null";
}

/** A schema with `type` only. */
function isBare(schema: Schema): boolean {
  const { id: _id, place: _place, type, annotations: _annotations, spelled: _spelled, ...rest } = schema;
  return type !== undefined && Object.values(rest).every((value) => value === undefined);
}

function areDisjointTypes(branches: readonly Schema[]): boolean {
  const types = branches.flatMap((branch) => branch.type ?? []);
  const numbers = types.filter((type) => type === "number" || type === "integer").length;
  return new Set(types).size === types.length && numbers <= 1;
}
