import { isUtf8 } from "node:buffer";
import type { Interaction, Recording } from "../interaction.js";
import { rewriteInteraction } from "../rewrite/interaction.js";
import { isJson } from "../rewrite/json-text.js";
import { rewriteJson } from "../rewrite/json.js";
import type { Rewrite, Scope, Slot } from "../rewrite/rewrite.js";
import { decode, rewriteUrl } from "../rewrite/url.js";
import { createKnownSecrets, type KnownSecrets, type Spread } from "./known-secrets.js";
import {
  credentialHeaders,
  credentialParameters,
  isSecret,
  isProbablySecret,
  secrecyBelow,
  secrecyOf,
  secrecyOfContent,
  stricter,
  type Secrecy,
} from "./names.js";
import { PlainTexts } from "./plain-texts.js";
import { redactionRules, type RedactionRules } from "./rules.js";
import { createTextRedactor } from "./text.js";

/** One pass is enough, except for malformed bodies, where a placeholder and the remaining text can form another value. */
const mostRounds = 6;

/**
 * The interactions without their secrets, each replaced by a placeholder of the same shape; equal secrets by equal placeholders.
 * Redacting the result again changes nothing.
 */
export function redact(interactions: readonly Interaction[], rules: RedactionRules = redactionRules(undefined)): Interaction[] {
  // What a round does not change with all secrets that it knows, the check after it does not change either: it knows fewer.
  let plain = new PlainTexts();
  let redacted = redactOnce(interactions, rules, plain);
  for (let round = 1; round < mostRounds && changes(redacted, rules, plain).length > 0; round++)
    redacted = redactOnce(redacted, rules, (plain = new PlainTexts()));
  return redacted;
}

/** Reads everything twice: a secret of a header is also removed from the error message that repeats it, even if the message came first. */
function redactOnce(interactions: readonly Interaction[], rules: RedactionRules, plain: PlainTexts): Interaction[] {
  const rewrite = createRedactor(rules, true, plain);
  for (const interaction of interactions) rewriteInteraction(interaction, rewrite);
  return interactions.map((interaction) => rewriteInteraction(interaction, rewrite));
}

/** Whether redacting a recording again would change nothing, which is required of committed recordings. */
export function isRedacted(recording: Pick<Recording, "interactions">, rules?: RedactionRules): boolean {
  return whatIsSecret(recording, rules).length === 0;
}

/** The locations of a recording that redaction would change. Without the values. */
export function whatIsSecret(recording: Pick<Recording, "interactions">, rules: RedactionRules = redactionRules(undefined)): string[] {
  return changes(recording.interactions, rules, new PlainTexts());
}

function changes(interactions: readonly Interaction[], rules: RedactionRules, plain: PlainTexts): string[] {
  const found: string[] = [];
  const rewrite = createRedactor(rules, true, plain);
  interactions.forEach((interaction, index) => {
    rewriteInteraction(interaction, (value, slot) => {
      const changed = rewrite(value, slot);
      if (changed !== value) found.push(`interaction ${index + 1}, ${placeName(slot)}`);
      return changed;
    });
  });
  return [...new Set(found)];
}

function placeName(slot: Slot): string {
  return slot.name === undefined ? slot.place : `${slot.place} "${slot.name}"`;
}

/** One redactor for traffic that belongs together: equal secrets get equal placeholders. @param isNumbered Whether different ones get different ones. */
export function createRedactor(rules: RedactionRules, isNumbered = true, plain: PlainTexts = new PlainTexts()): Rewrite {
  const known = createKnownSecrets(rules.secrets, isNumbered);
  const names = createNames(rules);
  const redactText: (text: string) => string = createTextRedactor({
    known,
    plain,
    rewrite,
    secrecyOf: names.secrecyInText,
    redactValue: (value) => redactSecret(value, known, rewrite),
  });
  return rewrite;

  function rewrite(value: string, slot: Slot): string {
    if (value === "") return value;
    if (slot.place === "origin") return known.replaceIn(value);
    const secrecy = names.secrecyOfSlot(slot);
    if (slot.place === "number") {
      if (secrecy === "always" || secrecy === "digits" || known.has(value)) return redactNumber(value, secrecy, known);
      // `1.0` and `1e3` are also spellings of a number.
      const usual = String(Number(value));
      return known.has(usual) ? known.placeholderOf(usual, "here") : value;
    }
    // Other numbers in lists, such as those of tokens of a language model, are no text.
    if (slot.place === "bytes") return secrecy === "always" ? known.placeholderOf(value, "here") : redactText(value);
    if (isSecret(secrecy, value) && !isListed(value, slot, rules)) return redactWhole(value, slot, rules, known, rewrite);
    return redactText(value);
  }
}

