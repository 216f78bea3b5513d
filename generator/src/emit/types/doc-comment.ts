import type { Json } from "../../model/json.js";

/** The content of a doc comment. */
export interface Documentation {
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly deprecated?: true;
  /** Of an enumeration: its comment names the type of the values. */
  readonly enum?: readonly Json[];
  readonly type?: string;
}

/** The lines of a doc comment with the tags of openapi-typescript; empty if there is nothing to state. */
export function docComment(documentation: Documentation, indent: string): string {
  const { title, summary, description, format, deprecated, default: value, examples = [], enum: values, type = "unknown" } = documentation;
  const items: string[] = [];
  if (title) items.push(inLines(title));
  if (summary) items.push(inLines(summary));
  if (format) items.push(`Format: ${format}`);
  if (deprecated) items.push("@deprecated");
  if (description) items.push(`@description ${inLines(description)}`);
  if (value !== undefined) items.push(`@default ${inLines(String(value))}`);
  for (const example of examples) items.push(`@example ${inLines(String(example))}`);
  if (values !== undefined) items.push(`@enum {${type}}`);
  const [only = "", ...others] = items;
  if (items.length === 0) return "";
  if (others.length === 0 && !only.includes("\n")) return `${indent}/** ${only} */\n`;
  const lines = ["/**", ...items.flatMap((item) => item.split("\n")).map((line) => ` * ${line}`.trimEnd()), " */"];
  return lines.map((line) => `${indent}${line}\n`).join("");
}

/** Further lines of an item are indented. */
function inLines(text: string): string {
  return text.trim().replaceAll("\n", "\n    ");
}
