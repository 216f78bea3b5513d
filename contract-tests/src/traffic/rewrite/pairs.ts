import { jsonTokens, unquote } from "./json-text.js";

/** Whether a property is the label of the `value` next to it: `{ "name": "password", "value": … }`. */
export function isLabel(property: string | undefined): boolean {
  return property !== undefined && /^(?:name|key|header|field|variable)$/i.test(property);
}

/** Whether a property is the value of such a label. */
export function isLabelled(property: string | undefined): boolean {
  return property !== undefined && /^(?:value|content)$/i.test(property);
}

/** How many lexemes after the value of a pair its label is searched for. */
const farthest = 40;

/** The label after its value, searched from the value's name: `{ "value": …, "name": "password" }`. */
export function labelAfter(text: string, from: number): string | undefined {
  const rest = text.slice(from);
  let depth = 0;
  let count = 0;
  let property: string | undefined = "";
  for (const { kind, start, end } of jsonTokens(rest)) {
    if (++count > farthest || (kind === "close" && depth-- === 0)) return undefined;
    if (kind === "open") depth++;
    if (depth > 0) continue;
    if (kind === "comma") property = undefined;
    if (kind !== "string") continue;
    const string = unquote(rest.slice(start, end));
    if (isLabel(property)) return string;
    property ??= string;
  }
  return undefined;
}

const two = /\[\s*("(?:[^"\\]|\\.){1,100}")\s*,\s*"(?:[^"\\]|\\.){1,8000}"\s*\]/y;

/** The first text of an array of two that begins here: `["authorization", …]`. */
export function firstOfTwo(text: string, at: number): string | undefined {
  two.lastIndex = at;
  const first = two.exec(text)?.[1];
  return first === undefined ? undefined : unquote(first);
}
