import { isNode, type Node } from "../document-node.js";
import { array, isPlain, object, properties, required, scalar, type SchemaEdit } from "./schema-edit.js";

/** Further changes of one schema: of null, of what is listed, of what a property is called and who has it, of lists and of other names. */
export const moreSchemaEdits: readonly SchemaEdit[] = [
  {
    name: "null is allowed as well",
    request: "not",
    response: "breaking",
    apply: (schema, isLegacy) => {
      if (typeof schema["type"] !== "string" || schema["enum"] !== undefined || isNullable(schema)) return false;
      if (isLegacy) schema["nullable"] = true;
      else schema["type"] = [schema["type"], "null"];
      return true;
    },
  },
  {
    name: "null is no longer allowed",
    request: "breaking",
    response: "not",
    apply: (schema) => {
      const types = schema["type"];
      if (schema["enum"] !== undefined || ["anyOf", "oneOf", "allOf"].some((keyword) => schema[keyword] !== undefined)) return false;
      if (schema["nullable"] === true && typeof types === "string") return delete schema["nullable"];
      if (!Array.isArray(types) || types.length !== 2 || !types.includes("null")) return false;
      schema["type"] = types.find((type) => type !== "null") as unknown;
      return true;
    },
  },
  {
    name: "a value of a list is spelled otherwise",
    request: "breaking",
    response: "breaking",
    apply: scalar("string", (schema) => {
      const [first, ...others] = Array.isArray(schema["enum"]) ? (schema["enum"] as unknown[]) : [];
      if (typeof first !== "string") return false;
      schema["enum"] = [`${first}-RESPELLED`, ...others];
      return true;
    }),
  },
  {
    name: "a required property has another name",
    request: "breaking",
    response: "breaking",
    apply: object((schema, known) => {
      const name = required(schema).find((candidate) => isPlain(known[candidate]));
      if (name === undefined || schema["additionalProperties"] === false) return false;
      known[`${name}Renamed`] = known[name];
      delete known[name];
      schema["required"] = required(schema).map((other) => (other === name ? `${name}Renamed` : other));
      return true;
    }),
  },
  {
    name: "a property is only read",
    request: "not",
    response: "not",
    apply: object((_, known) => flagged(known, () => true, "readOnly")),
  },
  {
    name: "a required property is only written",
    request: "not",
    response: "breaking",
    apply: object((schema, known) => flagged(known, (name) => required(schema).includes(name), "writeOnly")),
  },
  {
    name: "an optional property is only written",
    request: "not",
    response: "not",
    apply: object((schema, known) => flagged(known, (name) => !required(schema).includes(name), "writeOnly")),
  },
  {
    name: "other names hold numbers",
    request: "breaking",
    response: "not",
    apply: object((schema) => {
      if (schema["additionalProperties"] !== undefined || schema["patternProperties"] !== undefined) return false;
      schema["additionalProperties"] = { type: "number" };
      return true;
    }),
  },
  {
    name: "a property is asked for only where another one stands",
    request: "breaking",
    response: "not",
    apply: object((schema, known) => {
      const [first, second] = Object.keys(known).filter((name) => isPlain(known[name]) && !required(schema).includes(name));
      if (first === undefined || second === undefined || schema["allOf"] !== undefined) return false;
      schema["anyOf"] = [{ required: [second] }, { not: { required: [first] } }];
      return true;
    }),
  },
  { name: "items are of another type", request: "breaking", response: "breaking", apply: array(replaceItems) },
  {
    name: "items may not repeat",
    request: "breaking",
    response: "not",
    apply: array((schema) => {
      if (schema["uniqueItems"] !== undefined || schema["maxItems"] === 1 || !isNode(schema["items"])) return false;
      schema["uniqueItems"] = true;
      return true;
    }),
  },
  {
    name: "a string has a format",
    request: "breaking",
    response: "not",
    apply: scalar("string", (schema) => {
      if (["enum", "format", "pattern", "maxLength"].some((keyword) => schema[keyword] !== undefined)) return false;
      schema["format"] = "uuid";
      return true;
    }),
  },
  {
    name: "an integer is written as a string",
    request: "breaking",
    response: "breaking",
    apply: scalar("integer", (schema) => {
      for (const keyword of Object.keys(schema)) delete schema[keyword];
      schema["type"] = "string";
    }),
  },
  {
    name: "a number is an integer",
    request: "breaking",
    response: "not",
    apply: scalar("number", (schema) => {
      if (schema["enum"] !== undefined) return false;
      delete schema["format"];
      schema["type"] = "integer";
      return true;
    }),
  },
  {
    name: "a default comes",
    request: "not",
    response: "not",
    apply: scalar("string", (schema) => {
      if (schema["default"] !== undefined || schema["enum"] !== undefined) return false;
      schema["default"] = "anything";
      return true;
    }),
  },
  { name: "it is the one part of an allOf", request: "not", response: "not", apply: wrapped("allOf") },
  { name: "it is the one branch of a oneOf", request: "not", response: "not", apply: wrapped("oneOf") },
];

function isNullable(schema: Node): boolean {
  return (
    schema["nullable"] === true ||
    schema["x-nullable"] === true ||
    ["anyOf", "oneOf", "allOf", "not"].some((keyword) => schema[keyword] !== undefined)
  );
}

function flagged(known: Node, wanted: (name: string) => boolean, flag: string): boolean {
  const found = Object.entries(known).find(([name, property]) => wanted(name) && isPlain(property));
  if (found === undefined) return false;
  (found[1] as Node)[flag] = true;
  return true;
}

function replaceItems(schema: Node): boolean {
  const items = schema["items"];
  if (!isNode(items) || items["type"] === "boolean" || (items["type"] === undefined && properties(items) === undefined) || schema["maxItems"] === 0)
    return false;
  schema["items"] = { type: "boolean" };
  return true;
}

/** Flags of a property are looked for at the property, and the tag of a union at the union. */
function wrapped(keyword: string): SchemaEdit["apply"] {
  return (schema) => {
    const inside = { ...schema };
    if (["readOnly", "writeOnly", "discriminator", "xml", "default", "nullable", "$id", "$defs"].some((word) => inside[word] !== undefined))
      return false;
    if (JSON.stringify(inside).includes("$recursive")) return false;
    for (const word of Object.keys(schema)) delete schema[word];
    schema[keyword] = [inside];
    return true;
  };
}
