import type { Documentation } from "./doc-comment.js";
import { blockText, docsOf, propertyText, referenceText, step, typeText } from "./type-text.js";
import type {
  PreparedContent,
  PreparedDocument,
  PreparedOperation,
  PreparedParameter,
  PreparedPathItem,
  PreparedResponse,
  Reference,
} from "./write-document.js";

/** The text of types.ts. Names, shape and comments are those of openapi-typescript 7. */
export function printTypes(document: PreparedDocument): string {
  const { aliases } = document;
  const items = (entries: PreparedDocument["paths"]): string[] => entries.map(([path, item]) => propertyText(path, pathItemText(item), step));
  return [
    interfaceText("paths", items(document.paths)),
    interfaceText("webhooks", items(document.webhooks)),
    interfaceText("components", [
      section("schemas", document.schemas, (form, key) => aliases.get(key) ?? typeText(form, inSection)),
      section("responses", document.responses, (response) => responseText(response, inSection)),
      section("parameters", document.parameters, ({ schema }) => typeText(schema, inSection)),
      section("requestBodies", document.requestBodies, ({ content }) => bodyText(content, inSection)),
      section("headers", [], () => ""),
      section("pathItems", [], () => ""),
    ]),
    interfaceText(
      "operations",
      document.operations.map(([key, write]) => propertyText(key, operationText(write()), step)),
    ),
    ...document.schemas.flatMap(([key, form]) => {
      const alias = aliases.get(key);
      return alias === undefined ? [] : [`type ${alias} = ${typeText(form, "")};\n`];
    }),
  ].join("\n");
}

function interfaceText(name: string, members: readonly string[]): string {
  return members.length === 0 ? `export type ${name} = Record<string, never>;\n` : `export interface ${name} ${blockText(members, "")}\n`;
}

const inSection = step + step;

function section<T extends Documentation | boolean>(
  name: string,
  entries: readonly (readonly [key: string, value: T])[],
  text: (value: T, key: string) => string,
): string {
  const members = entries.map(([key, value]) => propertyText(key, text(value, key), inSection, docsOf(value)));
  return propertyText(name, members.length === 0 ? "never" : blockText(members, step), step);
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

function pathItemText(item: PreparedPathItem): string {
  const members = methods.map((method) => {
    const operation = item[method];
    return operation === undefined ? never(method, inSection) : propertyText(method, referenceText(operation.$ref), inSection, { docs: operation });
  });
  return blockText([propertyText("parameters", parametersText([], inSection), inSection), ...members], step);
}

function never(name: string, indent: string): string {
  return propertyText(name, "never", indent, { isOptional: true });
}

function operationText({ parameters, requestBody, responses }: PreparedOperation): string {
  const members = Object.entries(responses).map(([status, response]) =>
    propertyText(status, isReference(response) ? referenceText(response.$ref) : responseText(response, inResponses), inResponses, { docs: response }),
  );
  return blockText(
    [
      propertyText("parameters", parametersText(parameters, inSection), inSection),
      requestBody === undefined
        ? never("requestBody", inSection)
        : propertyText(
            "requestBody",
            isReference(requestBody) ? referenceText(requestBody.$ref) : bodyText(requestBody.content, inSection),
            inSection,
            { isOptional: !requestBody.required, docs: requestBody },
          ),
      propertyText("responses", members.length === 0 ? "never" : blockText(members, inSection), inSection),
    ],
    step,
  );
}

const inResponses = inSection + step;

/** By location; a location without parameters is `never`. */
function parametersText(parameters: PreparedOperation["parameters"], indent: string): string {
  const inner = indent + step;
  const members = locations.map((location) => {
    const here = parameters.filter((parameter) => parameter.in === location);
    if (here.length === 0) return location === "querystring" ? "" : never(location, inner);
    const inLocation = inner + step;
    const texts = here.map((parameter) => {
      const type = isReference(parameter) ? referenceText(parameter.$ref) : typeText(parameter.schema, inLocation);
      return propertyText(parameter.name, type, inLocation, { isOptional: isOptional(parameter), docs: parameter });
    });
    return propertyText(location, blockText(texts, inner), inner, { isOptional: here.every(isOptional) });
  });
  return blockText(members, indent);
}

/** Only OpenAPI 3.2 has `querystring`, which openapi-typescript does not know. */
const locations = ["query", "header", "path", "cookie", "querystring"] as const;

function isOptional({ in: location, required }: PreparedParameter): boolean {
  return location !== "path" && !required;
}

function bodyText(content: PreparedContent, indent: string): string {
  const inner = indent + step;
  const members = mediaTypes(content, inner + step);
  return blockText([propertyText("content", blockText(members.length === 0 ? [never("*/*", inner + step)] : members, inner), inner)], indent);
}

function responseText({ headers, content = {} }: PreparedResponse, indent: string): string {
  const inner = indent + step;
  const inBlock = inner + step;
  const members = mediaTypes(content, inBlock);
  const named = Object.entries(headers).map(([name, header]) =>
    propertyText(name, typeText(header.schema, inBlock), inBlock, { isOptional: !header.required, docs: header }),
  );
  return blockText(
    [
      propertyText("headers", blockText([...named, `${inBlock}[name: string]: unknown;\n`], inner), inner),
      members.length === 0 ? never("content", inner) : propertyText("content", blockText(members, inner), inner),
    ],
    indent,
  );
}

function mediaTypes(content: PreparedContent, indent: string): string[] {
  return Object.entries(content).map(([mediaType, { schema }]) => propertyText(mediaType, typeText(schema, indent), indent));
}

function isReference<T extends object>(part: T): part is T & Reference {
  return "$ref" in part;
}
