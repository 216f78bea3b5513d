// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A path template, parsed for matching. */
export interface PathPattern {
  readonly segments: readonly SegmentPattern[];
  /** The index of the segment that matches one or more segments of a path. */
  readonly open: number | undefined;
}

/** One segment of a template: a text with its spellings, or parameters with texts around them. */
export interface SegmentPattern {
  /** Decoded; empty if there are parameters. */
  readonly spellings: readonly string[];
  /** Names of the parameters. */
  readonly holes: readonly string[];
  /** As in URLs: before each parameter, and after the last one. */
  readonly texts: readonly string[];
  /** The parameter that may contain slashes. */
  readonly rest: number;
}

export interface PathPatternOptions {
  /** All spellings of segments that have several. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>;
  /** The parameter that matches one or more segments. */
  readonly rest?: string;
}

/** Parses a path template: `/files/{name}.{ext}`. */
export function pathPattern(template: string, { spellings = {}, rest }: PathPatternOptions = {}): PathPattern {
  const segments = template.split("/").map((segment): SegmentPattern => {
    const pieces = segment.split(/\{([^{}]*)\}/);
    const holes = pieces.filter((_, index) => index % 2 === 1);
    const spelled = holes.length > 0 ? [] : Object.prototype.hasOwnProperty.call(spellings, segment) ? (spellings[segment] ?? []) : [segment];
    const texts = pieces.filter((_, index) => index % 2 === 0).map(asInUrl);
    return { spellings: spelled.map(decoded), holes, texts, rest: rest === undefined ? -1 : holes.lastIndexOf(rest) };
  });
  // If several have this name, the last one.
  const open = segments.reduce<number | undefined>((found, { rest: hole }, index) => (hole < 0 ? found : index), undefined);
  return { segments: segments.map((segment, index) => (index === open ? segment : { ...segment, rest: -1 })), open };
}

/**
 * The parameters of a template, encoded as in the path; `undefined` if the path does not match. A parameter has at least one character. If there are
 * several matches, the first parameter is as long as possible: `report.v2.json` is `{name}.{ext}` with `report.v2` and `json`. Segments without
 * parameters are compared after percent-decoding (RFC 3986 §6.2.2.2).
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

/** The segments of a path, best reading first: a slash at its end may be one too many. */
export function waysOf(path: string): readonly (readonly string[])[] {
  const segments = (path === "" ? "/" : path).split("/");
  return segments.length > 2 && segments[segments.length - 1] === "" ? [segments, segments.slice(0, -1)] : [segments];
}

/**
 * Compares two templates for sorting: if both match a path, the first one is used. At the first difference, text comes before parameters (OpenAPI 3.1
 * §4.8.8.2), more text before less, one segment before several, and the longer template before the shorter one.
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

/** From the right, each text at its last possible position, so that the parameters before it are as long as possible. Needs no backtracking. */
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

/** The position of a text that at least one character follows. */
function lastBefore(text: string, piece: string, end: number): number {
  const latest = end - 1 - piece.length;
  return latest < 0 ? -1 : text.lastIndexOf(piece, latest);
}

/** The last position at which a parameter with slashes can begin: the text before it is in the first segment. */
function firstSegment(text: string, end: number): number {
  const slash = text.indexOf("/");
  return slash < 0 ? end : Math.min(end, slash + 1);
}

/** A piece of a template as in a URL, which escapes a space or a letter such as `ö`. */
function asInUrl(piece: string): string {
  if (/^[\w.~!$&'()*+,;=:@%-]*$/.test(piece)) return piece;
  // Between letters, because URLs drop segments of dots, and spaces at their end.
  const { pathname } = new URL(`http://localhost/x${piece.replace(/[#?]/g, encodeURIComponent)}x`);
  return pathname.slice("/x".length, -1);
}

/** A percent-decoded text of a path; unchanged if the encoding is invalid. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
