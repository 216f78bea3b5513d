import type ts from "typescript";
import type { Form, FormObject } from "./form.js";
import { compiler, transformSchemaObject, type GlobalContext, type SchemaObject } from "./transforms.js";

const { factory } = compiler;

/**
 * `[A, B?, ...C[]]` for `prefixItems`: only `minItems` makes an item required (JSON Schema 2020-12 §10.3.1.1). And `[A, B][]` for a list of one constant
 * list, which openapi-typescript takes for the list itself.
 */
export function writeTuple(form: FormObject, context: GlobalContext): ts.TypeNode | undefined {
  const type = (item: Form): ts.TypeNode => transformSchemaObject(item as SchemaObject, { ctx: context });
  if (form.type !== "array") return undefined;
  if (form.prefixItems === undefined) return isOneList(form.items) ? factory.createArrayTypeNode(type(form.items)) : undefined;
  const { prefixItems, items, minItems = 0 } = form;
  const elements: ts.TypeNode[] = prefixItems.map((item, index) => (index < minItems ? type(item) : factory.createOptionalTypeNode(type(item))));
  if (items !== false) elements.push(factory.createRestTypeNode(factory.createArrayTypeNode(type(items ?? true))));
  return factory.createTupleTypeNode(elements);
}

function isOneList(form: Form | undefined): form is FormObject {
  return typeof form === "object" && form.enum?.length === 1 && Array.isArray(form.enum[0]);
}
