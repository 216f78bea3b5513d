import { escapeRegExp } from "../../escape-regexp.js";
import { isPlaceholder, placeholder } from "./placeholder.js";

/** Which stand-in each secret has: equal secrets get equal ones, in the order in which they were first seen, whatever they were. */
export interface Ledger {
  /** The stand-in of a secret. With `spread`, the secret is also looked for wherever else it may stand. */
  standIn(secret: string, spread: boolean): string;
  /** Finds every secret that spreads, in a text. `undefined` while there is none. */
  readonly everywhere: RegExp | undefined;
}

/** Shorter secrets are redacted where they stand, but looking for them elsewhere would hit ordinary words. */
const shortestToSpread = 6;

export function createLedger(secrets: readonly string[] = []): Ledger {
  const standIns = new Map<string, string>();
  const taken = new Set<string>();
  const spreading = new Set<string>();
  let pattern: RegExp | undefined;
  let count = 0;
  const ledger: Ledger = {
    standIn(secret, spread) {
      const known = standIns.get(secret);
      if (spread && secret.length >= shortestToSpread && !spreading.has(secret) && !isPlaceholder(secret)) {
        spreading.add(secret);
        pattern = undefined;
      }
      if (known !== undefined) return known;
      const standIn = isPlaceholder(secret) ? secret : next(secret);
      standIns.set(secret, standIn);
      taken.add(standIn);
      return standIn;
    },
    get everywhere() {
      if (spreading.size === 0) return undefined;
      pattern ??= new RegExp([...spreading].flatMap(spellings).toSorted(longestFirst).map(escapeRegExp).join("|"), "g");
      pattern.lastIndex = 0;
      return pattern;
    },
  };
  /** Different secrets get different stand-ins as long as their shape has room for them. */
  function next(secret: string): string {
    for (let tries = 0; tries < 20; tries++) {
      const standIn = placeholder(secret, ++count);
      if (!taken.has(standIn) && standIn !== secret) return standIn;
    }
    return placeholder(secret, ++count);
  }
  for (const secret of secrets) if (secret !== "") ledger.standIn(secret, true);
  return ledger;
}

/** A secret as it is, and as URLs spell it: `encodeURIComponent`, and whoever encodes all that is not unreserved (RFC 3986 §2.3), as our client does. */
function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\ufffd"));
  const whole = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [...new Set([secret, encoded, whole])];
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : a > b ? 1 : 0);
}
