import { code } from "../../print/code.js";
import { always, choice } from "../code/expression.js";
import { calling, type Piece } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule } from "../code/symbols.js";

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
  rule: (schema, scope) => {
    const part = (keyword: "if" | "then" | "else"): Piece[] => {
      const found = schema[keyword];
      return found === undefined ? [] : [scope.part(schema, keyword, "", found, keyword, { isTested: keyword === "if" })];
    };
    const then = schema.then === undefined ? [code`undefined`] : part("then");
    return calling(code`${keywordRule("when")}`, ...part("if"), ...then, ...part("else"));
  },
};
