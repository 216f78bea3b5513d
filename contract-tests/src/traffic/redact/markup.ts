import type { Ledger } from "./ledger.js";
import { isSecret, secrecyOf, secrecyWithin } from "./names.js";

/** Start and end tags. A CDATA section is matched as far as it goes, so that what looks like a tag in it is none. */
const tags = /<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*|<(\/?)([A-Za-z][\w:.-]*)((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*')*)?)>/g;
const attributes = /([A-Za-z][\w:.-]*)(\s*=\s*["']?)((?<=")[^"]*|(?<=')[^']*|[^\s"'<>=]+)/g;

/** Enough for documents; of what is deeper, the outermost elements are forgotten. */
const deepest = 40;

/** XML or HTML, whole or as a part of a text, without what elements named like a secret hold, and what a field named like one has for its value. */
export function redactMarkup(text: string, ledger: Ledger): string {
  if (!/<[A-Za-z]/.test(text)) return text;
  const ends = lastEndTags(text);
  const open: string[] = [];
  const parts: string[] = [];
  let copied = 0;
  for (const match of text.matchAll(tags)) {
    const [tag, slash, name, inTag = ""] = match;
    if (name === undefined) continue;
    parts.push(redactContent(text.slice(copied, match.index), open, ledger), slash === "" ? redactTag(tag, inTag, ledger) : tag);
    copied = match.index + tag.length;
    if (slash !== "") open.splice(Math.max(0, open.lastIndexOf(name)));
    // `<password>` in prose, and `<input>`, are never closed.
    else if (!inTag.endsWith("/") && (ends.get(name) ?? -1) > match.index) {
      open.push(name);
      if (open.length > deepest) open.shift();
    }
  }
  return parts.join("") + text.slice(copied);
}

function lastEndTags(text: string): ReadonlyMap<string, number> {
  return new Map(Array.from(text.matchAll(/<\/([A-Za-z][\w:.-]*)/g), ({ 1: name = "", index }) => [name, index]));
}

/** The text between two tags, by the names of the elements around it. */
function redactContent(text: string, open: readonly string[], ledger: Ledger): string {
  const name = open.at(-1);
  if (name === undefined || text.length < 4) return text;
  const secrecy = secrecyWithin(name, open);
  if (secrecy === "no") return text;
  const before = /^\s*(?:<!\[CDATA\[)?\s*/.exec(text)?.[0] ?? "";
  const value = text
    .slice(before.length)
    .replace(/\]\]>\s*$/, "")
    .trimEnd();
  return value.length > 3 && isSecret(secrecy, value) ? before + ledger.standIn(value, false) + text.slice(before.length + value.length) : text;
}

/** `<input name="csrf_token" value="…">`, `<meta name="csrf-token" content="…">`, `<add key="ApiKey" value="…"/>`. */
function redactTag(tag: string, inTag: string, ledger: Ledger): string {
  if (!/\b(?:value|content)\b/i.test(inTag)) return tag;
  const given = new Map(Array.from(inTag.matchAll(attributes), ([, name = "", , value = ""]) => [name.toLowerCase(), value]));
  if (/^(?:submit|button|reset|checkbox|radio)$/i.test(given.get("type") ?? "")) return tag;
  const labels = ["name", "key", "id", "property", "type"].flatMap((name) => given.get(name) ?? []);
  return tag.replace(attributes, (attribute, name: string, equals: string, value: string) =>
    /^(?:value|content)$/i.test(name) && labels.some((label) => isSecret(secrecyOf(label), value))
      ? name + equals + ledger.standIn(value, false)
      : attribute,
  );
}
