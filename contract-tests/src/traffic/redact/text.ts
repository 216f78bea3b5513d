import { isJson } from "../rewrite/json-text.js";
import { rewriteJson } from "../rewrite/json.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { rewriteUrl } from "../rewrite/url.js";
import { replaceFragments } from "./fragments.js";
import type { KnownSecrets } from "./known-secrets.js";
import { redactMarkup } from "./markup.js";
import type { Secrecy } from "./names.js";
import { replaceNamed } from "./named.js";
import { replaceTokens } from "./patterns.js";
import type { PlainTexts } from "./plain-texts.js";
import { wideCharacters } from "./character-encodings.js";
import { Runs } from "./runs.js";
import type { Decoder, View } from "./view.js";
import { decoders } from "./views.js";

/** The functions of the redactor that text needs. */
interface TextRedactor {
  readonly known: KnownSecrets;
  /** Texts that the redactor does not change. */
  readonly plain: PlainTexts;
  /** Redacts the values of URLs and of JSON in a text. */
  readonly rewrite: Rewrite;
  /** How secret a value with this name is. */
  secrecyOf(name: string): Secrecy;
  /** The value of a secret name, redacted. */
  redactValue(value: string): string;
}

/** How many encodings are undone, one inside another. */
const deepest = 6;
/** Characters that are decoded for each character of the text, and at once for a short text that holds much. */
const decodedPerCharacter = 20;
const decodedAtOnce = 16_000_000;

/**
 * Redacts texts: secrets that are known, tokens that show by their shape, values of secret names, URLs, JSON and markup
 * with any of these, and the same again in everything that a text encodes.
 */
export function createTextRedactor(redactor: TextRedactor): (text: string) => string {
  const { known, plain, rewrite } = redactor;
  let depth = 0;
  let left = decodedAtOnce;
  let generation = known.generation;
  return (text) => {
    // Another secret may be in all of them.
    if (generation !== known.generation) plain.clear();
    generation = known.generation;
    if (plain.has(text)) return text;
    const result = redactText(text);
    const isSearched = depth === 0 && left > 0;
    if (result === text && isSearched && generation === known.generation) plain.add(text);
    return result;
  };

  function redactText(text: string): string {
    if (text.length < 4) return text;
    // What one text has used up is not missing in the next one.
    if (depth === 0)
      left = Math.min(Math.max(decodedAtOnce, decodedPerCharacter * text.length), Math.max(0, left) + decodedPerCharacter * text.length);
    else left -= text.length;
    const isDeep = depth >= deepest || left <= 0;
    depth++;
    try {
      return isDeep ? redactPlain(known.replaceIn(text)) : redactWhole(text);
    } finally {
      depth--;
    }
  }

  function redactPlain(text: string): string {
    return replaceNamed(replaceTokens(text, known), redactor);
  }

  function redactWhole(text: string): string {
    let result = known.replaceIn(text);
    if (/^\s*[[{]/.test(result) && isJson(result)) return rewriteJson(result, rewrite);
    result = redactUrls(replaceTokens(result, known));
    result = replaceFragments(result, (fragment) => rewriteJson(fragment, rewrite));
    result = redactMarkup(replaceNamed(result, redactor), redactor);
    const runs = new Runs();
    for (const decoder of decoders) result = redactViews(result, decoder, runs);
    return result;
  }

  function redactUrls(text: string): string {
    if (!text.includes("://")) return text;
    return text.replace(/(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s"'<>\\^`{|}]{1,8192}/g, (url) => rewriteUrl(url, rewrite));
  }

  function redactViews(text: string, decoder: Decoder, runs: Runs): string {
    const parts: string[] = [];
    let copied = 0;
    for (const view of decoder(text, Math.min(left, decodedAtOnce), runs)) {
      if (left <= 0) break;
      const changed = redactView(view);
      if (changed === view.text) continue;
      parts.push(text.slice(copied, view.start), view.encode(changed));
      copied = view.end;
    }
    return copied === 0 ? text : parts.join("") + text.slice(copied);
  }

  /** Bytes that are not text can hold a known secret. Names and shapes in them would be chance. */
  function redactView(view: View): string {
    if (view.isText) return redactText(view.text);
    left -= view.text.length;
    const result = known.replaceIn(view.text);
    // Text of UTF-16 with a mark, or with characters beyond ASCII, is no text of UTF-8.
    const [ascii] = wideCharacters(result);
    if (ascii === undefined) return result;
    const changed = known.replaceIn(ascii.text);
    return changed === ascii.text ? result : ascii.encode(changed);
  }
}
