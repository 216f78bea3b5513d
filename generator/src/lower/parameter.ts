import type { Header, Parameter, ParameterLocation, ParameterStyle } from "../model/api.js";
import { schemaAt, shared, type Context } from "./context.js";
import { deprecated, optional } from "./describe.js";
import { lowerContent } from "./media-type.js";
import { lowerExamples } from "./example.js";
import type { Part } from "./part.js";

const locations: ReadonlySet<string> = new Set(["path", "query", "header", "cookie", "querystring"]);
const styles: ReadonlySet<string> = new Set(["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"]);

export function lowerParameter(context: Context, written: Part): Parameter | undefined {
  return shared(context, "parameter", written, (part, component) => {
    const name = part.string("name");
    const location = part.string("in");
    if (name === undefined || location === undefined || !locations.has(location)) {
      context.report("missing-field", { field: name === undefined ? "name" : "in", of: "A parameter" }, part.place);
      return undefined;
    }
    const style = lowerStyle(part, location as ParameterLocation);
    const content = lowerContent(context, part)[0];
    const schema = content ? undefined : (schemaAt(context, part, "schema") ?? context.schemas.lower({}, part.place));
    return {
      ...optional("component", component),
      name,
      in: location as ParameterLocation,
      required: location === "path" || part.flag("required"),
      style,
      explode: part.boolean("explode") ?? style === "form",
      allowReserved: part.flag("allowReserved"),
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
}

/** OpenAPI 3.1 §4.8.12.2: what applies where `style` is not written. */
export function defaultStyle(location: ParameterLocation): ParameterStyle {
  return location === "path" || location === "header" ? "simple" : "form";
}

function lowerStyle(part: Part, location: ParameterLocation): ParameterStyle {
  const style = part.string("style");
  return style !== undefined && styles.has(style) ? (style as ParameterStyle) : defaultStyle(location);
}

export function lowerStyleOf(part: Part): ParameterStyle | undefined {
  const style = part.string("style");
  return style !== undefined && styles.has(style) ? (style as ParameterStyle) : undefined;
}

/** The `headers` of a response or of one part of a multipart body. */
export function lowerHeaders(context: Context, owner: Part): Header[] {
  return owner.parts("headers").flatMap(([name, written]) => {
    const header = lowerHeader(context, written, name);
    return header ? [header] : [];
  });
}

export function lowerHeader(context: Context, written: Part, name: string): Header | undefined {
  const header = shared(context, "header", written, (part, component): Header => {
    const content = lowerContent(context, part)[0];
    return {
      ...optional("component", component),
      name,
      required: part.flag("required"),
      explode: part.flag("explode"),
      ...(content ? { content } : optional("schema", schemaAt(context, part, "schema"))),
      examples: lowerExamples(context, part),
      ...optional("description", part.string("description")),
      ...deprecated(part),
      place: part.place,
    };
  });
  return header && header.name !== name ? { ...header, name } : header;
}
