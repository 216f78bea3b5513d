import { child } from "../../model/place.js";
import { objectsOf } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** Headers that OpenAPI ignores because other fields describe them (OpenAPI 3.1 §4.8.12.1, §4.8.17). */
export const ignoredHeader: ApiRule = (_model, report, document) => {
  for (const { kind, value, place, name } of objectsOf(document)) {
    const header = kind === "parameter" && value["in"] === "header" ? value["name"] : kind === "header" ? name : undefined;
    if (typeof header !== "string") continue;
    const isResponse = kind === "header";
    const instead = isResponse
      ? /^content-type$/i.test(header) && /\/headers\/[^/]+$/.test(place.pointer) && !place.pointer.startsWith("#/components/headers/")
        ? "content"
        : undefined
      : described.get(header.toLowerCase());
    if (instead !== undefined) report("ignored-header", { name: header, instead }, isResponse ? place : child(place, "name"));
  }
};

/** Where a document describes it instead. `Authorization` has its own diagnostic. */
const described: ReadonlyMap<string, string> = new Map([
  ["accept", "the content of the responses"],
  ["content-type", "the content of the request body"],
]);
