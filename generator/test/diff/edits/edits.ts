import type { Node } from "../document-node.js";
import { moreSchemaEdits } from "./more-edits.js";
import { isPlain, object, required, scalar, type SchemaEdit } from "./schema-edit.js";

/** One change of one schema, by a person who edits the document. */
export const schemaEdits: readonly SchemaEdit[] = [
  {
    name: "a required property is added",
    request: "breaking",
    response: "not",
    apply: object((schema, properties) => {
      if (schema["additionalProperties"] !== undefined) return false;
      properties["brandNew"] = { type: "string" };
      schema["required"] = [...required(schema), "brandNew"];
      return true;
    }),
  },
  {
    name: "an optional property is added",
    request: "not",
    response: "not",
    apply: object((schema, properties) => {
      properties["brandNew"] = { type: "string" };
      return schema["additionalProperties"] === undefined;
    }),
  },
  {
    name: "a required property is removed",
    request: "not",
    response: "breaking",
    apply: object((schema, properties) => {
      const name = required(schema).find((candidate) => isPlain(properties[candidate]));
      if (name === undefined || schema["additionalProperties"] !== undefined) return false;
      delete properties[name];
      schema["required"] = required(schema).filter((other) => other !== name);
      return true;
    }),
  },
  {
    name: "an optional property becomes required",
    request: "breaking",
    response: "not",
    apply: object((schema, properties) => {
      const name = Object.keys(properties).find((candidate) => !required(schema).includes(candidate) && isPlain(properties[candidate]));
      if (name === undefined) return false;
      schema["required"] = [...required(schema), name];
      return true;
    }),
  },
  {
    name: "a required property becomes optional",
    request: "not",
    response: "breaking",
    apply: object((schema, properties) => {
      const name = required(schema).find((candidate) => isPlain(properties[candidate]));
      if (name === undefined) return false;
      schema["required"] = required(schema).filter((other) => other !== name);
      return true;
    }),
  },
  {
    name: "an open object is closed",
    request: "breaking",
    response: "not",
    apply: object((schema) => {
      if (schema["additionalProperties"] !== undefined || schema["patternProperties"] !== undefined) return false;
      schema["additionalProperties"] = false;
      return true;
    }),
  },
  {
    name: "a string becomes a boolean",
    request: "breaking",
    response: "breaking",
    apply: scalar("string", (schema) => {
      for (const keyword of Object.keys(schema)) delete schema[keyword];
      schema["type"] = "boolean";
    }),
  },
  { name: "a string may be an integer as well", request: "not", response: "breaking", apply: scalar("string", widen) },
  {
    name: "a string is held to a length",
    request: "breaking",
    response: "not",
    apply: scalar("string", (schema) => {
      if (schema["enum"] !== undefined || schema["maxLength"] !== undefined || schema["format"] !== undefined || schema["pattern"] !== undefined)
        return false;
      schema["maxLength"] = 2;
      return true;
    }),
  },
  {
    name: "a string is held to a pattern",
    request: "breaking",
    response: "not",
    apply: scalar("string", (schema) => {
      if (schema["enum"] !== undefined || schema["format"] !== undefined || schema["pattern"] !== undefined) return false;
      schema["pattern"] = "^Q[0-9]{7}$";
      return true;
    }),
  },
  {
    name: "a string is held to a list of values",
    request: "breaking",
    response: "not",
    apply: scalar("string", (schema) => {
      if (schema["enum"] !== undefined || schema["format"] !== undefined || schema["pattern"] !== undefined) return false;
      schema["enum"] = ["only-this"];
      return true;
    }),
  },
  {
    name: "a value of a list is removed",
    request: "breaking",
    response: "not",
    apply: scalar("string", (schema) => {
      const values = schema["enum"];
      if (!Array.isArray(values) || values.length < 2) return false;
      schema["enum"] = values.slice(1);
      return true;
    }),
  },
  {
    name: "a value is added to a list",
    request: "not",
    response: "breaking",
    apply: scalar("string", (schema) => {
      if (!Array.isArray(schema["enum"])) return false;
      schema["enum"] = [...(schema["enum"] as unknown[]), "brand-new-value"];
      return true;
    }),
  },
  {
    name: "an integer is given a maximum",
    request: "breaking",
    response: "not",
    apply: scalar("integer", (schema) => {
      if (schema["maximum"] !== undefined || schema["enum"] !== undefined || schema["minimum"] !== undefined) return false;
      schema["maximum"] = 3;
      return true;
    }),
  },
  {
    name: "an integer becomes a number",
    request: "not",
    response: "breaking",
    apply: scalar("integer", (schema) => {
      if (schema["enum"] !== undefined) return false;
      delete schema["format"];
      schema["type"] = "number";
      return true;
    }),
  },
  {
    name: "a list is held to a number of items",
    request: "breaking",
    response: "not",
    apply: scalar("array", (schema) => {
      if (schema["maxItems"] !== undefined || schema["minItems"] !== undefined) return false;
      schema["minItems"] = 2;
      return true;
    }),
  },
  {
    name: "words are changed",
    request: "not",
    response: "not",
    apply: (schema) => {
      schema["description"] = "Other words.";
      return schema["$ref"] === undefined;
    },
  },
  ...moreSchemaEdits,
];

function widen(schema: Node): boolean {
  if (schema["enum"] !== undefined || schema["x-nullable"] !== undefined) return false;
  schema["anyOf"] = [{ type: "string" }, { type: "integer" }];
  for (const keyword of Object.keys(schema)) if (keyword !== "anyOf") delete schema[keyword];
  return true;
}
