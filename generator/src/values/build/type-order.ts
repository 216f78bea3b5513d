import type { JsonType } from "../../model/schemas/schema.js";
import type { Builder } from "./build.js";
import type { Frame } from "./frame.js";
import type { Shape } from "./shape.js";

/** The types that a shape allows, the one to try first at the head. */
export function typesInOrder(builder: Builder, shape: Shape, frame: Frame): readonly JsonType[] {
  const { types } = shape;
  if (types.length === 1) return types;
  const typed = shape.schemas.some((schema) => schema.type !== undefined);
  const weight = (type: JsonType): number => {
    // A scalar shows more than null does and ends here as well.
    if (builder.tight(frame)) return type === "object" ? 3 : type === "array" ? 2 : type === "null" ? 1 : 0;
    return (type === "null" ? 4 : 0) + (typed || isConstrained(type, shape) ? 0 : 1);
  };
  const ordered = types.toSorted((a, b) => weight(a) - weight(b));
  // Null has nothing in it.
  const hidesMore = builder.options.whole === true && types.some((type) => type === "object" || type === "array");
  if (types.includes("null") && !hidesMore && builder.drawsNull(frame)) return ["null", ...ordered.filter((type) => type !== "null")];
  const others = ordered.filter((type) => type !== "null");
  if (builder.options.mode !== "seeded" || !typed || others.length < 2 || builder.tight(frame)) return ordered;
  const start = builder.random(frame).fork("type").below(others.length);
  return [...others.slice(start), ...others.slice(0, start), ...ordered.filter((type) => type === "null")];
}

/** A schema without `type` has the type of its keywords. */
function isConstrained(type: JsonType, { schemas, nots }: Shape): boolean {
  return [...schemas, ...nots].some(
    (schema) =>
      (type === "object" && schema.object !== undefined) ||
      (type === "array" && schema.array !== undefined) ||
      (type === "string" && (schema.string !== undefined || (schema.format !== undefined && !/^(?:u?int|float|double)/.test(schema.format)))) ||
      (type === "number" && schema.number !== undefined),
  );
}
