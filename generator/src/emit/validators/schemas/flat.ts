import type { Schema } from "../../../model/schemas/schema.js";
import { isInline, isShortUnion, keywordsOf } from "../inline.js";
import { memoize } from "../../../algorithms/remembered.js";
import { isRepeated } from "./repeated.js";
import type { ModuleScope } from "../code/scope.js";
import { typeMatches, typesOf } from "../types.js";

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
 * not made of small ones, or speaks of a property that is asked about already in a way that the compiler would not believe.
 *
 * @param asked The properties that the same expression asks about; those of the part are added.
 */
export function flatObjects(part: Schema, module: ModuleScope, asked: Map<string, Schema>): readonly Schema[] | undefined {
  const found: Schema[] = [];
  const enter = (schema: Schema, most: number): boolean => {
    const isTarget = module.graph.get(schema.id) === schema && schema.id !== module.root.id;
    const limit = isTarget ? fewProperties : most;
    const { ref, allOf } = schema;
    const own = ownKeywords(schema);
    const hasOwn = keywordsOf(own).length > 0;
    if (hasOwn && !(isPlainObject(own) && isSmall(own, limit, module))) return false;
    // A bare `type` says nothing that the parts do not say.
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
  const all = new Map(asked);
  for (const [name, property] of properties) {
    const other = all.get(name);
    if (other !== undefined && !areComparable(other, property)) return undefined;
    all.set(name, property);
  }
  for (const [name, property] of all) asked.set(name, property);
  return found;
}

/** What a schema says itself, without what it refers to or is made of. */
function ownKeywords(schema: Schema): Schema {
  return schema.ref === undefined && schema.allOf === undefined ? schema : withoutOthers(schema);
}

const withoutOthers = memoize(({ ref: _ref, allOf: _allOf, ...own }: Schema): Schema => own);

/** Whether both may be asked of one property: where a value cannot have both, the compiler refuses the second question (TS2367). */
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
