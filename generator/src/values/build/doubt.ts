import { plainAssertions } from "../../model/schemas/plain-assertions.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Expansion } from "./expand.js";
import type { Shape } from "./shape.js";

const doubts = new WeakMap<Shape, boolean>();

/** Whether construction does not settle everything by itself: then the finished value is checked. */
export function isDoubtful(expansion: Expansion, shape: Shape): boolean {
  let known = doubts.get(shape);
  if (known === undefined) doubts.set(shape, (known = expansion.nots.length > 0 || shape.schemas.some(raisesDoubt)));
  return known;
}

function raisesDoubt(schema: Schema): boolean {
  return (
    (schema.oneOf?.length ?? 0) > 1 ||
    (schema.discriminator !== undefined && (schema.anyOf ?? schema.oneOf) !== undefined) ||
    schema.if !== undefined ||
    schema.array?.contains !== undefined ||
    schema.array?.unevaluatedItems !== undefined ||
    schema.object?.unevaluatedProperties !== undefined ||
    schema.object?.propertyNames !== undefined ||
    schema.object?.dependentSchemas !== undefined ||
    schema.object?.minProperties !== undefined ||
    schema.object?.maxProperties !== undefined ||
    plainAssertions(schema).length > 0
  );
}
