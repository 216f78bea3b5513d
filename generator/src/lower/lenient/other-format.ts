import { otherFormat } from "../../load/parse/other-format.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";

/** The format of a document that is not OpenAPI, by its top-level keys. */
export function probableFormat(value: Json): string | undefined {
  if (typeof value === "string")
    return texts.find(([begins]) => begins.test(value))?.[1] ?? otherFormat(value) ?? (/\s/.test(value) ? "plain text" : undefined);
  if (Array.isArray(value)) return "a list. An OpenAPI document is an object";
  if (value === null) return "an empty file";
  if (!isJsonObject(value)) return undefined;
  if (Object.keys(value).length === 0) return "an empty object";
  if (value["openapi"] === null || value["swagger"] === null)
    return `an OpenAPI document whose "${value["openapi"] === null ? "openapi" : "swagger"}" has no value`;
  return (
    nestedVersion(value) ??
    partOfDocument(value) ??
    kinds.find(([key, , has]) => Object.hasOwn(value, key) && (has === undefined || has(value[key], value)))?.[1]
  );
}

/** The version under a key that is hardly another one, or a document one level further in. */
function nestedVersion(value: JsonObject): string | undefined {
  const [key, inner] = Object.entries(value).find(([name, part]) => isVersionKey(name) || (isJsonObject(part) && hasVersion(part))) ?? [];
  if (key === undefined) return undefined;
  return isJsonObject(inner) ? `a file with the document in "${key}". Save only that part` : `an OpenAPI document with "${key}" instead of "openapi"`;
}

/** A part of a document in a file of its own: its paths, its components, a schema. */
function partOfDocument(value: JsonObject): string | undefined {
  const names = Object.keys(value);
  const isPaths = names.every((name) => name.startsWith("/") || name.startsWith("x-"));
  if (isPaths) return "only the paths of an OpenAPI document. Use the whole document";
  if (Object.hasOwn(value, "components") && isJsonObject(value["components"]))
    return `an OpenAPI document without a version. Write openapi: 3.1.1, info and paths above it`;
  const isSchema = ["properties", "allOf", "oneOf", "anyOf"].some((word) => typeof value[word] === "object" && value[word] !== null);
  return isSchema && !Object.hasOwn(value, "$schema") ? "a single schema. An OpenAPI document has its schemas under components.schemas" : undefined;
}

function isVersionKey(name: string): boolean {
  return /^(?:openapi|swagger)(?:version)?$/i.test(name.replaceAll(/[-_ ]/g, ""));
}

function hasVersion(value: JsonObject): boolean {
  return (Object.hasOwn(value, "openapi") || Object.hasOwn(value, "swagger")) && Object.hasOwn(value, "paths");
}

const gitLfs = "a Git LFS pointer. Run git lfs pull to get the file";

const postman = "a Postman collection. Export it as OpenAPI first";

const insomnia = "an Insomnia export. Export it as OpenAPI";

const wentWrong = "an error response of an API, saved instead of the document";

/** The value that YAML reads as one text. */
const texts: readonly (readonly [begins: RegExp, kind: string])[] = [
  [/^https?:\/\/\S+$/, "the address of a document. Download the document"],
  [/^\s*\{/, "a document inside a JSON string. Save the content of the string"],
  [/^version https:\/\/git-lfs/, gitLfs],
  [/^(?:curl|wget|http|npx|npm)\s/, "a shell command. Run it and save its output"],
  [/^openapi\b/, 'a document without a colon after "openapi"'],
];

const kinds: readonly (readonly [key: string, kind: string, has?: (value: Json | undefined, whole: JsonObject) => boolean])[] = [
  ["asyncapi", "an AsyncAPI document, which describes messages. Use the OpenAPI document of the HTTP API"],
  ["overlay", "an OpenAPI Overlay. Use it with --overlay, and the document with --spec"],
  ["arazzo", "an Arazzo document, which describes workflows. Use the OpenAPI document of its sourceDescriptions"],
  ["discoveryVersion", "a Google API discovery document. Convert it to OpenAPI first"],
  ["item", postman],
  ["info", postman, (info) => isJsonObject(info) && Object.hasOwn(info, "_postman_id")],
  ["openrpc", "an OpenRPC document, which describes JSON-RPC methods"],
  ["interactions", "a Pact file. Use the OpenAPI document of its provider", Array.isArray],
  ["type", insomnia, (type) => /insomnia/.test(String(type))],
  ["_format_version", "a Kong configuration. Use the OpenAPI document that it was generated from"],
  ["AWSTemplateFormatVersion", "a CloudFormation template. Export the API as OpenAPI from the gateway"],
  ["services", "a Docker Compose file", isJsonObject],
  ["jobs", "a CI workflow", (jobs) => isJsonObject(jobs)],
  ["requests", "a collection of requests. Export it as OpenAPI first", Array.isArray],
  ["compilerOptions", "a tsconfig.json of TypeScript"],
  ["fields", "an Avro schema", Array.isArray],
  ["apis", "an index of APIs (APIs.json). Use the document of one of them", Array.isArray],
  ["__schema", "a GraphQL schema"],
  ["data", "a GraphQL schema", (data) => isJsonObject(data) && Object.hasOwn(data, "__schema")],
  ["apiVersion", "a Kubernetes manifest"],
  ["log", "recorded traffic (HAR). Use it with `tallystick verify --har`", (log) => isJsonObject(log) && Object.hasOwn(log, "entries")],
  ["version", gitLfs, (version) => /git-lfs/.test(String(version))],
  ["dependencies", "a package.json"],
  ["404", "an error page, saved instead of the document"],
  ["$schema", "a JSON Schema. An OpenAPI document has its schemas under components.schemas"],
  ["__export_format", insomnia],
  ["baseUri", "a RAML document. Convert it to OpenAPI first"],
  ["paths", "an OpenAPI document without a version"],
  ["title", "a RAML document. Convert it to OpenAPI first", (_, value) => Object.keys(value).some((name) => name.startsWith("/"))],
  ["spec", "a tallystick configuration. Use it with --config", (spec) => typeof spec === "string"],
  ["documents", "a tallystick configuration. Use it with --config", Array.isArray],
  ["error", wentWrong],
  ["errors", wentWrong],
  ["message", wentWrong],
];
