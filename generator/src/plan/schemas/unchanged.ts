import { usualServers } from "../servers.js";
import { withUsers } from "./users.js";
import type { ApiModel } from "../../model/api.js";
import type { SchemaId } from "../../model/schemas/schema.js";
import { linksOf } from "./cycles.js";
import type { Equality } from "./equality.js";
import { meansTheSame } from "./meaning.js";
import type { OperationPlan, Plan, SchemaPlan } from "../plan.js";
import { operationSchemas } from "./carried.js";

/** All that text is made of. */
export interface Settled {
  readonly model: ApiModel;
  readonly plan: Plan;
}

/**
 * The schemas and operations that are as they were in another run, names included, where everything that references lead to from there means what it meant:
 * only a schema's own module has its description. What is said of one of them, and asks nothing of the rest of the document, is said in the same words.
 */
export function unchangedSince(before: Settled, now: Settled, equality: Equality): ReadonlySet<SchemaPlan | OperationPlan> {
  if (!equality.areSame(common(before), common(now))) return new Set();
  const { changed, meaning } = changedSchemas(before, now, equality);
  const found = new Set<SchemaPlan | OperationPlan>();
  for (const schema of now.plan.schemas) if (!changed.has(schema.schema.id) && !meaning.has(schema.schema.id)) found.add(schema);
  const operations = new Map(before.plan.operations.map((operation) => [operation.operation.key, operation]));
  for (const operation of now.plan.operations) {
    if (!equality.areSame(operations.get(operation.operation.key), operation)) continue;
    if (!operationSchemas(operation.operation).some((schema) => linksOf(schema).some((id) => meaning.has(id)))) found.add(operation);
  }
  return found;
}

/** What a module of one schema or operation may ask of the document as a whole. */
function common({ model, plan }: Settled): unknown {
  const { dialect, extensions, components } = model;
  const { packageName, artefacts, mockLibraries, decoding } = plan;
  return {
    dialect,
    servers: [model.servers, usualServers(model)],
    extensions,
    schemes: components.securitySchemes,
    packageName,
    artefacts,
    mockLibraries,
    decoding: decoding?.options,
  };
}

interface ChangedSchemas {
  /** Those that are not as they were. */
  readonly changed: ReadonlySet<SchemaId>;
  /** Those that mean something else than they did, or lead to one that does. */
  readonly meaning: ReadonlySet<SchemaId>;
}

function changedSchemas(before: Settled, now: Settled, equality: Equality): ChangedSchemas {
  const changed = new Set<SchemaId>();
  const meaning = new Set<SchemaId>();
  for (const id of before.model.schemas.keys()) if (!now.model.schemas.has(id)) meaning.add(id);
  for (const [id, schema] of now.model.schemas) {
    const old = before.model.schemas.get(id);
    const [oldPlan, plan] = [before.plan.schemaById.get(id), now.plan.schemaById.get(id)];
    if (!equality.areSame(old, schema)) changed.add(id);
    if (!meansTheSame(old, schema, equality) || !equality.areSame(namesOf(oldPlan), namesOf(plan))) meaning.add(id);
    // Operations hold the plans of the schemas that their bodies are.
    else if (oldPlan !== undefined && plan !== undefined) equality.take(oldPlan, plan);
  }
  return { changed, meaning: withUsers(meaning, now.model.schemas, linksOf) };
}

function namesOf(plan: SchemaPlan | undefined): unknown {
  if (plan === undefined) return undefined;
  const { schema: _schema, ...names } = plan;
  return names;
}
