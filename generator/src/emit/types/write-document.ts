import type { ApiModel, Header, MediaType, Operation, Parameter, RequestBody, Response } from "../../model/api.js";
import type { Decoding } from "../../plan/decoding.js";
import type { Direction, OperationPlan, Plan } from "../../plan/plan.js";
import { directionsOf } from "../../plan/schemas/directions.js";
import { harmless } from "../print/jsdoc.js";
import { recursiveTypes, withReferences } from "./cycles.js";
import { anything, dictionary, type Form } from "./form.js";
import { describedBy } from "./documented.js";
import { reference, SchemaWriter } from "./write-schema.js";

/**
 * The document that openapi-typescript is given, written back from the model: OpenAPI 3.1, references to components only.
 * Lists of entries and not objects, so that it can be printed in slices.
 */
export interface PreparedDocument {
  readonly schemas: readonly (readonly [key: string, form: Form])[];
  /** Key of a schema → name of the type alias that it needs; see `cycles.ts`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly parameters: readonly (readonly [name: string, parameter: PreparedParameter])[];
  readonly responses: readonly (readonly [name: string, response: PreparedResponse])[];
  readonly requestBodies: readonly (readonly [name: string, body: PreparedBody])[];
  /** By the plan's key. Each is written when its turn comes to be printed: most of a document stands in its operations. */
  readonly operations: readonly (readonly [key: string, write: () => PreparedOperation])[];
  /** Path template → method → the operation's key, with its documentation. */
  readonly paths: readonly (readonly [path: string, item: PreparedPathItem])[];
  readonly webhooks: readonly (readonly [name: string, item: PreparedPathItem])[];
}

type PreparedPathItem = { [method: string]: { $ref: string; description?: string; summary?: string; deprecated?: true } };

export interface Reference {
  $ref: string;
}
export interface PreparedParameter {
  name: string;
  in: Parameter["in"];
  required: boolean;
  schema: Form;
  description?: string;
  deprecated?: true;
}
type PreparedContent = { [mediaType: string]: { schema: Form } };
interface PreparedBody {
  required: boolean;
  content: PreparedContent;
  description?: string;
}
interface PreparedResponse {
  description: string;
  headers: { [name: string]: { schema: Form; required: boolean; description?: string } };
  content?: PreparedContent;
}
export interface PreparedOperation {
  parameters: (PreparedParameter | Reference)[];
  requestBody?: PreparedBody | Reference;
  responses: { [status: string]: PreparedResponse | Reference };
}

export interface WriteOptions {
  /** Absent: as it is on the wire. */
  readonly decoding?: Decoding | undefined;
}

export function writeDocument(model: ApiModel, plan: Plan, options: WriteOptions = {}): PreparedDocument {
  return new DocumentWriter(model, plan, options).write();
}

class DocumentWriter {
  readonly #schemas: SchemaWriter;

  constructor(
    readonly model: ApiModel,
    readonly plan: Plan,
    { decoding }: WriteOptions,
  ) {
    this.#schemas = new SchemaWriter(model.schemas, plan.schemaById, decoding);
  }

