import type { ApiModel, MediaType, Operation, Parameter, Response, Server } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { XmlDocument } from "#runtime/client/operation.js";
import { bodyKind, type BodyKind } from "../../model/http/body-kind.js";
import { resolved } from "../../model/resolved.js";
import type { Decoding } from "../../plan/decoding.js";
import type { BodyPlan, OperationPlan, Plan } from "../../plan/plan.js";
import { ownServer } from "../../plan/servers.js";
import { codecOf } from "../codecs/codec.js";
import { isBodyAllowed } from "../../model/http/body-allowed.js";
import { isFailure, isSuccess } from "../../model/http/outcomes.js";
import { fixedValue, templateOf } from "../../model/http/template.js";
import { optionOf, type ClientSettings } from "../client/settings.js";
import type { Code } from "../print/code.js";
import type { DisposalShape } from "./disposal.js";
import { structuresOf } from "../../values/structure.js";
import { eventData } from "../../model/http/event-data.js";
import { byPreference, writtenXml } from "../../http/preferred-media-type.js";
import { operationDocs } from "./docs.js";
import { pagesOf, type PagesShape } from "./pages.js";

/** The interface of an operation, determined once for its own module and for the client's. */
export interface OperationShape {
  readonly plan: OperationPlan;
  /** The document's description of the operation, as a comment. */
  readonly docs: string;
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  /** Absent where code holds every value as the wire has it. */
  readonly decoding?: Decoding;
  readonly parameters: readonly ParameterShape[];
  readonly bodies: readonly BodyShape[];
  readonly bodyRequired: boolean;
  /** No parameter is required, so the argument may be omitted. */
  readonly optional: boolean;
  readonly responses: readonly ResponseShape[];
  /** Its server, independent of the client's options. */
  readonly server?: Server;
  /** Alternatives of client options whose credentials are sent together. */
  readonly security: readonly (readonly string[])[];
  readonly parametersType: string;
  readonly resultType: string;
  readonly responseType: string;
  readonly errorType: string;
  /** `isListSessionsError`. */
  readonly guard: string;
  /** `listSessionsOperation`: the operation as data. */
  readonly dataName: string;
  readonly pages?: PagesShape;
  readonly disposal?: DisposalShape;
}

export interface ParameterShape {
  /** The caller's key: the document's name, or `query.id` if an earlier location has the same name. */
  readonly key: string;
  readonly parameter: Parameter;
  readonly option: string | undefined;
  readonly required: boolean;
  /** Makes a repetition harmless; filled in where the caller gives none. */
  readonly idempotency: boolean;
}

export interface BodyShape {
  readonly media: MediaType;
  readonly kind: BodyKind;
  readonly plan: BodyPlan | undefined;
  /** Where code holds parts of it in another form. */
  readonly codec?: Code;
  /** Where a caller gives a value that is written as XML. */
  readonly xml?: XmlDocument;
}

interface ResponseShape {
  readonly response: Response;
  /** Whether it describes a success. */
  readonly success: boolean;
  /** Whether it describes an error: `default` may describe both. */
  readonly failure: boolean;
  /** Any body, or none. */
  readonly isOpen: boolean;
  readonly bodies: readonly BodyShape[];
}

/** @param taken Names of all operations' functions: derived names must differ from them. */
export function shapeOf(plan: OperationPlan, model: ApiModel, whole: Plan, settings: ClientSettings, taken: ReadonlySet<string>): OperationShape {
  const { operation, typeName } = plan;
  const { schemas } = model;
  const bodyShape = (media: MediaType): BodyShape => ({
    media,
    kind: bodyKind(media, schemas),
    plan: plan.bodies.find((body) => body.media === media),
    ...codecMember(media, schemas, whole),
  });
  const requestBody = isBodyAllowed(operation) ? operation.requestBody : undefined;
  const bodies = byPreference(requestBody?.content ?? [], model).map((media) => {
    const xml = writtenXml(media, requestBody?.content ?? [], model);
    return { ...bodyShape(media), ...(xml === undefined ? {} : { xml }) };
  });
  const server = ownServer(operation, model);
  const parameters = parameterShapes(operation, settings);
  const bodyRequired = requestBody?.required === true;
  const responses = operation.responses.map((response) => {
    const success = isSuccess(response, operation.responses);
    const described = jsonFirst(response.content.map(bodyShape));
    return {
      response,
      success,
      failure: isFailure(response),
      bodies: success ? withoutOtherForms(described, model) : described,
      // In Swagger 2.0 a response without a schema has no content; in later versions it is undescribed.
      isOpen: described.length === 0 && model.dialect !== "swagger-2.0",
    };
  });
  const shape = {
    plan,
    docs: operationDocs(operation, model),
    schemas,
    ...(whole.decoding === undefined ? {} : { decoding: whole.decoding }),
    parameters,
    bodies,
    bodyRequired,
    optional: !bodyRequired && !parameters.some(({ required }) => required),
    responses,
    ...(server === undefined ? {} : { server }),
    security: operation.security.map((alternative) => [...alternative.keys()].flatMap((name) => settings.schemes.get(name) ?? [])),
    parametersType: `${typeName}Parameters`,
    resultType: `${typeName}Result`,
    responseType: `${typeName}Answer`,
    errorType: `${typeName}Error`,
    guard: free(`is${typeName}Error`, taken),
    dataName: free(`${plan.functionName}Operation`, taken),
  };
  const pages = pagesOf(shape, free(`${plan.functionName}Pages`, taken));
  return pages === undefined ? shape : { ...shape, pages };
}

