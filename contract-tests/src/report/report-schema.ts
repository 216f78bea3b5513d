import { readFileSync } from "node:fs";
import { compile, type CompiledValidator } from "tallystick";
import type { Json } from "tallystick/model";

let known: Promise<CompiledValidator> | undefined;

/** Judges JSON reports by their published schema. Members that it does not know are ignored: a later version may have added them. */
export function reportValidator(): Promise<CompiledValidator> {
  known ??= compile(publishedSchema());
  return known;
}

function publishedSchema(): Json {
  const text = readFileSync(new URL("../../schema/report.schema.json", import.meta.url), "utf8");
  return JSON.parse(text, (key, value: Json) => (key === "additionalProperties" && value === false ? undefined : value)) as Json;
}
