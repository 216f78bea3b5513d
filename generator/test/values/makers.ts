import type { Json } from "../../src/model/index.js";
import { exampleOf, full, minimal, seeded, type Synthesis } from "../../src/values/index.js";
import { modelOf } from "./schemas.js";

/** A value of a JSON Schema of each kind that is made, and four that are drawn. */
export function makers(document: Json): readonly Synthesis[] {
  const model = modelOf(document);
  return [
    minimal(model.schema, model),
    full(model.schema, model),
    exampleOf(model.schema, model),
    ...[1, 2, 3, 4].map((seed) => seeded(model.schema, seed, model)),
  ];
}
