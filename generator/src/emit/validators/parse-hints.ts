import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaGraph } from "../../plan/schemas/schema-graph.js";
import { code } from "../print/code.js";
import { labelled, listing, literalOf, type Piece } from "./code/piece.js";
import { rules } from "./code/symbols.js";
import { isOnlyReference, type RuleScope } from "./keyword.js";
import { isNullUnion } from "./keywords/union.js";
import { compounds, onlyBranch, constrainedNamesOf } from "./declared-names.js";

/**
 * Facts for `parse` beyond the keywords of a schema: names that belong to a value although `properties` does not list them, and the relevant branches
 * of unions. `undefined`: none.
 */
export function parseHints(schema: Schema, scope: RuleScope): Piece | undefined {
  const { graph } = scope.module;
  if (!graph.hasShape(schema)) return undefined;
  const members: Piece[] = [];
  const properties = schema.object?.properties ?? new Map<string, Schema>();
  const subtypeNames = [...namesOfSubtypes(schema, graph)].filter((name) => !properties.has(name));
  if (subtypeNames.length > 0) members.push(code`names: ${subtypeNames}`);
  const spoken = constrainedNamesOf(schema, graph);
  if (spoken.isOpen) members.push(code`open: true`);
  // A property's schemas in conditions apply to it, too.
  const whole = [...spoken.inner].filter((name) => properties.has(name));
  if (whole.length > 0) members.push(code`whole: ${whole}`);
  const { anyOf = [], oneOf = [] } = schema;
  const only: number[] = [];
  const branches: Piece[] = [];
  for (const union of [anyOf, oneOf]) {
    const single = onlyBranch(union, graph);
    if (single === undefined) branches.push(...testedBranches(union, scope));
    else if (!isNullUnion(union, graph)) only.push(union.indexOf(single) + (union === oneOf ? anyOf.length : 0));
  }
  if (only.length > 0) members.push(code`only: ${only}`);
  if (branches.length > 0) members.push(labelled(code`any: `, listing(branches)));
  const required = new Set(schema.object?.required);
  const also = [...spoken.names].filter((name) => !properties.has(name) && !subtypeNames.includes(name) && !required.has(name));
  if (also.length > 0) members.push(code`also: ${also}`);
  return members.length === 0 ? undefined : literalOf(members);
}

/** Branches that can be evaluated, each with its rule: for one without listed properties, every property belongs to the value. */
function testedBranches(union: readonly Schema[], scope: RuleScope): Piece[] {
  const { graph } = scope.module;
  if (!union.some((branch) => graph.hasShape(branch))) return [];
  return union.flatMap((branch): Piece[] => {
    const target = branch.ref === undefined ? undefined : scope.module.target(branch.ref);
    const types = graph.types(branch);
    if (target === undefined || !compounds.some((type) => types.has(type))) return [];
    const rule = isOnlyReference(branch) ? code`${target.rule}` : scope.body(branch);
    return [listing([code`${target.is}`, graph.hasShape(branch) ? rule : code`${rules.open}`])];
  });
}

/**
 * The properties of subtypes that a discriminator without a union names: a value of the base schema is one of them.
 * OpenAPI 3.1 §4.8.25: documents refer to the base.
 */
function namesOfSubtypes({ discriminator, anyOf, oneOf }: Schema, graph: SchemaGraph): Set<string> {
  const found = new Set<string>();
  if (discriminator === undefined || anyOf !== undefined || oneOf !== undefined) return found;
  const visited = new Set<SchemaId>();
  const waiting: SchemaId[] = [...discriminator.mapping.values()];
  const read = ({ ref, object, allOf = [], discriminator: next }: Schema): void => {
    for (const name of object?.properties?.keys() ?? []) found.add(name);
    if (ref !== undefined) waiting.push(ref);
    if (next !== undefined) waiting.push(...next.mapping.values());
    allOf.forEach(read);
  };
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const target = visited.has(id) ? undefined : graph.get(id);
    visited.add(id);
    if (target !== undefined) read(target);
  }
  return found;
}
