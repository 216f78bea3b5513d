import { assertedFormat } from "../../../model/schemas/formats.js";
import { omitted } from "../../../plan/schemas/directions.js";
import { escapeToken } from "../../../model/place.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { code, type Code } from "../../print/code.js";
import { all, always, not, some, test, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { numberFormats, stringFormats } from "../formats.js";
import type { Keyword, Scope } from "../keyword.js";
import { leavesOf, type TestForm } from "../leaf.js";
import { variable } from "../code/scope.js";
import { line, when, type Step } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import { typesOf } from "../types.js";
import { propertySpot, read } from "./names.js";

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
  report: (schema, value, spot, scope) => {
    const parts = inParts(schema);
    if (parts !== undefined) return parts.flatMap((part, index) => scope.report(part, value, spot, `part ${index + 1}`));
    const required = requiredNames(schema, scope);
    return [...(schema.object?.properties ?? [])].flatMap(([name, property]) =>
      reportProperty(schema, name, property, required.has(name), value, scope),
    );
  },
};

/**
 * How many properties one function asks about. TypeScript gives up on a function with two thousand branches one after the other (error 2563),
 * and an optional property is two or three.
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

/** A client does not send what is `readOnly`, and is not sent what is `writeOnly`: such a name is not asked for there (OpenAPI 3.1 §4.8.24). */
export function requiredNames({ object = {} }: Schema, scope: Scope): ReadonlySet<string> {
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
  const plain = reportPlain(schema, name, property, isRequired, value, scope);
  if (plain !== undefined) return plain;
  // A place that is not mentioned needs no constant.
  const absence = (): Step => line(code`${runtime.missing}(issues, "", ${scope.module.at(schema, "required")}, ${name})`);
  if (isOpen) return when(test(code`${field} === undefined`, code`${field} !== undefined`), [absence()]);
  scope.useVariable();
  const found = scope.report(property, variable, propertySpot(name), name);
  const absent = test(code`(${variable} = ${field}) === undefined`, code`(${variable} = ${field}) !== undefined`);
  return isRequired ? when(absent, [absence()], found) : when(not(absent), found);
}

/** A property that says a type and perhaps a format of strings, and stands where its name says: one function tells what is wrong with it. */
function reportPlain(schema: Schema, name: string, property: Schema, isRequired: boolean, value: Code, scope: Scope): Step[] | undefined {
  const { type } = property;
  const format = assertedFormat(property) ?? "";
  const field = read(value, name);
  const fails = leavesOf(scope.module.graph).fails(property, isRequired, scope, field);
  if (fails === undefined || type === undefined || numberFormats.has(format) || !isInPlace(schema, name, property)) return undefined;
  if (fails.usesVariable) scope.useVariable();
  const { types = type } = typesOf(property);
  const expected = types.length === 1 ? code`${types[0] as string}` : code`${types}`;
  const isAsserted = types.includes("string") && stringFormats.has(format);
  const what = isAsserted ? code`${expected}, ${format}` : expected;
  const received = fails.usesVariable ? variable : field;
  return when(fails.expression, [line(code`${runtime.wrongProperty}(issues, ${scope.module.placeOf(schema)}, ${name}, ${received}, ${what})`)]);
}

/** Whether the places of an object's keywords follow from its own and the property's name, as they are: not where the document spells one otherwise. */
function isInPlace(schema: Schema, name: string, property: Schema): boolean {
  if (schema.spelled?.["required"] !== undefined || property.spelled !== undefined || escapeToken(name) !== name) return false;
  return property.place.file === schema.place.file && property.place.pointer === `${schema.place.pointer}/properties/${name}`;
}
