import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** A value with a blank at an end beside others without: a list that was taken apart at its commas. One that is all blank is meant. */
export const blankInEnum: SchemaRule = ({ enum: values, ...schema }, report) => {
  if (values === undefined || values.length < 2) return;
  const texts = values.filter((value) => typeof value === "string").filter((value) => value.trim() !== "");
  const padded = texts.filter((text) => text.trim() !== text);
  const [first] = padded;
  if (first === undefined || padded.length === texts.length) return;
  report("blank-in-enum", { value: JSON.stringify(first) }, keywordPlace(schema, "enum"));
};
