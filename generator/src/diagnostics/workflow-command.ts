import { plain, plainLines } from "./plain.js";

/**
 * A GitHub Actions command for an annotation: one line, whatever the texts contain.
 * @param properties Known ones: `file`, `line`, `col`, `title`.
 */
export function workflowCommand(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const parameters = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]));
  return `::${name}${parameters.length === 0 ? "" : ` ${parameters.join(",")}`}::${data(message)}\n`;
}

function data(text: string): string {
  return plainLines(text).replaceAll("%", "%25").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(plain(text, Infinity)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
