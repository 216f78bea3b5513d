import { isJwt, isPlaceholder, placeholder } from "./placeholder.js";
import { createSecretIndex, foldCase, type Match } from "./secret-index.js";

/** The observed secrets, and the placeholder of each. Equal secrets have equal placeholders. */
export interface KnownSecrets {
  /** The placeholder of a secret. The secret is also searched for in all other texts, depending on `spread`. */
  placeholderOf(secret: string, spread: Spread): string;
  /** A text that is written instead of a secret wherever the secret is. */
  replaceWith(secret: string, replacement: string): void;
  /** A text without the secrets that are searched for everywhere. */
  replaceIn(text: string): string;
  /** Whether a text is such a secret. */
  has(text: string): boolean;
  /** Changes with each secret that is searched for everywhere. */
  readonly generation: number;
}

/** `here`: only redacted at its location. `body`: found in a body. `sent`: a credential of a header, cookie, query or URL. */
export type Spread = "here" | "body" | "sent";

/** Shorter secrets are redacted at their location only. Searching for them elsewhere would match ordinary words. */
const shortest = 6;
/** A longer value is no credential; servers refuse headers of this size. */
const longest = 65_536;
/** Of secrets in bodies, this many characters are searched for elsewhere. */
const mostFromBodies = 2_000_000;

/** @param isNumbered Whether different secrets get different placeholders. Otherwise a placeholder does not depend on secrets before it. */
export function createKnownSecrets(secrets: readonly string[] = [], isNumbered = true): KnownSecrets {
  const placeholders = new Map<string, string>();
  const taken = new Set<string>();
  const index = createSecretIndex();
  /** A text of the index by its lower case. */
  const spellings = new Map<string, string>();
  const spread = new Set<string>();
  let fromBodies = 0;
  let count = 0;

  const known: KnownSecrets = {
    placeholderOf(secret, how) {
      let result = placeholders.get(secret);
      if (result === undefined) {
        result = isPlaceholder(secret) ? secret : next(secret);
        placeholders.set(secret, result);
        taken.add(result);
      }
      if (how !== "here") lookFor(secret, result, how);
      return result;
    },
    replaceWith(secret, replacement) {
      if (placeholders.has(secret) || secret === replacement) return;
      placeholders.set(secret, replacement);
      lookFor(secret, replacement, "sent");
    },
    replaceIn(text) {
      if (text.length < shortest) return text;
      const parts: string[] = [];
      let copied = 0;
      for (const match of index.find(text)) {
        const found = text.slice(match.start, match.end);
        const replacement = replacementOf(found, match, text);
        if (replacement === undefined) continue;
        const overlap = Math.max(0, copied - match.start);
        if (overlap >= found.length) continue;
        parts.push(text.slice(copied, match.start), replacement.length === found.length ? replacement.slice(overlap) : replacement);
        copied = match.end;
      }
      return copied === 0 ? text : parts.join("") + text.slice(copied);
    },
    has: (text) => spread.has(text),
    get generation() {
      return spread.size;
    },
  };

  function lookFor(secret: string, replacement: string, how: Spread): void {
    if (secret.length < shortest || secret.length > longest || spread.has(secret) || isPlaceholder(secret)) return;
    if (how === "body" && (fromBodies += secret.length) > mostFromBodies) return;
    for (const part of partsOf(secret)) known.placeholderOf(part, how);
    for (const [spelling, write] of spellingsOf(secret)) {
      const text = write(secret);
      if (spread.has(text)) continue;
      spread.add(text);
      index.add(text);
      if (!placeholders.has(text)) placeholders.set(text, spelling === "plain" ? replacement : write(replacement));
      if (!spellings.has(foldCase(text))) spellings.set(foldCase(text), text);
    }
  }

  function replacementOf(found: string, match: Match, text: string): string | undefined {
    if (match.cut === true) return /\d/.test(found) || found.length >= 8 ? placeholder(found, 1) : undefined;
    if (spread.has(found)) return placeholders.get(found);
    const secret = spellings.get(foldCase(found));
    // Words are ordinary in another case: a password "ACTIVE_USER" is not the property "active_user".
    if (secret === undefined || !/\d/.test(secret) || !/[A-Za-z]/.test(secret)) return undefined;
    const before = text.charAt(match.start - 1);
    if (/[A-Za-z]/.test(before) && /[A-Za-z]/.test(found.charAt(0)) && found.length < 12) return undefined;
    return withCaseOf(found, placeholders.get(secret) ?? placeholder(found, 1));
  }

  /** Different secrets get different placeholders as long as their shape has room for them. */
  function next(secret: string): string {
    if (!isNumbered) return placeholder(secret, 1);
    for (let tries = 0; tries < 20; tries++) {
      const result = placeholder(secret, ++count);
      if (!taken.has(result) && result !== secret) return result;
    }
    return placeholder(secret, ++count);
  }

  for (const secret of secrets) if (secret !== "") known.placeholderOf(secret, "sent");
  return known;
}

/** Payload and signature of a JWT (RFC 7519 §3): its header is the same in many. */
function partsOf(secret: string): readonly string[] {
  const [, payload = "", signature = "", ...more] = secret.split(".");
  return isJwt(secret) && more.length === 0 ? [payload, signature].filter((part) => part.length >= 16) : [];
}

/** How a secret can read after decoding: as sent, as UTF-8 in bytes that are read as Latin-1, composed or not, in another case, with "+" for a space, and the reverse. */
function spellingsOf(secret: string): [string, (text: string) => string][] {
  const spellings: [string, (text: string) => string][] = [["plain", (text) => text]];
  if (Buffer.byteLength(secret) !== secret.length) {
    spellings.push(["bytes", (text) => Buffer.from(text, "utf8").toString("latin1")]);
    // The index compares letters of ASCII in any case.
    const others = [secret.normalize("NFC"), secret.normalize("NFD"), secret.toUpperCase(), secret.toLowerCase()];
    for (const other of new Set(others)) if (other !== secret) spellings.push(["plain", (text) => (text === secret ? other : text)]);
  }
  if (secret.includes(" ")) spellings.push(["plus", (text) => text.replaceAll(" ", "+")]);
  else if (secret.includes("+")) spellings.push(["space", (text) => text.replaceAll("+", " ")]);
  return spellings;
}

/** A placeholder in the case of the text that it replaces. */
function withCaseOf(found: string, replacement: string): string {
  if (found.length !== replacement.length) return replacement;
  return replacement.replace(/[A-Za-z]/g, (letter, at: number) => {
    const like = found.charAt(at);
    return /[A-Z]/.test(like) ? letter.toUpperCase() : /[a-z]/.test(like) ? letter.toLowerCase() : letter;
  });
}
