import type { Documentation } from "./doc-comment.js";
import { quote } from "../print/code.js";
import { blockText, docsOf, propertyText, referenceText, step, typeText, type PropertyOptions } from "./type-text.js";
import type { NamedEnum } from "./type-style.js";
import type {
  PreparedContent,
  PreparedDocument,
  PreparedFile,
  PreparedOperation,
  PreparedParameter,
  PreparedPathItem,
  PreparedResponse,
  Reference,
} from "./write-document.js";
import { olderMethods } from "../../model/http/methods.js";

/** The text of types.ts. Names, shape and comments are those of openapi-typescript 7. */
export function printTypes(document: PreparedDocument): string {
  return new TypePrinter(document).print();
}

const inSection = step + step;
const inResponses = inSection + step;
/** Only OpenAPI 3.2 has `querystring`, which openapi-typescript does not know. */
const locations = ["query", "header", "path", "cookie", "querystring"] as const;

class TypePrinter {
  readonly #single: PreparedFile | undefined;
  readonly #isReadonly: boolean;

  constructor(readonly document: PreparedDocument) {
    this.#single = document.single;
    this.#isReadonly = document.single?.options.immutable === true;
  }

  print(): string {
    const { document } = this;
    const { aliases } = document;
    const items = (entries: PreparedDocument["paths"]): string[] => entries.map(([path, item]) => this.#pathItem(path, item));
    return [
      ...this.#start(),
      this.#interface("paths", items(document.paths)),
      this.#interface("webhooks", items(document.webhooks)),
      this.#interface("components", [
        this.#section("schemas", document.schemas, (shape, key) => aliases.get(key) ?? typeText(shape, inSection)),
        this.#section("responses", document.responses, (response) => this.#response(response, inSection)),
        this.#section("parameters", document.parameters, ({ schema }) => typeText(schema, inSection)),
        this.#section("requestBodies", document.requestBodies, ({ content }) => this.#body(content, inSection)),
        this.#section("headers", this.#single?.headers ?? [], ({ schema }) => typeText(schema, inSection)),
        this.#section("pathItems", [], () => ""),
      ]),
      ...this.#rootTypes(),
      this.#interface(
        "operations",
        document.operations.map(([key, write]) => this.#property(key, this.#operation(write()), step)),
      ),
      ...document.schemas.flatMap(([key, shape]) => {
        const alias = aliases.get(key);
        return alias === undefined ? [] : [`type ${alias} = ${typeText(shape, "")};\n`];
      }),
      ...(this.#single?.enums.map(enumText) ?? []),
    ].join("\n");
  }

