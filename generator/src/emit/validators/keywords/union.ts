import type { JsonType, Schema } from "../../../model/schemas/schema.js";
import { code, join, raw, type Code } from "../../print/code.js";
import { call, denialsUnproved, flat, not, some, test, type Expression } from "../code/expression.js";
import type { Keyword, Scope, Spot } from "../keyword.js";
import { line, when, type Step } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
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
    has: (schema) => schema[keyword] !== undefined && !(keyword === "anyOf" && branchesOf(schema).some(saysNothing)),
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
    report: (schema, value, spot, scope) => reportUnion(keyword, schema, value, spot, scope),
  };
}

/** Whether one of the branches holds. What is said in place is asked before what is a call. */
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
        body: take(branch, words(values)),
      })),
      { kind: "case", labels: [raw("default")], body: otherwise },
    ],
  };
}

function words(values: Tag["cases"][number]["values"]): string {
  return String(values[0]).slice(0, 40);
}

function reportUnion(keyword: Union, schema: Schema, value: Code, spot: Spot, scope: Scope): Step[] {
  const branches = schema[keyword] ?? [];
  const { graph, direction } = scope.module;
  const tag = findTag(schema, branches, graph, direction);
  if (tag !== undefined) return reportByTag(keyword, schema, tag, value, spot, scope);
  const [only, ...more] = branches.filter((branch) => !isNull(branch));
  if (only !== undefined && more.length === 0 && branches.length === 2 && !graph.types(only).has("null")) {
    // A schema or null: what is wrong with anything but null is what the schema says.
    return when(test(code`${value} !== null`, code`${value} === null`), scope.report(only, value, spot, option(branches.indexOf(only))));
  }
  const at = scope.module.at(schema, keyword);
  const holds = branches.map((branch, index) => scope.test(branch, value, option(index)));
  const isExclusive = keyword === "anyOf" || areAllDisjoint(branches, graph);
  if (branches.every(isBare)) {
    const types = branches.flatMap((branch) => branch.type ?? []);
    const none = line(code`${runtime.noBranch}(issues, ${spot.path}, ${at}, ${keyword}, ${types}, ${value})`);
    if (isExclusive) return when(not(some(denialsUnproved(holds))), [none]);
  }
  const reporters = join(
    branches.map((branch, index) => scope.reporter(branch, option(index)) ?? raw("() => undefined")),
    ", ",
  );
  const closest = line(code`${runtime.closest}(issues, ${at}, ${keyword}, ${value}, [${reporters}])`);
  if (isExclusive) return when(not(some(denialsUnproved(holds))), [closest]);
  const several = line(code`${runtime.severalBranches}(issues, ${spot.path}, ${at}, matches)`);
  return [
    line(code`const matches = [${join(holds.map(flat), ", ")}].flatMap((matched, index) => (matched ? [index] : []))`),
    ...when(
      test(raw("matches.length === 0"), raw("matches.length > 0")),
      [closest],
      when(test(raw("matches.length > 1"), raw("matches.length <= 1")), [several]),
    ),
  ];
}

function reportByTag(keyword: Union, schema: Schema, tag: Tag, value: Code, spot: Spot, scope: Scope): Step[] {
  const at = tag.declared ? scope.module.at(schema, "discriminator") : scope.module.at(schema, keyword);
  const tags = tag.cases.flatMap((each) => each.values);
  const field = read(value, tag.property);
  const unknown = line(code`${runtime.unknownTag}(issues, ${at}, ${tag.declared ? "discriminator" : keyword}, ${tag.property}, ${tags}, ${field})`);
  const types = [...new Set<JsonType>(["object", ...tag.others.flatMap((other) => [...scope.module.graph.types(other.schema)])])];
  const none = {
    kind: "line" as const,
    code: code`${runtime.noBranch}(issues, ${spot.path}, ${scope.module.at(schema, keyword)}, ${keyword}, ${types}, ${value})`,
  };
  const others = some(tag.others.map((other, index) => scope.test(other.schema, value, `other ${index + 1}`)));
  const dispatch = byTag(tag, value, (branch, word) => returned(scope.report(branch, value, spot, word)), [unknown]);
  const noObject = not(call(code`${runtime.isObject}(${value})`));
  if (others.kind === "constant" && spot.step === undefined) return [...when(noObject, [line(code`return ${none.code}`)]), dispatch];
  return [{ kind: "if", test: noObject, then: when(not(others), [none]), otherwise: [dispatch] }];
}

/** Steps that end the function: a `case` must not fall through. */
function returned(steps: readonly Step[]): readonly Step[] {
  const only = steps[0];
  if (steps.length === 1 && only?.kind === "line") return [line(code`return ${only.code}`)];
  return [...steps, line(raw("return"))];
}

function saysNothing(schema: Schema): boolean {
  const { id: _id, place: _place, annotations: _annotations, spelled: _spelled, ...rest } = schema;
  return schema.boolean === true || Object.values(rest).every((value) => value === undefined);
}

function isNull(schema: Schema): boolean {
  return isBare(schema) && schema.type?.length === 1 && schema.type[0] === "null";
}

/** A schema that says nothing but a type. */
function isBare(schema: Schema): boolean {
  const { id: _id, place: _place, type, annotations: _annotations, spelled: _spelled, ...rest } = schema;
  return type !== undefined && Object.values(rest).every((value) => value === undefined);
}

function areDisjointTypes(branches: readonly Schema[]): boolean {
  const types = branches.flatMap((branch) => branch.type ?? []);
  const numbers = types.filter((type) => type === "number" || type === "integer").length;
  return new Set(types).size === types.length && numbers <= 1;
}
