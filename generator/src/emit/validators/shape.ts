import type { Schema, SchemaId } from "../../model/schema.js";
import { code, join, propertyKey, raw, type Code } from "../print/code.js";
import type { ModuleScope } from "./code/scope.js";

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
  const names = [...new Set([...(object?.properties?.keys() ?? []), ...namesOfHeirs(schema, module)])];
  if (names.length > 0 || object?.patternProperties !== undefined) members.push(code`names: ${names}`);
  if (isOpen(schema)) members.push(code`open: true`);
  const patterns = [...(object?.patternProperties?.keys() ?? [])];
  if (patterns.length > 0) members.push(code`patterns: ${patterns}`);
  const parts: Code[] = [];
  const defaults: Code[] = [];
  for (const [name, property] of object?.properties ?? []) {
    const shape = partShape(property, module);
    if (shape !== undefined) parts.push(code`${raw(propertyKey(name))}: ${shape}`);
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
  const together = [
    ...(schema.ref === undefined ? [] : [referenceShape(schema.ref, module)]),
    ...(schema.allOf ?? []).map((part) => partShape(part, module)),
  ];
  // Of a union with one branch that can be changed (the others being null or scalars), that one counts.
  const structural = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter((branch) => module.graph.hasShape(branch));
  const [single, ...more] = structural;
  if (single !== undefined && more.length === 0) together.push(partShape(single, module));
  const inPlace = together.filter((shape) => shape !== undefined);
  if (inPlace.length > 0) members.push(code`all: [${join(inPlace, ", ")}]`);
  const branches = (more.length === 0 ? [] : structural).flatMap((branch) => {
    const test = branchTest(branch, module);
    const shape = partShape(branch, module);
    return test === undefined || shape === undefined ? [] : [code`[${test}, ${shape}]`];
  });
  if (branches.length > 0) members.push(code`any: [${join(branches, ", ")}]`);
  return members;
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
  const alone = onlyBranch(part, module);
  if (alone !== undefined) return partShape(alone, module);
  const members = membersOf(part, module);
  return members.length === 0 ? undefined : literalOf(members);
}

/** The one schema that a union or `allOf` holds for `parse`, where the schema says nothing beside it. */
function onlyBranch({ ref, object, array, allOf = [], anyOf = [], oneOf = [] }: Schema, module: ModuleScope): Schema | undefined {
  if (ref !== undefined || object !== undefined || array !== undefined) return undefined;
  const [single, ...more] = [...allOf, ...anyOf, ...oneOf].filter((branch) => module.graph.hasShape(branch));
  return more.length === 0 ? single : undefined;
}

/** A schema that is a reference and nothing that `parse` would look at has the shape of its target. */
function onlyReference({ ref, object, array, allOf, anyOf, oneOf }: Schema): SchemaId | undefined {
  return [object, array, allOf, anyOf, oneOf].every((each) => each === undefined) ? ref : undefined;
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
