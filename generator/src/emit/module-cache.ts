import { sha256 } from "../algorithms/sha256.js";
import { stronglyConnected } from "../algorithms/strongly-connected.js";
import type { ApiModel } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import type { OperationPlan, Plan, SchemaPlan } from "../plan/plan.js";
import { operationSchemas } from "../plan/schemas/operation-schemas.js";
import { linksOf } from "../plan/schemas/cycles.js";
import { usualServers } from "../plan/servers.js";
import type { Header } from "./print/module.js";
import type { GeneratedModule, ModuleTask } from "./task.js";

/** Modules of the last run of a watch, by a hash of everything that their text depends on. */
export class ModuleCache {
  #modules: ReadonlyMap<string, GeneratedModule> = new Map();

  /** Starts a run. The cache then holds the modules of this run once it has ended. */
  begin(model: ApiModel, plan: Plan, header: Header): CachedRun {
    return new CachedRun(this.#modules, new InputHashes(model, plan), header, (modules) => (this.#modules = modules));
  }
}

class CachedRun {
  readonly #before: ReadonlyMap<string, GeneratedModule>;
  readonly #hashes: InputHashes;
  readonly #header: Header;
  readonly #save: (modules: ReadonlyMap<string, GeneratedModule>) => void;
  readonly #modules = new Map<string, GeneratedModule>();

  constructor(
    before: ReadonlyMap<string, GeneratedModule>,
    hashes: InputHashes,
    header: Header,
    save: (modules: ReadonlyMap<string, GeneratedModule>) => void,
  ) {
    this.#before = before;
    this.#hashes = hashes;
    this.#header = header;
    this.#save = save;
  }

  /** The module of a task. It is generated only if one of its inputs has changed. */
  module(task: ModuleTask, generate: () => GeneratedModule): GeneratedModule {
    if (task.of === undefined) return generate();
    const key = sha256([this.#header(task.path), task.path, this.#hashes.ofTask(task)].join("\n"));
    const module = this.#before.get(key) ?? generate();
    this.#modules.set(key, module);
    return module;
  }

  end(): void {
    this.#save(this.#modules);
  }
}

/** Hashes of the inputs of modules. */
class InputHashes {
  readonly #document: string;
  /** Of a schema with all reachable schemas, without titles and descriptions: only a schema's own module has those. */
  readonly #reachable = new Map<SchemaId, string>();
  readonly #full = new ContentHashes(true);
  /** Several artefacts have a module for the same operation. */
  readonly #sources = new Map<Source, string>();

  constructor(model: ApiModel, plan: Plan) {
    this.#document = this.#full.of(sharedInputs(model, plan));
    this.#hashReachable(model, plan);
    // Operations contain the plans of the schemas that their bodies are.
    for (const schema of plan.schemas) this.#full.set(schema, this.#reachable.get(schema.schema.id) ?? "");
  }

  ofTask({ of, with: data }: ModuleTask): string {
    const sources = of === undefined || of === "with" ? [] : Array.isArray(of) ? (of as readonly Source[]) : [of as Source];
    return [this.#document, this.#full.of(data), ...sources.map((source) => this.#ofSource(source))].join("\n");
  }

  #ofSource(source: Source): string {
    let hash = this.#sources.get(source);
    if (hash === undefined) this.#sources.set(source, (hash = this.#hashSource(source)));
    return hash;
  }

  #hashSource(source: Source): string {
    const schemas = "schema" in source ? [source.schema] : operationSchemas(source.operation);
    const links = new Set(schemas.flatMap(linksOf));
    // A copy, because other code identifies the schema by its object.
    return sha256([this.#full.of({ ...source }), ...Array.from(links, (id) => this.#reachable.get(id))].join("\n"));
  }

  #hashReachable({ schemas }: ApiModel, { schemaById }: Plan): void {
    const own = new ContentHashes(false);
    const links = new Map(Array.from(schemas, ([id, schema]) => [id, linksOf(schema).filter((target) => schemas.has(target))]));
    const next = (id: SchemaId): readonly SchemaId[] => links.get(id) ?? [];
    for (const cycle of stronglyConnected(schemas.keys(), next)) {
      const targets = new Set(cycle.flatMap(next).map((id) => this.#reachable.get(id)));
      const hash = sha256([...cycle.map((id) => own.of([id, schemas.get(id), schemaById.get(id)])), ...targets].join("\n"));
      for (const id of cycle) this.#reachable.set(id, hash);
    }
  }
}

type Source = SchemaPlan | OperationPlan;

/** Inputs of every schema and operation module. */
function sharedInputs(model: ApiModel, plan: Plan): unknown {
  const { dialect, extensions, components, servers } = model;
  const { packageName, artefacts, mockLibraries, decoding, target } = plan;
  const ofPlan = [packageName, artefacts, mockLibraries, decoding?.options, target];
  return [dialect, servers, usualServers(model), extensions, components.securitySchemes, ofPlan];
}

/** Hashes of plain data. Equal content has an equal hash; the order of properties counts. */
class ContentHashes {
  readonly #known = new Map<object, string>();
  readonly #withWords: boolean;

  /** @param withWords Whether titles and descriptions of schemas count. */
  constructor(withWords: boolean) {
    this.#withWords = withWords;
  }

  of(value: unknown): string {
    return sha256(this.#text(value));
  }

  /** Uses a hash for an object wherever the object occurs. */
  set(value: object, hash: string): void {
    this.#known.set(value, hash);
  }

  /** @param isData Whether the value is JSON of the document, where a title is a property like any other. */
  #text(value: unknown, isData = false): string {
    if (typeof value === "string") return `${value.length}"${value}`;
    if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : `${typeof value} ${String(value)}`;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    let text = "";
    if (Array.isArray(value) || value instanceof Set) {
      for (const item of value) text += `${this.#text(item, isData)},`;
      return `[${text}]`;
    }
    if (value instanceof Map) {
      for (const [key, item] of value) text += `${this.#text(key)}=${this.#text(item, isData)},`;
      return `(${text})`;
    }
    for (const [name, part] of Object.entries(value)) {
      const counted: unknown = name === "annotations" && !isData && !this.#withWords ? withoutDescriptions(part as Annotations) : part;
      text += `${name.length}"${name}:${this.#text(counted, isData || dataKeywords.has(name))},`;
    }
    // Many operations share the parts of a document that have a location of their own. A short text is not worth a hash.
    if (!("place" in value) || text.length < 500) return `{${text}}`;
    const hash = sha256(text);
    this.#known.set(value, hash);
    return hash;
  }
}

type Annotations = NonNullable<Schema["annotations"]>;

function withoutDescriptions({ title: _title, description: _description, ...rest }: Annotations): Annotations {
  return rest;
}

const dataKeywords: ReadonlySet<string> = new Set(["annotations", "enum", "const"]);
