// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A path template as paths are held against it. */
export interface PathPattern {
  readonly segments: readonly SegmentPattern[];
  /** The segment that stands for one or more of a path. */
  readonly open: number | undefined;
}

/** One segment of a template: a text that may have several spellings, or holes with texts around them. */
export interface SegmentPattern {
  /** Decoded; empty where there are holes. */
  readonly spellings: readonly string[];
  /** Names of the holes. */
  readonly holes: readonly string[];
  /** As URLs have them: before each hole, and after the last one. */
  readonly texts: readonly string[];
  /** The hole that takes slashes as well. */
  readonly rest: number;
}

export interface PathPatternOptions {
  /** Segments that have other spellings, with all of them. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>;
  /** The hole that takes one or more segments. */
  readonly rest?: string;
}

/** Takes a path template apart: `/files/{name}.{ext}`. */
export function pathPattern(template: string, { spellings = {}, rest }: PathPatternOptions = {}): PathPattern {
  const segments = template.split("/").map((segment): SegmentPattern => {
    const pieces = segment.split(/\{([^{}]*)\}/);
    const holes = pieces.filter((_, index) => index % 2 === 1);
    const spelled = holes.length > 0 ? [] : Object.prototype.hasOwnProperty.call(spellings, segment) ? (spellings[segment] ?? []) : [segment];
    const texts = pieces.filter((_, index) => index % 2 === 0).map(asInUrl);
    return { spellings: spelled.map(decoded), holes, texts, rest: rest === undefined ? -1 : holes.lastIndexOf(rest) };
  });
  // Where several are called so, the last one.
  const open = segments.reduce<number | undefined>((found, { rest: hole }, index) => (hole < 0 ? found : index), undefined);
  return { segments: segments.map((segment, index) => (index === open ? segment : { ...segment, rest: -1 })), open };
}

/**
 * What stands in the holes of a template, as it stands in the path; `undefined` where the path is another one. A hole takes at least one character and, where
 * several ways are open, as much as it can, the first one first: `report.v2.json` is `{name}.{ext}` with `report.v2` and `json`. What is percent-encoded
 * in one of two texts and not in the other is the same (RFC 3986 §6.2.2.2), where a whole segment is text.
 *
 * @param path Its segments (see `waysOf`).
 */
export function matchPath({ segments, open }: PathPattern, path: readonly string[]): ReadonlyMap<string, string> | undefined {
  const more = path.length - segments.length;
  if (open === undefined ? more !== 0 : more < 0) return undefined;
  const values = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const from = open !== undefined && index > open ? index + more : index;
    const text = index === open ? path.slice(from, from + more + 1).join("/") : (path[from] as string);
    if (segment.holes.length === 0) {
      if (!isSpelled(segment, text)) return undefined;
      continue;
    }
    const found = inHoles(segment, text);
    if (found === undefined) return undefined;
    segment.holes.forEach((name, hole) => values.set(name, found[hole] as string));
  }
  return values;
}

/** The ways to take a path apart, best first: a slash at its end may be one too many. */
export function waysOf(path: string): readonly (readonly string[])[] {
  const segments = (path === "" ? "/" : path).split("/");
  return segments.length > 2 && segments[segments.length - 1] === "" ? [segments, segments.slice(0, -1)] : [segments];
}

/**
 * Which of two templates is meant where both match, as a comparison for sorting: at the first place where they differ, text before holes (OpenAPI 3.1
 * §4.8.8.2), more text before less, one segment before several, and the longer template where the other one ends.
 */
export function comparePatterns(a: PathPattern, b: PathPattern): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index++) {
    const [left, right] = [a.segments[index], b.segments[index]];
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    const difference = kindOf(left) - kindOf(right) || (left.holes.length === 0 ? 0 : textOf(right) - textOf(left));
    if (difference !== 0) return difference;
  }
  return 0;
}

function kindOf({ holes, rest }: SegmentPattern): number {
  return holes.length === 0 ? 0 : rest < 0 ? 1 : 2;
}

function textOf({ texts }: SegmentPattern): number {
  return texts.join("").length;
}

function isSpelled({ spellings }: SegmentPattern, text: string): boolean {
  return spellings.includes(text) || (text.includes("%") && spellings.includes(decoded(text)));
}

/** From the right each text at the last place where it can be, which leaves most to what stands before it: no way has to be tried twice. */
function inHoles({ holes, texts, rest }: SegmentPattern, text: string): readonly string[] | undefined {
  const [first, last] = [texts[0] as string, texts[holes.length] as string];
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const found = holes.map(() => "");
  let end = text.length - last.length;
  for (let hole = holes.length - 1; hole >= 0; hole--) {
    const before = texts[hole] as string;
    const start = hole === 0 ? 0 : lastBefore(text, before, hole === rest ? firstSegment(text, end) : end);
    const value = start < 0 ? "" : text.slice(start + before.length, end);
    if (value === "" || (hole !== rest && value.includes("/"))) return undefined;
    found[hole] = value;
    end = start;
  }
  return found;
}

/** Where a text begins that is followed by a character at least. */
function lastBefore(text: string, piece: string, end: number): number {
  const latest = end - 1 - piece.length;
  return latest < 0 ? -1 : text.lastIndexOf(piece, latest);
}

/** Where a hole that takes slashes has to have begun: what stands before it is of the first segment. */
function firstSegment(text: string, end: number): number {
  const slash = text.indexOf("/");
  return slash < 0 ? end : Math.min(end, slash + 1);
}

/** A piece of a template as it stands in a URL, where a space or a letter such as `ö` is escaped. */
function asInUrl(piece: string): string {
  if (/^[\w.~!$&'()*+,;=:@%-]*$/.test(piece)) return piece;
  // Between letters, for URLs drop segments of dots and spaces at their end; and whatever it holds, it is a piece of a path.
  const { pathname } = new URL(`http://localhost/x${piece.replace(/[#?]/g, encodeURIComponent)}x`);
  return pathname.slice("/x".length, -1);
}

/** A text of a path without percent-encoding; as it is where that is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
