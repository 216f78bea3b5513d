import type { MediaType } from "../../model/api.js";
import { pascal, shortHash } from "./names.js";

/**
 * What tells the bodies of one status apart: nothing for JSON and for a body of any media type, which nearly all bodies are, and a word for every other,
 * alone or beside others. It follows from the media type itself, so that none is called otherwise when one more comes.
 */
export function mediaWords(content: readonly MediaType[]): ReadonlyMap<MediaType, string> {
  const words = new Map<MediaType, string>();
  const taken = new Set<string>();
  for (const media of content.length < 2 ? content : content.toSorted(bySpelling)) {
    // Two spellings of one media type: `text/plain` and `text/plain; charset=utf-8`. The longer one is called all that it says.
    const { mediaType } = media;
    const word = [mediaWord(mediaType), wholeWord(mediaType)].find((each) => !taken.has(each)) ?? `Media_${shortHash(mediaType)}`;
    taken.add(word);
    words.set(media, word);
  }
  return words;
}

/** JSON before any media type, and who says less before who says more. */
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
  // How a text is encoded says nothing of what it holds.
  const said = mediaType.replace(/;\s*charset\s*=\s*("[^"]*"|[^;]*)/i, "").trim();
  return said.toLowerCase() === "application/json" || isAny(said) ? "" : wholeWord(said);
}

function isAny(mediaType: string): boolean {
  return mediaType === "*/*";
}

/** `JsonStreamWatch` for `application/json;stream=watch`: everything that a media type says. */
function wholeWord(mediaType: string): string {
  const [family = "", ...rest] = mediaType.split("/");
  const subtype = rest.join("/");
  const word = pascal(subtype.replace(/^x-(?=www-form-urlencoded\b)/i, "").replace("*", "any"));
  if (word === "") return withSeparator(pascal(family) || `Media_${shortHash(mediaType).slice(0, 4)}`);
  return withSeparator(isAtHome(family, subtype) ? word : pascal(family) + word);
}

/**
 * Whether a name goes without the family of its media type. One subtype is at home in one family at most: `application/xml` is `Xml`, so `text/xml` is
 * `TextXml`, whether or not the two stand side by side.
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

/** What stands beside a body in its modules has such words as well, and so have the bodies of other statuses. */
const ourWords = /^(?:Full|Minimal|Example|Invalid|Recipe|Other\d+|Issues|Shape|Place|Within)$|^(?:Default|RequestBody)/;

function withSeparator(word: string): string {
  return ourWords.test(word) ? `_${word}` : word;
}