/**
 * Whether the document lists the value for properties of that name, such as the `type` of a credential: elsewhere the same word may be a
 * password. A documented credential is always one.
 */
function isListed(value: string, { place, name }: Slot, { listed, fields }: RedactionRules): boolean {
  return (place === "json" || place === "form") && name !== undefined && listed.get(name)?.has(value) === true && !fields.has(name);
}

/** The meaning of names for values, in the traffic of one API. */
interface SecretNames {
  secrecyOfSlot(slot: Slot): Secrecy;
  /** Of a name that a text has before a value. */
  secrecyInText(name: string): Secrecy;
}

export function createNames(rules: RedactionRules): SecretNames {
  const contents = new WeakMap<Scope, Secrecy>();
  return { secrecyOfSlot, secrecyInText };

  function secrecyOfSlot(slot: Slot): Secrecy {
    const { name, label, after } = slot;
    const own = secrecyByName(slot);
    if (name !== undefined && rules.open.has(name)) return own;
    if (label !== undefined) return stricter(own, secrecyOfHeader(label));
    // Two texts may also be a list of two names.
    return after !== undefined && /^(?:always|sometimes)$/.test(secrecyOfHeader(after)) ? stricter(own, "digits") : own;
  }

  function secrecyOfHeader(name: string): Secrecy {
    return rules.headers.has(name.toLowerCase()) || credentialHeaders.has(name.toLowerCase()) ? "always" : secrecyOf(name);
  }

  function secrecyInText(name: string): Secrecy {
    if (rules.fields.has(name)) return "always";
    if (rules.open.has(name)) return "no";
    // Elsewhere, such a name can be an ordinary one.
    const isCredential = rules.headers.has(name.toLowerCase()) || rules.query.has(name) || credentialHeaders.has(name.toLowerCase());
    return isCredential ? stricter(secrecyOf(name), "sometimes") : secrecyOf(name);
  }

  function secrecyByName({ name, place, within }: Slot): Secrecy {
    if (place === "cookie" && name !== undefined && rules.openCookies.has(name)) return "no";
    if (place === "cookie" || place === "userinfo") return "always";
    if (name === undefined) return "no";
    if (place === "header") return secrecyOfHeader(name);
    if (place === "query") {
      if (rules.query.has(name)) return "always";
      return credentialParameters.test(name) ? "sometimes" : secrecyOf(name);
    }
    const own = secrecyInText(name);
    return rules.fields.has(name) || rules.open.has(name) || within === undefined ? own : secrecyBelow(secrecyWithin(within), name, own);
  }

  /** How secret a context makes its content. */
  function secrecyWithin(scope: Scope): Secrecy {
    const around: Scope[] = [];
    let known: Secrecy | undefined;
    for (let each: Scope | undefined = scope; each !== undefined && known === undefined; each = each.outer) {
      known = contents.get(each);
      if (known === undefined) around.push(each);
    }
    let secrecy = known ?? "no";
    for (const each of around.toReversed()) {
      const own = secrecyBelow(secrecy, each.name, secrecyInText(each.name));
      secrecy = secrecyOfContent(secrecy, each.name, own);
      contents.set(each, secrecy);
    }
    return secrecy;
  }
}

