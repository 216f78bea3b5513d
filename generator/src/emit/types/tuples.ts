import type { GlobalContext, SchemaObject } from "openapi-typescript";
import type ts from "typescript";
import type { FormObject } from "./form.js";
import { compiler, transformSchemaObject } from "./transforms.js";

const { factory } = compiler;

/** `[A, B?, ...C[]]` for `prefixItems`: only `minItems` makes an item required (JSON Schema 2020-12 §10.3.1.1). */
export function writeTuple(form: FormObject, context: GlobalContext): ts.TypeNode | undefined {
  if (form.type !== "array" || form.prefixItems === undefined) return undefined;
  const { prefixItems, items, minItems = 0 } = form;
  const type = (item: FormObject | boolean): ts.TypeNode => transformSchemaObject(item as SchemaObject, { ctx: context });
  const elements: ts.TypeNode[] = prefixItems.map((item, index) => (index < minItems ? type(item) : factory.createOptionalTypeNode(type(item))));
  if (items !== false) elements.push(factory.createRestTypeNode(factory.createArrayTypeNode(type(items ?? true))));
  return factory.createTupleTypeNode(elements);
}
