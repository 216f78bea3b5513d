import type { Schema, SchemaId } from "../../model/schema.js";
import { code, join, propertyKey, raw, type Code } from "../print/code.js";
import type { ModuleScope } from "./scope.js";

/**
 * What `parse` needs to know of a schema: the names that it lists, the defaults, and the shapes of the parts. `undefined` where
 * nothing can be left out or filled in.
 */
export function shapeOf(schema: Schema, module: ModuleScope): Code | undefined {
  if (!module.graph.hasShape(schema)) return undefined;
  const members: Code[] = [];
  const { object, array } = schema;
  const names = [...(object?.properties?.keys() ?? [])];
  if (names.length > 0 || object?.patternProperties !== undefined) members.push(code`names: ${names}`);
  if (isOpen(schema)) members.push(code`open: true`);
  const patterns = [...(object?.patternProperties?.keys() ?? [])];
  if (patterns.length > 0) members.push(code`patterns: ${patterns}`);
  const parts = [...(object?.properties ?? [])].flatMap(([name, property]) => {
    const shape = partShape(property, module);
    return shape === undefined ? [] : [code`${raw(propertyKey(name))}: ${shape}`];
  });
  if (parts.length > 0) members.push(code`parts: { ${join(parts, ", ")} }`);
  const defaults = [...(object?.properties ?? [])].flatMap(([name, property]) => {
    const value = property.annotations?.default;
    return value === undefined ? [] : [code`${raw(propertyKey(name))}: ${value}`];
  });
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
  const inPlace = together.filter((shape) => shape !== undefined);
  if (inPlace.length > 0) members.push(code`all: [${join(inPlace, ", ")}]`);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((branch) => {
    const test = branchTest(branch, module);
    const shape = partShape(branch, module);
    return test === undefined || shape === undefined ? [] : [code`[${test}, ${shape}]`];
  });
  if (branches.length > 0) members.push(code`any: [${join(branches, ", ")}]`);
  return code`{ ${join(members, ", ")} }`;
}

/** The author says what further properties look like: they belong to the value. */
function isOpen({ object }: Schema): boolean {
  const others = object?.additionalProperties ?? object?.unevaluatedProperties;
  return others !== undefined && others.boolean !== false;
}

function partShape(part: Schema, module: ModuleScope): Code | undefined {
  return module.graph.hasShape(part) ? shapeOf(part, module) : undefined;
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
