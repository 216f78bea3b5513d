import type { SourceModule, Statement } from "../print/file.js";
import { inCode } from "../operations/types.js";
import { enumsModule } from "./enums.js";
import { componentType } from "../../plan/make-plan.js";
import type { Plan } from "../../plan/plan.js";
import { clientExports } from "../client/exports.js";

/** `models`: each schema's type under its own name; and `index`: the package's front door. */
export function indexModules(plan: Plan): SourceModule[] {
  const models = modelsModule(plan);
  const enums = enumsModule(plan);
  const statements: Statement[] = [
    ...(plan.artefacts.has("client") ? [{ kind: "reexport" as const, from: "client" }] : []),
    { kind: "reexport", from: "types", typeOnly: true, names: ["components", "operations", "paths", "webhooks"].map((name) => ({ name })) },
    ...(models.statements.length > 0 ? [{ kind: "reexport" as const, from: "models", typeOnly: true }] : []),
    ...(enums === undefined ? [] : [{ kind: "reexport" as const, from: enums.path }]),
  ];
  const types = new Set(models.statements.map(nameOf));
  if (plan.artefacts.has("client")) {
    // Two stars with one name are an error; the client's is the one that the front door shows.
    const client = clientExports();
    const names = [
      ...client.values.filter((name) => types.has(name)).map((name) => ({ name })),
      ...[...client.types, ...(plan.clientGroups ?? []).map(({ typeName }) => typeName)]
        .filter((name) => types.has(name))
        .map((name) => ({ name, typeOnly: true })),
    ];
    if (names.length > 0) statements.push({ kind: "reexport", from: "client", names });
  }
  const hidden = (enums?.statements ?? []).map(nameOf).filter((name) => types.has(name));
  // The type is the one that the front door shows; `enums` has the values.
  if (hidden.length > 0) statements.push({ kind: "reexport", from: "models", typeOnly: true, names: hidden.map((name) => ({ name })) });
  return [...(models.statements.length > 0 ? [models] : []), { path: "index", statements }];
}

function nameOf(statement: Statement): string {
  return statement.kind === "type" || statement.kind === "const" ? statement.name : "";
}

function modelsModule(plan: Plan): SourceModule {
  const statements: Statement[] = [];
  for (const { schema, typeName, key, request } of plan.schemas) {
    const docs = schema.annotations?.description ?? schema.annotations?.title;
    statements.push({
      kind: "type",
      name: typeName,
      exported: true,
      type: inCode(componentType(key), plan),
      ...(docs === undefined ? {} : { docs }),
    });
    if (request !== undefined)
      statements.push({
        kind: "type",
        name: request.typeName,
        exported: true,
        type: inCode(componentType(request.key), plan),
        docs: `${typeName} in requests: without readOnly properties.`,
      });
  }
  return { path: "models", statements };
}
