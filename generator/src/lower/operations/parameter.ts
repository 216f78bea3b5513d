import type { Parameter, ParameterLocation, ParameterStyle } from "../../model/api.js";
import { asDescribed, schemaAt, shared, type Context } from "../context.js";
import { deprecated, optional } from "../describe.js";
import { formStyles, isHeaderName, lowerContent, lowerStyle } from "./media-type.js";
import { lowerExamples } from "../example.js";
import type { Part } from "../lenient/part.js";
import { inlineSchema } from "../lenient/inline-schema.js";
import { collectionStyle } from "../swagger2/items.js";

const locations: ReadonlySet<string> = new Set(["path", "query", "header", "cookie", "querystring"]);

export function lowerParameter(context: Context, written: Part): Parameter | undefined {
  const parameter = shared(context, "parameter", written, (part, component): Parameter | undefined => {
    const name = part.string("name");
    const location = locationOf(context, part);
    // Those of an operation are read as its body.
    if (location === "body" || location === "formData") return undefined;
    if (name !== undefined && location !== undefined && !locations.has(location)) {
      const why = `its "in" is ${JSON.stringify(location)}, not path, query, header or cookie`;
      context.report("left-out", { what: `The parameter ${JSON.stringify(name)}`, why }, part.at("in"));
      return void context.losses.add("parameter", part.place);
    }
    if (name === undefined || location === undefined) {
      context.report("missing-field", { field: name === undefined ? "name" : "in", of: "A parameter" }, part.place);
      return void context.losses.add("parameter", part.place);
    }
    if (location === "header" && !isHeaderName(context, name, part.at("name"))) return void context.losses.add("parameter", part.place);
    // Other fields are reported by the validation against OpenAPI's own schema (openapi-schema).
    const style = lowerStyle(part, styles[location as ParameterLocation]) ?? defaultStyle(location as ParameterLocation);
    const content = lowerContent(context, part)[0];
    const beside = content || part.has("schema") ? undefined : inlineSchema(context, part);
    const schema = content ? undefined : (beside ?? schemaAt(context, part, "schema") ?? context.schemas.lower({}, part.place));
    return {
      ...optional("component", component),
      name,
      in: location as ParameterLocation,
      required: location === "path" || part.flag("required"),
      style,
      explode: part.boolean("explode") ?? (isExploded(style) && isExploded(lowerStyle(part, anywhere) ?? style)),
      // Who writes the type as in Swagger 2.0 means lists as they are there, too.
      ...(beside !== undefined &&
        part.raw("type") === "array" &&
        !part.has("style") &&
        !part.has("explode") &&
        collectionStyle(context, part, location)),
      // In a path 3.2 has it (§4.12.2.2), and versions before it in queries alone.
      allowReserved: part.flag("allowReserved") && (location !== "path" || context.dialect === "openapi-3.2"),
      allowEmptyValue: part.flag("allowEmptyValue"),
      ...optional("schema", schema),
      ...optional("content", content),
      examples: lowerExamples(context, part),
      ...optional("description", part.string("description")),
      ...deprecated(part),
      extensions: part.extensions(),
      place: part.place,
    };
  });
  return asDescribed(context, written, parameter);
}

function locationOf(context: Context, part: Part): string | undefined {
  const written = part.string("in");
  const lower = written?.toLowerCase();
  if (written === lower || lower === undefined || !locations.has(lower)) return written;
  const wanted = "one of path, query, header and cookie";
  context.report("wrong-kind", { field: "in", wanted, got: `the string ${JSON.stringify(written)}`, readAs: JSON.stringify(lower) }, part.at("in"));
  return lower;
}

/** The styles of each location (OpenAPI 3.1 §4.8.12, Style Values); 3.2 adds one for cookies. */
const styles: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ["simple", "label", "matrix"],
  query: formStyles,
  header: ["simple"],
  cookie: ["form", "cookie"],
  querystring: [],
};

const anywhere = Object.values(styles).flat();

/** OpenAPI 3.1 §4.8.12.2: the default of `explode`. */
function isExploded(style: ParameterStyle): boolean {
  return style === "form" || style === "cookie";
}

/** OpenAPI 3.1 §4.8.12.2: the default of `style`. */
function defaultStyle(location: ParameterLocation): ParameterStyle {
  return location === "path" || location === "header" ? "simple" : "form";
}
