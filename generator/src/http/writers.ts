import type { PartByPlace, PartsByPlace } from "#runtime/client/operation.js";
import type { Encoding, EncodingByPosition, MediaType, Parameter, ParameterStyle } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { isForm } from "../model/http/body-kind.js";
import { onlyText } from "../model/http/only-text.js";
import { resolved } from "../model/resolved.js";

/** A writer of the client's runtime: a module of `runtime/client/request`, and the name of a function of it. */
export type RuntimeName = readonly [
  module: "bodies" | "encoded" | "forms" | "items" | "multipart" | "parameters" | "parts" | "segments" | "styles",
  name: string,
];

/** How the client writes a parameter's value: the writer and its options. */
export interface ParameterForm {
  readonly write: RuntimeName;
  readonly style?: RuntimeName;
  /** Set if it differs from the style's default. */
  readonly explode?: boolean;
  readonly encode?: RuntimeName;
  /** Converts the value to a text first. */
  readonly text?: RuntimeName;
  /** The properties of a whole query string that is a form. */
  readonly encoding?: ReadonlyMap<string, PartForm>;
}

/** The document's `encoding` of one property of a form. */
export interface PartForm {
  readonly contentType?: string;
  readonly style?: RuntimeName;
  readonly explode?: boolean;
  readonly encode?: RuntimeName;
  /** For a part with parts of its own. */
  readonly nested?: PartByPlace;
}

/** @param any Whether values of any kind may be passed, not only those of the schema. */
export function parameterForm(parameter: Parameter, schemas: ReadonlyMap<SchemaId, Schema>, any = false): ParameterForm {
  if (isForm(parameter, schemas)) return { write: ["forms", "queryForm"], encoding: partForms(parameter.content) };
  const style = styleOf(parameter, schemas, any);
  const usual = parameter.style === "form" || parameter.style === "deepObject" || parameter.style === "cookie";
  const text = textOf(parameter);
  const form = {
    ...(style === undefined ? {} : { style, ...(parameter.explode === usual ? {} : { explode: parameter.explode }) }),
    ...encodingOf(parameter),
    ...(text === undefined ? {} : { text }),
  };
  return { write: form.encode?.[0] === "segments" ? ["segments", "segments"] : writerOf(parameter.in, Object.keys(form).length > 0), ...form };
}

const encodeReserved: RuntimeName = ["styles", "encodeReserved"];

/** The encoder, if it does not percent-encode all characters that are not unreserved. */
function encodingOf({ in: location, allowReserved, spansSegments }: Parameter): Pick<ParameterForm, "encode"> {
  if (location !== "path") return allowReserved ? { encode: encodeReserved } : {};
  if (spansSegments === true) return { encode: ["segments", allowReserved ? "reservedAndSlashesKept" : "slashesKept"] };
  return allowReserved ? { encode: ["segments", "reservedKept"] } : {};
}

function textOf({ content, in: location }: Parameter): RuntimeName | undefined {
  if (content === undefined) return undefined;
  if (/[/+]json *(?:;|$)/i.test(content.mediaType)) return ["styles", "jsonText"];
  return location === "querystring" ? ["styles", "wholeText"] : undefined;
}

function writerOf(location: Parameter["in"], styled: boolean): RuntimeName {
  if (location === "querystring") return ["styles", "queryString"];
  return ["parameters", styled ? `styled${location.charAt(0).toUpperCase()}${location.slice(1)}` : location];
}

/** How a value is split; `undefined` for a single piece, which is most parameters. */
function styleOf({ style, in: location, content, schema }: Parameter, schemas: ReadonlyMap<SchemaId, Schema>, any: boolean): RuntimeName | undefined {
  if (location === "querystring" || content !== undefined) return undefined;
  const usual = location === "path" || location === "header" ? "simple" : "form";
  return style === usual && !any && isOnePiece(schema, schemas) ? undefined : styleName(style);
}

function isOnePiece(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>, depth = 0): boolean {
  const { type, allOf, anyOf, oneOf } = resolved(schema, schemas) ?? {};
  if (type !== undefined) return !type.includes("array") && !type.includes("object");
  const parts = [...(anyOf ?? []), ...(oneOf ?? [])];
  if (depth > 8) return false;
  return (
    (allOf ?? []).some((part) => isOnePiece(part, schemas, depth + 1)) ||
    (parts.length > 0 && parts.every((part) => isOnePiece(part, schemas, depth + 1)))
  );
}

function styleName(style: ParameterStyle): RuntimeName {
  return ["styles", style === "cookie" ? "plainCookie" : style];
}

/** The properties with an encoding in the document. */
export function partForms({ encoding }: MediaType): ReadonlyMap<string, PartForm> {
  const forms = [...encoding].map(([name, each]) => [name, partForm(each)] as const);
  return new Map(forms.filter(([, form]) => Object.keys(form).length > 0));
}

function partForm({ contentType, style, explode, allowReserved, byPosition, byName }: Encoding): PartForm {
  const nested = { ...(contentType === undefined ? {} : { contentType }), ...nestedIn({ byPosition, byName }) };
  return {
    ...((byPosition ?? byName) === undefined ? {} : { nested }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(style === undefined ? {} : { style: styleName(style) }),
    ...(explode === undefined ? {} : { explode }),
    ...(allowReserved === true ? { encode: encodeReserved } : {}),
  };
}

/** The encoding of parts by their position, if there is one. */
export function partsByPlace({ prefix, item }: EncodingByPosition): PartsByPlace {
  const rest = item === undefined ? {} : partByPlace(item);
  return {
    ...(prefix.length > 0 ? { prefix: prefix.map(partByPlace) } : {}),
    ...(Object.keys(rest).length > 0 ? { rest } : {}),
  };
}

function partByPlace({ contentType, headers, byPosition, byName }: Encoding): PartByPlace {
  const constant = headers.flatMap((header) => {
    const value = onlyText(header);
    return value === undefined ? [] : [[header.name, value] as const];
  });
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(constant.length > 0 ? { headers: Object.fromEntries(constant) } : {}),
    ...nestedIn({ byPosition, byName }),
  };
}

/** How a part with parts of its own is written. */
function nestedIn({
  byPosition,
  byName,
}: { readonly [Key in "byName" | "byPosition"]: Encoding[Key] | undefined }): Pick<PartByPlace, "parts" | "fields"> {
  const types = [...(byName ?? [])].map(([name, { contentType }]) => [name, contentType === undefined ? {} : { contentType }] as const);
  return {
    ...(byPosition === undefined ? {} : { parts: partsByPlace(byPosition) }),
    ...(byName === undefined ? {} : { fields: Object.fromEntries(types) }),
  };
}
