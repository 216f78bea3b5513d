import { isJson } from "../rewrite/json-text.js";
import { rewriteJson } from "../rewrite/json.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { decode, encode, rewriteUrl } from "../rewrite/url.js";
import type { Ledger } from "./ledger.js";
import { redactMarkup } from "./markup.js";
import { isSecret, looksSecret, secrecyOf } from "./names.js";
import { tokenBeginning, tokenPatterns } from "./patterns.js";

/** Where it is safe to stop looking inside what is inside. */
const deepest = 6;

/**
 * A text without what gives itself away in it: token shapes, URLs with credentials, `password=…`, JSON, base64 or percent-encoding that holds any of these.
 * `rewrite` is the redactor itself, for the values of the URLs and the JSON found inside.
 */
export function redactText(text: string, ledger: Ledger, rewrite: Rewrite, depth = 0): string {
  if (text.length < 4) return text;
  let result = replaceKnown(text, ledger);
  if (depth < deepest && /^\s*[[{]/.test(result) && isJson(result)) return rewriteJson(result, rewrite);
  for (const { pattern, unless } of tokenBeginning.test(result) ? tokenPatterns : []) {
    result = result.replace(pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const secret = typeof groups === "object" && groups !== null && "secret" in groups ? String(groups.secret) : match;
      if (secret === "" || unless?.(secret) === true) return match;
      return match.replace(secret, () => ledger.standIn(secret, true));
    });
  }
  if (depth < deepest && result.includes("://")) {
    result = result.replace(/[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s"'<>\\^`{|}]+/g, (url) => rewriteUrl(url, rewrite));
  }
  result = redactMarkup(redactNamed(result, ledger), ledger);
  return depth < deepest ? redactEncoded(redactPercentEncoded(result, ledger, rewrite, depth), ledger, rewrite, depth) : result;
}

/** A text without the secrets that were seen elsewhere. */
export function replaceKnown(text: string, ledger: Ledger): string {
  const known = ledger.everywhere;
  if (known === undefined) return text;
  return text.replace(known, (secret) => {
    const plain = secret.includes("%") ? decodeURIComponent(secret) : secret;
    return ledger.standIn(plain, false);
  });
}

/** `token=…`, `"token": "…"`, `token: …` in texts that are not read as a whole: HTML, logs, cut-off JSON, messages. */
function redactNamed(text: string, ledger: Ledger): string {
  if (!/=|:\s{0,3}\S/.test(text)) return text;
  return replaceUnlessKept(text, /([A-Za-z][\w.-]{1,60})(\\?["']?\s{0,3}[=:]\s{0,3}\\?["']?)([^\s"'&;,<>\\{}[\]]{4,})/g, (name, between, value) => {
    if (!isSecret(secrecyOf(name), value)) return undefined;
    // In YAML, what stands on the next line is a name of its own.
    if (between.includes("\n") && value.endsWith(":")) return undefined;
    // In prose a colon also introduces an explanation: "token: expired".
    const stated = between.includes("=") || /["']/.test(between);
    return stated || looksSecret(value) ? `${name}${between}${ledger.standIn(value, false)}` : undefined;
  });
}

/** As `String.replace`, but where `replacement` keeps a match, what it spans is searched again from its value on: `href="/login?token=…"`. */
function replaceUnlessKept(text: string, pattern: RegExp, replacement: (name: string, between: string, value: string) => string | undefined): string {
  let result = "";
  let copied = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, name = "", between = "", value = ""] = match;
    const changed = replacement(name, between, value);
    if (changed === undefined) pattern.lastIndex = match.index + whole.length - value.length;
    else {
      result += text.slice(copied, match.index) + changed;
      copied = match.index + whole.length;
    }
  }
  return result + text.slice(copied);
}

/** A URL or form that is percent-encoded, or encoded twice, as a value of another one is. */
function redactPercentEncoded(text: string, ledger: Ledger, rewrite: Rewrite, depth: number): string {
  if (!/%(?:25)*3[AD]/i.test(text)) return text;
  return text.replace(/(?:[\w.~!*()-]|%[0-9A-Fa-f]{2}){8,}/g, (encoded) => {
    if (!/%(?:25)*3[AD]/i.test(encoded)) return encoded;
    const plain = decode(encoded);
    const redacted = redactText(plain, ledger, rewrite, depth + 1);
    return redacted === plain ? encoded : encode(redacted);
  });
}

/** Base64 that holds readable text with a secret in it is written anew with the text redacted. */
function redactEncoded(text: string, ledger: Ledger, rewrite: Rewrite, depth: number): string {
  if (!/[A-Za-z0-9+/_-]{16}/.test(text)) return text;
  return text.replace(/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/_=-])/g, (encoded) => {
    const plain = Buffer.from(encoded, "base64").toString("utf8");
    if (!/^[\t\n\r -~\u00a0-\uffef]+$/.test(plain) || plain.includes("\ufffd")) return encoded;
    const redacted = redactText(plain, ledger, rewrite, depth + 1);
    if (redacted === plain) return encoded;
    return Buffer.from(redacted, "utf8").toString(/[-_]/.test(encoded) ? "base64url" : "base64");
  });
}
