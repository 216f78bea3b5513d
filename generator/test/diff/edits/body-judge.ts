import { isNode, type Node } from "../document-node.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Side } from "../../../src/diff/change.js";

/** What Ajv says of a body: the document as it was written, in the words of 2020-12, for one direction. */
export function bodyJudge(document: Node, pointer: string, side: Side): (value: unknown) => boolean {
  const ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: true, logger: false }));
  for (const format of ["binary", "byte", "password", "float", "double"]) ajv.addFormat(format, true);
  const legacy = !String(document["openapi"]).startsWith("3.1");
  ajv.addSchema(said(document, side, legacy, document) as object, "document");
  const validate = ajv.compile({ $ref: `document${encodeURI(pointer)}` });
  return (value) => validate(value) === true;
}

/** `nullable` as a type, boolean bounds as numbers, and the properties of the other direction no longer required. */
function said(value: unknown, side: Side, legacy: boolean, document: Node): unknown {
  if (Array.isArray(value)) return value.map((item) => said(item, side, legacy, document));
  if (!isNode(value)) return value;
  const result: Node = {};
  for (const [key, part] of Object.entries(value)) {
    // Extensions, and words that Ajv would take for keywords of its own.
    if (key === "$id" || (key === "id" && typeof part === "string") || (key === "discriminator" && isNode(part))) continue;
    result[key] = key === "enum" || key === "example" || key === "default" ? part : said(part, side, legacy, document);
  }
  const hidden = side === "request" ? "readOnly" : "writeOnly";
  if (Array.isArray(value["required"]) && isNode(value["properties"])) {
    const properties = value["properties"];
    result["required"] = (value["required"] as string[]).filter((name) => !hides(properties[name], hidden, document));
  }
  if (!legacy) return result;
  const nullable = value["nullable"] === true || value["x-nullable"] === true;
  delete result["nullable"];
  if (nullable && typeof value["type"] === "string") {
    result["type"] = [value["type"], "null"];
    if (Array.isArray(value["enum"]) && !value["enum"].includes(null)) result["enum"] = [...(value["enum"] as unknown[]), null];
  } else if (nullable) return { anyOf: [result, { type: "null" }] };
  for (const [flag, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (typeof value[flag] !== "boolean") continue;
    delete result[flag];
    if (value[flag] === true && value[bound] !== undefined) {
      result[flag] = value[bound];
      delete result[bound];
    }
  }
  return result;
}

/** The flag, said of the property or of what it refers to. */
function hides(property: unknown, flag: string, document: Node): boolean {
  if (!isNode(property)) return false;
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(property["$ref"]))?.[1];
  const schemas = (document["components"] as Node | undefined)?.["schemas"];
  return property[flag] === true || (name !== undefined && isNode(schemas) && isNode(schemas[name]) && schemas[name][flag] === true);
}
