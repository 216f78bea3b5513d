import type { ApiModel, Header, MediaType, Operation, Parameter, RequestBody, Response } from "../../model/api.js";
import type { Decoding } from "../../plan/decoding.js";
import type { SchemaId } from "../../model/schemas/schema.js";
import type { Direction, OperationPlan, Plan, SchemaPlan } from "../../plan/plan.js";
import { directionsOf } from "../../plan/schemas/directions.js";
import { receivedSchemas } from "../../plan/schemas/sent.js";
import { harmless } from "../print/jsdoc.js";
import type { TypeFileOptions } from "../../plan/type-options.js";
import { recursiveTypes, withReferences } from "./cycles.js";
import { anything, dictionary, type TypeShape } from "./type-shape.js";
import { describedBy } from "./documented.js";
import { freeName, pathNames, rootTypes, styledEntries, type NamedEnum, type TypeStyle } from "./type-style.js";
import { reference, SchemaWriter } from "./write-schema.js";

type Entries<T> = readonly (readonly [name: string, value: T])[];

/** The document whose types are printed: OpenAPI 3.1, written from the model, with references to components only. */
export interface PreparedDocument {
  readonly schemas: Entries<TypeShape>;
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
  /** Settings of a single file of types. */
  readonly single?: PreparedFile;
}

/** The parts of a single file of types that types.ts does not have. */
export interface PreparedFile {
  readonly options: TypeFileOptions;
  readonly headers: Entries<PreparedResponse["headers"][string]>;
  /** Path → the parameters of its path item. */
  readonly parameters: ReadonlyMap<string, PreparedOperation["parameters"]>;
  /** Path → its name as a template literal type. */
  readonly templates: ReadonlyMap<string, string>;
  /** Name of an alias → section and key of the component. */
  readonly rootTypes: ReadonlyMap<string, string>;
  readonly enums: readonly NamedEnum[];
}

export type PreparedPathItem = { [method: string]: Reference & { summary?: string; deprecated?: true } };

export interface Reference {
  $ref: string;
  description?: string;
}
interface DescribedSchema {
  schema: TypeShape;
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
export function writeDocument(model: ApiModel, plan: Plan, decoding?: Decoding, style?: TypeStyle): PreparedDocument {
  return new DocumentWriter(model, plan, decoding, style).write();
}

class DocumentWriter {
  readonly #schemas: SchemaWriter;

  constructor(
    readonly model: ApiModel,
    readonly plan: Plan,
    decoding: Decoding | undefined,
    readonly style: TypeStyle | undefined,
  ) {
    const planOf = (id: SchemaId): Pick<SchemaPlan, "schema" | "key" | "request"> | undefined => {
      const planned = plan.schemaById.get(id);
      return planned === undefined || !this.#isOfRequestsOnly(planned) ? planned : { schema: planned.schema, key: planned.key };
    };
    this.#schemas = new SchemaWriter(model.schemas, style === undefined ? plan.schemaById : { get: planOf }, decoding, style);
  }

  write(): PreparedDocument {
    return this.style === undefined ? this.#document() : this.#single(this.style);
  }

