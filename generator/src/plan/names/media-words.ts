import type { MediaType } from "../../model/api.js";
import { pascal, shortHash } from "./names.js";

/**
 * The words that distinguish the bodies of one status: none for JSON and for any media type, which nearly all bodies have, and one for every other,
 * alone or next to others. They depend on the media type itself, so that additional bodies rename none.
 */
export function mediaWords(content: readonly MediaType[]): ReadonlyMap<MediaType, string> {
  const words = new Map<MediaType, string>();
  const taken = new Set<string>();
  for (const media of content.length < 2 ? content : content.toSorted(bySpelling)) {
    // Two spellings of one media type: `text/plain` and `text/plain; charset=utf-8`. The longer one keeps all its words.
    const { mediaType } = media;
    const word = [mediaWord(mediaType), wholeWord(mediaType)].find((each) => !taken.has(each)) ?? `Media_${shortHash(mediaType)}`;
    taken.add(word);
    words.set(media, word);
  }
  return words;
}

/** JSON before any media type, and shorter media types before longer ones. */
function bySpelling({ mediaType: a }: MediaType, { mediaType: b }: MediaType): number {
  return Number(isAny(a)) - Number(isAny(b)) || compare(a.toLowerCase(), b.toLowerCase()) || compare(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `Xml`, `ProblemJson`, `FormData`, `TextXml`; `""` for JSON and for any media type. */
function mediaWord(mediaType: string): string {
  // Nearly all bodies are; a large document has tens of thousands.
  if (mediaType === "application/json") return "";
  // The charset of a text does not describe its content.
  const stated = mediaType.replace(/;\s*charset\s*=\s*("[^"]*"|[^;]*)/i, "").trim();
  return stated.toLowerCase() === "application/json" || isAny(stated) ? "" : wholeWord(stated);
}

function isAny(mediaType: string): boolean {
  return mediaType === "*/*";
}

/** `JsonStreamWatch` for `application/json;stream=watch`: all words of a media type. */
function wholeWord(mediaType: string): string {
  const [family = "", ...rest] = mediaType.split("/");
  const subtype = rest.join("/");
  const word = pascal(subtype.replace(/^x-(?=www-form-urlencoded\b)/i, "").replace("*", "any"));
  if (word === "") return withSeparator(pascal(family) || `Media_${shortHash(mediaType).slice(0, 4)}`);
  return withSeparator(isAtHome(family, subtype) ? word : pascal(family) + word);
}

/**
 * Whether a name omits the family of its media type. One subtype has one usual family: `application/xml` is `Xml`, so `text/xml` is
 * `TextXml`, whether or not both exist.
 */
function isAtHome(family: string, subtype: string): boolean {
  const [essence = ""] = subtype.toLowerCase().split(";", 1);
  return essence.trim() !== "*" && family.toLowerCase() === (homes.get(essence.trim()) ?? "application");
}

const homes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    text: "plain html csv css markdown calendar event-stream tab-separated-values vcard uri-list",
    image: "png jpeg jpg gif webp avif bmp tiff svg+xml",
    multipart: "form-data mixed related alternative byteranges digest parallel",
  }).flatMap(([family, subtypes]) => subtypes.split(" ").map((subtype) => [subtype, family] as const)),
);

/** Exports next to a body in its modules have such words as well, and so have the bodies of other statuses. */
const ourWords = /^(?:Full|Minimal|Example|Invalid|Recipe|Other\d+|Issues|Shape|Place|Within)$|^(?:Default|RequestBody)/;

function withSeparator(word: string): string {
  return ourWords.test(word) ? `_${word}` : word;
}
