import { byteListAt } from "./byte-list.js";
import { jsonTokens, unquote } from "./json-text.js";
import { firstOfTwo, isLabel, isLabelled, labelAfter } from "./pairs.js";
import type { Rewrite, Scope, Slot } from "./rewrite.js";

interface Container {
  readonly object: boolean;
  readonly name: string | undefined;
  /** The context of the values. */
  readonly within: Scope | undefined;
  /** Of an array of two texts. */
  readonly first: string | undefined;
  label: string | undefined;
  key: string | undefined;
  expectsKey: boolean;
}

/**
 * Rewrites the strings and numbers of a JSON text in place. Everything else stays unchanged, byte for byte:
 * a body is never parsed and printed again, because that would lose 2^60, `1.0`, duplicate keys and the order of `"1"` and `"0"`.
 *
 * @param name The name of the whole text, if it is the value of a field.
 */
export function rewriteJson(text: string, rewrite: Rewrite, name?: string): string {
  const parts: string[] = [];
  const stack: Container[] = [];
  /** The end of a list of bytes that was rewritten as a whole. */
  let rewritten = 0;
  let copied = 0;
  const replace = (start: number, end: number, replacement: string): void => {
    parts.push(text.slice(copied, start), replacement);
    copied = end;
  };
  for (const token of jsonTokens(text)) {
    const top = stack.at(-1);
    if (token.kind === "open") {
      const object = text.charAt(token.start) === "{";
      const own = top === undefined ? name : nameIn(top);
      const within = object && own !== undefined ? { name: own, ...(top?.within === undefined ? {} : { outer: top.within }) } : top?.within;
      const first = object ? undefined : firstOfTwo(text, token.start);
      stack.push({ object, name: own, within, first, label: undefined, key: undefined, expectsKey: object });
      const bytes = object ? undefined : byteListAt(text, token.start);
      const changed = bytes && rewrite(bytes.text, slotOf("bytes", top, name));
      if (bytes === undefined || changed === undefined || changed === bytes.text) continue;
      replace(token.start, bytes.end, bytes.write(changed));
      rewritten = bytes.end;
    } else if (token.kind === "close") stack.pop();
    else if (token.kind === "comma") {
      if (top !== undefined) top.expectsKey = top.object;
    } else if (token.kind === "string") {
      const lexeme = text.slice(token.start, token.end);
      const value = unquote(lexeme);
      if (top?.object === true && top.expectsKey) {
        // A key can be a secret too (`{ "ghp_…": { … } }`), but it has no name of its own.
        top.expectsKey = false;
        top.key = value;
        if (isLabelled(value)) top.label ??= labelAfter(text, token.end);
        const changed = rewrite(value, { place: "json" });
        if (changed !== value) replace(token.start, token.end, quote(changed, token.open));
      } else {
        if (top?.object === true && isLabel(top.key)) top.label = value;
        const changed = rewrite(value, slotOf("json", top, name, value));
        if (changed !== value) replace(token.start, token.end, quote(changed, token.open));
      }
    } else if (token.kind === "number") {
      if (token.start < rewritten) continue;
      const lexeme = text.slice(token.start, token.end);
      const changed = rewrite(lexeme, slotOf("number", top, name));
      if (changed !== lexeme) replace(token.start, token.end, changed);
    } else if (token.kind === "other") {
      // Broken JSON: the remaining text is still redacted as text.
      const lexeme = text.slice(token.start, token.end);
      const changed = rewrite(lexeme, { place: "text" });
      if (changed !== lexeme) replace(token.start, token.end, changed);
    }
  }
  if (copied === 0) return text;
  parts.push(text.slice(copied));
  return parts.join("");
}

function quote(value: string, open: true | undefined): string {
  const quoted = JSON.stringify(value);
  return open === true ? quoted.slice(0, -1) : quoted;
}

function nameIn(container: Container | undefined): string | undefined {
  return container?.object === true ? container.key : container?.name;
}

function slotOf(place: "json" | "number" | "bytes", container: Container | undefined, whole: string | undefined, value?: string): Slot {
  const name = container === undefined ? whole : nameIn(container);
  const within = container?.within;
  const label = isLabelled(container?.key) ? container?.label : undefined;
  const after = container?.first === value ? undefined : container?.first;
  return {
    place,
    ...(name === undefined ? {} : { name }),
    ...(label === undefined ? {} : { label }),
    ...(after === undefined ? {} : { after }),
    ...(within === undefined ? {} : { within }),
  };
}
