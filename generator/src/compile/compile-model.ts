import type { Issue, CheckOptions, Validator } from "../../runtime/validators/types.js";
import { schemaModule } from "../emit/validators/emit-validators.js";
import { graphOf, type SchemaGraph } from "../plan/schemas/schema-graph.js";
import type { ApiModel, MediaType, OperationKey, ParameterLocation, StatusKey } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { directionalSchemas, isDirectional } from "../plan/schemas/directions.js";
import type { Direction, SchemaPlan } from "../plan/plan.js";
import { subschemas } from "../plan/schemas/subschemas.js";
import { ModuleGroup } from "./load-modules.js";
import { SyntheticPlan } from "./synthetic-plan.js";

/** The validator of one schema of a model, as `generate` would emit it. */
export interface CompiledSchema {
  is(value: unknown): boolean;
  /** Issues of the value. Empty if it is valid. */
  check(value: unknown, options?: CheckOptions): readonly Issue[];
}

/** Validators of a model, each created on first use. `undefined` if the model has no such schema. */
export interface CompiledModel {
  schema(id: SchemaId, direction?: Direction): CompiledSchema | undefined;
  /** The body of an operation: the request's, or that of a status (exact, then range, then `default`) and media type (default: the first that has a schema). */
  body(operation: OperationKey, side: Direction, status?: StatusKey | number, mediaType?: string): CompiledSchema | undefined;
  parameter(operation: OperationKey, location: ParameterLocation, name: string): CompiledSchema | undefined;
  /** Returns the validator of a schema object with references into the model. */
  subschema(schema: Schema, direction?: Direction): CompiledSchema;
}

/** Compiles the validators of a model for tools and tests, with the emitter of `generate`. */
export async function compileModel(model: ApiModel): Promise<CompiledModel> {
  return new LazyModel(model);
}

class LazyModel implements CompiledModel {
  readonly #model: ApiModel;
  readonly #graph: SchemaGraph;
  readonly #plan = new SyntheticPlan();
  readonly #group = new ModuleGroup();
  readonly #directional: ReadonlySet<SchemaId>;
  /** Schemas whose modules are loaded. Their code is not cached: that of 4,000 operations takes 60 MB. */
  readonly #loaded = new Set<SchemaPlan>();
  readonly #known = new Map<Schema, { response?: CompiledSchema; request?: CompiledSchema }>();

  constructor(model: ApiModel) {
    this.#model = model;
    this.#graph = graphOf(model.schemas);
    this.#directional = directionalSchemas(model);
    for (const [id, schema] of model.schemas) this.#plan.schemaById.set(id, this.#plan.add(schema, this.#directional.has(id)));
  }

  schema(id: SchemaId, direction: Direction = "response"): CompiledSchema | undefined {
    const schema = this.#model.schemas.get(id);
    return schema === undefined ? undefined : this.subschema(schema, direction);
  }

  body(key: OperationKey, side: Direction, status?: StatusKey | number, mediaType?: string): CompiledSchema | undefined {
    const operation = this.#operation(key);
    if (operation === undefined) return undefined;
    const code = status === undefined ? undefined : String(status);
    const response =
      operation.responses.find(({ status: each }) => each === code) ??
      operation.responses.find(({ status: each }) => each === `${code?.charAt(0)}XX`) ??
      operation.responses.find(({ status: each }) => each === "default");
    const content = side === "request" ? operation.requestBody?.content : response?.content;
    const media =
      mediaType === undefined ? content?.find((each) => schemaOf(each) !== undefined) : content?.find((each) => each.mediaType === mediaType);
    const schema = media === undefined ? undefined : schemaOf(media);
    return schema === undefined ? undefined : this.subschema(schema, side);
  }

  parameter(key: OperationKey, location: ParameterLocation, name: string): CompiledSchema | undefined {
    const parameter = this.#operation(key)?.parameters.find((each) => each.in === location && each.name === name);
    const schema = parameter?.schema ?? parameter?.content?.schema;
    return schema === undefined ? undefined : this.subschema(schema, "request");
  }

  subschema(schema: Schema, direction: Direction = "response"): CompiledSchema {
    const known = this.#known.get(schema) ?? {};
    this.#known.set(schema, known);
    return (known[direction] ??= this.#compile(schema, direction));
  }

  #operation(key: OperationKey): ApiModel["operations"][number] | undefined {
    const find = (operations: ApiModel["operations"]): ApiModel["operations"][number] | undefined => {
      for (const operation of operations) {
        const found = operation.key === key || operation.operationId === key ? operation : find(operation.callbacks);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return find([...this.#model.operations, ...this.#model.webhooks]);
  }

  #compile(schema: Schema, direction: Direction): CompiledSchema {
    const named = this.#plan.schemaById.get(schema.id);
    const plan = named?.schema === schema ? named : this.#plan.add(schema, isDirectional(schema, this.#directional, this.#model.schemas));
    const closure = this.#closure(plan);
    const modules = closure.filter((each) => !this.#loaded.has(each)).map((each) => schemaModule(each, this.#plan, this.#graph));
    const names = direction === "request" && plan.request !== undefined ? plan.request : plan;
    const loaded = this.#group.require(modules, `validators/${plan.file}`);
    for (const each of closure) this.#loaded.add(each);
    return compiled(loaded[names.constName] as Validator<unknown>);
  }

  /** A schema and all that it reaches. */
  #closure(plan: SchemaPlan): SchemaPlan[] {
    const found = new Set([plan]);
    for (const each of found) {
      // Loading a module also loads its imports.
      if (this.#loaded.has(each)) continue;
      const waiting = [each.schema];
      for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        // Parts with their own id are called as well, and so are schemas that a discriminator names.
        for (const id of [node.ref, node.id, ...(node.discriminator?.mapping.values() ?? [])]) {
          const target = id === undefined ? undefined : this.#plan.schemaById.get(id);
          if (target !== undefined) found.add(target);
        }
        waiting.push(...subschemas(node));
      }
    }
    return [...found];
  }
}

function schemaOf(media: MediaType): Schema | undefined {
  return media.schema ?? media.itemSchema;
}

/** A value that takes too long or too much memory to match against a pattern is invalid: `check` has its own issue for it. */
function isValid(validator: Validator<unknown>, value: unknown): boolean {
  try {
    return validator.is(value);
  } catch (error) {
    // By its name: a bundle has a class of its own.
    if (error instanceof RangeError || (error instanceof Error && error.name === "PatternLimitError")) return false;
    throw error;
  }
}

function compiled(validator: Validator<unknown>): CompiledSchema {
  return {
    is: (value) => isValid(validator, value),
    check: (value, options) => {
      const result = validator.check(value, options);
      return result.ok ? [] : result.issues;
    },
  };
}
