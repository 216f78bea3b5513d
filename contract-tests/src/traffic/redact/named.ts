import { isSecret, isProbablySecret, type Secrecy } from "./names.js";

/** A name and the text before its value, in a form, header, script, log or incomplete JSON. */
const nameBefore = /(?<![\w.-])([\w.-]{2,200})((?:\\{0,7}["'])?\s{0,3}[=:]\s{0,3}(?:\\{0,7}(["']))?)/g;
const unquoted = /[\s"'&;,<>\\{}[\]]/g;
/** A longer text in quotes is not read as one value. */
const longestQuoted = 4096;

/** The decision about a name, and the replacement of its value. */
interface Named {
  secrecyOf(name: string): Secrecy;
  redactValue(value: string): string;
}

/** `token=…`, `"token": "…"`, `token: …` in texts that are not read as a whole. */
export function replaceNamed(text: string, { secrecyOf, redactValue }: Named): string {
  if (!/=|:\s{0,3}\S/.test(text)) return text;
  const parts: string[] = [];
  let copied = 0;
  let end = 0;
  const pattern = new RegExp(nameBefore);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, name = "", between = "", quote = ""] = match;
    const secrecy = secrecyOf(name);
    if (secrecy === "no") continue;
    const start = match.index + whole.length;
    const closing = quote === "" ? -1 : closingQuote(text, start, quote);
    // Values overlap where one is searched again for names; the end of all of them is the same.
    if (closing === -1 && end < start) end = endOfValue(text, start);
    const stop = closing === -1 ? end : closing;
    if (stop - start < 4 || !isStated(text, start, stop, secrecy, between)) continue;
    const value = text.slice(start, stop);
    parts.push(text.slice(copied, start), redactValue(value));
    copied = stop;
    pattern.lastIndex = stop;
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

function isStated(text: string, start: number, stop: number, secrecy: Secrecy, between: string): boolean {
  // A number of a few digits and the bytes of a key are short. This also bounds how often a long value is read.
  if ((secrecy === "digits" && stop - start > 100) || (secrecy === "material" && stop - start > 1000)) return false;
  const value = text.slice(start, stop);
  if (!isSecret(secrecy, value)) return false;
  // In YAML, the next line has its own name.
  if (between.includes("\n") && value.endsWith(":")) return false;
  // In prose a colon also introduces an explanation: "token: expired".
  return between.includes("=") || /["']/.test(between) || isProbablySecret(value);
}

function endOfValue(text: string, start: number): number {
  unquoted.lastIndex = start;
  return unquoted.exec(text)?.index ?? text.length;
}

/** The quote that closes a value, or the backslashes before it. -1 when it is not on the line. */
function closingQuote(text: string, start: number, quote: string): number {
  const limit = Math.min(text.length, start + longestQuoted);
  let escaped = 0;
  while (text.charAt(start - 2 - escaped) === "\\") escaped++;
  for (let at = start; at < limit; at++) {
    const character = text.charAt(at);
    if (character === "\n") return -1;
    // A quote without the backslashes of its pair ends the surrounding text.
    if (character === quote) return at;
    if (character !== "\\") continue;
    let count = 1;
    while (text.charAt(at + count) === "\\") count++;
    const isQuote = text.charAt(at + count) === quote;
    if (isQuote && count === escaped) return at;
    at += count - 1 + (isQuote && count % 2 === 1 ? 1 : 0);
  }
  return -1;
}
