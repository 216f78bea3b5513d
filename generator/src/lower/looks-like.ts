import { isJsonObject, type Json } from "../model/json.js";

/** What a document is that is not OpenAPI, by the words at its top: what people hand over instead most often. */
export function looksLike(value: Json): string | undefined {
  if (typeof value === "string")
    return /^\s*</.test(value) ? "a page of HTML or XML, such as an error page that was saved instead of the document" : undefined;
  if (!isJsonObject(value)) return undefined;
  return kinds.find(([key]) => Object.hasOwn(value, key))?.[1];
}

const kinds: readonly (readonly [key: string, kind: string])[] = [
  ["asyncapi", "an AsyncAPI document"],
  ["overlay", "an OpenAPI Overlay, which goes to --overlay beside its document"],
  ["arazzo", "an Arazzo document"],
  ["discoveryVersion", "a Google API discovery document; convert it to OpenAPI first"],
  ["item", "a Postman collection; export it as OpenAPI first"],
  ["__schema", "a GraphQL schema"],
  ["apiVersion", "a Kubernetes manifest"],
  ["$schema", "a JSON Schema; an OpenAPI document has its schemas under components.schemas"],
  ["paths", "an OpenAPI document without its version"],
];
