import type { Interaction, Recording } from "../interaction.js";
import { rewriteInteraction } from "../rewrite/interaction.js";
import type { Rewrite, Slot } from "../rewrite/rewrite.js";
import { rewriteUrl } from "../rewrite/url.js";
import { createLedger, type Ledger } from "./ledger.js";
import { credentialHeaders, credentialParameters, isSecret, looksSecret, secrecyOf, secrecyWithin, stricter, type Secrecy } from "./names.js";
import { redactionRules, type RedactionRules } from "./rules.js";
import { redactText, replaceKnown } from "./text.js";

/**
 * The interactions without their secrets, each replaced by a stand-in of the same shape; equal secrets by equal ones.
 *
 * It goes through everything twice: a secret that is seen in a header is also removed from the error message
 * that repeats it, even where the message came first.
 */
export function redact(interactions: readonly Interaction[], rules: RedactionRules = redactionRules(undefined)): Interaction[] {
  const rewrite = createRedactor(rules);
  for (const interaction of interactions) rewriteInteraction(interaction, rewrite);
  return interactions.map((interaction) => rewriteInteraction(interaction, rewrite));
}

/** Whether redacting a recording again would change nothing: what may be committed is a fixed point of the redactor. */
export function isRedacted(recording: Pick<Recording, "interactions">, rules?: RedactionRules): boolean {
  return whatIsSecret(recording, rules).length === 0;
}

/** Where a recording still holds something that redaction would remove. Says where, never what. */
export function whatIsSecret(recording: Pick<Recording, "interactions">, rules: RedactionRules = redactionRules(undefined)): string[] {
  const found: string[] = [];
  const rewrite = createRedactor(rules);
  recording.interactions.forEach((interaction, index) => {
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

/** One redactor for traffic that belongs together: it remembers which stand-in it gave to what. */
export function createRedactor(rules: RedactionRules): Rewrite {
  const ledger = createLedger(rules.secrets);
  const rewrite: Rewrite = (value, slot) => {
    if (value === "") return value;
    if (slot.place === "origin") return replaceKnown(value, ledger);
    const secrecy = secrecyIn(slot, rules);
    if (slot.place === "number") return secrecy === "always" || secrecy === "digits" ? redactNumber(value, ledger) : value;
    if (isSecret(secrecy, value) && !isListed(value, slot, rules)) return redactWhole(value, slot, rules, ledger, rewrite);
    return redactText(value, ledger, rewrite);
  };
  return rewrite;
}

/**
 * Whether it is a value that the document lists for properties of that name, such as the `type` of a credential: the same word elsewhere may be a
 * password. What the document calls a credential is one whatever it says.
 */
function isListed(value: string, { place, name }: Slot, { listed, fields }: RedactionRules): boolean {
  return (place === "json" || place === "form") && name !== undefined && listed.get(name)?.has(value) === true && !fields.has(name);
}

function secrecyIn(slot: Slot, rules: RedactionRules): Secrecy {
  const { name, label, after } = slot;
  const own = secrecyByName(slot, rules);
  if (name !== undefined && rules.open.has(name)) return own;
  if (label !== undefined) return stricter(own, secrecyOfHeader(label, rules));
  // Two texts may also be a list of two names.
  return after !== undefined && /^(?:always|sometimes)$/.test(secrecyOfHeader(after, rules)) ? stricter(own, "digits") : own;
}

function secrecyOfHeader(name: string, rules: RedactionRules): Secrecy {
  return rules.headers.has(name.toLowerCase()) || credentialHeaders.has(name.toLowerCase()) ? "always" : secrecyOf(name);
}

function secrecyByName(slot: Slot, rules: RedactionRules): Secrecy {
  const { name, place } = slot;
  if (place === "cookie" && name !== undefined && rules.openCookies.has(name)) return "no";
  if (place === "cookie" || place === "userinfo") return "always";
  if (name === undefined) return "no";
  if (place === "header") return secrecyOfHeader(name, rules);
  if (place === "query") {
    if (rules.query.has(name)) return "always";
    return credentialParameters.test(name) ? "sometimes" : secrecyOf(name);
  }
  if (rules.fields.has(name)) return "always";
  if (rules.open.has(name)) return "no";
  return place === "number" ? secrecyOf(name) : secrecyWithin(name, slot.within);
}

const schemes = /^(?:bearer|basic|digest|token|apikey|api-key|negotiate|dpop|hawk|hoba|ssws|geniekey|key|aws4-hmac-sha256|signature)\s+/i;
const plainDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** The value as a whole is the secret; only its form is kept. */
function redactWhole(value: string, slot: Slot, rules: RedactionRules, ledger: Ledger, rewrite: Rewrite): string {
  if (plainDate.test(value) && slot.place !== "cookie") return value;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(value)) return redactUrl(value, ledger, rewrite);
  const scheme = slot.place === "header" || slot.label !== undefined ? (schemes.exec(value)?.[0] ?? "") : "";
  const secret = value.slice(scheme.length);
  // `"token": "token"`, as documentation and mocks have it: looked for elsewhere, it would rename the property.
  const isName = secret === slot.name || rules.names.has(secret);
  const spread = !isName && (slot.place !== "json" && slot.place !== "form" ? spreads(secret) : looksSecret(secret));
  if (/^basic\s/i.test(scheme)) return scheme + redactBasic(secret, ledger);
  return scheme + ledger.standIn(secret, spread);
}

function spreads(secret: string): boolean {
  return secret.length >= 8 && !/^[a-z]{1,9}$/i.test(secret);
}

/** `user:password` stays one, so that a server that decodes it again finds two parts. */
function redactBasic(encoded: string, ledger: Ledger): string {
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  if (colon === -1 || plain.includes("\ufffd")) return ledger.standIn(encoded, true);
  const password = plain.slice(colon + 1);
  const redacted = `${ledger.standIn(plain.slice(0, colon), false)}:${password === "" ? "" : ledger.standIn(password, spreads(password))}`;
  return Buffer.from(redacted, "utf8").toString("base64");
}

/** A URL that is itself a secret (a webhook's address) keeps its host and its form. */
function redactUrl(url: string, ledger: Ledger, rewrite: Rewrite): string {
  return rewriteUrl(url, (value, slot) => {
    const redacted = rewrite(value, slot);
    return redacted === value && looksSecret(value) && (slot.place === "path" || slot.place === "query") ? ledger.standIn(value, true) : redacted;
  });
}

function redactNumber(number: string, ledger: Ledger): string {
  return /^\d{4,}$/.test(number) ? ledger.standIn(number, false) : number;
}
