import { lineStarts } from "../source-file.js";

/** A syntax error of a text, with its location. */
export interface SyntaxMistake {
  readonly reason: string;
  readonly offset: number;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/**
 * The probable mistake where a YAML reader stopped. Readers describe errors in terms of the grammar. Most such files lack quotes, a space
 * or a colon, and the reader notices it one line later.
 */
export function yamlMistake(text: string, offset: number): SyntaxMistake | undefined {
  return (
    textOutsideDocument(text) ??
    templateAt(text, offset) ??
    withoutClosingQuote(text, offset) ??
    withoutClosingBracket(lineBefore(text, offset)) ??
    inLines(lineAt(text, offset), lineBefore(text, offset), offset)
  );
}

/** Text that does not belong to the document. */
export function textOutsideDocument(text: string): SyntaxMistake | undefined {
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null && /^={7}$/m.test(text)) return { reason: "an unresolved merge conflict", offset: conflict.index };
  const fence = /^(?:```|~~~)/m.exec(text);
  return fence === null ? undefined : { reason: "a Markdown fence: the document is between two fences", offset: fence.index };
}

/** A placeholder of a template where a reader stopped. */
export function templateAt(text: string, offset: number): SyntaxMistake | undefined {
  for (const at of [offset, offset - 1, offset - 2]) {
    const found = at < 0 ? undefined : template.exec(text.slice(at, at + longestLine))?.[0];
    if (found !== undefined) return unfilled(found, at);
  }
  const line = lineAt(text, offset);
  return templateForValue(line) ?? templateForValue(lineBefore(text, offset));
}

/** The same if the reader gives no location: `{{ title }}` is a mapping whose key is a mapping. */
export function templateAnywhere(text: string): SyntaxMistake | undefined {
  for (const line of lineStarts(text)) {
    const { text: words } = lineAt(text, line);
    for (let at = words.indexOf("{{"); at >= 0; at = words.indexOf("{{", at + 2)) {
      const before = words.slice(0, at);
      const written = before.trimEnd();
      const isValue = written === "" || (written.length < before.length && /[:,[-]$/.test(written));
      const found = isValue ? template.exec(text.slice(line + at, line + at + longestLine))?.[0] : undefined;
      if (found !== undefined) return unfilled(found, line + at);
    }
  }
  return undefined;
}

const template = /^(?:\{\{.*?\}\}|\{%.*?%\}|<%.*?%>)/;

/** Instead of a whole value or of a line. */
function templateForValue(line: Line | undefined): SyntaxMistake | undefined {
  if (line === undefined) return undefined;
  const [before = ""] = lead.exec(line.text) ?? [];
  const found = template.exec(line.text.slice(before.length))?.[0];
  return found === undefined ? undefined : unfilled(found, line.start + before.length);
}

function unfilled(found: string, offset: number): SyntaxMistake {
  return { reason: `an unrendered template: ${found.slice(0, 80)}`, offset };
}

/** The start of a text without a closing quote, which the reader continued in the next lines. */
function withoutClosingQuote(text: string, offset: number): SyntaxMistake | undefined {
  let line: Line | undefined = lineAt(text, offset);
  for (let looked = 0; line !== undefined && looked < 50; looked++) {
    const [before = ""] = lead.exec(line.text) ?? [];
    const quote = line.text[before.length];
    if ((quote === '"' || quote === "'") && closing(line.text, before.length, quote) === undefined && line.text.length < longestLine) {
      const begin = line.start + before.length;
      const after = text.slice(begin, begin + 10_000);
      const end = closing(after, 0, quote);
      const isWhole =
        end !== undefined &&
        begin + end < offset &&
        /^[ \t]*(?:#.*|[,\]}][ \t]*)?$/m.test(after.slice(end + 1, after.indexOf("\n", end) + 1 || undefined));
      return isWhole ? undefined : { reason: "a string begins here and has no closing quote", offset: begin };
    }
    line = lineBefore(text, line.start);
  }
  return undefined;
}

/** A list or an object in brackets that the line before begins and does not end. */
function withoutClosingBracket(line: Line | undefined): SyntaxMistake | undefined {
  if (line === undefined) return undefined;
  const [before = ""] = lead.exec(line.text) ?? [];
  const value = line.text.slice(before.length);
  const opening = value[0];
  if (opening !== "[" && opening !== "{") return undefined;
  const count = (bracket: string): number => value.replaceAll(/"[^"]*(?:"|$)|'[^']*(?:'|$)/g, "").split(bracket).length;
  const end = opening === "[" ? "]" : "}";
  return count(opening) > count(end) && !/[,[{]\s*$/.test(value)
    ? { reason: `"${opening}" here has no closing "${end}"`, offset: line.start + before.length }
    : undefined;
}

function inLines(line: Line, before: Line | undefined, offset: number): SyntaxMistake | undefined {
  for (const each of before === undefined ? [line] : [before, line]) {
    const found = noBlank(each) ?? beginsWithIndicator(each);
    if (found !== undefined) return found;
  }
  return (
    endsTooSoon(line, offset) ??
    colonInside(line, offset) ??
    (before === undefined ? undefined : (withoutColon(before, line) ?? furtherIn(before, line)))
  );
}

/** Characters that look like a space. */
function noBlank({ text, start }: Line): SyntaxMistake | undefined {
  const [indent = ""] = /^\s*/.exec(text) ?? [];
  const at = indent.search(/[^ \t\r]/);
  if (at < 0) return undefined;
  const code = `U+${indent.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}`;
  return { reason: `${code === "U+00A0" ? "a no-break space" : "a special space"} (${code}) is not allowed as indentation`, offset: start + at };
}

/** A key and the white space before its value; or a dash. */
const lead = /^\s*(?:- +)*(?:[^\s"'#:][^"'#:]*:[ \t]+)?/;

/** Characters that no plain text begins with (YAML 1.2 §7.3.3). A star is one only where it cannot be an alias. */
function beginsWithIndicator({ text, start }: Line): SyntaxMistake | undefined {
  const [before = ""] = lead.exec(text) ?? [];
  const [, character] = /^(?:([@`%])|(\*)(?=[^\w-]))/.exec(text.slice(before.length)) ?? [];
  const star = /^\*(?=[^\w-])/.test(text.slice(before.length)) ? "*" : undefined;
  const indicator = character ?? star;
  return indicator === undefined
    ? undefined
    : { reason: `a string that begins with "${indicator}" must be in quotes`, offset: start + before.length };
}

