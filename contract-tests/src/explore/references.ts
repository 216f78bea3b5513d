import { escapeToken, isJsonObject, tokens, type ApiModel, type Json, type Schema } from "tallystick/model";
import { valueAt, withValueAt } from "../observe/value-at.js";
import { flat, referredName, singular } from "./names.js";
import { conjuncts, propertiesOf } from "./schemas.js";

/** A location in a body that has the id of another item. */
export interface ReferencePlace {
  /** JSON pointer to the id, or to the list of ids or of objects with an id. */
  readonly pointer: string;
  /** The name of the resource: `author`. */
  readonly thing: string;
  /** The schema of the id. */
  readonly schema?: Schema;
  readonly isList: boolean;
  /** The name of the id in the objects of a list: `{ type: "tags", id }`. */
  readonly property?: string;
  readonly isRequired: boolean;
}

const deepest = 6;
const mostItems = 20;

/**
 * Where a body refers to other items: `authorId`, `customer: { id }`, and a resource identifier of JSON:API, `{ type: "authors", id }`.
 *
 * @param envelope Where the body has the properties of its own item. An id next to them is no reference.
 * @param isResource Whether the document has a resource of this name.
 */
export function referencesIn(
  model: Pick<ApiModel, "schemas">,
  schema: Schema,
  body: Json,
  envelope: string,
  isResource: (name: string) => boolean,
): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  const visit = (
    value: Json | undefined,
    described: Schema | undefined,
    pointer: string,
    property: string | undefined,
    isRequired: boolean,
  ): void => {
    if (value === null || typeof value !== "object" || pointer.split("/").length > deepest + 1) return;
    if (Array.isArray(value)) {
      const items = itemsOf(model, described);
      const thing = isJsonObject(value[0]) ? ownerOf(value[0], property, isResource) : undefined;
      const ofId = propertiesOf(model, items).get("id")?.schema;
      if (thing !== undefined) found.push({ pointer, thing, isList: true, property: "id", isRequired, ...(ofId && { schema: ofId }) });
      else for (const [index, item] of value.slice(0, mostItems).entries()) visit(item as Json, items, `${pointer}/${index}`, property, true);
      return;
    }
    const properties = propertiesOf(model, described);
    const isOwn = `${envelope}/`.startsWith(`${pointer}/`);
    for (const [name, part] of Object.entries(value)) {
      const inner = properties.get(name);
      const at = `${pointer}/${escapeToken(name)}`;
      const thing =
        referredName(name) ??
        resourceOfId(name, inner?.schema, isResource) ??
        (name === "id" && !isOwn ? ownerOf(value, property, isResource) : undefined);
      const isId = typeof part === "string" || typeof part === "number";
      const isList = Array.isArray(part) && !part.some((item) => typeof item === "object");
      const ofPart = isList ? itemsOf(model, inner?.schema) : inner?.schema;
      if (thing !== undefined && (isId || isList))
        found.push({ pointer: at, thing, ...(ofPart && { schema: ofPart }), isList, isRequired: inner?.isRequired === true });
      else visit(part as Json, inner?.schema, at, name, inner?.isRequired === true);
    }
  };
  visit(body, schema, "", undefined, true);
  return found;
}

function itemsOf(model: Pick<ApiModel, "schemas">, list: Schema | undefined): Schema | undefined {
  return list && conjuncts(model, list).find(({ array }) => array?.items !== undefined)?.array?.items;
}

/** The resource that a text names whose description says that it is an id: `customer`, "ID of the customer to bill". */
function resourceOfId(name: string, schema: Schema | undefined, isResource: (name: string) => boolean): string | undefined {
  const thing = singular(flat(name));
  const isId = schema?.enum === undefined && /\b(?:ids?|identifiers?|uuids?)\b/i.test(schema?.annotations?.description ?? "");
  return isId && isResource(thing) ? thing : undefined;
}

/** The resource of an object that has nothing but an id, or an id and a type: by its type, or by the name of the property. */
function ownerOf(value: object, property: string | undefined, isResource: (name: string) => boolean): string | undefined {
  const { id, type } = value as { readonly id?: unknown; readonly type?: unknown };
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const names = [typeof type === "string" ? type : undefined, property].flatMap((one) => (one === undefined ? [] : [singular(flat(one))]));
  return Object.keys(value).length <= 2 ? names.find(isResource) : undefined;
}

/** The body with this id at the location, in the type that the body has there. */
export function withReference(body: Json, { pointer, isList, property }: ReferencePlace, id: Json): Json {
  const former = valueAt(body, pointer) as Json;
  const [first] = Array.isArray(former) ? former : [former];
  const one = property !== undefined && isJsonObject(first) ? first[property] : first;
  const alike = typeof one === "string" && typeof id === "number" ? String(id) : id;
  const item = property !== undefined && isJsonObject(first) ? ({ ...first, [property]: alike } as Json) : alike;
  return withValueAt(body, tokens(pointer), isList ? [item] : item);
}

/** The body without the property at the location. If the location has a list, it becomes empty. */
export function withoutReference(body: Json, { pointer, isList }: ReferencePlace): Json {
  if (isList) return withValueAt(body, tokens(pointer), []);
  const path = tokens(pointer);
  const parent = valueAt(body, pointer.slice(0, pointer.lastIndexOf("/")));
  if (!isJsonObject(parent)) return body;
  const { [path.at(-1) ?? ""]: _left, ...rest } = parent as Readonly<Record<string, Json>>;
  return withValueAt(body, path.slice(0, -1), rest);
}
