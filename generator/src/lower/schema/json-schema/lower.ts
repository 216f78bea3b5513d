import type { Report } from "../../../diagnostics/diagnostic.js";
import type { Json } from "../../../model/json.js";
import type { Place } from "../../../model/place.js";
import type { Schema, SchemaId } from "../../../model/schemas/schema.js";
import type { Target } from "../../../model/pointer.js";
import { SchemaLowering } from "../lowering.js";
import { metaschemas } from "./metaschemas.js";
import { Resources, resolveUri, withoutFragment, type Resource } from "./resources.js";
import { dialect201909, dialect202012, dialectDraft4, dialectDraft7, type JsonSchemaDialect } from "./vocabularies.js";
import { isJsonObject } from "../../../model/json.js";

type JsonSchemaVersion = "2020-12" | "draft-04";

export interface LowerSchemasOptions {
  /** The dialect of a schema without `$schema`. Default: `2020-12`. */
  readonly dialect?: JsonSchemaVersion;
  /** Default: `annotate`, as JSON Schema has it (Validation 2020-12 §7.2.1). */
  readonly formats?: "assert" | "annotate";
  /** Further schemas for references, by URI. Nothing is fetched. */
  readonly resources?: Readonly<Record<string, Json>>;
}

/** Plain JSON Schema, lowered: the root schema, and all that references reach. */
export interface LoweredSchemas {
  readonly root: Schema;
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
}

const rootUri = "tallystick:/schema";

export function lowerSchemas(schema: Json, options: LowerSchemasOptions, report: Report): LoweredSchemas {
  const formats = options.formats ?? "annotate";
  const documents = new Map([
    ...metaschemas,
    ...Object.entries(options.resources ?? {}).map(([uri, value]) => [withoutFragment(resolveUri(uri, "")), value] as const),
  ]);
  const dialects = new Map<string, JsonSchemaDialect>();
  const dialectOf = (uri: string): JsonSchemaDialect | undefined => {
    const key = withoutFragment(uri);
    const known = dialects.get(key) ?? knownDialect(key, formats);
    if (known !== undefined) return known;
    const metaschema = documents.get(key);
    if (!isJsonObject(metaschema)) return undefined;
    const made = dialect202012(metaschema["$vocabulary"], formats);
    dialects.set(key, made);
    return made;
  };
  const dialect = options.dialect === "draft-04" ? dialectDraft4(formats) : dialect202012(undefined, formats);
  const resources = new Resources(dialectOf);
  const root = resources.add(schema, rootUri, "", dialect);
  for (const [uri, value] of documents) resources.add(value, uri, uri, dialect);
  return new JsonSchemaLowering(dialect, resources, report).run(root);
}

function knownDialect(uri: string, formats: "assert" | "annotate"): JsonSchemaDialect | undefined {
  if (uri === "https://json-schema.org/draft/2020-12/schema") return dialect202012(undefined, formats);
  if (uri === "https://json-schema.org/draft/2019-09/schema") return dialect201909(formats);
  if (/^http:\/\/json-schema\.org\/draft-0[67]\/schema$/.test(uri)) return dialectDraft7(formats);
  return /^http:\/\/json-schema\.org\/draft-0[34]\/schema$/.test(uri) ? dialectDraft4(formats) : undefined;
}

class JsonSchemaLowering extends SchemaLowering {
  readonly #resources: Resources;

  constructor(dialect: JsonSchemaDialect, resources: Resources, report: Report) {
    const resolve = (reference: string, from: Place): Target | undefined => resources.resolve(reference, from);
    super(dialect, { resolve, missing: () => ({ why: "absent" }), dynamicAnchors: resources }, report);
    this.#resources = resources;
  }

  run(root: Resource): LoweredSchemas {
    const id = this.name({ place: root.place, value: root.value });
    const { schemas } = this;
    return { root: schemas.get(id) as Schema, schemas };
  }

  protected override dialectAt(place: Place): JsonSchemaDialect {
    return this.#resources.around(place)?.dialect ?? (this.dialect as JsonSchemaDialect);
  }
}
