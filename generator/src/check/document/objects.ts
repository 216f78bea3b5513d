import { fileNamed, splitReference } from "../../load/files/names.js";
import type { DocumentValues } from "../../load/document.js";
import { isSwagger2 } from "../../load/version.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, placeKey, type Place } from "../../model/place.js";
import { walkPointer, type Target } from "../../model/pointer.js";
import { memoize } from "../../algorithms/memoize.js";
import { pathItemMethods } from "../../model/http/methods.js";

/** The OpenAPI 3 objects whose fields are checked here. Lowering and the schema rules check schemas. */
export type ObjectKind =
  | "document"
  | "server"
  | "pathItem"
  | "operation"
  | "parameter"
  | "header"
  | "requestBody"
  | "response"
  | "mediaType"
  | "encoding"
  | "example"
  | "link"
  | "callback"
  | "securityScheme"
  | "license";

/** An object of the document as it is written. */
export interface WrittenObject {
  readonly kind: ObjectKind;
  readonly value: JsonObject;
  readonly place: Place;
  /** Its key, where it is a member of an object. */
  readonly name?: string;
}

/** A field has one object, a list of them (`*`), or objects by name (`**`). */
type Field = readonly [kind: ObjectKind, shape: "" | "*" | "**"];
type Fields = Readonly<Record<string, Field>>;

const examples: Fields = { examples: ["example", "**"] };
const content: Fields = { content: ["mediaType", "**"] };

const fieldsOf: Readonly<Record<ObjectKind, Fields>> = {
  document: { servers: ["server", "*"], paths: ["pathItem", "**"], webhooks: ["pathItem", "**"] },
  pathItem: {
    ...Object.fromEntries(pathItemMethods.map((method) => [method, ["operation", ""] as const])),
    additionalOperations: ["operation", "**"],
    parameters: ["parameter", "*"],
    servers: ["server", "*"],
  },
  operation: {
    parameters: ["parameter", "*"],
    requestBody: ["requestBody", ""],
    responses: ["response", "**"],
    callbacks: ["callback", "**"],
    servers: ["server", "*"],
  },
  parameter: { ...content, ...examples },
  header: { ...content, ...examples },
  requestBody: content,
  response: { ...content, headers: ["header", "**"], links: ["link", "**"] },
  mediaType: { ...examples, encoding: ["encoding", "**"], prefixEncoding: ["encoding", "*"], itemEncoding: ["encoding", ""] },
  encoding: { headers: ["header", "**"], encoding: ["encoding", "**"], prefixEncoding: ["encoding", "*"], itemEncoding: ["encoding", ""] },
  link: { server: ["server", ""] },
  server: {},
  example: {},
  callback: {},
  securityScheme: {},
  license: {},
};

const componentFields: Fields = {
  parameters: ["parameter", "**"],
  headers: ["header", "**"],
  requestBodies: ["requestBody", "**"],
  responses: ["response", "**"],
  examples: ["example", "**"],
  links: ["link", "**"],
  callbacks: ["callback", "**"],
  pathItems: ["pathItem", "**"],
  mediaTypes: ["mediaType", "**"],
  securitySchemes: ["securityScheme", "**"],
};

/** Of a Swagger 2.0 document: its operations and their responses. */
const swaggerFieldsOf: Partial<Record<ObjectKind, Fields>> = {
  document: { paths: ["pathItem", "**"] },
  pathItem: Object.fromEntries(pathItemMethods.map((method) => [method, ["operation", ""] as const])),
  operation: { responses: ["response", "**"] },
};

/** Every object of a document, once and in order, including referenced objects in other files. */
export const objectsOf: (document: DocumentValues) => readonly WrittenObject[] = memoize((document) => {
  const { value } = document.root;
  if (!isJsonObject(value)) return [];
  const walk = new Walk(document, isSwagger2(value));
  walk.object("document", value, { file: "", pointer: "#" });
  return walk.found;
});

class Walk {
  readonly found: WrittenObject[] = [];
  readonly #visited = new Set<string>();
  readonly #document: DocumentValues;

  readonly #isSwagger: boolean;

  constructor(document: DocumentValues, isSwagger: boolean) {
    this.#document = document;
    this.#isSwagger = isSwagger;
  }

  object(kind: ObjectKind, written: Json, at: Place, name?: string): void {
    const target = resolveReference(this.#document, { value: written, place: at });
    if (target === undefined || !isJsonObject(target.value)) return;
    const { value, place } = target;
    const key = `${kind} ${placeKey(place)}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    this.found.push({ kind, value, place, ...(name !== undefined && { name }) });
    this.#fields(this.#isSwagger ? (swaggerFieldsOf[kind] ?? {}) : fieldsOf[kind], value, place);
    if (this.#isSwagger) return;
    if (kind === "callback") this.#members("pathItem", value, place);
    if (kind !== "document") return;
    const { components, info } = value;
    if (isJsonObject(components)) this.#fields(componentFields, components, child(place, "components"));
    if (isJsonObject(info) && isJsonObject(info["license"])) this.object("license", info["license"], child(place, "info", "license"));
  }

  #fields(fields: Fields, value: JsonObject, place: Place): void {
    for (const [field, [kind, shape]] of Object.entries(fields)) {
      const member = Object.hasOwn(value, field) ? value[field] : undefined;
      if (typeof member !== "object" || member === null) continue;
      const at = child(place, field);
      if (shape === "") this.object(kind, member, at);
      else if (shape === "*" && Array.isArray(member)) {
        for (const [index, item] of (member as readonly Json[]).entries()) this.object(kind, item, child(at, index));
      } else if (shape === "**" && isJsonObject(member)) this.#members(kind, member, at);
    }
  }

  #members(kind: ObjectKind, members: JsonObject, place: Place): void {
    for (const name of Object.keys(members)) {
      if (!name.startsWith("x-") || kind === "header") this.object(kind, members[name] ?? null, child(place, name), name);
    }
  }
}

/** The target of a Reference Object, through any chain; the value itself if it is no reference. Lowering reports unresolved references. */
export function resolveReference(document: DocumentValues, from: Target): Target | undefined {
  let target: Target | undefined = from;
  for (let hops = 0; target !== undefined && isJsonObject(target.value) && typeof target.value["$ref"] === "string"; hops++) {
    target = hops > 64 ? undefined : targetOf(document, target.value["$ref"], target.place);
  }
  return target;
}

/** The target of one reference. */
function targetOf(document: DocumentValues, reference: string, from: Place): Target | undefined {
  const { file, fragment } = splitReference(reference);
  const name = fileNamed(file, from.file, document.root.path);
  const source = document.files.get(name);
  if (source === undefined || (fragment !== "" && !fragment.startsWith("/"))) return undefined;
  return walkPointer({ place: { file: name, pointer: "#" }, value: source.value }, fragment);
}
