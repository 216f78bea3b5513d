import type { JsonFault } from "./json.js";

/** Syntax of other notations (JSON5, JavaScript, Python) where JSON expects something else, as reports describe it. */
export function mistakeOf(text: string, at: number, expected?: "key"): string | undefined {
  if (/^(?:\/[/*]|#)/.test(text.slice(at, at + 2))) return "a comment, which JSON does not allow";
  const character = text[at] ?? "";
  if (text.startsWith('\\"', at)) return "an escaped quote. The document is inside a JSON string: save the content of the string";
  if (character === "'") return "a string in single quotes instead of double quotes";
  if (/[“”‘’«»]/.test(character)) return "a string in curly quotes instead of straight quotes";
  const word = /^[a-z_$][\w$-]{0,40}/i.exec(text.slice(at, at + 41))?.[0];
  if (word === undefined) return undefined;
  return expected === "key" ? `the key "${word}" without double quotes` : `the word "${word}", which is not JSON`;
}

/** Why the text that begins with a quote at `start` is not a JSON string (RFC 8259 §7), and where. */
export function brokenText(text: string, start: number): JsonFault {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "\n" || character === "\r") {
      // If no quote follows in the next line, the closing quote is missing in this line.
      const next = text.slice(at + 1, text.indexOf("\n", at + 1) < 0 ? undefined : text.indexOf("\n", at + 1));
      return /^[^"]*"\s*[,}\]]/.test(next) ? { reason: "a line break inside a string. JSON writes it as \\n", offset: at } : unclosed(start);
    }
    if (character < " ") return { reason: `a control character inside a string. JSON writes it as ${escaped(character)}`, offset: at };
    if (character !== "\\") continue;
    if (!/^\\(?:["\\/bfnrt]|u[0-9a-f]{4})/i.test(text.slice(at, at + 6)))
      return { reason: `the escape ${JSON.stringify(text.slice(at, at + 2)).replaceAll("\\\\", "\\")}, which is not JSON`, offset: at };
    at++;
  }
  return unclosed(start);
}

function unclosed(offset: number): JsonFault {
  return { reason: "a string without a closing quote", offset };
}

function escaped(character: string): string {
  return character === "\t" ? "\\t" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
