import type { KnownSecrets } from "./known-secrets.js";
import { isSecret, secrecyInside, type Secrecy } from "./names.js";
import { tagsIn } from "./tags.js";

/** The functions of the redactor that markup needs. */
interface MarkupRedactor {
  readonly known: KnownSecrets;
  secrecyOf(name: string): Secrecy;
}

const attributes = /(?<![\w:.-])([A-Za-z][\w:.-]{0,200})(\s{0,20}=\s{0,20}["']?)((?<=")[^"]{0,65536}|(?<=')[^']{0,65536}|[^\s"'<>=]{1,65536})/g;

/** Enough for documents; in deeper markup, the outermost elements are dropped. */
const deepest = 40;

/** Redacts XML or HTML, whole or inside a text: the content of elements and fields whose name is that of a secret. */
export function redactMarkup(text: string, redactor: MarkupRedactor): string {
  if (!/<[A-Za-z]/.test(text)) return text;
  const lastEnds = lastEndTags(text);
  const open: string[] = [];
  const parts: string[] = [];
  let copied = 0;
  for (const { kind, start, end, name, isEmpty } of tagsIn(text)) {
    // A CDATA section is a part of the content around it.
    if (kind === "cdata") continue;
    parts.push(redactContent(text.slice(copied, start), open, redactor));
    const tag = text.slice(start, end);
    parts.push(kind === "start" ? redactTag(tag, redactor) : tag);
    copied = end;
    if (kind === "end") open.splice(Math.max(0, open.lastIndexOf(name)));
    // `<password>` in prose, and `<input>`, are never closed.
    else if (!isEmpty && (lastEnds.get(name) ?? -1) > start) {
      open.push(name);
      if (open.length > deepest) open.shift();
    }
  }
  return parts.join("") + text.slice(copied);
}

function lastEndTags(text: string): ReadonlyMap<string, number> {
  return new Map(Array.from(text.matchAll(/<\/([A-Za-z][\w:.-]{0,1000})/g), ({ 1: name = "", index }) => [name, index]));
}

/** The text between two tags, by the names of the elements around it. */
function redactContent(text: string, open: readonly string[], { known, secrecyOf }: MarkupRedactor): string {
  if (open.length === 0 || text.length < 4) return text;
  const secrecy = secrecyInside(open, secrecyOf);
  if (secrecy === "no") return text;
  const start = text.search(/\S/);
  if (start === -1) return text;
  const from = text.startsWith("<![CDATA[", start) ? start + 9 + Math.max(0, text.slice(start + 9).search(/\S/)) : start;
  const end = text
    .trimEnd()
    .replace(/\]\]>$/, "")
    .trimEnd().length;
  const value = text.slice(from, end);
  return value.length > 3 && isSecret(secrecy, value) ? text.slice(0, from) + known.placeholderOf(value, "here") + text.slice(end) : text;
}

/** `<input name="csrf_token" value="…">`, `<meta name="csrf-token" content="…">`, `<add key="ApiKey" value="…"/>`. */
function redactTag(tag: string, { known, secrecyOf }: MarkupRedactor): string {
  if (!/\b(?:value|content)\b/i.test(tag)) return tag;
  const given = new Map(Array.from(tag.matchAll(attributes), ([, name = "", , value = ""]) => [name.toLowerCase(), value]));
  if (/^(?:submit|button|reset|checkbox|radio)$/i.test(given.get("type") ?? "")) return tag;
  const labels = ["name", "key", "id", "property", "type"].flatMap((name) => given.get(name) ?? []);
  return tag.replace(attributes, (attribute, name: string, equals: string, value: string) =>
    /^(?:value|content)$/i.test(name) && labels.some((label) => isSecret(secrecyOf(label), value))
      ? name + equals + known.placeholderOf(value, "here")
      : attribute,
  );
}
