import type { ApiModel, Header, MediaType, Operation, Parameter, RequestBody, Response } from "../../model/api.js";
import type { Decoding } from "../../plan/decoding.js";
import type { Direction, OperationPlan, Plan } from "../../plan/plan.js";
import { directionsOf } from "../../plan/schemas/directions.js";
import { harmless } from "../print/jsdoc.js";
import { recursiveTypes, withReferences } from "./cycles.js";
import { anything, dictionary, type Form } from "./form.js";
import { describedBy } from "./documented.js";
import { reference, SchemaWriter } from "./write-schema.js";

type Entries<T> = readonly (readonly [name: string, value: T])[];

/** The document whose types are printed: OpenAPI 3.1, written back from the model, with references to components only. */
export interface PreparedDocument {
  readonly schemas: Entries<Form>;
  /** Key of a schema → name of the type alias that it needs; see `cycles.ts`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly parameters: Entries<PreparedParameter & DescribedSchema>;
  readonly responses: Entries<PreparedResponse>;
  readonly requestBodies: Entries<PreparedBody>;
  /** By the plan's key. Operations are the largest part of a document: each is written when it is printed, so that only one is in memory. */
  readonly operations: Entries<() => PreparedOperation>;
  /** Path template → method → the operation's key, with its documentation. */
  readonly paths: Entries<PreparedPathItem>;
  readonly webhooks: Entries<PreparedPathItem>;
}

export type PreparedPathItem = { [method: string]: Reference & { summary?: string; deprecated?: true } };

export interface Reference {
  $ref: string;
  description?: string;
}
interface DescribedSchema {
  schema: Form;
}
/** A parameter without its schema. */
export interface PreparedParameter {
  name: string;
  in: Parameter["in"];
  required: boolean;
  description?: string;
  deprecated?: true;
}
export type PreparedContent = { [mediaType: string]: DescribedSchema };
interface PreparedBody {
  required: boolean;
  content: PreparedContent;
  description?: string;
}
export interface PreparedResponse {
  description: string;
  headers: { [name: string]: DescribedSchema & { required: boolean; description?: string } };
  content?: PreparedContent;
}
export interface PreparedOperation {
  parameters: (PreparedParameter & (DescribedSchema | Reference))[];
  requestBody?: PreparedBody | (Reference & { required: boolean });
  responses: { [status: string]: PreparedResponse | Reference };
}

/** @param decoding Absent: the types of values on the wire. */
export function writeDocument(model: ApiModel, plan: Plan, decoding?: Decoding): PreparedDocument {
  return new DocumentWriter(model, plan, decoding).write();
}

class DocumentWriter {
  readonly #schemas: SchemaWriter;

  constructor(
    readonly model: ApiModel,
    readonly plan: Plan,
    decoding: Decoding | undefined,
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
      operations: this.plan.operations.map((operation) => [operation.key, () => this.#operation(operation)]),
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

  /** Whether a part of an operation is a component, unchanged. */
  #isComponent<T extends Shared>({ kind }: Operation, part: T, known: ReadonlyMap<string, Shared>): part is T & { readonly component: string } {
    const shared = kind !== "path" || part.component === undefined ? undefined : known.get(part.component);
    return shared !== undefined && mediaTypes(part) === mediaTypes(shared);
  }

  #operation({ operation }: OperationPlan): PreparedOperation {
    const { components } = this.model;
    const { parameters, requestBody: body, responses } = operation;
    const { sent, received } = directionsOf(operation);
    return {
      parameters: parameters.map((parameter) =>
        isPlain(parameter) && this.#isComponent(operation, parameter, components.parameters)
          ? { ...parameterHead(parameter), $ref: reference("parameters", parameter.component) }
          : this.#parameter(parameter, sent),
      ),
      ...(body === undefined
        ? {}
        : {
            requestBody: this.#isComponent(operation, body, components.requestBodies)
              ? { $ref: reference("requestBodies", body.component), required: body.required }
              : this.#body(body, sent),
          }),
      responses: dictionary(
        responses.map((response) => [
          response.status,
          this.#isComponent(operation, response, components.responses)
            ? { $ref: reference("responses", response.component) }
            : this.#response(response, received),
        ]),
      ),
    };
  }

  #parameter(parameter: Parameter, direction: Direction): PreparedParameter & DescribedSchema {
    const schema = parameter.schema ?? parameter.content?.schema;
    return { ...parameterHead(parameter), schema: schema === undefined ? anything : this.#schemas.write(schema, direction) };
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

function parameterHead(parameter: Parameter): PreparedParameter {
  const { name, in: location, required, schema = parameter.content?.schema, deprecated } = parameter;
  return {
    name,
    in: location,
    required,
    ...description(schema === undefined ? parameter.description : describedBy(parameter.description, schema)),
    ...(deprecated === true ? { deprecated } : {}),
  };
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

/** A whole query string of OpenAPI 3.2 is described where it is used: `components` of openapi-typescript has no such parameters. */
function isPlain(parameter: Parameter): boolean {
  return parameter.in !== "querystring";
}

function description(text: string | undefined): { description?: string } {
  return text === undefined || text === "" ? {} : { description: harmless(text) };
}
