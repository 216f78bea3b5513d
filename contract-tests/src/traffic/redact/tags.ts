/** A start tag, an end tag or a CDATA section of XML or HTML. */
interface Tag {
  readonly kind: "start" | "end" | "cdata";
  /** From "<" to after ">"; of a CDATA section, only its beginning. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isEmpty: boolean;
}

/** Characters that are read twice at most, for each character of the text. */
const rereadPerCharacter = 8;

/** The tags of a text in order. Ignores tags inside CDATA sections and comments. */
export function* tagsIn(text: string): Generator<Tag> {
  let left = rereadPerCharacter * text.length;
  const lastQuotes = { '"': text.lastIndexOf('"'), "'": text.lastIndexOf("'") };
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    if (text.startsWith("<![CDATA[", at)) {
      const end = text.indexOf("]]>", at);
      yield { kind: "cdata", start: at, end: end === -1 ? text.length : end, name: "", isEmpty: false };
      if (end === -1) return;
      at = end;
      continue;
    }
    const name = nameAt(text, text.charAt(at + 1) === "/" ? at + 2 : at + 1);
    if (name === "") {
      at++;
      continue;
    }
    const isEnd = text.charAt(at + 1) === "/";
    const afterName = at + 1 + (isEnd ? 1 : 0) + name.length;
    const { end, closed } = endOfTag(text, afterName, lastQuotes);
    if (closed) {
      yield { kind: isEnd ? "end" : "start", start: at, end, name, isEmpty: text.charAt(end - 2) === "/" };
      at = end;
    } else {
      // Prose such as "a <b and c": read on after it, unless that was done too often.
      left -= end - at;
      at = left > 0 ? at + 1 : Math.max(end, at + 1);
    }
  }
}

function nameAt(text: string, at: number): string {
  if (!/[A-Za-z]/.test(text.charAt(at))) return "";
  let end = at + 1;
  while (end < text.length && /[\w:.-]/.test(text.charAt(end))) end++;
  return text.slice(at, end);
}

/** Where a tag ends; where it breaks off, if it is none. */
function endOfTag(text: string, from: number, lastQuotes: Readonly<Record<string, number>>): { readonly end: number; readonly closed: boolean } {
  const first = text.charAt(from);
  if (first === ">") return { end: from + 1, closed: true };
  if (!/[\s/]/.test(first)) return { end: from, closed: false };
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === ">") return { end: at + 1, closed: true };
    if (character === "<") return { end: at, closed: false };
    if (character !== '"' && character !== "'") continue;
    if ((lastQuotes[character] ?? -1) <= at) return { end: at, closed: false };
    at = text.indexOf(character, at + 1);
  }
  return { end: text.length, closed: false };
}
