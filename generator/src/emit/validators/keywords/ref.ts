import { code, raw, typed, type Code } from "../../print/code.js";
import { always, guard, not } from "../code/expression.js";
import type { Keyword, Scope, Spot } from "../keyword.js";
import { line, when, type Step } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import type { SchemaId } from "../../../model/schemas/schema.js";
import type { Expression } from "../code/expression.js";

/** A reference calls the function of its target; nothing is copied. */
export const ref: Keyword = {
  keyword: "$ref",
  group: "any",
  has: (schema) => schema.ref !== undefined,
  test: (schema, value, scope) => (schema.ref === undefined ? always : testReference(schema.ref, value, scope)),
  report: (schema, value, spot, scope) => (schema.ref === undefined ? [] : reportReference(schema.ref, value, spot, scope)),
};

export function testReference(id: SchemaId, value: Code, scope: Scope): Expression {
  const target = scope.module.target(id);
  if (target === undefined) return always;
  const { graph, root } = scope.module;
  const { is, isWithin } = target;
  const ask = (argument: Code): Code =>
    isWithin !== undefined && graph.inOneCycle(id, root.id) ? code`${isWithin}(${argument}, ${scope.depthAt(value)})` : code`${is}(${argument})`;
  return guard(ask(value), () => ask(code`${value}${typed(raw(" as unknown"))}`));
}

export function reportReference(id: SchemaId, value: Code, spot: Spot, scope: Scope): Step[] {
  const target = scope.module.target(id);
  if (target === undefined) return [];
  if (spot.step === undefined) return [line(code`${target.issues}(${value}, issues)`)];
  const { graph, root } = scope.module;
  const enter = [line(code`${graph.inOneCycle(id, root.id) ? runtime.deeper : runtime.within}(issues, ${spot.step}, ${target.issues}, ${value})`)];
  // A scalar is tested before it is entered: that costs less than entering.
  return isScalar(id, scope) ? when(not(testReference(id, value, scope)), enter) : enter;
}

function isScalar(id: SchemaId, scope: Scope): boolean {
  const { graph } = scope.module;
  const target = graph.get(id);
  return target !== undefined && !graph.isRecursive(id) && ![...graph.types(target)].some((type) => type === "object" || type === "array");
}
