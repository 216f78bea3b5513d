import type { MediaType } from "../api.js";
import { resolved } from "../resolved.js";
import type { Schema, SchemaId } from "../schemas/schema.js";

/** The accepted values of a multipart property: a file only, or its wire form as well. */
export type FileProperty = "file" | "file or value";

/** Properties of a multipart body that are files: binary strings, media types of their own, and lists of these. */
export function fileProperties(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): ReadonlyMap<string, FileProperty> {
  const files = new Map<string, FileProperty>();
  const visit = (schema: Schema | undefined, depth: number): void => {
    const shape = resolved(schema, schemas);
    if (shape === undefined || depth > deepest) return;
    for (const [name, property] of shape.object?.properties ?? []) {
      const kinds = alternatives(property, schemas).map(isFile);
      if (kinds.includes(true)) files.set(name, kinds.includes(false) ? "file or value" : "file");
    }
    for (const part of [...(shape.allOf ?? []), ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) visit(part, depth + 1);
  };
  visit(media.schema, 0);
  return files;
}

/**
 * Whether the files of a form have no constraints, so that any text may represent one during validation: its bytes are
 * not read for that.
 */
export function hasPlainFiles(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const files = [...fileProperties(media, schemas)];
  const { object, array } = resolved(media.schema, schemas) ?? {};
  const listed = [media.itemSchema, array?.items, ...(array?.prefixItems ?? [])].flatMap((part) => alternatives(part, schemas));
  const isPlain = ({ string, enum: values, const: value }: Schema): boolean =>
    (values ?? value) === undefined && (string?.minLength ?? 0) <= 1 && string?.pattern === undefined;
  const isNamedPlainly = ([name, kind]: readonly [string, FileProperty]): boolean => {
    const found = alternatives(object?.properties?.get(name), schemas);
    return kind === "file" && found.length > 0 && found.every(isPlain);
  };
  return files.every(isNamedPlainly) && listed.filter(isFile).every(isPlain);
}

/** The maximum depth of compositions, which may be recursive. */
const deepest = 8;

/** The alternative schemas of a form's part, or of a list of parts. A branch that only allows null is omitted. */
function alternatives(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>, depth = 0): readonly Schema[] {
  const shape = resolved(schema, schemas);
  if (shape === undefined || depth > deepest) return [];
  if (isFile(shape)) return [shape];
  const inner = (part: Schema | undefined): readonly Schema[] => alternatives(part, schemas, depth + 1);
  if (shape.array?.items !== undefined) return inner(shape.array.items);
  const branches = shape.anyOf ?? shape.oneOf;
  if (branches !== undefined) return branches.flatMap(inner);
  // All of them apply: a file remains one, whatever the other parts assert.
  const file = (shape.allOf ?? []).flatMap(inner).find(isFile);
  if (file !== undefined) return [file];
  return shape.type?.every((type) => type === "null") === true ? [] : [shape];
}

function isFile(schema: Schema): boolean {
  const { contentMediaType, contentEncoding } = schema.string ?? {};
  // That of RFC 2045 §6.2 which encodes nothing: the bytes as they are.
  const isBare = contentEncoding?.toLowerCase() === "binary";
  return schema.format === "binary" || isBare || (contentMediaType !== undefined && contentEncoding === undefined && !/json/.test(contentMediaType));
}
