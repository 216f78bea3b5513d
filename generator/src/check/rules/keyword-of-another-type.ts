import type { JsonType, Schema } from "../../model/schemas/schema.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** The types that each group of keywords applies to (JSON Schema Validation 2020-12 §6). */
const groups: readonly { readonly group: "number" | "string" | "array" | "object"; readonly types: readonly JsonType[] }[] = [
  { group: "number", types: ["number", "integer"] },
  { group: "string", types: ["string"] },
  { group: "array", types: ["array"] },
  { group: "object", types: ["object"] },
];

const plural = { number: "numbers", string: "strings", array: "arrays", object: "objects" } as const;

/** A keyword for a type that no value of the schema has: `maxLength` of an integer, `required` of a list. It has no effect. */
export const keywordOfAnotherType: SchemaRule = (schema, report) => {
  const { type } = schema;
  if (type === undefined) return;
  for (const { group, types } of groups) {
    const assertions = schema[group];
    if (assertions === undefined || types.some((each) => type.includes(each))) continue;
    // Exporters write `uniqueItems` for every parameter.
    const keywords = Object.keys(assertions).filter((keyword) => keyword !== "uniqueItems");
    const [first] = keywords;
    if (first === undefined) continue;
    const names = keywords.map((keyword) => `"${written(schema, keyword)}"`).join(", ");
    const fault = { keywords: names, one: keywords.length === 1, group: plural[group], type: type.join(" or ") };
    report("keyword-of-another-type", fault, keywordPlace(schema, first));
  }
};

function written({ spelled }: Schema, keyword: string): string {
  return spelled?.[keyword]?.split("/")[0] || keyword;
}
