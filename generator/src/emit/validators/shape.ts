import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { code, join, propertyKey, raw, typed, type Code } from "../print/code.js";
import type { ModuleScope } from "./code/scope.js";
import { runtime } from "./code/symbols.js";
import { regexOf } from "./keywords/pattern.js";
import { compounds, onlyBranch, spokenOf } from "./spoken.js";

/**
 * What `parse` needs to know of a schema: the names that it lists, the defaults, and the shapes of the parts. `undefined` where
 * nothing can be left out or filled in.
 */
export function shapeOf(schema: Schema, module: ModuleScope): Code | undefined {
  return module.graph.hasShape(schema) ? literalOf(membersOf(schema, module)) : undefined;
}

function literalOf(members: readonly Code[]): Code {
  return members.length === 0 ? code`{}` : code`{ ${join(members, ", ")} }`;
}

function membersOf(schema: Schema, module: ModuleScope): Code[] {
  const members: Code[] = [];
  const { object, array } = schema;
  const names = new Set([...(object?.properties?.keys() ?? []), ...namesOfHeirs(schema, module)]);
  if (names.size > 0 || object?.patternProperties !== undefined) members.push(code`names: ${[...names]}`);
  const spoken = spokenOf(schema, module.graph);
  if (isOpen(schema) || spoken.isOpen) members.push(code`open: true`);
  const patterns = [...(object?.patternProperties?.keys() ?? [])].map((source) => regexOf(source, module, patternName(module)));
  if (patterns.length > 0) members.push(code`patterns: [${join(patterns, ", ")}]`);
  const parts: Code[] = [];
  const defaults: Code[] = [];
  for (const [name, property] of object?.properties ?? []) {
    // What is said of it elsewhere, under a condition, belongs to it, too.
    const shape = spoken.inner.has(name) ? undefined : partShape(property, module);
    if (shape !== undefined) parts.push(code`${raw(propertyKey(name))}: ${name in Object.prototype ? asShape(shape) : shape}`);
    const value = property.annotations?.default;
    if (value !== undefined) defaults.push(code`${raw(propertyKey(name))}: ${value}`);
  }
  if (parts.length > 0) members.push(code`parts: { ${join(parts, ", ")} }`);
  if (defaults.length > 0) members.push(code`defaults: { ${join(defaults, ", ")} }`);
  const one = (key: string, part: Schema | undefined): void => {
    const shape = part === undefined ? undefined : partShape(part, module);
    if (shape !== undefined) members.push(code`${raw(key)}: ${shape}`);
  };
  one("others", object?.additionalProperties);
  one("items", array?.items);
  const unions = unionsOf(schema).map((union) => ({ union, only: onlyBranch(union, module.graph) }));
  const together = [
    ...(schema.ref === undefined ? [] : [referenceShape(schema.ref, module)]),
    ...(schema.allOf ?? []).map((part) => partShape(part, module)),
    ...unions.map(({ only }) => only && partShape(only, module)),
  ].filter((shape) => shape !== undefined);
  if (together.length > 0) members.push(code`all: [${join(together, ", ")}]`);
  const branches = unions.filter(({ only }) => only === undefined).flatMap(({ union }) => testedBranches(union, module));
  if (branches.length > 0) members.push(code`any: [${join(branches, ", ")}]`);
  const also = [...spoken.names].filter((name) => !names.has(name));
  // Where nothing is listed, nothing is left out.
  const isListed = names.size > 0 || patterns.length > 0 || together.length > 0 || branches.length > 0;
  if (also.length > 0 && isListed) members.push(code`also: ${also}`);
  return members;
}

/** A schema has one module for both directions. */
function patternName({ direction }: ModuleScope): string {
  return direction === "request" ? "patternOfSentNames" : "patternOfNames";
}

/** A shape where TypeScript would take what it has to be from what every object has: `constructor`. */
function asShape(shape: Code): Code {
  return code`${shape}${typed(code` satisfies ${runtime.ShapeOf}`)}`;
}

