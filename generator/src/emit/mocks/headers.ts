import type { ApiModel, Header } from "../../model/api.js";
import { exampleOf } from "../../values/index.js";

/**
 * Headers of an answer that a mock sends, with a value each: those that are always there, or all that are described. What the body and its way to the
 * client decide is left to these.
 */
export function headerValues(headers: readonly Header[], model: ApiModel, which: "required" | "all"): [name: string, value: string][] {
  return headers.flatMap(({ name, required, schema, examples }): [string, string][] => {
    if (schema === undefined || (which === "required" && !required) || /^content-(?:type|length|encoding)$|^transfer-encoding$/i.test(name))
      return [];
    const made = exampleOf(schema, model, { direction: "response", name, further: examples.map(({ value }) => value) });
    if (!made.found || made.value === null || typeof made.value === "object") return [];
    const text = /^set-cookie$/i.test(name) ? asCookie(String(made.value)) : String(made.value);
    // Only what a header may carry.
    return /^[\x20-\x7e]*$/.test(text) ? [[name, text]] : [];
  });
}

/** A cookie has a name and a value (RFC 6265 §4.1.1), which few schemas say. */
function asCookie(text: string): string {
  return /^[^=;\s]+=/.test(text) ? text : "cookie=value";
}
