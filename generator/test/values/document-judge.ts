import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { load } from "js-yaml";
import { parse } from "yaml";
import { isJsonObject, type Json } from "../../src/model/index.js";
import { patternOf } from "./judge.js";

/** Ajv over a whole document: each schema is looked up where it stands, so references lead where the document says. */
export function documentJudge(path: string): (pointer: string) => (value: unknown) => readonly ErrorObject[] {
  const text = readFileSync(path, "utf8");
  const document = read(path, text) as { readonly [key: string]: Json };
  const old = "swagger" in document || String(document["openapi"]).startsWith("3.0");
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: true,
    multipleOfPrecision: 9,
    logger: false,
    code: { regExp: patternOf },
  });
  addFormats.default(ajv);
  ajv.addSchema(modern(document, old) as object, "document");
  return (pointer) => {
    const reference = `document#${pointer.slice(1).split("/").map(encodeURIComponent).join("/")}`;
    const validate = ajv.compile({ $ref: reference });
    return (value) => (validate(value) ? [] : (validate.errors ?? []));
  };
}

const schemaMaps = ["properties", "patternProperties", "schemas", "definitions", "$defs", "dependentSchemas"];
/** A response is called `default`, and a component or a header may be called `example`. */
const documentMaps = ["responses", "parameters", "headers", "requestBodies", "callbacks", "links", "pathItems", "mediaTypes", "webhooks"];
const maps = new Set([...schemaMaps, ...documentMaps]);

/** Schemas in the words of 2020-12, for Ajv only: `nullable` and boolean exclusive bounds, and no siblings of `$ref` in OpenAPI 2.0 and 3.0. */
function modern(value: Json, old: boolean, names: boolean = false): Json {
  if (Array.isArray(value)) return value.map((item: Json) => modern(item, old));
  if (!isJsonObject(value)) return value;
  // Where the keys are names that the author chose, none of them is a keyword.
  if (names) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, modern(item, old)]));
  if (old && typeof value["$ref"] === "string") return { $ref: value["$ref"] };
  const entries = Object.entries(value).filter(([key]) => key !== "example" && key !== "examples" && key !== "default");
  const result: Record<string, Json> = Object.fromEntries(
    entries.map(([key, item]) => [key, key === "enum" || key === "const" ? item : modern(item, old, maps.has(key))]),
  );
  for (const [bound, limit] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (result[bound] === true && typeof result[limit] === "number") {
      result[bound] = result[limit];
      delete result[limit];
    } else if (typeof result[bound] === "boolean") delete result[bound];
  }
  // An author who writes it in 3.1, which has no such keyword, means it as well: it is applied, and a warning says so.
  const nullable = result["nullable"] === true;
  if (typeof result["nullable"] === "boolean") delete result["nullable"];
  if (!nullable) return result;
  // OpenAPI 3.0.3 gives `nullable` no meaning beside a composition, but everyone who writes it there means null (docs/decisions/0003).
  if (Object.keys(result).some((key) => /^(?:oneOf|anyOf|allOf|not|\$ref)$/.test(key))) return { anyOf: [result, { type: "null" }] };
  if (typeof result["type"] === "string") result["type"] = [result["type"], "null"];
  if (Array.isArray(result["enum"]) && !result["enum"].includes(null)) result["enum"] = [...result["enum"], null];
  return result;
}

function read(path: string, text: string): unknown {
  if (path.endsWith(".json")) return JSON.parse(text);
  try {
    return load(text);
  } catch {
    // One real document is YAML to other readers only.
    return parse(text);
  }
}
