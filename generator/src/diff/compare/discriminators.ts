import type { ApiModel } from "../../model/api.js";
import { tokens } from "../../model/place.js";
import type { Discriminator, Schema, SchemaId } from "../../model/schema.js";
import { aliasesBesideNull, type Node } from "../forms/node.js";
import type { SchemaDifference } from "./pair.js";

/** The tag is a value on the wire: its name, and the words that stand for each branch (OpenAPI 3.1 §4.8.25). */
export function compareDiscriminators(
  old: Node,
  next: Node,
  oldModel: ApiModel,
  newModel: ApiModel,
  say: (difference: SchemaDifference) => void,
): void {
  const before = find(old, oldModel);
  const after = find(next, newModel);
  if (before === undefined && after === undefined) return;
  const places = { ...(before && { old: before.schema.place }), ...(after && { new: after.schema.place }) };
  if (before === undefined || after === undefined) {
    if (old.schemas.length === 0 || next.schemas.length === 0) return;
    say({ code: before === undefined ? "discriminator-added" : "discriminator-removed", places, parameters: {} });
    return;
  }
  if (before.discriminator.propertyName !== after.discriminator.propertyName) {
    const parameters = { old: before.discriminator.propertyName, new: after.discriminator.propertyName };
    say({ code: "discriminator-property-changed", places, parameters });
    return;
  }
  const was = before.discriminator.mapping;
  const is = after.discriminator.mapping;
  for (const [value, target] of was)
    if (!is.has(value)) say({ code: "discriminator-value-removed", places, parameters: { value, target: nameOf(target) } });
  const moved = [...was].filter(([value, target]) => isMoved(target, is.get(value), is)).map(([value]) => value);
  if (moved.length > 0) say({ code: "discriminator-value-moved", places, parameters: { values: moved } });
  for (const [value, target] of is)
    if (!was.has(value)) say({ code: "discriminator-value-added", places, parameters: { value, target: nameOf(target) } });
}

function nameOf(component: SchemaId): string {
  return tokens(component.slice(component.indexOf("#"))).at(-1) ?? component;
}

/** The value leads to another branch, and what it led to is still there: not a branch that only has another name now. */
function isMoved(old: SchemaId, next: SchemaId | undefined, mapping: Discriminator["mapping"]): boolean {
  return next !== undefined && next !== old && [...mapping.values()].includes(old);
}

function find(at: Node, model: ApiModel): { schema: Schema; discriminator: Discriminator } | undefined {
  for (const schema of at.schemas.flatMap((start) => aliasesBesideNull(start, model))) {
    if (schema.discriminator !== undefined) return { schema, discriminator: schema.discriminator };
  }
  return undefined;
}
