import type { Schema } from "../../../model/schemas/schema.js";
import { isInline, isShortUnion, keywordsOf } from "../inline.js";
import { memoize } from "../../../algorithms/memoize.js";
import { isRepeated } from "./repeated.js";
import type { ModuleScope } from "../code/scope.js";
import { typeMatches, typesOf } from "../types.js";

/** More properties than this are a function of their own: small functions are optimised sooner. */
const manyProperties = 30;
/** The maximum number of repeated tests of a named schema that is extended: three calls for one object take twice as long. */
const fewProperties = 8;

/** Whether a schema only accepts objects, and one expression can test it. */
export function isPlainObject(schema: Schema): boolean {
  return typesOf(schema).sole === "object" && keywordsOf(schema).every(({ group, test }) => group === "object" && test !== undefined);
}

/**
 * The plain objects of an `allOf` part, through references and inner `allOf`s: together they are equal to it. `undefined` if one is
 * not small, or tests a property that is already tested in a way that the compiler would reject.
 *
 * @param checkedProperties The properties tested by the same expression; those of the part are added.
 */
export function flatObjects(part: Schema, module: ModuleScope, checkedProperties: Map<string, Schema>): readonly Schema[] | undefined {
  const found: Schema[] = [];
  const enter = (schema: Schema, most: number): boolean => {
    const isTarget = module.graph.get(schema.id) === schema && schema.id !== module.root.id;
    const limit = isTarget ? fewProperties : most;
    const { ref, allOf } = schema;
    const own = ownKeywords(schema);
    const hasOwn = keywordsOf(own).length > 0;
    if (hasOwn && !(isPlainObject(own) && isSmall(own, limit, module))) return false;
    // A bare `type` adds nothing to the parts.
    if (!hasOwn && own.type !== undefined && !own.type.includes("object")) return false;
    if (hasOwn) found.push(own);
    if (allOf?.every((each) => enter(each, limit)) === false) return false;
    if (ref === undefined) return hasOwn || allOf !== undefined;
    const target = module.graph.get(ref);
    return target !== undefined && !module.graph.isRecursive(ref) && !isRepeated(ref, module.graph, module.direction) && enter(target, limit);
  };
  if (!enter(part, manyProperties)) return undefined;
  const properties = found.flatMap(({ object }) => [...(object?.properties ?? [])]);
  if (properties.length > manyProperties) return undefined;
  const all = new Map(checkedProperties);
  for (const [name, property] of properties) {
    const other = all.get(name);
    if (other !== undefined && !areComparable(other, property)) return undefined;
    all.set(name, property);
  }
  for (const [name, property] of all) checkedProperties.set(name, property);
  return found;
}

/** The schema's own keywords, without its references and parts. */
function ownKeywords(schema: Schema): Schema {
  return schema.ref === undefined && schema.allOf === undefined ? schema : withoutOthers(schema);
}

const withoutOthers = memoize(({ ref: _ref, allOf: _allOf, ...own }: Schema): Schema => own);

/** Whether both tests may apply to one property: if they exclude each other, the compiler rejects the second one (TS2367). */
function areComparable(a: Schema, b: Schema): boolean {
  if ([a, b].some(({ ref, allOf, anyOf, oneOf }) => (ref ?? allOf ?? anyOf ?? oneOf) !== undefined)) return false;
  const [listed, ...others] = [a, b].filter((each) => each.enum !== undefined || each.const !== undefined);
  if (listed === undefined) return true;
  const values = listed.const === undefined ? (listed.enum ?? []) : [listed.const];
  const { type } = listed === a ? b : a;
  return others.length === 0 && type !== undefined && values.every((value) => typeMatches(value, type));
}

function isSmall(schema: Schema, limit: number, module: ModuleScope): boolean {
  const properties = [...(schema.object?.properties?.values() ?? [])];
  return properties.length <= limit && (limit === manyProperties || properties.every((each) => isInline(each) || isShortUnion(each, module)));
}
