import type { Parameter } from "../../model/api.js";
import { shared, type Context } from "../context.js";
import { optional } from "../describe.js";
import { isHeaderName } from "../operations/media-type.js";
import type { Part } from "../lenient/part.js";
import { collectionStyle, itemsSchema } from "./items.js";

/** A path, query or header parameter; `body` and `formData` are not parameters in our model. */
export function lowerParameter2(context: Context, written: Part): Parameter | undefined {
  return shared(context, "parameter", written, (part, component): Parameter | undefined => {
    const location = part.string("in");
    if (location === "body" || location === "formData") return undefined;
    const name = part.string("name");
    if (name === undefined || (location !== "path" && location !== "query" && location !== "header")) {
      context.report("missing-field", { field: name === undefined ? "name" : "in", of: "A parameter" }, part.place);
      return void context.losses.add("parameter", part.place);
    }
    if (location === "header" && !isHeaderName(context, name, part.at("name"))) return void context.losses.add("parameter", part.place);
    const example = part.raw("x-example");
    return {
      ...optional("component", component),
      name,
      in: location,
      required: location === "path" || part.flag("required"),
      ...collectionStyle(context, part, location),
      allowReserved: false,
      allowEmptyValue: part.flag("allowEmptyValue"),
      schema: itemsSchema(context, part),
      examples: example === undefined ? [] : [{ name: "example", value: example, place: part.at("x-example") }],
      ...optional("description", part.string("description")),
      extensions: part.extensions(),
      place: part.place,
    };
  });
}