  #document(): PreparedDocument {
    return {
      ...this.#aliases(this.#schemaEntries()),
      ...this.#components(),
      operations: this.plan.operations.map((operation) => [operation.key, () => this.#operation(operation)]),
      paths: this.#items("path"),
      webhooks: this.#items("webhook"),
    };
  }

  /** In the order of openapi-typescript: the first of several equal enums gives them its name. */
  #single(style: TypeStyle): PreparedDocument {
    const { options } = style;
    const parameters = new Map<string, PreparedOperation["parameters"]>();
    const written = new Map<string, PreparedOperation>();
    const planned = style.sorted(this.plan.operations, ({ operation }) => operation.path);
    for (const each of planned) {
      const { path, kind, pathParameters } = each.operation;
      if (kind === "path" && pathParameters !== undefined && !parameters.has(path))
        parameters.set(
          path,
          style.at(["paths", path, "parameters"], () => this.#parameters(each.operation, pathParameters)),
        );
      if (style.isExcluded(each.operation)) continue;
      const operation = style.at([`${kind}s`, path, each.operation.method], () => this.#operation(each));
      written.set(each.key, operation);
    }
    const schemas = this.#schemaEntries();
    const components = this.#components();
    const headers = this.#entries("headers", this.model.components.headers, (header) => this.#header(header, "response"));
    const isEnum = (key: string): boolean => {
      const schema = this.plan.schemas.find((each) => each.key === key)?.schema;
      return options.enum === true && schema?.enum !== undefined && schema.object === undefined && schema.type?.includes("object") !== true;
    };
    const sections = Object.entries({ schemas: schemas.filter(([key]) => !isEnum(key)), ...components, headers }).map(
      ([kind, entries]) => [kind, entries.map(([key]) => key)] as const,
    );
    const enums = [
      ...style.enums.values(),
      ...(options.makePathsEnum === true && this.model.operations.length > 0 ? [pathNames(this.model.operations)] : []),
    ];
    const taken = new Set(["paths", "webhooks", "components", "operations", "$defs", ...enums.map(({ name }) => name)]);
    const roots = options.rootTypes === true ? rootTypes(sections, options, taken) : new Map<string, string>();
    return {
      ...this.#aliases(schemas, new Set([...taken, ...roots.keys()])),
      ...components,
      operations: [...written].map(([key, operation]) => [key, () => operation]),
      paths: this.#items("path"),
      webhooks: this.#items("webhook"),
      single: { options, headers, parameters, templates: this.#templates(options), rootTypes: roots, enums },
    };
  }

  #components(): Pick<PreparedDocument, "responses" | "parameters" | "requestBodies"> {
    const { components } = this.model;
    const plain = new Map([...components.parameters].filter(([, parameter]) => isPlain(parameter)));
    return {
      responses: this.#entries("responses", components.responses, (response) => this.#response(response, "response")),
      parameters: this.#entries("parameters", plain, (parameter) => this.#parameter(parameter, "request")),
      requestBodies: this.#entries("requestBodies", components.requestBodies, (body) => this.#body(body, "request")),
    };
  }

  /** The components of a section. */
  #entries<T extends object, Written>(section: string, components: ReadonlyMap<string, T>, write: (component: T) => Written): Entries<Written> {
    const { style } = this;
    if (style === undefined) return [...components].map(([name, component]) => [name, write(component)]);
    const remaining = style.sorted([...components], ([name]) => name).filter(([, component]) => !style.isExcluded(component));
    return remaining.map(([name, component]) => [name, style.at(["components", section, name], () => write(component))]);
  }

  /** A component that no response has is the request variant, under its own name: openapi-typescript has one type for both. */
  #isOfRequestsOnly({ schema, request }: SchemaPlan): boolean {
    const { style, model } = this;
    return style !== undefined && style.options.readWriteMarkers !== true && request !== undefined && !receivedSchemas(model).has(schema.id);
  }

  #schemaEntries(): [string, TypeShape][] {
    const { style } = this;
    const entries: [string, TypeShape][] = [];
    for (const planned of this.plan.schemas) {
      const { schema, key, request } = planned;
      if (style?.isExcluded(schema.annotations) === true) continue;
      const write = (direction: Direction): TypeShape => {
        if (style === undefined) return this.#schemas.write(schema, direction);
        return style.at(["components", "schemas", key], () => this.#schemas.write(schema, direction));
      };
      if (this.#isOfRequestsOnly(planned)) {
        entries.push([key, write("request")]);
        continue;
      }
      entries.push([key, write("response")]);
      if (request !== undefined && style?.options.readWriteMarkers !== true) entries.push([request.key, write("request")]);
    }
    return entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** The paths as template literal types. Numbers and booleans are those of parameters. */
  #templates({ pathParamsAsTypes }: TypeFileOptions): ReadonlyMap<string, string> {
    const templates = new Map<string, string>();
    if (pathParamsAsTypes !== true) return templates;
    for (const { path, parameters } of this.model.operations) {
      if (!path.includes("{")) continue;
      const types = new Map(parameters.filter((each) => each.in === "path").map(({ name, schema }) => [name, schema?.type?.join()]));
      const typeOf = (name: string): string => {
        const type = types.get(name);
        return type === "number" || type === "integer" ? "${number}" : type === "boolean" ? "${boolean}" : "${string}";
      };
      const parts = path.split(/(\{[^{}]+\})/).map((part, index) => (index % 2 === 1 ? typeOf(part.slice(1, -1)) : escapeTemplate(part)));
      templates.set(path, `\`${parts.join("")}\``);
    }
    return templates;
  }

  /** Schemas that need a type alias of their own; nested ones refer to aliases by name. */
  #aliases(schemas: PreparedDocument["schemas"], taken?: ReadonlySet<string>): Pick<PreparedDocument, "schemas" | "aliases"> {
    const names = new Map<string, string>();
    for (const { key, typeName, request } of this.plan.schemas) {
      names.set(key, typeName);
      if (request !== undefined) names.set(request.key, request.typeName);
    }
    const keys = new Map([...names.keys()].map((key) => [reference("schemas", key), key]));
    const recursive = recursiveTypes(schemas, (target) => keys.get(target));
    const aliases = new Map([...names].filter(([key]) => recursive.has(key)));
    if (taken !== undefined) for (const [key, name] of aliases) aliases.set(key, freeName(name, taken));
    const byName = (target: string): string => {
      const alias = aliases.get(keys.get(target) ?? "");
      return alias === undefined ? target : `#/${alias}`;
    };
    return { aliases, schemas: schemas.map(([key, shape]) => [key, aliases.has(key) ? withReferences(shape, byName) : shape]) };
  }

