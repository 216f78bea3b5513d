import type { Encoding, MediaType, RequestBody } from "../../model/api.js";
import { placeKey, type Place } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { componentName, type Context } from "../context.js";
import { optional } from "../describe.js";
import type { Part } from "../lenient/part.js";
import { bodySchema } from "./content.js";
import { collectionStyle, itemsSchema } from "./items.js";

/** The request body that `in: body` or the `formData` parameters describe, once per media type that the operation consumes. */
export function lowerBody(context: Context, operation: Part, parameters: readonly Part[], consumes: readonly string[]): RequestBody | undefined {
  const body = parameters.find((part) => part.string("in") === "body");
  const fields = parameters.filter((part) => part.string("in") === "formData");
  if (body) {
    for (const field of fields) {
      context.losses.add("parameter", field.place);
      context.report(
        "left-out",
        { what: `The form field ${JSON.stringify(field.string("name"))}`, why: "the request also has a parameter with in: body" },
        field.place,
      );
    }
    return lowerWhole(context, body, consumes);
  }
  return fields.length > 0 ? lowerForm(context, operation, fields, consumes) : undefined;
}

function lowerWhole(context: Context, body: Part, consumes: readonly string[]): RequestBody {
  const schema = bodySchema(context, body);
  const media = consumes.length > 0 ? consumes : ["application/json"];
  return {
    ...optional("component", componentName(body.place)),
    required: body.flag("required"),
    content: media.map((mediaType) => ({ mediaType, ...optional("schema", schema), examples: [], encoding: new Map(), place: body.place })),
    ...optional("description", body.string("description")),
    extensions: body.extensions(),
    place: body.place,
  };
}

function lowerForm(context: Context, operation: Part, fields: readonly Part[], consumes: readonly string[]): RequestBody {
  const forms = consumes.filter((type) => type === "multipart/form-data" || type === "application/x-www-form-urlencoded");
  const hasFile = fields.some((field) => field.string("type") === "file");
  const media = forms.length > 0 ? forms : [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
  const place = operation.at("parameters");
  const schema = formSchema(context, fields, place);
  const encoding = new Map(
    fields
      .filter((field) => field.string("type") === "array")
      .map((field): [string, Encoding] => [field.string("name") ?? "", { ...collectionStyle(context, field, "formData"), headers: [] }]),
  );
  return {
    required: fields.some((field) => field.flag("required")),
    content: media.map((mediaType): MediaType => ({ mediaType, schema, examples: [], encoding, place })),
    extensions: {},
    place,
  };
}

/** The fields as one object. Each property has the location of its parameter; keywords without a source line point at the nearest one. */
function formSchema(context: Context, fields: readonly Part[], place: Place): Schema {
  const named = fields.filter((field) => {
    if (field.string("name") !== undefined) return true;
    context.losses.add("parameter", field.place);
    context.report("missing-field", { field: "name", of: "A parameter" }, field.place);
    return false;
  });
  const required = named.filter((field) => field.flag("required"));
  const steps = (field: Part, keyword: string): string => {
    const inside = field.place.file === place.file && field.place.pointer.startsWith(`${place.pointer}/`);
    return inside ? `${field.place.pointer.slice(place.pointer.length + 1)}/${keyword}` : "";
  };
  const first = required[0];
  return {
    id: placeKey(place),
    place,
    type: ["object"],
    object: {
      properties: new Map(named.map((field) => [field.string("name") ?? "", itemsSchema(context, field)])),
      ...(first && { required: required.map((field) => field.string("name") ?? "") }),
    },
    spelled: { type: named[0] ? steps(named[0], "in") : "", required: first ? steps(first, "required") : "" },
  };
}
