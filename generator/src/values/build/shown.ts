import type { Json } from "../../model/json.js";
import { inDirection } from "../direction.js";
import type { Builder } from "./build.js";
import type { Frame } from "./frame.js";
import type { Shape } from "./shape.js";

/** Values of one part that may turn out wrong before the search is given up. */
export const mostTried = 40;

/** The document's values for this location, then the only allowed values, if listed. None of them is checked. */
export function shownValues(builder: Builder, shape: Shape, frame: Frame, goalBelow: boolean): readonly Json[] {
  const { model, options } = builder;
  const { mode, examples, direction } = options;
  const found: Json[] = goalBelow ? [] : [...frame.hints];
  if (examples !== "none" && !frame.onGoal && frame.step === 0) {
    for (const schema of shape.schemas) {
      const { annotations } = schema;
      if (annotations === undefined) continue;
      for (const value of annotations.examples ?? none) if (isShown(value, examples)) found.push(inDirection(value, schema, model, direction));
      if (annotations.default !== undefined && isShown(annotations.default, examples))
        found.push(inDirection(annotations.default, schema, model, direction));
    }
  }
  const { values } = shape;
  if (values === undefined) {
    for (const { string } of shape.schemas) if (string?.contentSchema !== undefined && !goalBelow) found.push(...builder.content(string, frame));
    return found;
  }
  // Null shows least; where a document writes `nullable` next to `enum`, it is not even sure that it is allowed.
  if (values.includes(null) && builder.drawsNull(frame)) found.push(null);
  const telling = values.includes(null) && values.length > 1 ? values.filter((value) => value !== null) : values;
  const start = mode === "seeded" ? builder.random(frame).below(telling.length) : frame.step % telling.length;
  for (let index = 0; index < Math.min(telling.length, mostTried + 1); index++) {
    const value = telling[(start + index) % telling.length] as Json;
    if (!goalBelow || typeof value === "object") found.push(value);
  }
  if (telling !== values && !goalBelow) found.push(null);
  return found;
}

const none: readonly Json[] = [];

function isShown(value: Json, examples: "all" | "scalars"): boolean {
  return value !== null && (examples === "all" || typeof value !== "object");
}
