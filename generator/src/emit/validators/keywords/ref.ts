import { code, raw, typed, type Code } from "../../print/code.js";
import { always, guard } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword, Scope } from "../keyword.js";
import { rules } from "../code/symbols.js";
import type { SchemaId } from "../../../model/schemas/schema.js";
import type { Expression } from "../code/expression.js";

/** A reference calls the function of its target; nothing is copied. */
export const ref: Keyword = {
  keyword: "$ref",
  group: "any",
  has: (schema) => schema.ref !== undefined,
  test: (schema, value, scope) => (schema.ref === undefined ? always : testReference(schema.ref, value, scope)),
  rule: (schema, scope) => (schema.ref === undefined ? undefined : calling(code`${rules.ref}`, scope.reference(schema.ref))),
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
