import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { enumWords } from "./enum-words.js";
import { harmless } from "../print/jsdoc.js";
import type { Form, FormObject } from "./form.js";

/** A form with what the document says about the schema, for its doc comment. */
export function documented(schema: Schema, form: Form): Form {
  const documentation = document(schema);
  return documentation === undefined || typeof form === "boolean" ? form : { ...form, ...documentation };
}

/** Examples longer than this stay in the document and in the fixtures. */
const longestExample = 120;

function document(schema: Schema): Partial<FormObject> | undefined {
  const { annotations, format } = schema;
  if (annotations === undefined && format === undefined && schema.oneOf === undefined && schema.anyOf === undefined) return undefined;
  const { title, deprecated, examples } = annotations ?? {};
  const description = [annotations?.description ?? "", enumWords(schema) ?? ""].filter((text) => text !== "").join("\n\n");
  const example = examples?.find((each) => each !== null && typeof each !== "object" && String(each).length <= longestExample);
  return {
    ...(title === undefined || title === "" ? {} : { title: harmless(title) }),
    ...(description === "" ? {} : { description: harmless(description) }),
    ...(format === undefined || format === "" ? {} : { format: harmless(format) }),
    ...(annotations?.default === undefined ? {} : { default: harmlessJson(annotations.default) }),
    ...(example === undefined ? {} : { examples: [harmlessJson(example)] }),
    ...(deprecated === true ? { deprecated } : {}),
  };
}

function harmlessJson(value: Json): Json {
  if (typeof value === "string") return harmless(value);
  if (value === null || typeof value !== "object") return value;
  return harmless(JSON.stringify(value));
}