  write(): PreparedDocument {
    const { components } = this.model;
    return {
      ...this.#aliases(this.#schemaEntries()),
      parameters: [...components.parameters]
        .filter(([, parameter]) => isPlain(parameter))
        .map(([name, parameter]) => [name, this.#parameter(parameter, "request")]),
      responses: [...components.responses].map(([name, response]) => [name, this.#response(response, "response")]),
      requestBodies: [...components.requestBodies].map(([name, body]) => [name, this.#body(body, "request")]),
      operations: this.plan.operations.map((operation) => [operation.key, () => this.#operation(operation, this.#sharedOf(operation.operation))]),
      paths: this.#items("path"),
      webhooks: this.#items("webhook"),
    };
  }

  #schemaEntries(): [string, Form][] {
    const entries: [string, Form][] = [];
    for (const { schema, key, request } of this.plan.schemas) {
      entries.push([key, this.#schemas.write(schema, "response")]);
      if (request !== undefined) entries.push([request.key, this.#schemas.write(schema, "request")]);
    }
    return entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Schemas that need a type alias of their own; what is inside of them refers to aliases by name. */
  #aliases(schemas: PreparedDocument["schemas"]): Pick<PreparedDocument, "schemas" | "aliases"> {
    const names = new Map<string, string>();
    for (const { key, typeName, request } of this.plan.schemas) {
      names.set(key, typeName);
      if (request !== undefined) names.set(request.key, request.typeName);
    }
    const keys = new Map([...names.keys()].map((key) => [reference("schemas", key), key]));
    const recursive = recursiveTypes(schemas, (target) => keys.get(target));
    const aliases = new Map([...names].filter(([key]) => recursive.has(key)));
    const byName = (target: string): string => {
      const alias = aliases.get(keys.get(target) ?? "");
      return alias === undefined ? target : `#/${alias}`;
    };
    return { aliases, schemas: schemas.map(([key, form]) => [key, aliases.has(key) ? withReferences(form, byName) : form]) };
  }

  /** The parts of an operation that are components as they stand there. */
  #sharedOf({ kind, parameters, requestBody, responses }: Operation): ReadonlySet<Shared> {
    const found = new Set<Shared>();
    if (kind !== "path") return found;
    const { components } = this.model;
    const add = (part: Shared, known: ReadonlyMap<string, Shared>): void => {
      const shared = part.component === undefined ? undefined : known.get(part.component);
      if (shared !== undefined && mediaTypes(part) === mediaTypes(shared)) found.add(part);
    };
    for (const parameter of parameters) if (isPlain(parameter)) add(parameter, components.parameters);
    if (requestBody !== undefined) add(requestBody, components.requestBodies);
    for (const response of responses) add(response, components.responses);
    return found;
  }

  #operation({ operation }: OperationPlan, shared: ReadonlySet<Shared>): PreparedOperation {
    const { sent, received } = directionsOf(operation);
    const isComponent = (part: Shared): part is Shared & { readonly component: string } => shared.has(part);
    const body = operation.requestBody;
    return {
      parameters: operation.parameters.map((parameter) =>
        isComponent(parameter) ? { $ref: reference("parameters", parameter.component) } : this.#parameter(parameter, sent),
      ),
      ...(body === undefined
        ? {}
        : {
            requestBody: isComponent(body) ? { $ref: reference("requestBodies", body.component) } : this.#body(body, sent),
          }),
      responses: dictionary(
        operation.responses.map((response) => [
          response.status,
          isComponent(response) ? { $ref: reference("responses", response.component) } : this.#response(response, received),
        ]),
      ),
    };
  }

  #parameter(parameter: Parameter, direction: Direction): PreparedParameter {
    const schema = parameter.schema ?? parameter.content?.schema;
    return {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required,
      schema: schema === undefined ? anything : this.#schemas.write(schema, direction),
      ...description(schema === undefined ? parameter.description : describedBy(parameter.description, schema)),
      ...(parameter.deprecated === true ? { deprecated: true } : {}),
    };
  }

  #body(body: RequestBody, direction: Direction): PreparedBody {
    return { required: body.required, content: this.#content(body.content, direction), ...description(body.description) };
  }

  #response(response: Response, direction: Direction): PreparedResponse {
    return {
      description: harmless(response.description),
      headers: dictionary(response.headers.map((header) => [header.name, this.#header(header, direction)])),
      ...(response.content.length === 0 ? {} : { content: this.#content(response.content, direction) }),
    };
  }

  #header(header: Header, direction: Direction): PreparedResponse["headers"][string] {
    const schema = header.schema ?? header.content?.schema;
    return {
      required: header.required,
      schema: schema === undefined ? anything : this.#schemas.write(schema, direction),
      ...description(header.description),
    };
  }

  #content(content: readonly MediaType[], direction: Direction): PreparedContent {
    return dictionary(
      content.map((media) => {
        const schema = media.schema ?? media.itemSchema;
        return [media.mediaType, { schema: schema === undefined ? anything : this.#schemas.write(schema, direction) }];
      }),
    );
  }

  #items(kind: Operation["kind"]): [string, PreparedPathItem][] {
    const items = new Map<string, [string, PreparedPathItem[string]][]>();
    for (const { operation, key } of this.plan.operations) {
      if (operation.kind !== kind) continue;
      const list = items.get(operation.path) ?? [];
      items.set(operation.path, list);
      list.push([
        operation.method,
        {
          $ref: `#/operations/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
          ...(operation.summary === undefined || operation.summary === "" ? {} : { summary: harmless(operation.summary) }),
          ...description(operation.description),
          ...(operation.deprecated === true ? { deprecated: true } : {}),
        },
      ]);
    }
    return [...items].map(([path, methods]) => [path, dictionary(methods)]);
  }
}

/** What a component and a use of it have in common. */
interface Shared {
  readonly component?: string;
  readonly content?: Parameter["content"] | RequestBody["content"] | Response["content"];
}

/** In Swagger 2.0 the operation says in which media types a shared body or response travels, so two uses of one may differ. */
function mediaTypes({ content }: Shared): string {
  return [content ?? []]
    .flat()
    .map(({ mediaType }) => mediaType)
    .join();
}

/** openapi-typescript knows four places for a parameter; that of OpenAPI 3.2's `querystring` is made where operations are printed. */
function isPlain(parameter: Parameter): boolean {
  return parameter.in !== "querystring";
}

function description(text: string | undefined): { description?: string } {
  return text === undefined || text === "" ? {} : { description: harmless(text) };
}
