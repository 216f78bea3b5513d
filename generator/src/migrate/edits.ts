/** A piece of an edit: new text, or a range of the text before, in which other edits apply. */
export type Part = string | { readonly start: number; readonly end: number; readonly show?: (text: string) => string };

/** Replaces a range of a text. An edit inside another one applies if a part of that one contains its range. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

export function edit(start: number, end: number, ...parts: readonly Part[]): Edit {
  return { start, end, parts };
}

/** The edits with the quotes of the file's imports. Their own texts have double quotes. */
export function inQuotesOf(text: string, edits: readonly Edit[]): readonly Edit[] {
  const [single, double] = [text.indexOf(" from '"), text.indexOf(' from "')];
  if (single < 0 || (double >= 0 && double < single)) return edits;
  const written = (part: Part): Part => (typeof part === "string" ? part.replaceAll(/"([^"'\\\n]*)"/g, "'$1'") : part);
  return edits.map((each) => ({ ...each, parts: each.parts.map(written) }));
}

/** An outermost edit with its text. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return textIn(text, 0, text.length, edits.toSorted(inOrder));
}

function textIn(text: string, start: number, end: number, sorted: readonly Edit[]): string {
  let result = "";
  let at = start;
  for (const each of replacements(text, sorted, start, end)) {
    result += text.slice(at, each.start) + each.text;
    at = each.end;
  }
  return result + text.slice(at, end);
}

function replacements(text: string, sorted: readonly Edit[], from: number, to: number): Replacement[] {
  const found: Replacement[] = [];
  let at = from;
  for (const [index, { start, end, parts }] of sorted.entries()) {
    if (start < at || end > to) continue;
    const inside = sorted.slice(index + 1).filter((each) => each.start < end);
    const texts = parts.map((part) => (typeof part === "string" ? part : (part.show ?? String)(textIn(text, part.start, part.end, inside))));
    found.push({ start, end, text: texts.join("") });
    at = end;
  }
  return found;
}

/** By start; of two with one start, the longer one contains the other. */
function inOrder(a: Edit, b: Edit): number {
  return a.start - b.start || b.end - a.end;
}

/** Returns where a position of the edited text was before. Inside of an edit, that is where the edit begins. */
export function positionsBefore(text: string, edits: readonly Edit[]): (position: number) => number {
  const outermost = replacements(text, edits.toSorted(inOrder), 0, text.length);
  return (position) => {
    let moved = 0;
    for (const each of outermost) {
      if (position < each.start + moved) break;
      if (position < each.start + moved + each.text.length) return each.start;
      moved += each.text.length - (each.end - each.start);
    }
    return position - moved;
  };
}

/** 1-based line of a position. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

/** The white space that the line of a position begins with. */
export function indentAt(text: string, position: number): string {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, position))?.[0] ?? "";
}