function unionsOf({ anyOf, oneOf }: Schema): (readonly Schema[])[] {
  return [anyOf, oneOf].filter((union) => union !== undefined);
}

/** Branches that can be asked for whether a value is theirs, each with its shape: of one that lists nothing, every property belongs to the value. */
function testedBranches(union: readonly Schema[], module: ModuleScope): Code[] {
  if (!union.some((branch) => module.graph.hasShape(branch))) return [];
  return union.flatMap((branch) => {
    const test = branchTest(branch, module);
    const types = module.graph.types(branch);
    if (test === undefined || !compounds.some((type) => types.has(type))) return [];
    const shape = module.graph.hasShape(branch) ? partShape(branch, module) : raw("{ open: true }");
    return shape === undefined ? [] : [code`[${test}, ${shape}]`];
  });
}

/**
 * What those add that a discriminator without a union names: a value of the base schema is one of them, and what they say of it belongs to it.
 * OpenAPI 3.1 §4.8.25: the base is what documents refer to.
 */
function namesOfHeirs({ discriminator, anyOf, oneOf }: Schema, module: ModuleScope): Set<string> {
  const found = new Set<string>();
  if (discriminator === undefined || anyOf !== undefined || oneOf !== undefined) return found;
  const seen = new Set<SchemaId>();
  const waiting: SchemaId[] = [...discriminator.mapping.values()];
  const read = ({ ref, object, allOf = [], discriminator: next }: Schema): void => {
    for (const name of object?.properties?.keys() ?? []) found.add(name);
    if (ref !== undefined) waiting.push(ref);
    if (next !== undefined) waiting.push(...next.mapping.values());
    allOf.forEach(read);
  };
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const target = seen.has(id) ? undefined : module.graph.get(id);
    seen.add(id);
    if (target !== undefined) read(target);
  }
  return found;
}

/** The author says what further properties look like: they belong to the value. */
function isOpen({ object }: Schema): boolean {
  const others = object?.additionalProperties ?? object?.unevaluatedProperties;
  return others !== undefined && others.boolean !== false;
}

function partShape(part: Schema, module: ModuleScope): Code | undefined {
  if (!module.graph.hasShape(part)) return undefined;
  const reference = onlyReference(part);
  if (reference !== undefined) return referenceShape(reference, module);
  const alone = alonePart(part, module);
  if (alone !== undefined) return partShape(alone, module);
  const members = membersOf(part, module);
  return members.length === 0 ? undefined : literalOf(members);
}

/** The one schema that a union or `allOf` holds for `parse`, where the schema says nothing beside it. */
function alonePart(schema: Schema, module: ModuleScope): Schema | undefined {
  const { ref, object, array, allOf = [] } = schema;
  if (ref !== undefined || object !== undefined || array !== undefined) return undefined;
  const unions = unionsOf(schema);
  const [single, ...more] = [...allOf, ...unions.flat()].filter((branch) => module.graph.hasShape(branch));
  if (single === undefined || more.length > 0 || !(allOf.includes(single) || unions.some((union) => onlyBranch(union, module.graph) === single)))
    return undefined;
  const { names, isOpen: opens } = spokenOf(schema, module.graph);
  return names.size === 0 && !opens ? single : undefined;
}

/** A schema that is a reference and nothing that `parse` would look at has the shape of its target. */
function onlyReference({ ref, object, array, allOf, anyOf, oneOf, if: condition, not }: Schema): SchemaId | undefined {
  return [object, array, allOf, anyOf, oneOf, condition, not].every((each) => each === undefined) ? ref : undefined;
}

function referenceShape(id: SchemaId, module: ModuleScope): Code | undefined {
  const target = module.graph.get(id);
  const found = module.target(id);
  return target === undefined || found === undefined || !module.graph.hasShape(target) ? undefined : code`${found.shape}`;
}

/** Which branches hold is asked of their own functions; a branch without one is left as it is. */
function branchTest(branch: Schema, module: ModuleScope): Code | undefined {
  const target = branch.ref === undefined ? undefined : module.target(branch.ref);
  return target === undefined ? undefined : code`${target.is}`;
}
