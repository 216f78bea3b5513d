import { omitted } from "../../../plan/schemas/directions.js";
import { escapeToken } from "../../../model/place.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { code, propertyKey, raw, type Code } from "../../print/code.js";
import { all, always, some, test, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { calling, labelled, literalOf } from "../code/piece.js";
import type { Keyword, RuleScope, Scope } from "../keyword.js";
import { leavesOf, type TestForm } from "../leaf.js";
import { variable } from "../code/scope.js";
import { rules } from "../code/symbols.js";
import { inherited, read } from "./names.js";

/** Named properties, with `required` for those that are listed in both: a property is read once. */
export const properties: Keyword = {
  keyword: "properties",
  group: "object",
  has: (schema) => (schema.object?.properties?.size ?? 0) > 0,
  isInline: () => false,
  test: (schema, value, scope) => {
    const parts = inParts(schema);
    if (parts !== undefined) return all(parts.map((part, index) => scope.test(part, value, `part ${index + 1}`)));
    const required = requiredNames(schema, scope);
    return all([...(schema.object?.properties ?? [])].map(([name, property]) => testProperty(name, property, required.has(name), value, scope)));
  },
  rule: (schema, scope) => {
    const required = requiredNames(schema, scope);
    const members = [...(schema.object?.properties ?? [])].map(([name, property]) => {
      const rule = scope.part(schema, "properties", `/${escapeToken(name)}`, property, name, { isInside: true, isTested: true });
      const value = property.annotations?.default;
      const own = inherited.has(name) ? calling(code`${rules.inherited}`, rule) : rule;
      const filled = value === undefined ? own : calling(code`${rules.defaulted}`, own, code`${value}`);
      return labelled(code`${raw(propertyKey(name))}: `, required.has(name) ? filled : calling(code`${rules.optional}`, filled));
    });
    return calling(code`${rules.properties}`, literalOf(members));
  },
};

/**
 * The maximum number of properties per function. TypeScript fails for a function with two thousand consecutive branches (error 2563),
 * and an optional property needs two or three.
 */
const most = 250;

/** An object with more properties than that, as several with a part of them each. */
function inParts({ id, place, spelled, object = {} }: Schema): readonly Schema[] | undefined {
  const { properties: named = new Map<string, Schema>() } = object;
  if (named.size <= most) return undefined;
  const listed = [...named];
  return Array.from({ length: Math.ceil(listed.length / most) }, (_, index) => {
    const own = new Map(listed.slice(index * most, (index + 1) * most));
    const part = { properties: own, required: (object.required ?? []).filter((name) => own.has(name)) };
    return { id: `${id} part ${index + 1}`, place, object: part, ...(spelled === undefined ? {} : { spelled }) };
  });
}

/** A client does not send `readOnly` and does not receive `writeOnly` properties: such a name is not required there (OpenAPI 3.1 §4.8.24). */
export function requiredNames({ object = {} }: Schema, scope: Scope | RuleScope): ReadonlySet<string> {
  const { direction, graph } = scope.module;
  const names = new Set(object.required);
  if (direction === undefined) return names;
  for (const name of names) {
    const property = object.properties?.get(name);
    if (property !== undefined && omitted(property, direction, graph.all)) names.delete(name);
  }
  return names;
}

function testProperty(name: string, property: Schema, isRequired: boolean, value: Code, scope: Scope): Expression {
  const make = (field: Code): TestForm => testField(name, property, isRequired, field, scope);
  const { expression, usesVariable } = leavesOf(scope.module.graph).test(property, isRequired, scope, read(value, name), make);
  if (usesVariable) scope.useVariable();
  return expression;
}

function testField(name: string, property: Schema, isRequired: boolean, field: Code, scope: Scope): TestForm {
  const slot = new Slot();
  const holds = scope.test(property, slot.code, name);
  const isOpen = holds.kind === "constant" && holds.value;
  const form = (expression: Expression, usesVariable: boolean): TestForm => ({ expression, usesVariable, isOpen });
  if (!isRequired) {
    if (isOpen) return form(always, false);
    if (holds.kind === "constant") return form(test(code`${field} === undefined`, code`${field} !== undefined`), false);
    const absent = test(code`(${variable} = ${field}) === undefined`, code`(${variable} = ${field}) !== undefined`);
    return form(some([absent, slot.fillIn(holds, variable)]), true);
  }
  if (holds.kind === "constant") {
    return form(holds.value ? test(code`${field} !== undefined`, code`${field} === undefined`) : holds, false);
  }
  if (scope.module.graph.refusesAbsence(property)) {
    return slot.countIn(holds) === 1 ? form(slot.fillIn(holds, field), false) : form(slot.assignIn(holds, variable, field), true);
  }
  const present = test(code`(${variable} = ${field}) !== undefined`, code`(${variable} = ${field}) === undefined`);
  return form(all([present, slot.fillIn(holds, variable)]), true);
}
