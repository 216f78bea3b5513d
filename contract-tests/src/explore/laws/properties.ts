import { isSuccess, resolved, type ApiModel, type MediaType, type Operation, type Schema } from "tallystick/model";
import { isJsonMediaType } from "../../match/media-type.js";
import { conjuncts as partsOf } from "../schemas.js";

type Model = Pick<ApiModel, "schemas">;
export type Properties = ReadonlyMap<string, readonly Schema[]>;

/** What must all hold for a value; nothing without a schema. */
export function conjuncts(model: Model, schema: Schema | undefined): readonly Schema[] {
  return schema === undefined ? [] : partsOf(model, schema);
}

/** Properties that an object has whatever else holds, with the schemas of each. Those of the branches of a union are none of them. */
export function propertiesOf(model: Model, schema: Schema | undefined): Properties {
  const found = new Map<string, Schema[]>();
  for (const part of conjuncts(model, schema)) {
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

export function writableProperties(model: Model, operation: Operation | undefined): Properties {
  const all = propertiesOf(model, requestMedia(operation)?.schema);
  return new Map([...all].filter(([, schemas]) => !isMarked(schemas, "readOnly")));
}

export function requiredProperties(model: Model, operation: Operation | undefined): readonly string[] {
  return conjuncts(model, requestMedia(operation)?.schema).flatMap(({ object }) => object?.required ?? []);
}

/** The schema of the JSON bodies of successful responses. */
export function responseSchemas(operation: Operation | undefined): readonly Schema[] {
  return (operation?.responses ?? [])
    .filter((response) => /^(?:2|default)/.test(response.status) && isSuccess(response, operation?.responses ?? []))
    .flatMap(({ content }) => content.filter(({ mediaType }) => isJsonMediaType(mediaType)).flatMap(({ schema }) => schema ?? []));
}

/** The schema at a JSON pointer of a response: what `/data/name` of `GET /zones/{id}` is described as. */
export function schemasAt(model: Model, roots: readonly Schema[], path: readonly string[]): readonly Schema[] {
  let current = roots.flatMap((root) => conjuncts(model, root));
  for (const token of path) {
    current = current
      .flatMap((schema) => schema.object?.properties?.get(token) ?? (/^\d+$/.test(token) ? schema.array?.items : undefined) ?? [])
      .flatMap((schema) => conjuncts(model, schema));
  }
  return current;
}

/** Names whose values a server computes: what was sent there need not return. */
export function isComputed(name: string): boolean {
  return wordsOf(name).some((word) => computedWords.has(word)) || /(?:[a-z]At|_at)$/.test(name);
}

const computedWords = new Set(
  "updated modified changed touched revision version etag seq sequence hash checksum digest slug id uuid guid href url uri links self token secret password".split(
    " ",
  ),
);

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
  if (isMarked(sent, "writeOnly") || isMarked(returned, "writeOnly") || formats(sent) === "password") return false;
  if (left.length === 0 || right.length === 0) return true;
  return left.some((type) => right.some((other) => type === other || (isNumeric(type) && isNumeric(other))));
}
