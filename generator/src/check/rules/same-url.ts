import { placeKey } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/**
 * `/zones/{id}` and `/zones/{name}` are the same URL for a server (OpenAPI 3.1 §4.8.8.2). Single and multi-segment
 * parameters are different.
 */
export const sameUrl: ApiRule = (model, report) => {
  const first = new Map<string, { readonly path: string; readonly at: string; readonly item: string }>();
  for (const { method, path, parameters, place } of model.operations) {
    const spanning = new Set(parameters.flatMap((each) => (each.spansSegments === true ? [`{${each.name}}`] : [])));
    const url = `${method} ${path.replaceAll(/\{[^{}]*\}/g, (part) => (spanning.has(part) ? "{+}" : "{}"))}`;
    const at = placeKey(place);
    // Two ways to write one path may read alike.
    const item = at.slice(0, at.lastIndexOf("/"));
    const earlier = first.get(url);
    if (!earlier) first.set(url, { path, at, item });
    else if (earlier.path !== path || earlier.item !== item) report("same-url", { path, other: earlier.path, at: earlier.at }, place);
  }
};