function endsTooSoon({ text, start }: Line, offset: number): SyntaxMistake | undefined {
  const [before = ""] = lead.exec(text) ?? [];
  const quote = text[before.length];
  if (quote !== "'" && quote !== '"') return undefined;
  const end = closing(text, before.length, quote);
  if (end === undefined || !/^\s*[^\s#:,}\]]/.test(text.slice(end + 1)) || offset < start + end) return undefined;
  const how = quote === "'" ? "write a ' inside the string twice" : 'write a " inside the string as \\"';
  return { reason: `a quoted string ends here, but more text follows. To fix it, ${how}`, offset: start + end };
}

function closing(text: string, from: number, quote: string): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== "'") return at;
      at++;
    }
  }
  return undefined;
}

export const colonInText = 'a string with ": " must be in quotes';

function colonInside({ text, start }: Line, offset: number): SyntaxMistake | undefined {
  const [before = ""] = lead.exec(text) ?? [];
  const at = offset - start;
  if (/^[“”‘’„«]/.test(text.slice(before.length)))
    return { reason: "YAML reads curly quotes as letters. Write straight quotes", offset: start + before.length };
  const isInside = before.includes(":") && at > before.length && text[at] === ":" && !/^["'[{|>&!]/.test(text.slice(before.length));
  return isInside ? { reason: colonInText, offset } : undefined;
}

/** A line that a reader takes for the first part of the next line's key. */
function withoutColon(before: Line, line: Line): SyntaxMistake | undefined {
  const [, indent = "", words = ""] = /^( *)([\w$][^"'#]*)$/.exec(before.text.trimEnd()) ?? [];
  if (words === "" || /:(?:\s|$)/.test(words) || indentOf(line) < indent.length) return undefined;
  const [key] = /^[\w$-]+(?=:(?!\/\/))/.exec(words) ?? [];
  if (key !== undefined) return { reason: `the colon after "${key}" needs a space after it`, offset: before.start + indent.length + key.length + 1 };
  return indentOf(line) === indent.length ? { reason: `"${words}" has no colon`, offset: before.start + indent.length } : undefined;
}

/** A member that already has a value cannot have nested members. */
function furtherIn(before: Line, line: Line): SyntaxMistake | undefined {
  const isMember = /^ *[\w$./{}'"-]+:[ \t]+[^\s|>&!#]/.test(before.text) && /^ *[^\s:#-][^:#]*:(?:\s|$)/.test(line.text);
  return isMember && indentOf(line) > indentOf(before)
    ? { reason: "this line has more indentation than the lines around it", offset: line.start + indentOf(line) }
    : undefined;
}

function indentOf({ text }: Line): number {
  return text.length - text.trimStart().length;
}

/** Longer lines are cut: such lines are not indented by hand, and matching them takes time. */
const longestLine = 1000;

function lineAt(text: string, offset: number): Line {
  // There is nothing before the first character, and a negative index would select the first character.
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return { text: text.slice(start, Math.min(end < 0 ? text.length : end, start + longestLine)).replace(/\r$/, ""), start };
}

/** The last line before it that is not empty. */
function lineBefore(text: string, offset: number): Line | undefined {
  for (let { start } = lineAt(text, offset); start > 0;) {
    const line = lineAt(text, start - 1);
    if (/^\s*[^\s#]/.test(line.text)) return line;
    ({ start } = line);
  }
  return undefined;
}
