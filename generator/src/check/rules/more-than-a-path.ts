import { child, tokens, type Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/** Paths that hold more than a path (OpenAPI 3.1 §4.8.8), or one parameter twice. */
export const moreThanAPath: ApiRule = (model, report) => {
  const visited = new Set<string>();
  for (const { kind, path, place } of model.operations) {
    if (kind !== "path" || visited.has(path)) continue;
    visited.add(path);
    const plain = path.replaceAll(/\{[^{}]*\}/g, "");
    if (plain.includes("#")) report("fragment-in-path", { path, sent: path.slice(0, path.indexOf("#")) }, pathItemOf(place));
    else if (plain.includes("?")) report("fixed-query-in-path", { path }, pathItemOf(place));
    const parts = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
    const twice = parts.find((name, index) => parts.indexOf(name) < index);
    if (twice !== undefined) report("repeated-path-parameter", { name: twice, path }, pathItemOf(place));
  }
};

/** The path item of an operation. */
function pathItemOf({ file, pointer }: Place): Place {
  return child({ file, pointer: "#" }, ...tokens(pointer).slice(0, -1));
}
