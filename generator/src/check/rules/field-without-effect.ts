import type { Report } from "../../diagnostics/diagnostic.js";
import type { JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { objectsOf } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** Fields of parameters and headers that have no effect on the way this one is written in a request or a response. */
export const fieldWithoutEffect: ApiRule = (model, report, document) => {
  const isLater = model.dialect === "openapi-3.2";
  for (const { kind, value, place } of objectsOf(document)) {
    if (kind !== "parameter" && kind !== "header") continue;
    const location = kind === "header" ? "header" : value["in"];
    if (typeof location !== "string") continue;
    const idle = (field: string, why: string): void => {
      if (Object.hasOwn(value, field)) report("field-without-effect", { field, why }, child(place, field));
    };
    if (Object.hasOwn(value, "content")) {
      for (const field of ["style", "explode", "allowReserved"]) idle(field, `"content" defines how the value is written`);
    } else if (!escapes(location, value, isLater)) idle("allowReserved", whyEscaped(location));
    if (location !== "query") idle("allowEmptyValue", "it is for query parameters only");
    reportStyle(report, value, place, location);
  }
};

/** Whether the value is percent-encoded, so that reserved characters can be allowed (OpenAPI 3.1 §4.8.12.2.2, 3.2 §4.12.2.2). */
function escapes(location: string, value: JsonObject, isLater: boolean): boolean {
  if (location === "query") return true;
  if (location === "cookie") return (value["style"] ?? "form") === "form";
  return location === "path" && isLater;
}

function whyEscaped(location: string): string {
  if (location === "path") return "before OpenAPI 3.2 it is for query parameters only";
  return location === "cookie" ? "a cookie of this style is not percent-encoded" : "a header is not percent-encoded";
}

/** Combinations that the table of style examples marks "n/a" (OpenAPI 3.1 §4.8.12.5). */
function reportStyle(report: Report, value: JsonObject, place: Place, location: string): void {
  const { style, schema } = value;
  if (location !== "query" || typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  const type = (schema as JsonObject)["type"];
  const isPlain = typeof type === "string" && ["string", "number", "integer", "boolean"].includes(type);
  if (typeof style === "string" && isPlain && ["deepObject", "spaceDelimited", "pipeDelimited"].includes(style))
    report("style-without-meaning", { style, type }, child(place, "style"));
}
