import type { Json } from "../../model/json.js";
import { typesOfValue } from "../../plan/schema-graph.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Values that an `enum` lists and the `type` beside it refuses: numbers that YAML made of words, words for numbers. What is said of null is `null-refused`. */
export const enumOutsideType: SchemaRule = (schema, report) => {
  const { type, enum: values } = schema;
  if (type === undefined || values === undefined) return;
  const isOutside = (value: Json): boolean =>
    value !== null && !typesOfValue(value).some((each) => type.includes(each) || (each === "integer" && type.includes("number")));
  const outside = values.filter(isOutside);
  if (outside.length === 0) return;
  report(
    "enum-outside-type",
    {
      values:
        outside
          .slice(0, 3)
          .map((value) => JSON.stringify(value))
          .join(", ") + (outside.length > 3 ? ` and ${outside.length - 3} more` : ""),
      one: outside.length === 1,
      type: type.join(" or "),
      none: outside.length === values.length,
    },
    keywordPlace(schema, "enum"),
  );
};
