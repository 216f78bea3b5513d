import { boundPlaces } from "../../model/schemas/meaning.js";
import { tokens } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";

/** Words for a schema that a reference reaches below a component: `#/components/schemas/Pet/properties/owner` is `Pet owner`. */
export function deepName(schema: Schema): string {
  const { file, pointer } = schema.place;
  const path = tokens(pointer);
  const stated = path.filter((token) => !structural.has(token));
  const fromFile = file === "" || stated.length > 0 ? "" : file.replace(/\.[a-z]+$/i, "");
  const suffix = schema.id.startsWith(file + pointer) ? schema.id.slice((file + pointer).length) : "";
  return [fromFile, ...stated, scopeSuffix(suffix) ?? suffix].filter((word) => word !== "").join(" ");
}

/** `in Users`: for a schema whose dynamic anchors are bound by the schema that refers to it. */
function scopeSuffix(meaning: string): string | undefined {
  const around = boundPlaces(meaning).map((key) => {
    const path = tokens(key.slice(key.indexOf("#")).replace(/\/\$defs\/[^/]+$/, ""));
    return path.filter((token) => !structural.has(token)).join(" ");
  });
  return around.length === 0 ? undefined : `in ${[...new Set(around)].join(" and ")}`;
}

const structural = new Set([
  "components",
  "schemas",
  "definitions",
  "$defs",
  "properties",
  "schema",
  "content",
  "paths",
  "responses",
  "parameters",
  "requestBodies",
]);
