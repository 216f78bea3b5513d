import { isJson } from "../rewrite/json-text.js";

/** Characters that are read twice at most, for each character of the text. */
const rereadPerCharacter = 4;

/** A text in which all objects and lists of JSON are replaced, as in a log, a script or a stream. */
export function replaceFragments(text: string, replacement: (json: string) => string): string {
  const parts: string[] = [];
  let copied = 0;
  let left = rereadPerCharacter * text.length;
  const beginning = /[[{][ \t\r\n]{0,20}["{[]/g;
  for (let match = beginning.exec(text); match !== null && left > 0; match = beginning.exec(text)) {
    const end = endOfBrackets(text, match.index);
    left -= (end ?? text.length) - match.index;
    if (end === undefined || !isJson(text.slice(match.index, end))) {
      beginning.lastIndex = match.index + 1;
      continue;
    }
    const fragment = text.slice(match.index, end);
    const changed = replacement(fragment);
    beginning.lastIndex = end;
    if (changed === fragment) continue;
    parts.push(text.slice(copied, match.index), changed);
    copied = end;
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

/** The offset after the bracket that closes the one at `start`. */
function endOfBrackets(text: string, start: number): number | undefined {
  let open = 0;
  const lexeme = /[[\]{}"]/g;
  lexeme.lastIndex = start;
  for (let match = lexeme.exec(text); match !== null; match = lexeme.exec(text)) {
    const [character] = match;
    if (character === '"') {
      const end = endOfString(text, match.index);
      if (end === undefined) return undefined;
      lexeme.lastIndex = end;
    } else if (character === "{" || character === "[") open++;
    else if (--open === 0) return match.index + 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 92) at++;
    else if (character === 34) return at + 1;
    // A line break is never inside a string of JSON.
    else if (character === 10) return undefined;
  }
  return undefined;
}
