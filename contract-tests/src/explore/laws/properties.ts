import { isSuccess, resolved, type ApiModel, type MediaType, type Operation, type Schema } from "tallystick/model";
import { isJsonMediaType } from "../../match/media-type.js";
import { envelopeOf, schemasBelow } from "../envelope.js";
import { flat } from "../names.js";
import { roleOf } from "../resources.js";
import { conjuncts as partsOf } from "../schemas.js";

type Model = Pick<ApiModel, "schemas">;
export type Properties = ReadonlyMap<string, readonly Schema[]>;

/** The schemas that apply to a value; empty without a schema. */
export function conjuncts(model: Model, schema: Schema | undefined): readonly Schema[] {
  return schema === undefined ? [] : partsOf(model, schema);
}

/** Properties that an object has whatever else holds, with the schemas of each. Those of the branches of a union are none of them. */
export function propertiesOf(model: Model, schema: Schema | readonly Schema[] | undefined): Properties {
  const found = new Map<string, Schema[]>();
  for (const part of [schema ?? []].flat().flatMap((one) => conjuncts(model, one))) {
    for (const [name, property] of part.object?.properties ?? []) found.set(name, [...(found.get(name) ?? []), ...conjuncts(model, property)]);
  }
  return found;
}

/** Whether the schema leads to a union: then which properties exist depends on the value. */
export function hasUnion(model: Model, schema: Schema | undefined): boolean {
  return conjuncts(model, schema).some(({ oneOf, anyOf, discriminator, if: condition }) =>
    [oneOf, anyOf, discriminator, condition].some((one) => one !== undefined),
  );
}

export function isMarked(schemas: readonly Schema[] | undefined, mark: "readOnly" | "writeOnly"): boolean {
  return schemas?.some(({ annotations }) => annotations?.[mark] === true) ?? false;
}

/** Types of the values, without null. */
export function typesOf(schemas: readonly Schema[]): readonly string[] {
  return (schemas.find(({ type }) => type !== undefined)?.type ?? []).filter((type) => type !== "null");
}

/** Whether schemas describe text of any form: neither listed values nor a format. */
export function isFreeText(schemas: readonly Schema[]): boolean {
  return typesOf(schemas)[0] === "string" && enumOf(schemas) === undefined && schemas.every(({ format }) => format === undefined);
}

export function enumOf(schemas: readonly Schema[]): readonly unknown[] | undefined {
  return schemas.find((schema) => schema.enum !== undefined)?.enum?.filter((value) => value !== null);
}

/** The JSON body of a request. */
export function requestMedia(operation: Operation | undefined, wanted: (mediaType: string) => boolean = isOrdinaryJson): MediaType | undefined {
  return operation?.requestBody?.content.find(({ mediaType }) => wanted(mediaType));
}

function isOrdinaryJson(mediaType: string): boolean {
  return isJsonMediaType(mediaType) && !/json-patch|json-seq|x-ndjson/i.test(mediaType);
}

/** The form of a request without JSON. */
export function formMedia(operation: Operation): MediaType | undefined {
  const isForm = ({ mediaType }: MediaType): boolean => /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(mediaType);
  return operation.requestBody?.content.find(isForm);
}

/** Whether a media type has bytes that a server keeps unchanged. */
export function isBytes({ mediaType }: MediaType): boolean {
  return /^(?:image|audio|video)\/|octet-stream|\/pdf|\/zip|^\*\/\*$/.test(mediaType) && !isJsonMediaType(mediaType);
}

/** Where the body of a request has the properties of the resource. */
export function envelopeOfBody(model: ApiModel, operation: Operation): string {
  const { schema } = requestMedia(operation) ?? {};
  return schema === undefined ? "" : envelopeOf(model, [schema], roleOf(model, operation).resource?.name);
}

/** The schemas of a resource's properties in a request body. A JSON Patch changes those of its create operation. */
export function bodySchemas(model: ApiModel, operation: Operation | undefined): readonly Schema[] {
  if (operation === undefined) return [];
  const { schema } = requestMedia(operation) ?? {};
  if (schema !== undefined) return schemasBelow(model, [schema], envelopeOfBody(model, operation));
  // An update by a form cannot state that a property has no value.
  const form = operation.method === "post" ? formMedia(operation)?.schema : undefined;
  if (form !== undefined) return [form];
  const { create, replace } = roleOf(model, operation).resource ?? {};
  const other = create ?? replace;
  return isJsonPatch(operation) && other !== undefined && other !== operation ? bodySchemas(model, other) : [];
}

function isJsonPatch({ requestBody }: Operation): boolean {
  return requestBody?.content.some(({ mediaType }) => /json-patch/i.test(mediaType)) ?? false;
}

/** The properties of a resource in the responses of an operation, and where they are. */
export function responseProperties(model: ApiModel, operation: Operation | undefined): Properties {
  const name = operation && roleOf(model, operation).resource?.name;
  return new Map(
    itemSchemas(model, operation).flatMap((root) => [...propertiesOf(model, schemasBelow(model, [root], envelopeOf(model, [root], name)))]),
  );
}