const schemes = /^(?:bearer|basic|digest|token|apikey|api-key|negotiate|dpop|hawk|hoba|ssws|geniekey|key|aws4-hmac-sha256|signature)\s+/i;
const plainDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
const absoluteUrl = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/** The complete value is the secret. Its placeholder has the same shape. */
function redactWhole(value: string, slot: Slot, rules: RedactionRules, known: KnownSecrets, rewrite: Rewrite): string {
  if (plainDate.test(value) && slot.place !== "cookie") return value;
  if (absoluteUrl.test(value)) return redactUrl(value, known, rewrite);
  const isHeader = slot.place === "header" || slot.label !== undefined;
  const scheme = isHeader ? (schemes.exec(value)?.[0] ?? "") : "";
  const secret = value.slice(scheme.length);
  // `"token": "token"`, as documentation and mocks have it: searched for elsewhere, it would rename the property.
  const isName = secret === slot.name || rules.names.has(secret);
  if (/^basic\s/i.test(scheme)) return scheme + redactBasic(secret, known);
  const isSent = slot.place !== "json" && slot.place !== "form";
  const isSought = !isName && (isSent ? isDistinct(secret) : isProbablySecret(secret));
  const placeholder = known.placeholderOf(secret, isSought ? (isSent ? "sent" : "body") : "here");
  // `Splunk TOKEN`, `Digest response="…"`, `sr=…&sig=…`, `s:SESSION.SIGNATURE`: their parts may occur alone elsewhere.
  if (isSent && !isName && placeholder.length === secret.length) registerParts(secret, placeholder, known);
  // `a%2Fb` in a cookie is `a/b` in a body.
  const decoded = isSought && secret.includes("%") ? decode(secret) : secret;
  if (decoded !== secret && isDistinct(decoded)) registerParts(decoded, known.placeholderOf(decoded, "sent"), known);
  const json = isSent ? jsonIn(secret) : undefined;
  // For its effect: what is secret in it is searched for elsewhere.
  if (json !== undefined) rewriteJson(json, rewrite);
  return scheme + placeholder;
}

/** The JSON that a credential consists of, such as a session in a cookie, also in Base64. */
function jsonIn(secret: string): string | undefined {
  const plain = secret.includes("%") ? decode(secret) : secret;
  return [plain, Buffer.from(plain, "base64").toString("utf8")].find((text) => /^\s*[[{]/.test(text) && isJson(text));
}

function registerParts(secret: string, placeholder: string, known: KnownSecrets): void {
  for (const { 0: part, index } of secret.matchAll(/[^\s,;="':.&]{12,65536}/g)) {
    if (part !== secret && /\d/.test(part) && /[A-Za-z]/.test(part)) known.replaceWith(part, placeholder.slice(index, index + part.length));
  }
}

/** Whether searching for a credential elsewhere would not match ordinary words. */
function isDistinct(credential: string): boolean {
  if (credential.length >= 8) return !/^[a-z]{1,9}$/i.test(credential);
  return credential.length >= 6 && /\d/.test(credential) && /[A-Za-z]/.test(credential);
}

/** The value of a name in a text. */
function redactSecret(value: string, known: KnownSecrets, rewrite: Rewrite): string {
  if (plainDate.test(value)) return value;
  return absoluteUrl.test(value) ? redactUrl(value, known, rewrite) : known.placeholderOf(value, isProbablySecret(value) ? "body" : "here");
}

const fixedPassword = /^(?:.{0,5}|x-oauth-basic|api_token|password|unused)$/is;

/** `user:password` stays one, so that a server that decodes it again finds two parts. */
function redactBasic(encoded: string, known: KnownSecrets): string {
  const bytes = Buffer.from(encoded, "base64");
  // RFC 7617 §2.1: without a charset, both are possible.
  const plain = bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
  const colon = plain.indexOf(":");
  if (colon === -1) return known.placeholderOf(encoded, "sent");
  const user = plain.slice(0, colon);
  const password = plain.slice(colon + 1);
  const spread: Spread = isDistinct(password) ? "sent" : "here";
  // Some services take the credential as the user, with an empty or a fixed password.
  const isUserCredential = fixedPassword.test(password) && isDistinct(user) && /\d/.test(user);
  const redacted = `${known.placeholderOf(user, isUserCredential ? "sent" : "here")}:${password === "" ? "" : known.placeholderOf(password, spread)}`;
  const result = Buffer.from(redacted, "utf8").toString("base64");
  // Also where the password alone is too short to be searched for.
  known.replaceWith(encoded, result);
  known.replaceWith(plain, redacted);
  return result;
}

/** A URL that is itself a secret (a webhook's address) keeps its host and its form. */
function redactUrl(url: string, known: KnownSecrets, rewrite: Rewrite): string {
  return rewriteUrl(url, (value, slot) => {
    const redacted = rewrite(value, slot);
    const isPart = slot.place === "path" || slot.place === "query";
    return redacted === value && isProbablySecret(value) && isPart ? known.placeholderOf(value, "sent") : redacted;
  });
}

function redactNumber(number: string, secrecy: Secrecy, known: KnownSecrets): string {
  const shape = secrecy === "always" ? /^-?\d+(?:\.\d+)?$/ : /^\d{4,}$/;
  const digits = number.replace(/\D/g, "").length;
  return known.has(number) || (shape.test(number) && digits >= 3) ? known.placeholderOf(number, "here") : number;
}
