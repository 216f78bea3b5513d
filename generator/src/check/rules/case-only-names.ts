import { child } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/** Two component schemas whose names differ only in case become files that are equal on many disks. */
export const caseOnlyNames: ApiRule = (model, report) => {
  const first = new Map<string, string>();
  for (const [name, id] of model.components.schemas) {
    const folded = name.toLowerCase();
    const earlier = first.get(folded);
    const place = model.schemas.get(id)?.place;
    if (earlier === undefined) first.set(folded, name);
    else report("case-only-names", { name, other: earlier }, place && child(place));
  }
};
