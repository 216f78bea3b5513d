import { omitted } from "../../../plan/directions.js";
import type { Schema } from "../../../model/schema.js";
import { code, type Code } from "../../print/code.js";
import { all, always, Slot, some, test, type Expression } from "../expression.js";
import type { Keyword, Scope, Spot } from "../keyword.js";
import { leavesOf, type TestForm } from "../leaf.js";
import { variable } from "../scope.js";
import { assign, line, when, type Step } from "../statement.js";
import { runtime } from "../symbols.js";
import { propertySpot, read } from "./names.js";

/** Named properties, with `required` for those that are listed in both: a property is read once. */
export const properties: Keyword = {
  keyword: "properties",
  group: "object",
  has: (schema) => (schema.object?.properties?.size ?? 0) > 0,
  isInline: () => false,
  test: (schema, value, scope) => {
    const required = new Set(requiredNames(schema, scope));
    return all([...(schema.object?.properties ?? [])].map(([name, property]) => testProperty(name, property, required.has(name), value, scope)));
  },
  report: (schema, value, _spot, scope) => {
    const required = new Set(requiredNames(schema, scope));
    return [...(schema.object?.properties ?? [])].flatMap(([name, property]) =>
      reportProperty(schema, name, property, required.has(name), value, scope),
    );
  },
};

/** A client does not send what is `readOnly`, and is not sent what is `writeOnly`: such a name is not asked for there (OpenAPI 3.1 §4.8.24). */
export function requiredNames(schema: Schema, scope: Scope): readonly string[] {
  const { direction, graph } = scope.module;
  const names = [...new Set(schema.object?.required)];
  if (direction === undefined) return names;
  return names.filter((name) => {
    const property = schema.object?.properties?.get(name);
    return property === undefined || !omitted(property, direction, graph.all);
  });
}

function testProperty(name: string, property: Schema, isRequired: boolean, value: Code, scope: Scope): Expression {
  const make = (field: Code): TestForm => testField(name, property, isRequired, field, scope);
  const { expression, usesVariable, isOpen } = leavesOf(scope.module.graph).test(property, isRequired, scope, read(value, name), make);
  scope.module.open.set(property, isOpen);
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

/** Whether a property holds whatever it is: known since it was tested, which comes before the report. */
function isAlways(property: Schema, scope: Scope, make: () => Expression): boolean {
  const { open } = scope.module;
  let known = open.get(property);
  if (known === undefined) {
    const holds = make();
    open.set(property, (known = holds.kind === "constant" && holds.value));
  }
  return known;
}

function reportProperty(schema: Schema, name: string, property: Schema, isRequired: boolean, value: Code, scope: Scope): Step[] {
  const field = read(value, name);
  const isOpen = isAlways(property, scope, () => scope.test(property, field, name));
  if (isOpen && !isRequired) return [];
  const absence = line(code`${runtime.missing}(issues, "", ${scope.module.at(schema, "required")}, ${name})`);
  if (isOpen) return when(test(code`${field} === undefined`, code`${field} !== undefined`), [absence]);
  scope.useVariable();
  const make = (spot: Spot): Step[] => scope.report(property, variable, spot, name);
  const found = leavesOf(scope.module.graph).report(property, isRequired, scope, propertySpot(name), make);
  const absent = test(code`${variable} === undefined`, code`${variable} !== undefined`);
  if (isRequired) return [assign(variable, field), ...when(absent, [absence], found)];
  const present = test(code`${variable} !== undefined`, code`${variable} === undefined`);
  return [assign(variable, field), ...when(present, found)];
}
