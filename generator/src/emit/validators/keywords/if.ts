import { always, choice, not, withoutProof } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { when } from "../code/statement.js";

/** `then` and `else` mean nothing without `if`, nor `if` without one of them (JSON Schema 2020-12 §10.2.2). */
export const ifKeyword: Keyword = {
  keyword: "if",
  group: "any",
  has: (schema) => schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined),
  test: (schema, value, scope) => {
    if (schema.if === undefined) return always;
    const then = schema.then === undefined ? always : scope.test(schema.then, value, "then");
    const otherwise = schema.else === undefined ? always : scope.test(schema.else, value, "else");
    return choice(scope.test(schema.if, value, "if"), then, otherwise);
  },
  report: (schema, value, spot, scope) => {
    if (schema.if === undefined) return [];
    const then = schema.then === undefined ? [] : scope.report(schema.then, value, spot, "then");
    const otherwise = schema.else === undefined ? [] : scope.report(schema.else, value, spot, "else");
    // What it proves holds for the statements that it leads to, which look at the value by themselves.
    const holds = withoutProof(scope.test(schema.if, value, "if"));
    if (then.length > 0) return when(holds, then, otherwise);
    return when(not(holds), otherwise);
  },
};