  #start(): string[] {
    const { inject, readWriteMarkers } = this.#single?.options ?? {};
    return [...(inject === undefined ? [] : [`${inject.trimEnd()}\n`]), ...(readWriteMarkers === true ? [markerTypes] : [])];
  }

  #rootTypes(): string[] {
    if (this.#single === undefined) return [];
    const lines = [...this.#single.rootTypes].map(([name, component]) => {
      const [section = ""] = component.split("/", 1);
      return `export type ${name} = components[${quote(section)}][${quote(component.slice(section.length + 1))}];\n`;
    });
    return [...(lines.length === 0 ? [] : [lines.join("")]), "export type $defs = Record<string, never>;\n"];
  }

  #interface(name: string, members: readonly string[]): string {
    if (members.length === 0) return `export type ${name} = Record<string, never>;\n`;
    const block = blockText(members, "");
    return this.#single?.options.exportType === true ? `export type ${name} = ${block};\n` : `export interface ${name} ${block}\n`;
  }

  #property(name: string, type: string, indent: string, options: PropertyOptions = {}): string {
    return propertyText(name, type, indent, this.#isReadonly ? { ...options, isReadonly: true } : options);
  }

  #section<T extends Documentation | boolean>(
    name: string,
    entries: readonly (readonly [key: string, value: T])[],
    text: (value: T, key: string) => string,
  ): string {
    const members = entries.map(([key, value]) => this.#property(key, text(value, key), inSection, docsOf(value)));
    return this.#property(name, members.length === 0 ? "never" : blockText(members, step), step);
  }

  #pathItem(path: string, item: PreparedPathItem): string {
    const members = olderMethods.map((method) => {
      const operation = item[method];
      return operation === undefined
        ? this.#never(method, inSection)
        : this.#property(method, referenceText(operation.$ref), inSection, { docs: operation });
    });
    const parameters = this.#parameters(this.#single?.parameters.get(path) ?? [], inSection);
    const text = blockText([this.#property("parameters", parameters, inSection), ...members], step);
    const template = this.#single?.templates.get(path);
    return template === undefined ? this.#property(path, text, step) : `${step}${this.#isReadonly ? "readonly " : ""}[path: ${template}]: ${text};\n`;
  }

  #never(name: string, indent: string): string {
    return this.#property(name, "never", indent, { isOptional: true });
  }

  #operation({ parameters, requestBody, responses }: PreparedOperation): string {
    const members = Object.entries(responses).map(([status, response]) =>
      this.#property(status, isReference(response) ? referenceText(response.$ref) : this.#response(response, inResponses), inResponses, {
        docs: response,
      }),
    );
    return blockText(
      [
        this.#property("parameters", this.#parameters(parameters, inSection), inSection),
        requestBody === undefined
          ? this.#never("requestBody", inSection)
          : this.#property(
              "requestBody",
              isReference(requestBody) ? referenceText(requestBody.$ref) : this.#body(requestBody.content, inSection),
              inSection,
              { isOptional: !requestBody.required, docs: requestBody },
            ),
        this.#property("responses", members.length === 0 ? "never" : blockText(members, inSection), inSection),
      ],
      step,
    );
  }

  /** By location; a location without parameters is `never`. */
  #parameters(parameters: PreparedOperation["parameters"], indent: string): string {
    const inner = indent + step;
    const members = locations.map((location) => {
      const here = parameters.filter((parameter) => parameter.in === location);
      if (here.length === 0) return location === "querystring" ? "" : this.#never(location, inner);
      const inLocation = inner + step;
      const texts = here.map((parameter) => {
        const type = isReference(parameter) ? referenceText(parameter.$ref) : typeText(parameter.schema, inLocation);
        return this.#property(parameter.name, type, inLocation, { isOptional: isOptional(parameter), docs: parameter });
      });
      return this.#property(location, blockText(texts, inner), inner, { isOptional: here.every(isOptional) });
    });
    return blockText(members, indent);
  }

  #body(content: PreparedContent, indent: string): string {
    const inner = indent + step;
    const members = this.#mediaTypes(content, inner + step);
    const text = blockText(members.length === 0 ? [this.#never("*/*", inner + step)] : members, inner);
    return blockText([this.#property("content", text, inner)], indent);
  }

  #response({ headers, content = {} }: PreparedResponse, indent: string): string {
    const inner = indent + step;
    const inBlock = inner + step;
    const members = this.#mediaTypes(content, inBlock);
    const named = Object.entries(headers).map(([name, header]) =>
      this.#property(name, typeText(header.schema, inBlock), inBlock, { isOptional: !header.required, docs: header }),
    );
    const index = `${inBlock}${this.#isReadonly ? "readonly " : ""}[name: string]: unknown;\n`;
    return blockText(
      [
        this.#property("headers", blockText([...named, index], inner), inner),
        members.length === 0 ? this.#never("content", inner) : this.#property("content", blockText(members, inner), inner),
      ],
      indent,
    );
  }

  #mediaTypes(content: PreparedContent, indent: string): string[] {
    return Object.entries(content).map(([mediaType, { schema }]) => this.#property(mediaType, typeText(schema, indent), indent));
  }
}

function isOptional({ in: location, required }: PreparedParameter): boolean {
  return location !== "path" && !required;
}

function isReference<T extends object>(part: T): part is T & Reference {
  return "$ref" in part;
}

function enumText({ name, kind, members }: NamedEnum): string {
  if (kind === "values") {
    const values = [...members.values()].map(({ value }) => JSON.stringify(value));
    return `export const ${name}: readonly (${values.join(" | ")})[] = [${values.join(", ")}];\n`;
  }
  const lines = [...members].map(([member, { value, description }]) => {
    const key = /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(member) ? member : quote(member);
    return `${description === undefined ? "" : `${step}/** ${description} */\n`}${step}${key} = ${typeof value === "string" ? quote(value) : value},\n`;
  });
  return `export enum ${name} {\n${lines.join("")}}\n`;
}

/** Types that select the properties of a response or of a request, as openapi-typescript 7 declares them. */
const markerTypes = `export type $Read<T> = { readonly $read: T };
export type $Write<T> = { readonly $write: T };
export type Readable<T> = T extends $Write<any>
  ? never
  : T extends $Read<infer U>
    ? Readable<U>
    : T extends (infer E)[]
      ? Readable<E>[]
      : T extends object
        ? { [K in keyof T as NonNullable<T[K]> extends $Write<any> ? never : K]: Readable<T[K]> }
        : T;
export type Writable<T> = T extends $Read<any>
  ? never
  : T extends $Write<infer U>
    ? Writable<U>
    : T extends (infer E)[]
      ? Writable<E>[]
      : T extends object
        ? { [K in keyof T as NonNullable<T[K]> extends $Read<any> ? never : K]: Writable<T[K]> } & {
            [K in keyof T as NonNullable<T[K]> extends $Read<any> ? K : never]?: never;
          }
        : T;
`;
