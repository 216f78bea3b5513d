import type { ApiModel } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { isMultipart } from "../../model/http/body-kind.js";
import { fileProperties } from "../../model/http/file-properties.js";
import { resolved } from "../../model/resolved.js";
import type { Decoded } from "../../plan/decoding.js";
import { oneOfRange } from "#runtime/mocks/one-of-range.js";
import { exampleValue, type RequestValues } from "../fixtures/request.js";
import { isAlwaysStreamed } from "./bodies.js";
import { literal, propertyKey } from "../print/code.js";
import type { BodyShape, OperationShape } from "./shape.js";
import { pathOf } from "../client/member.js";

/**
 * A minimal call of the operation, as TypeScript; `undefined` if no valid request is known.
 * @param known Known values. Others are searched.
 */
export function exampleCall(shape: OperationShape, model: ApiModel, known: RequestValues | undefined): string | undefined {
  const { operation } = shape.plan;
  const members: string[] = [];
  for (const { key, parameter, required } of shape.parameters) {
    if (!required) continue;
    const value = known?.parameters[parameter.in]?.[parameter.name] ?? exampleValue(parameter, operation, model);
    if (value === undefined) return undefined;
    members.push(`${propertyKey(key)}: ${literalInCode(value, parameter.schema, shape)}`);
  }
  const [first] = shape.bodies;
  if (shape.bodyRequired) {
    // It has to be there and has no media type.
    if (first === undefined) return undefined;
    const sent = bodyText(first, shape, () =>
      known?.contentType === first.media.mediaType ? known.body : exampleValue(first.media, operation, model),
    );
    if (sent === undefined) return undefined;
    members.push(`body: ${sent}`);
    if (first.media.mediaType.includes("*")) members.push(`contentType: ${literal(typeInRange(first))}`);
  }
  const argument = members.length === 0 ? "" : `{ ${members.join(", ")} }`;
  return called(shape, argument);
}

/** A media type that a body of a range such as `image/*` may be sent as. */
function typeInRange({ kind, media: { mediaType } }: BodyShape): string {
  if (kind === "binary" || kind === "any") return mediaType.startsWith("*") ? "application/octet-stream" : oneOfRange(mediaType, undefined);
  return oneOfRange(mediaType, kind === "text" ? "" : {});
}

function called(shape: OperationShape, argument: string): string {
  const { plan, pages } = shape;
  const name = `client.${pathOf(plan)}`;
  if (isAlwaysStreamed(shape)) return `for await (const item of ${name}(${argument})) console.log(item);`;
  const call = `const result = await ${name}(${argument});`;
  return pages === undefined ? call : `${call}\nfor await (const item of client.${pathOf(plan, pages.name)}(${argument}).items()) console.log(item);`;
}

function bodyText(body: BodyShape, shape: OperationShape, find: () => Json | undefined): string | undefined {
  // A blob's type has the boundary of a multipart body.
  if ((body.kind === "binary" || body.kind === "parts") && isMultipart(body.media))
    return `new Blob([], { type: ${literal(`${body.media.mediaType}; boundary=end`)} })`;
  if (body.kind === "binary" || body.kind === "any") return "new Blob([])";
  const value = find();
  switch (body.kind) {
    case "json":
    case "encoded":
      return value === undefined ? undefined : literalInCode(value, body.media.schema, shape);
    case "form":
      return value === undefined ? undefined : literal(value);
    case "multipart": {
      if (!isJsonObject(value)) return "new FormData()";
      const files = fileProperties(body.media, shape.schemas);
      const members = Object.entries(value).map(([name, item]) => {
        const blob = Array.isArray(item) ? "[new Blob([])]" : "new Blob([])";
        return `${propertyKey(name)}: ${files.get(name) === "file" ? blob : literal(item)}`;
      });
      return `{ ${members.join(", ")} }`;
    }
    case "lines":
      return Array.isArray(value)
        ? `[${value.map((item: Json) => literalInCode(item, body.media.schema ?? body.media.itemSchema, shape)).join(", ")}]`
        : '""';
    case "text":
    case "events":
      return value !== undefined && (typeof value === "string" || body.xml !== undefined) ? literal(value) : '""';
  }
}

/** A value of the wire as a caller writes it: as code holds it. */
function literalInCode(value: Json, schema: Schema | undefined, shape: OperationShape): string {
  const { decoding, schemas } = shape;
  const decoded = decoding === undefined || schema === undefined ? undefined : decoding.scalar(schema);
  if (decoded !== undefined && (typeof value === "string" || typeof value === "number")) return scalarInCode(value, decoded);
  const parts = partsOf(schema, schemas);
  if (decoding === undefined || parts.length === 0 || typeof value !== "object" || value === null) return literal(value);
  const of = (find: (part: Schema) => Schema | undefined): Schema | undefined => parts.map(find).find((part) => part !== undefined);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item, index) =>
      literalInCode(
        item,
        of(({ array }) => array?.prefixItems?.[index] ?? array?.items),
        shape,
      ),
    );
    return `[${items.join(", ")}]`;
  }
  const members = Object.entries(value as { readonly [name: string]: Json }).map(([name, item]) => {
    const property = of(({ object }) => object?.properties?.get(name)) ?? of(({ object }) => object?.additionalProperties);
    return `${propertyKey(name)}: ${literalInCode(item, property, shape)}`;
  });
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function scalarInCode(value: string | number, { kind }: Decoded): string {
  const text = literal(value);
  switch (kind) {
    case "date":
      return `new Date(${text})`;
    case "instant":
      return `Temporal.Instant.from(${text})`;
    case "plainDate":
      return `Temporal.PlainDate.from(${text})`;
    case "bigint":
      return Number.isInteger(value) ? `${BigInt(value)}n` : text;
    case "digits":
      return literal(String(value));
    case "brand":
      return `${text} as never`;
  }
}

/** A schema with all that holds or may hold next to it for the same value. */
function partsOf(schema: Schema | undefined, schemas: OperationShape["schemas"], depth = 0): Schema[] {
  const own = resolved(schema, schemas);
  if (own === undefined || depth > 8) return [];
  const { allOf = [], anyOf = [], oneOf = [] } = own;
  return [own, ...[...allOf, ...anyOf, ...oneOf].flatMap((part) => partsOf(part, schemas, depth + 1))];
}
