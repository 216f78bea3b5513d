import type { MockPages } from "../../../runtime/mocks/types.js";
import type { Operation } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";

/** How pages of an operation are asked for, as `x-tallystick-pagination` says. */
export function pagesOf(operation: Operation): MockPages | undefined {
  const said = operation.extensions["x-tallystick-pagination"];
  if (!isJsonObject(said) || !isStyle(said["style"])) return undefined;
  const texts = ["limit", "offset", "page", "parameter", "items", "cursor", "more"].flatMap((member) => {
    const value = said[member];
    return typeof value === "string" ? [[member, value] as const] : [];
  });
  const size = operation.parameters.find(({ name }) => name === said["limit"])?.schema?.annotations?.default;
  return {
    style: said["style"],
    ...Object.fromEntries(texts),
    ...(typeof said["first"] === "number" ? { first: said["first"] } : {}),
    size: typeof size === "number" ? size : 20,
  };
}

function isStyle(value: Json | undefined): value is MockPages["style"] {
  return value === "offset" || value === "page" || value === "cursor" || value === "link";
}