export function writableProperties(model: ApiModel, operation: Operation | undefined): Properties {
  const all = propertiesOf(model, bodySchemas(model, operation));
  return new Map([...all].filter(([, schemas]) => !isMarked(schemas, "readOnly")));
}

export function requiredProperties(model: ApiModel, operation: Operation | undefined): readonly string[] {
  if (operation === undefined || (requestMedia(operation) ?? formMedia(operation)) === undefined) return [];
  return bodySchemas(model, operation).flatMap(({ object }) => object?.required ?? []);
}

/** The schema of the JSON bodies of successful responses. */
export function responseSchemas(operation: Operation | undefined): readonly Schema[] {
  return (operation?.responses ?? [])
    .filter((response) => /^(?:2|default)/.test(response.status) && isSuccess(response, operation?.responses ?? []))
    .flatMap(({ content }) => content.filter(({ mediaType }) => isJsonMediaType(mediaType)).flatMap(({ schema }) => schema ?? []));
}

/**
 * The schemas of an item in successful responses. Of a union, such as that of an item and its remains after a delete, the branch that the create
 * operation responds with: the item of a trial has it until it is deleted.
 */
export function itemSchemas(model: ApiModel, operation: Operation | undefined): readonly Schema[] {
  const { create } = (operation && roleOf(model, operation).resource) ?? {};
  const created = new Set(operation === create ? [] : responseSchemas(create).flatMap(({ ref }) => ref ?? []));
  return responseSchemas(operation).map((root) => {
    const branches = conjuncts(model, root).flatMap(({ oneOf = [], anyOf = [] }) => [...oneOf, ...anyOf]);
    return branches.find(({ ref }) => ref !== undefined && created.has(ref)) ?? root;
  });
}

/** Names of computed values: the sent ones need not return. A flag is neither a hash nor an id. */
export function isComputed(name: string, [type]: readonly string[] = []): boolean {
  const words = type === "boolean" ? changeWords : computedWords;
  return wordsOf(name).some((word) => words.has(word)) || /(?:[a-z]At|_at)$/.test(name);
}

const changeWords = new Set(["updated", "modified", "changed", "touched"]);
const computedWords = new Set(
  "updated modified changed touched revision version etag seq sequence hash checksum digest slug id uuid guid href url uri links self token secret password".split(
    " ",
  ),
);

/** Whether the description of a text states that the server changes it: "HTML is escaped", "Only the last four digits are returned, masked." */
export function isRewritten(schemas: readonly Schema[]): boolean {
  return (
    typesOf(schemas).includes("string") &&
    schemas.some(({ annotations }) =>
      /\b(?:(?:sanit|normal|canonical)i[sz](?:ed|es)|escape[ds]|mask(?:ed|s)|redact(?:ed|s)|truncate[ds]|encrypted|hashed|slugified|HTML entities)\b/i.test(
        annotations?.description ?? "",
      ),
    )
  );
}

/** Whether a count is not exact according to its description, or that of the header: "An estimate of the number of items." */
export function isEstimate(model: Model, operation: Operation | undefined, at: string): boolean {
  const [, header] = at.split("header:");
  const headers = (operation?.responses ?? []).flatMap((response) => response.headers.filter(({ name }) => flat(name) === flat(header ?? "")));
  const schemas =
    header === undefined ? schemasBelow(model, responseSchemas(operation), at) : headers.flatMap(({ schema }) => conjuncts(model, schema));
  const texts = [...headers.map(({ description }) => description), ...schemas.map(({ annotations }) => annotations?.description)];
  return estimated.test(texts.join(". "));
}

export function isEstimated(schemas: readonly Schema[]): boolean {
  return schemas.some(({ annotations }) => estimated.test(annotations?.description ?? ""));
}

const estimated = /\b(?:estimate[ds]?|approximate(?:d|ly)?|approximation|inexact|not exact)\b/i;

/** `["created", "at"]` of `createdAt`, `created_at` and `created-at`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** Whether the values of two schemas may be the same: a response has them as they were sent. */
export function agree(model: Model, sent: readonly Schema[], returned: readonly Schema[]): boolean {
  const [left, right] = [typesOf(sent), typesOf(returned)];
  const isNumeric = (type: string): boolean => type === "integer" || type === "number";
  const formats = (schemas: readonly Schema[]): string | undefined =>
    resolved(
      schemas.find(({ format }) => format !== undefined),
      model.schemas,
    )?.format;
  if ([...sent, ...returned].some((schema) => schema.format === "binary" || schema.string?.contentMediaType !== undefined)) return false;
  if (isMarked(sent, "writeOnly") || isMarked(returned, "writeOnly") || formats(sent) === "password") return false;
  if (left.length === 0 || right.length === 0) return true;
  return left.some((type) => right.some((other) => type === other || (isNumeric(type) && isNumeric(other))));
}
