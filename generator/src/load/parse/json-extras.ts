/** A part of a text that is not JSON, as reports describe it, with its location. */
interface Extra {
  readonly what: string;
  readonly offset: number;
}

interface WithoutExtras {
  /** As long as the original text, so that all remaining text keeps its offsets. */
  readonly text: string;
  readonly extras: readonly Extra[];
}

/** A text without comments and without commas that nothing follows, which other notations have and JSON has not: nothing is lost with either. */
export function withoutExtras(text: string): WithoutExtras {
  const extras: Extra[] = [];
  const pieces: string[] = [];
  let from = 0;
  const blank = (start: number, end: number, what: string): void => {
    extras.push({ what, offset: start });
    pieces.push(text.slice(from, start), text.slice(start, end).replaceAll(/\S/g, " "));
    from = end;
  };
  // A possible trailing comma, with the comments after it.
  let comma: { readonly at: number; readonly comments: (readonly [start: number, end: number])[] } | undefined;
  const settle = (isLast: string | undefined): void => {
    if (comma !== undefined && isLast !== undefined) blank(comma.at, comma.at + 1, `A comma before ${JSON.stringify(isLast)}`);
    for (const [start, end] of comma?.comments ?? []) blank(start, end, "A comment");
    comma = undefined;
  };
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? "";
    const end = character === '"' ? textEnd(text, at) : commentEnd(text, at);
    if (end !== undefined && character !== '"') {
      if (comma === undefined) blank(at, end, "A comment");
      else comma.comments.push([at, end]);
    } else if (!/\s/.test(character)) {
      settle(character === "}" || character === "]" ? character : undefined);
      if (character === ",") comma = { at, comments: [] };
    }
    at = end ?? at + 1;
  }
  settle(undefined);
  return { text: pieces.join("") + text.slice(from), extras };
}

/** The offset after leading white space and comments. A comment after `#` does not indicate JSON. */
export function startOfData(text: string): number {
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    const end = text[at] === "/" ? commentEnd(text, at) : undefined;
    if (end === undefined) return at;
    at = end;
  }
}

const space = /\s*/y;

/** Behind the text that begins there. */
function textEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** Behind the comment that begins there; `undefined` where none does, or has no end. */
function commentEnd(text: string, start: number): number | undefined {
  const two = text.slice(start, start + 2);
  if (two === "/*") {
    const end = text.indexOf("*/", start + 2);
    return end < 0 ? undefined : end + 2;
  }
  if (two !== "//" && !two.startsWith("#")) return undefined;
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
