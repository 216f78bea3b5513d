import { otherFormat } from "../../load/parse/other-format.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";

/** What a document is that is not OpenAPI, by the words at its top: what people hand over instead most often. */
export function looksLike(value: Json): string | undefined {
  if (typeof value === "string")
    return texts.find(([begins]) => begins.test(value))?.[1] ?? otherFormat(value) ?? (/\s/.test(value) ? "plain text" : undefined);
  if (Array.isArray(value)) return "a list; a document begins with its version";
  if (value === null) return "a file without anything in it";
  if (!isJsonObject(value)) return undefined;
  if (Object.keys(value).length === 0) return "an object without anything in it";
  if (value["openapi"] === null || value["swagger"] === null)
    return `an OpenAPI document whose "${value["openapi"] === null ? "openapi" : "swagger"}" has no value`;
  return (
    versionElsewhere(value) ??
    partOfDocument(value) ??
    kinds.find(([key, , has]) => Object.hasOwn(value, key) && (has === undefined || has(value[key], value)))?.[1]
  );
}

/** The version under a key that is hardly another one, or a document one level further in. */
function versionElsewhere(value: JsonObject): string | undefined {
  const [key, inner] = Object.entries(value).find(([name, part]) => isVersionKey(name) || (isJsonObject(part) && hasVersion(part))) ?? [];
  if (key === undefined) return undefined;
  return isJsonObject(inner)
    ? `an answer or an archive that has the document in "${key}"; save that alone`
    : `an OpenAPI document that says "${key}" instead of "openapi"`;
}

/** A part of a document in a file of its own: its paths, its components, a schema. */
function partOfDocument(value: JsonObject): string | undefined {
  const names = Object.keys(value);
  const isPaths = names.every((name) => name.startsWith("/") || name.startsWith("x-"));
  if (isPaths) return "the paths of an OpenAPI document alone; give the document that has them";
  if (Object.hasOwn(value, "components") && isJsonObject(value["components"]))
    return `an OpenAPI document without its version; write openapi: 3.1.1, info and paths above it`;
  const isSchema = ["properties", "allOf", "oneOf", "anyOf"].some((word) => typeof value[word] === "object" && value[word] !== null);
  return isSchema && !Object.hasOwn(value, "$schema") ? "one schema alone; an OpenAPI document has its schemas under components.schemas" : undefined;
}

function isVersionKey(name: string): boolean {
  return /^(?:openapi|swagger)(?:version)?$/i.test(name.replaceAll(/[-_ ]/g, ""));
}

function hasVersion(value: JsonObject): boolean {
  return (Object.hasOwn(value, "openapi") || Object.hasOwn(value, "swagger")) && Object.hasOwn(value, "paths");
}

const gitLfs = "a pointer of Git LFS; fetch the file itself: git lfs pull";

const postman = "a Postman collection; export it as OpenAPI first";

const insomnia = "an export of Insomnia; export it as OpenAPI there";

const wentWrong = "an answer of an API that says what went wrong, saved instead of the document";

/** What YAML takes for one text. */
const texts: readonly (readonly [begins: RegExp, kind: string])[] = [
  [/^https?:\/\/\S+$/, "the address of a document; save what is there"],
  [/^\s*\{/, "a document that was written into a text of JSON; save that text"],
  [/^version https:\/\/git-lfs/, gitLfs],
  [/^(?:curl|wget|http|npx|npm)\s/, "a call of a command; run it and save what it prints"],
  [/^openapi\b/, 'a document whose "openapi" has no colon'],
];

const kinds: readonly (readonly [key: string, kind: string, has?: (value: Json | undefined, whole: JsonObject) => boolean])[] = [
  ["asyncapi", "an AsyncAPI document, which describes messages; give the OpenAPI document of the HTTP API"],
  ["overlay", "an OpenAPI Overlay, which goes to --overlay beside its document"],
  ["arazzo", "an Arazzo document, which describes workflows; give the OpenAPI document that its sourceDescriptions name"],
  ["discoveryVersion", "a Google API discovery document; convert it to OpenAPI first"],
  ["item", postman],
  ["info", postman, (info) => isJsonObject(info) && Object.hasOwn(info, "_postman_id")],
  ["openrpc", "an OpenRPC document, which describes calls of JSON-RPC"],
  ["interactions", "a pact, which describes single requests; give the OpenAPI document of their provider", Array.isArray],
  ["type", insomnia, (type) => /insomnia/.test(String(type))],
  ["_format_version", "a configuration of Kong; give the OpenAPI document that it was made from"],
  ["AWSTemplateFormatVersion", "a CloudFormation template; export the API as OpenAPI from the gateway"],
  ["services", "a file for Docker Compose", isJsonObject],
  ["jobs", "a workflow for CI", (jobs) => isJsonObject(jobs)],
  ["requests", "a collection of requests; export it as OpenAPI first", Array.isArray],
  ["compilerOptions", "the settings of TypeScript's compiler"],
  ["fields", "an Avro schema", Array.isArray],
  ["apis", "an index of APIs (APIs.json); give the document of one of them", Array.isArray],
  ["__schema", "a GraphQL schema"],
  ["data", "a GraphQL schema", (data) => isJsonObject(data) && Object.hasOwn(data, "__schema")],
  ["apiVersion", "a Kubernetes manifest"],
  ["log", "traffic that was recorded (HAR), which goes to `tallystick verify --har`", (log) => isJsonObject(log) && Object.hasOwn(log, "entries")],
  ["version", gitLfs, (version) => /git-lfs/.test(String(version))],
  ["dependencies", "the package.json of a package"],
  ["404", "an error page that was saved instead of the document"],
  ["$schema", "a JSON Schema; an OpenAPI document has its schemas under components.schemas"],
  ["__export_format", insomnia],
  ["baseUri", "a RAML document; convert it to OpenAPI first"],
  ["paths", "an OpenAPI document without its version"],
  ["title", "a RAML document; convert it to OpenAPI first", (_, value) => Object.keys(value).some((name) => name.startsWith("/"))],
  ["spec", "a configuration of tallystick, which goes to --config", (spec) => typeof spec === "string"],
  ["documents", "a configuration of tallystick, which goes to --config", Array.isArray],
  ["error", wentWrong],
  ["errors", wentWrong],
  ["message", wentWrong],
];
