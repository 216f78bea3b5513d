import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { raw } from "../emit/print/code.js";
import { functionNames } from "../plan/names/function-names.js";
import { camel, kebab } from "../plan/names/names.js";
import { Namespace, reservedFiles, reservedValues } from "../plan/names/namespace.js";
import type { Plan, SchemaPlan, ValidatorNames } from "../plan/plan.js";
import { tokens } from "../model/place.js";

/** Names for schemas without one: the last segment of their location. Their type is `unknown`. */
export class SyntheticPlan implements Plan {
  readonly schemas: SchemaPlan[] = [];
  readonly schemaById = new Map<SchemaId, SchemaPlan>();
  readonly operations = [];
  readonly mockLibraries = [];
  readonly importExtension = "js";
  readonly runtime = "copy";
  readonly target = "ts";
  readonly artefacts = new Set(["validators"] as const);
  readonly #values = new Namespace(reservedValues);
  readonly #files = new Namespace(reservedFiles, (name) => name.toLowerCase());

  /** @param directional Whether request and response variants are generated. */
  add(schema: Schema, directional = false): SchemaPlan {
    const words = tokens(schema.place.pointer).at(-1) ?? "schema";
    const constName = this.#values.claim(camel(words) || "schema", schema.id, (name) => [...names(name), ...names(`${name}Request`)]);
    const file = this.#files.claim(kebab(words) || "schema", schema.id, undefined, "-");
    const plan: SchemaPlan = {
      schema,
      key: constName,
      file,
      group: file,
      directional,
      valuesName: `${constName}Values`,
      ...validatorNames(constName),
      ...(directional ? { request: { key: `${constName}Request`, ...validatorNames(`${constName}Request`) } } : {}),
    };
    this.schemas.push(plan);
    return plan;
  }
}

function names(constName: string): string[] {
  return [constName, ...Object.values(functionNames(constName))];
}

function validatorNames(constName: string): ValidatorNames {
  const typeName = constName.charAt(0).toUpperCase() + constName.slice(1);
  return { baseName: constName, constName, fixtureName: constName, ...functionNames(constName), typeName, type: raw("unknown") };
}
