import type { CheckOptions, Issue, Validator } from "../../runtime/validators/types.js";
import { schemaModule } from "../emit/validators/emit-validators.js";
import { graphOf } from "../plan/schemas/schema-graph.js";
import type { SourceModule } from "../emit/print/file.js";
import type { Json } from "../model/json.js";
import type { SchemaPlan } from "../plan/plan.js";
import { ModuleGroup } from "./load-modules.js";
import { lowerSchema, type CompileOptions } from "./lower-schema.js";
import { SyntheticPlan } from "./synthetic-plan.js";

/** Returns whether a value is valid, and its issues. */
export type CompiledValidator = (value: unknown, options?: CheckOptions) => { readonly valid: boolean; readonly issues: readonly Issue[] };

/** Compiles the validator of one schema with the emitter of `generate`, and loads it from a temporary module. @throws SchemaError */
export async function compile(schema: Json, options: CompileOptions = {}): Promise<CompiledValidator> {
  const { modules, root } = schemaModules(schema, options);
  const group = new ModuleGroup();
  const loaded = await group.import(modules, `validators/${root.file}`);
  group.remove();
  const validator = loaded[root.constName] as Validator<unknown>;
  return (value, checkOptions) => {
    try {
      if (validator.is(value)) return { valid: true, issues: [] };
    } catch {
      // A getter or a proxy of the value threw. `check` reports that as an issue.
    }
    const result = validator.check(value, checkOptions);
    return result.ok ? { valid: true, issues: [] } : { valid: false, issues: result.issues };
  };
}

/** The modules of one schema and of all that it refers to, before they have text. */
export function schemaModules(schema: Json, options: CompileOptions): { readonly modules: readonly SourceModule[]; readonly root: SchemaPlan } {
  const { root, schemas } = lowerSchema(schema, options);
  const graph = graphOf(schemas);
  const plan = new SyntheticPlan();
  for (const [id, each] of schemas) plan.schemaById.set(id, plan.add(each));
  return {
    modules: plan.schemas.map((each) => schemaModule(each, plan, graph)),
    root: plan.schemaById.get(root.id) ?? plan.add(root),
  };
}
