import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** A word with a blank at an end beside others without: a list that was taken apart at its commas. What has no letter is meant, and so is what stands there without the blank, too. */
export const blankInEnum: SchemaRule = (schema, report) => {
  const { enum: values } = schema;
  if (values === undefined || values.length < 2) return;
  const texts = values.filter((value) => typeof value === "string").filter((value) => /[\p{L}\p{N}]/u.test(value));
  const padded = texts.filter((text) => text.trim() !== text && !texts.includes(text.trim()));
  const [first] = padded;
  if (first === undefined || padded.length === texts.length) return;
  report("blank-in-enum", { value: JSON.stringify(first) }, keywordPlace(schema, "enum"));
};
