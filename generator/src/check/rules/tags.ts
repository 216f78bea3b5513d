import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

const top: Place = { file: "", pointer: "#" };

/** Tags of one name (OpenAPI 3.1 §4.8.1), and parents that are no tags or go round in a circle (OpenAPI 3.2 §4.22). */
export const tags: ApiRule = (_model, report, document) => {
  const root = document.root.value;
  const list = isJsonObject(root) ? root["tags"] : undefined;
  if (!Array.isArray(list)) return;
  const parents = new Map<string, string | undefined>();
  const named = (list as readonly Json[]).flatMap((tag, index): (readonly [name: string, tag: JsonObject, at: Place])[] =>
    isJsonObject(tag) && typeof tag["name"] === "string" ? [[tag["name"], tag, child(top, "tags", index)]] : [],
  );
  for (const [name, { parent }, at] of named) {
    if (parents.has(name)) report("repeated-tag", { name }, child(at, "name"));
    else parents.set(name, typeof parent === "string" ? parent : undefined);
  }
  for (const [name, { parent }, at] of named) {
    if (typeof parent !== "string") continue;
    if (!parents.has(parent)) report("tag-parent", { name, parent }, child(at, "parent"));
    else if (isCircle(name, parents)) report("tag-parent", { name, parent, isCircle: true }, child(at, "parent"));
  }
};

function isCircle(name: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(name); at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === name) return true;
    seen.add(at);
  }
  return false;
}