  /** Whether a part of an operation is a component, unchanged. */
  #isComponent<T extends Shared>({ kind }: Operation, part: T, known: ReadonlyMap<string, Shared>): part is T & { readonly component: string } {
    const shared = kind !== "path" || part.component === undefined ? undefined : known.get(part.component);
    return shared !== undefined && mediaTypes(part) === mediaTypes(shared);
  }

  #parameters(operation: Operation, parameters: readonly Parameter[]): PreparedOperation["parameters"] {
    const { sent } = directionsOf(operation);
    const { style } = this;
    const isExcluded = ({ deprecated, schema }: Parameter): boolean =>
      style !== undefined && (style.isExcluded(deprecated === true ? { deprecated } : undefined) || style.isExcluded(schema?.annotations));
    const write = (parameter: Parameter): PreparedOperation["parameters"][number] =>
      isPlain(parameter) && this.#isComponent(operation, parameter, this.model.components.parameters)
        ? { ...parameterHead(parameter), $ref: reference("parameters", parameter.component) }
        : this.#parameter(parameter, sent);
    if (style === undefined) return parameters.map(write);
    const listed = style.sorted(parameters, ({ name }) => name).filter((each) => !isExcluded(each));
    return listed.map((each) => style.at(["parameters", each.in, each.name], () => write(each)));
  }

  #operation({ operation }: OperationPlan): PreparedOperation {
    const { components } = this.model;
    const { parameters, requestBody: body, responses } = operation;
    const { sent, received } = directionsOf(operation);
    return {
      parameters: this.#parameters(operation, parameters),
      ...(body === undefined
        ? {}
        : {
            requestBody: this.#isComponent(operation, body, components.requestBodies)
              ? { $ref: reference("requestBodies", body.component), required: body.required }
              : this.#at(["requestBody"], () => this.#body(body, sent)),
          }),
      responses: dictionary(
        responses.map((response) => [
          response.status,
          this.#isComponent(operation, response, components.responses)
            ? { $ref: reference("responses", response.component) }
            : this.#at(["responses", response.status], () => this.#response(response, received)),
        ]),
      ),
    };
  }

  #parameter(parameter: Parameter, direction: Direction): PreparedParameter & DescribedSchema {
    const schema = parameter.schema ?? parameter.content?.schema;
    const write = (): TypeShape => (schema === undefined ? anything : this.#schemas.write(schema, direction));
    return { ...parameterHead(parameter), schema: this.style === undefined ? write() : this.style.inParameter(parameter.in, write) };
  }

  #body(body: RequestBody, direction: Direction): PreparedBody {
    return { required: body.required, content: this.#content(body.content, direction), ...description(body.description) };
  }

  #response(response: Response, direction: Direction): PreparedResponse {
    return {
      description: harmless(response.description),
      headers: styledEntries(
        response.headers
          .filter((header) => this.style?.isExcluded(header) !== true)
          .map((header) => [header.name, this.#at(["headers", header.name], () => this.#header(header, direction))]),
        this.style,
      ),
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
    return styledEntries(
      content.map((media) => {
        const schema = media.schema ?? media.itemSchema;
        const write = (): TypeShape => (schema === undefined ? anything : this.#schemas.write(schema, direction));
        return [media.mediaType, { schema: this.#at(["content", media.mediaType], write) }];
      }),
      this.style,
    );
  }

  /** Works some steps further in, as openapi-typescript counts them. */
  #at<T>(steps: readonly string[], work: () => T): T {
    return this.style === undefined ? work() : this.style.at(steps, work);
  }

  #items(kind: Operation["kind"]): [string, PreparedPathItem][] {
    const items = new Map<string, [string, PreparedPathItem[string]][]>();
    for (const { operation, key } of this.plan.operations) {
      if (operation.kind !== kind) continue;
      const list = items.get(operation.path) ?? [];
      items.set(operation.path, list);
      if (this.style?.isExcluded(operation) === true) continue;
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
    const entries = [...items].map(([path, methods]): [string, PreparedPathItem] => [path, dictionary(methods)]);
    return this.style === undefined ? entries : [...this.style.sorted(entries, ([path]) => path)];
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

function escapeTemplate(text: string): string {
  return text.replaceAll(/[\\`$]/g, "\\$&");
}

/** The common parts of a component and its uses. */
interface Shared {
  readonly component?: string;
  readonly content?: Parameter["content"] | RequestBody["content"] | Response["content"];
}

/** In Swagger 2.0 the operation determines the media types of a shared body or response, so uses may differ. */
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
