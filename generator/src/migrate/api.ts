import { clientShapes } from "../emit/client/emit-client.js";
import { pathOf } from "../emit/client/member.js";
import type { OperationShape, ParameterShape } from "../emit/operations/shape.js";
import type { ApiModel, ParameterLocation } from "../model/api.js";
import { isBodiless } from "#runtime/client/response/statuses.js";
import { resolved } from "../model/resolved.js";
import type { Plan } from "../plan/plan.js";

/** The operations of a document, as calls of another tool name them, and how the generated client calls each. */
export interface Api {
  /** By method and path: `GET /pets/{petId}`. */
  readonly operations: ReadonlyMap<string, ApiOperation>;
  /** Path templates. */
  readonly paths: ReadonlySet<string>;
  /** Names of the schemas in its components. */
  readonly schemas: ReadonlySet<string>;
}

export interface ApiOperation {
  /** `GET /pets/{petId}`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  /** `getPet`, or `pets.get` in a group. */
  readonly call: string;
  /** What the call names each parameter, by location and name in the document. */
  readonly parameters: ReadonlyMap<ParameterLocation, ReadonlyMap<string, string>>;
  /** Whether it takes a body. */
  readonly hasBody: boolean;
  /** Why the body, a response or a parameter differs too much for a safe change. */
  readonly obstacle: string | undefined;
  /** Parameters that are sent in the style of the document, which is not the default of other tools. */
  readonly styled: readonly string[];
  /** Client options of its security schemes. */
  readonly credentials: readonly string[];
  /** Documented statuses: `200`, `404`, `4XX`. */
  readonly statuses: readonly string[];
  /** Whether the document describes an error. Without one, every error is unexpected. */
  readonly hasErrors: boolean;
}

/** Reads what calls look like from the model and the plan. */
export function apiOf(model: ApiModel, plan: Plan): Api {
  const operations = new Map<string, ApiOperation>();
  for (const shape of clientShapes(model, plan).shapes) {
    const operation = apiOperation(shape);
    operations.set(operation.key, operation);
  }
  return {
    operations,
    paths: new Set([...operations.values()].map(({ path }) => path)),
    schemas: new Set(model.components.schemas.keys()),
  };
}

function apiOperation(shape: OperationShape): ApiOperation {
  const { plan, parameters, bodies, responses, security } = shape;
  const { operation } = plan;
  const byLocation = new Map<ParameterLocation, Map<string, string>>();
  for (const { key, parameter } of parameters) {
    const names = byLocation.get(parameter.in) ?? new Map<string, string>();
    byLocation.set(parameter.in, names.set(parameter.name, key));
  }
  const method = operation.method.toUpperCase();
  return {
    key: `${method} ${operation.path}`,
    method,
    path: operation.path,
    operationId: operation.operationId,
    call: pathOf(plan),
    parameters: byLocation,
    hasBody: bodies.length > 0,
    obstacle: obstacleOf(shape),
    styled: parameters.filter((each) => hasOwnStyle(each, shape)).map(({ parameter }) => parameter.name),
    credentials: [...new Set(security.flat())],
    statuses: responses.map(({ response }) => response.status),
    hasErrors: responses.some(({ failure }) => failure),
  };
}

/** Other tools send and read JSON unless a call states another type. */
function obstacleOf({ plan, bodies, responses, parameters }: OperationShape): string | undefined {
  const [body] = bodies;
  if (body !== undefined && body.kind !== "json") return `the request body is ${body.media.mediaType}, not JSON`;
  if (parameters.length < plan.operation.parameters.length) return "two of its parameters have one name";
  if (parameters.some(({ parameter }) => parameter.in === "querystring")) return "one parameter is the whole query string";
  for (const { response, success, bodies: described } of responses) {
    const other = isBodiless(response.status, plan.operation.method) ? undefined : described.find(({ kind }) => kind !== "json");
    if (success && other !== undefined) return `the response ${response.status} is ${other.media.mediaType}, not JSON`;
  }
  return undefined;
}

/** Lists with commas, objects without brackets, reserved characters: clients that do not read the document send the default of their own. */
function hasOwnStyle({ parameter }: ParameterShape, { schemas }: OperationShape): boolean {
  const { style, explode, allowReserved, content, spansSegments } = parameter;
  if (allowReserved || content !== undefined || spansSegments === true) return true;
  const schema = resolved(parameter.schema, schemas);
  if (schema?.array === undefined && schema?.object === undefined && schema?.type?.some((type) => type === "array" || type === "object") !== true)
    return style === "matrix" || style === "label";
  if (parameter.in === "query") return schema?.type?.includes("object") === true ? style !== "deepObject" : style !== "form" || !explode;
  return parameter.in === "header" || parameter.in === "cookie" || style !== "simple";
}
