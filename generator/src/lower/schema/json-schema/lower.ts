import type { Report } from "../../../diagnostics/diagnostic.js";
import type { Json } from "../../../model/json.js";
import { placeKey, type Place } from "../../../model/place.js";
import type { Schema, SchemaId } from "../../../model/schema.js";
import type { Target } from "../../pointer.js";
import { SchemaLowering } from "../lowering.js";
import { metaschemas } from "./metaschemas.js";
import { Resources, resolveUri, withoutFragment, type Resource } from "./resources.js";
import { dialect201909, dialect202012, dialectDraft4, dialectDraft7, type JsonSchemaDialect } from "./vocabularies.js";
import { isJsonObject } from "../../../model/json.js";

export type JsonSchemaVersion = "2020-12" | "draft-04";

export interface LowerSchemasOptions {
  /** What a schema without `$schema` is written in. Default: `2020-12`. */
  readonly dialect?: JsonSchemaVersion;
  /** Default: `annotate`, as JSON Schema has it (Validation 2020-12 §7.2.1). */
  readonly formats?: "assert" | "annotate";
  /** Further schemas that references may lead to, by URI. Nothing is fetched. */
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

/** What each dynamic anchor means: the outermost resource on the way here that has it (JSON Schema Core 2020-12 §8.2.3.2). */
type DynamicScope = ReadonlyMap<string, Target>;

/**
 * Gives `$dynamicRef` its meaning: a schema that is reached by ways on which its dynamic anchors mean different things is
 * lowered once for each meaning, so that afterwards there are only plain references.
 */
class JsonSchemaLowering extends SchemaLowering {
  readonly #resources: Resources;
  readonly #lowered = new Map<SchemaId, Schema>();
  readonly #waiting: { readonly id: SchemaId; readonly target: Target; readonly scope: DynamicScope }[] = [];
  readonly #seen = new Set<SchemaId>();
  #scope: DynamicScope = new Map();

  constructor(dialect: JsonSchemaDialect, resources: Resources, report: Report) {
    super(dialect, { resolve: (reference, from) => resources.resolve(reference, from), missing: () => ({ why: "absent" }) }, report);
    this.#resources = resources;
  }

  run(root: Resource): LoweredSchemas {
    const id = this.#enter({ place: root.place, value: root.value }, new Map());
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#scope = next.scope;
      this.#lowered.set(next.id, this.lower(next.target.value, next.target.place));
    }
    return { root: this.#lowered.get(id) as Schema, schemas: this.#lowered };
  }

  override get schemas(): ReadonlyMap<SchemaId, Schema> {
    return this.#lowered;
  }

  override lower(value: Json, place: Place): Schema {
    const outer = this.#scope;
    const resource = this.#resources.at(place);
    // A schema with an identifier of its own opens a resource, also where it stands inside another one.
    if (resource?.place.pointer === place.pointer && resource.place.file === place.file) this.#scope = extended(outer, resource);
    const schema = super.lower(value, place);
    const id = placeKey(place) + suffix(this.#scope);
    this.#scope = outer;
    return { ...schema, id };
  }

  protected override dialectAt(place: Place): JsonSchemaDialect {
    return this.#resources.at(place)?.dialect ?? (this.dialect as JsonSchemaDialect);
  }

  override refer(reference: string, from: Place): SchemaId | undefined {
    const target = this.#resources.resolve(reference, from);
    if (target !== undefined) return this.#enter(target, this.#scope);
    this.unresolved(reference, from);
    return undefined;
  }

  override referDynamically(reference: string, from: Place): SchemaId | undefined {
    const target = this.#resources.resolve(reference, from);
    const anchor = reference.slice(reference.indexOf("#") + 1);
    const initial = target === undefined ? undefined : this.#resources.at(target.place);
    const isDynamic = target !== undefined && initial?.dynamicAnchors.get(anchor)?.place.pointer === target.place.pointer;
    const meant = isDynamic ? this.#scope.get(anchor) : undefined;
    return meant === undefined ? this.refer(reference, from) : this.#enter(meant, this.#scope);
  }

  #enter(target: Target, from: DynamicScope): SchemaId {
    const resource = this.#resources.at(target.place);
    const scope = resource === undefined ? from : extended(from, resource);
    const id = placeKey(target.place) + suffix(scope);
    if (!this.#seen.has(id)) {
      this.#seen.add(id);
      this.#waiting.push({ id, target, scope });
    }
    return id;
  }
}

function extended(scope: DynamicScope, resource: Resource): DynamicScope {
  const added = [...resource.dynamicAnchors].filter(([anchor]) => !scope.has(anchor));
  return added.length === 0 ? scope : new Map([...scope, ...added]);
}

function suffix(scope: DynamicScope): string {
  if (scope.size === 0) return "";
  return ` with ${[...scope]
    .map(([anchor, target]) => `${anchor}: ${placeKey(target.place)}`)
    .toSorted()
    .join(", ")}`;
}
