import { isJsonObject } from "../../model/json.js";
import { child } from "../../model/place.js";
import { objectsOf, type ObjectKind } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** Two fields of which an object may have one, and which of them Tallystick uses if it has both. Without the third, it uses both. */
type Pair = readonly [field: string, other: string, used?: string];

const examples: Pair = ["example", "examples"];
const encodings: readonly Pair[] = [
  ["encoding", "prefixEncoding"],
  ["encoding", "itemEncoding"],
];
const content: Pair = ["content", "schema", "content"];

const pairs: Readonly<Partial<Record<ObjectKind, readonly Pair[]>>> = {
  parameter: [examples, content],
  header: [examples, content],
  mediaType: [examples, ...encodings],
  encoding: encodings,
  example: [
    ["value", "externalValue", "value"],
    ["dataValue", "value", "dataValue"],
    ["value", "serializedValue"],
    ["serializedValue", "externalValue", "serializedValue"],
  ],
  link: [["operationId", "operationRef", "operationId"]],
  license: [["identifier", "url"]],
};

/** Fields that exclude each other. The standard does not define the meaning of both (OpenAPI 3.2 §4.12, §4.14, §4.15, §4.19, §4.20). */
export const exclusiveFields: ApiRule = (_model, report, document) => {
  for (const { kind, value, place } of objectsOf(document)) {
    for (const [field, other, used] of pairs[kind] ?? []) {
      if (!Object.hasOwn(value, field) || !Object.hasOwn(value, other)) continue;
      report("exclusive-fields", { field, other, ...(used !== undefined && { used }) }, child(place, other));
    }
    const media = value["content"];
    if ((kind !== "parameter" && kind !== "header") || !isJsonObject(media)) continue;
    // OpenAPI 3.1 §4.8.12.1: "The map MUST only contain one entry."
    const count = Object.keys(media).length;
    if (count !== 1) report("several-media-types", { of: kind, count }, child(place, "content"));
  }
};