/** JSON is requested first: callers would have to parse other text. */
function jsonFirst(bodies: readonly BodyShape[]): readonly BodyShape[] {
  return bodies.toSorted((a, b) => Number(b.kind === "json") - Number(a.kind === "json"));
}

/**
 * Without formats that JSON already covers: many servers list all their formats with one schema. A caller gets one type and requests JSON;
 * other formats are available from the raw response. Text may be sent in its own type.
 */
function withoutOtherForms(bodies: readonly BodyShape[], model: ApiModel): readonly BodyShape[] {
  const remaining: BodyShape[] = [];
  for (const body of bodies) {
    const { schema } = body.media;
    const isOther =
      body.kind === "json" || body.kind === "encoded" || (body.kind === "text" && resolved(schema, model.schemas)?.type?.includes("string") !== true);
    const isStated = remaining.some((each) => each.kind === "json" && schema !== undefined && areAlike(each.media.schema, schema, model));
    if (!(isOther && isStated)) remaining.push(body);
  }
  return remaining;
}

function areAlike(a: Schema | undefined, b: Schema, model: ApiModel): boolean {
  const structures = structuresOf(model);
  return a === b || (a !== undefined && structures(a) === structures(b));
}

/** For JSON and binary formats, whole or streamed: other bodies have no values. */
function codecMember(media: MediaType, schemas: OperationShape["schemas"], plan: Plan): Pick<BodyShape, "codec"> {
  const schema = media.schema ?? media.itemSchema;
  const kind = bodyKind(media, schemas);
  const isJson = kind === "json" || kind === "encoded" || kind === "lines" || (kind === "events" && eventData(media, schemas) === "json");
  const codec = schema !== undefined && isJson ? codecOf(schema, plan) : undefined;
  return codec === undefined ? {} : { codec };
}

function free(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? free(`${name}_`, taken) : name;
}

/** Members that TypeScript assumes on every object: without such a parameter, the member would be the inherited function. */
const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__"));

/** On a clash the name belongs to the first of these; the others are written as links name them: `query.id`. */
const precedence = ["path", "query", "header", "cookie", "querystring"] as const;

function parameterShapes(operation: Operation, settings: ClientSettings): ParameterShape[] {
  const { parameters } = operation;
  const template = templateOf(operation);
  const taken = new Set(["body", "contentType", ...inherited]);
  const keys = new Map<Parameter, string>();
  for (const location of precedence) {
    for (const parameter of parameters.filter((each) => each.in === location)) {
      const key = taken.has(parameter.name) ? `${location}.${parameter.name}` : parameter.name;
      if (taken.has(key)) continue;
      taken.add(key);
      keys.set(parameter, key);
    }
  }
  return parameters.flatMap((parameter) => {
    const key = keys.get(parameter);
    if (key === undefined) return [];
    const option = optionOf(parameter, settings);
    const idempotency = parameter.in === "header" && /^(x-)?idempotency-key$/i.test(parameter.name);
    const isFilled = option !== undefined || idempotency || fixedValue(template, parameter) !== undefined;
    const required = (parameter.required || parameter.in === "path") && !isFilled;
    return [{ key, parameter, option, required, idempotency }];
  });
}

/** The parts of a type, joined by `|`, each once. */
export function distinct(types: readonly Code[]): Code[] {
  const visited = new Set<string>();
  return types.filter((type) => {
    return !visited.has(type.marked) && visited.add(type.marked).size > 0;
  });
}
