import type { ApiModel } from "../../model/api.js";
import type { Plan } from "../../plan/plan.js";
import type { SourceModule } from "../print/file.js";
import { emitCodecs } from "../codecs/emit-codecs.js";
import { withDisposals } from "../operations/disposal.js";
import { operationModule } from "../operations/operation-module.js";
import type { ModuleTask } from "../task.js";
import { shapeOf, type OperationShape } from "../operations/shape.js";
import { clientModule } from "./client-module.js";
import { connectionModule } from "./connection-module.js";
import { clientSettings, type ClientSettings } from "./settings.js";

/** The shapes of all operations that can be called, and what a client is told for them. */
export function clientShapes(model: ApiModel, plan: Plan): { readonly settings: ClientSettings; readonly shapes: readonly OperationShape[] } {
  const settings = clientSettings(model, plan);
  const operations = plan.operations.filter(({ operation }) => operation.kind === "path");
  const functions = new Set(operations.map(({ functionName }) => functionName));
  const shapes = operations.map((operation) => shapeOf(operation, model, plan, settings, functions));
  return { settings, shapes: withDisposals(shapes, model) };
}

/** The client: `connection`, `client`, and one module per operation. Each is made when it is asked for. */
export function* emitClient(model: ApiModel, plan: Plan): Generator<ModuleTask> {
  const { settings, shapes } = clientShapes(model, plan);
  const validated = plan.artefacts.has("validators");
  yield { path: "connection", make: () => connectionModule(model, settings) };
  yield { path: "client", make: () => clientModule(model.info.title, shapes, plan.clientGroups) };
  for (const shape of shapes) yield { path: `operations/${shape.plan.file}`, ...sourceOf(shape), make: () => operationModule(shape, validated) };
  yield* emitCodecs(plan);
  yield { path: "operations/index", make: () => indexModule(shapes) };
}

/**
 * What the caller sees of an operation follows from the operation, but for the names of others and for what clients are told. What closes its result
 * is made of two operations.
 */
function sourceOf({
  plan,
  docs,
  parameters,
  bodies,
  responses,
  security,
  guard,
  pages,
  decoding,
  disposal,
}: OperationShape): Pick<ModuleTask, "of" | "with"> {
  if (disposal !== undefined) return {};
  const options = parameters.map(({ option }) => option);
  const codecs = decoding === undefined ? [] : [bodies, ...responses.map((response) => response.bodies)].flat().map(({ codec }) => codec);
  return { of: plan, with: { docs, options, security, guard, pages: pages?.name, codecs } };
}

function indexModule(shapes: readonly OperationShape[]): SourceModule {
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
      ...shapes.map(({ plan: { file } }) => ({ kind: "reexport" as const, from: `operations/${file}` })),
    ],
  };
}
