import { Outline } from "./outline.js";

/** What is wrong with a JSON text, and where. */
export interface JsonFault {
  readonly reason: string;
  readonly offset: number;
  /** Set when the fault is a second use of this key. */
  readonly key?: string;
}

const enum State {
  Value,
  FirstKey,
  Key,
  FirstItem,
  AfterValue,
}

const literals = ["true", "false", "null"] as const;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const space = /[ \t\r\n]*/y;

/**
 * Walks a JSON text once (RFC 8259) without building its values. Gives the outline, and the first fault: what `JSON.parse`
 * words for its own developers, and repeated keys, which it does not mention at all.
 * Iterative, so that depth costs memory and not stack.
 */
export function scanJson(text: string): { readonly outline: Outline; readonly fault?: JsonFault } {
  const outline = new Outline();
  const open: { readonly object: boolean; readonly keys: Set<string> | undefined }[] = [];
  let state = State.Value;
  let at = 0;
  let keyStart: number | undefined;
  let key: string | undefined;
  let repeated: JsonFault | undefined;
  const end = (fault?: JsonFault): { outline: Outline; fault?: JsonFault } => {
    while (open.pop()) outline.close();
    const first = fault && repeated ? (fault.offset < repeated.offset ? fault : repeated) : (fault ?? repeated);
    return first ? { outline, fault: first } : { outline };
  };
  const fail = (reason: string, offset = at): { outline: Outline; fault?: JsonFault } => end({ reason, offset });

  for (;;) {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    const character = text[at];
    if (state === State.AfterValue) {
      const container = open.at(-1);
      if (!container) return character === undefined ? end() : fail(`${quote(character)} follows after the end of the document`);
      if (character === ",") {
        at++;
        state = container.object ? State.Key : State.Value;
      } else if (character === (container.object ? "}" : "]")) {
        at++;
        open.pop();
        outline.close();
      } else return fail(`${quote(character)} where "," or "${container.object ? "}" : "]"}" should be`);
      continue;
    }
    if (state === State.FirstKey || state === State.Key) {
      if (state === State.FirstKey && character === "}") {
        at++;
        open.pop();
        outline.close();
        state = State.AfterValue;
        continue;
      }
      if (character !== '"')
        return fail(state === State.Key && character === "}" ? `a comma before "}"` : `${quote(character)} where a key in double quotes should be`);
      string.lastIndex = at;
      if (!string.test(text)) return fail("a string that is not closed, or holds a control character or an unknown escape");
      keyStart = at;
      key = JSON.parse(text.slice(at, string.lastIndex)) as string;
      at = string.lastIndex;
      const keys = open.at(-1)?.keys;
      if (keys?.has(key)) repeated ??= { reason: `the key ${JSON.stringify(key)} is written twice`, offset: keyStart, key };
      keys?.add(key);
      space.lastIndex = at;
      space.test(text);
      at = space.lastIndex;
      if (text[at] !== ":") return fail(`${quote(text[at])} where ":" should be`);
      at++;
      state = State.Value;
      continue;
    }
    if (state === State.FirstItem && character === "]") {
      at++;
      open.pop();
      outline.close();
      state = State.AfterValue;
      continue;
    }
    const start = keyStart ?? at;
    const name = key;
    keyStart = key = undefined;
    if (character === "{" || character === "[") {
      outline.open(outline.add(start, name));
      open.push({ object: character === "{", keys: character === "{" ? new Set() : undefined });
      at++;
      state = character === "{" ? State.FirstKey : State.FirstItem;
      continue;
    }
    const length = leaf(text, at, character);
    if (length === 0) {
      if (character === "]" || character === "}") return fail(`a comma before "${character}"`);
      if (character === '"') return fail("a string that is not closed, or holds a control character or an unknown escape");
      return fail(`${quote(character)} where a value should be`);
    }
    outline.add(start, name);
    at += length;
    state = State.AfterValue;
  }
}

/** The length of the scalar at `at`, 0 when there is none. */
function leaf(text: string, at: number, character: string | undefined): number {
  const pattern = character === '"' ? string : number;
  pattern.lastIndex = at;
  if (pattern.test(text)) return pattern.lastIndex - at;
  return literals.find((word) => text.startsWith(word, at))?.length ?? 0;
}

function quote(character: string | undefined): string {
  return character === undefined ? "the end of the file" : JSON.stringify(character);
}
