import { plain, plainLines } from "./plain.js";

/**
 * A command of GitHub Actions that makes an annotation. Whatever the texts hold, it is one line and says nothing else.
 * @param properties Those that are known: `file`, `line`, `col`, `title`.
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
