import type { Schema } from "../../model/schema.js";
import { isInline, isShortUnion, keywordsOf } from "./inline.js";
import { isRepeated } from "./repeated.js";
import type { ModuleScope } from "./scope.js";
import { typesOf } from "./types.js";

/** More properties than this are a function of their own: small functions are optimised sooner. */
const manyProperties = 30;
/** Of a schema that has functions of its own, so many are asked again where it is extended: what is called for one object three times takes twice as long. */
const fewProperties = 8;

/** Whether a schema only lets objects through, and says of them what one expression can ask. */
export function isPlainObject(schema: Schema): boolean {
  return typesOf(schema).sole === "object" && keywordsOf(schema).every(({ group, test }) => group === "object" && test !== undefined);
}

/**
 * The plain objects that a part of an `allOf` comes to, through references and inner `allOf`s: together they say what it says. `undefined` where it is
 * not made of small ones.
 */
export function flatObjects(part: Schema, module: ModuleScope): readonly Schema[] | undefined {
  const found: Schema[] = [];
  const enter = (schema: Schema, most: number): boolean => {
    const isTarget = module.graph.get(schema.id) === schema && schema.id !== module.root.id;
    const limit = isTarget ? fewProperties : most;
    const { ref, allOf, ...rest } = schema;
    const own: Schema = rest;
    const hasOwn = keywordsOf(own).length > 0;
    if (hasOwn && !(isPlainObject(own) && isSmall(own, limit, module))) return false;
    // A bare `type` says nothing that the parts do not say.
    if (!hasOwn && own.type !== undefined && !own.type.includes("object")) return false;
    if (hasOwn) found.push(own);
    if (allOf?.every((each) => enter(each, limit)) === false) return false;
    if (ref === undefined) return hasOwn || allOf !== undefined;
    const target = module.graph.get(ref);
    return target !== undefined && !module.graph.isRecursive(ref) && !isRepeated(ref, module.graph) && enter(target, limit);
  };
  if (!enter(part, manyProperties)) return undefined;
  return count(found) <= manyProperties ? found : undefined;
}

function isSmall(schema: Schema, limit: number, module: ModuleScope): boolean {
  const properties = [...(schema.object?.properties?.values() ?? [])];
  return properties.length <= limit && (limit === manyProperties || properties.every((each) => isInline(each) || isShortUnion(each, module)));
}

function count(schemas: readonly Schema[]): number {
  return schemas.reduce((sum, { object }) => sum + (object?.properties?.size ?? 0), 0);
}
