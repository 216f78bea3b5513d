import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * A value with leading or trailing space among values without: a list split at commas. Values without letters are intended, and so are values that
 * also occur trimmed.
 */
export const blankInEnum: SchemaRule = (schema, report) => {
  const { enum: values } = schema;
  if (values === undefined || values.length < 2) return;
  const texts = values.filter((value) => typeof value === "string").filter((value) => /[\p{L}\p{N}]/u.test(value));
  const padded = texts.filter((text) => text.trim() !== text && !texts.includes(text.trim()));
  const [first] = padded;
  if (first === undefined || padded.length === texts.length) return;
  report("blank-in-enum", { value: JSON.stringify(first) }, keywordPlace(schema, "enum"));
};
