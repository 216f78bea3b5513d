import type { ApiModel } from "../../model/api.js";
import { byGroup } from "../../plan/names/groups.js";
import type { Plan } from "../../plan/plan.js";
import type { SourceModule } from "../print/file.js";
import { emitCodecs } from "../codecs/emit-codecs.js";
import { withDisposals } from "../operations/disposal.js";
import { operationsModule, operationsPath } from "../operations/operation-module.js";
import type { ModuleTask } from "../task.js";
import { shapeOf, type OperationShape } from "../operations/shape.js";
import { parameterProperty, SharedParameters } from "../operations/shared-parameters.js";
import { clientModule } from "./client-module.js";
import { connectionModule } from "./connection-module.js";
import { clientSettings, type ClientSettings } from "./settings.js";

/** The shapes of all callable operations, and the settings of a client. */
export function clientShapes(model: ApiModel, plan: Plan): { readonly settings: ClientSettings; readonly shapes: readonly OperationShape[] } {
  const settings = clientSettings(model, plan);
  const operations = plan.operations.filter(({ operation }) => operation.kind === "path");
  const functions = new Set(operations.map(({ functionName }) => functionName));
  const shapes = operations.map((operation) => shapeOf(operation, model, plan, settings, functions));
  return { settings, shapes: withDisposals(shapes, model) };
}

/** The client: `connection`, `client`, and one module per group of operations. Each is generated on demand. */
export function* emitClient(model: ApiModel, plan: Plan): Generator<ModuleTask> {
  const { settings, shapes } = clientShapes(model, plan);
  const validated = plan.artefacts.has("validators");
  yield { path: "connection", make: () => connectionModule(model, settings) };
  yield { path: "client", make: () => clientModule(model.info.title, shapes, plan.clientGroups) };
  const shared = new SharedParameters(shapes);
  const groups = byGroup(shapes, ({ plan: { group } }) => group);
  for (const group of groups) {
    const path = operationsPath(group[0].plan.group);
    yield { path, ...sourceOf(group, shared), make: () => operationsModule(path, group, shared, validated) };
  }
  yield { path: "parameters", make: () => shared.module() };
  yield* emitCodecs(plan);
  yield { path: "operations/index", make: () => indexModule(groups.map(([shape]) => operationsPath(shape.plan.group))) };
}

/**
 * The interface of an operation follows from the operation, except names of others and options of clients. A disposable variant consists of two
 * operations.
 */
function sourceOf(shapes: readonly OperationShape[], shared: SharedParameters): Pick<ModuleTask, "of" | "with"> {
  if (shapes.some(({ disposal }) => disposal !== undefined)) return {};
  const more = shapes.map((shape) => {
    const { docs, parameters, bodies, responses, security, guard, dataName, pages, decoding } = shape;
    const options = parameters.map((parameter) => [parameter.option, shared.of(parameterProperty(parameter, shape))?.name]);
    const codecs = decoding === undefined ? [] : [bodies, ...responses.map((response) => response.bodies)].flat().map(({ codec }) => codec);
    return { docs, options, security, guard, dataName, pages: pages?.name, codecs };
  });
  return { of: shapes.map(({ plan }) => plan), with: more };
}

function indexModule(paths: readonly string[]): SourceModule {
  return {
    path: "operations/index",
    statements: [
      {
        kind: "reexport",
        from: "connection",
        names: [
          { name: "CallOptions", typeOnly: true },
          { name: "ClientOptions", typeOnly: true },
          { name: "connect" },
          { name: "Connection", typeOnly: true },
        ],
      },
      ...paths.map((from) => ({ kind: "reexport" as const, from })),
    ],
  };
}
