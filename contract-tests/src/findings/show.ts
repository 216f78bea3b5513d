import { escapeToken, tokens } from "tallystick/model";
import { isSecret } from "../traffic/redact/names.js";
import { replaceNamed } from "../traffic/redact/named.js";
import { replaceTokens } from "../traffic/redact/patterns.js";
import { createNames } from "../traffic/redact/redact.js";
import { redactionRules } from "../traffic/redact/rules.js";
import { rewriteJson } from "../traffic/rewrite/json.js";
import type { Rewrite } from "../traffic/rewrite/rewrite.js";

const maxShown = 120;
/** The rest is cut off in any case. */
const maxRead = 4000;
const hidden = "<redacted>";

/** A number in a value that JavaScript reads as another one, with its digits. */
export interface WrittenNumber {
  readonly instancePath: string;
  readonly written: string;
}

/**
 * A value as a report may print it: short, and nothing that could be a credential.
 * @param name The property that has the value. Values below the name of a secret are not shown, whatever their shape.
 * @param numbers Numbers of the value to show as they were written.
 */
export function showValue(value: unknown, name?: string, numbers: readonly WrittenNumber[] = []): string {
  const marked = numbers.reduce((whole, { instancePath, written }) => replacedAt(whole, instancePath, `\u0001${written}\u0001`), value);
  const written = typeof value === "string" ? JSON.stringify(value.slice(0, maxRead)) : safeJson(marked).slice(0, maxRead);
  const json = numbers.length === 0 ? written : written.replace(/"\\u0001(-?\d+)\\u0001"/g, "$1");
  const text = rewriteJson(json, hide, name);
  return text.length <= maxShown ? text : `${text.slice(0, maxShown - 1)}…`;
}

const names = createNames(redactionRules(undefined));

const hide: Rewrite = (value, slot) => {
  const secrecy = names.secrecyOfSlot(slot);
  // Its numbers follow one by one.
  if (slot.place === "bytes") return value;
  if (slot.place === "number") return secrecy === "always" ? hidden : value;
  return isSecret(secrecy, value) && value !== "" ? hidden : hideSecrets(value);
};

/** The value with another one at a location. */
export function replacedAt(value: unknown, instancePath: string, replacement: unknown): unknown {
  const [token, ...rest] = tokens(instancePath);
  if (token === undefined) return replacement;
  const below = rest.map((one) => `/${escapeToken(one)}`).join("");
  const replace = (inner: unknown): unknown => replacedAt(inner, below, replacement);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === token ? replace(item) : item));
  return { ...(value as object), [token]: replace((value as Readonly<Record<string, unknown>>)[token]) };
}

/** `GET /orders?limit=2`: a request as a report may print it, without the host. */
export function showRequest({ method, url }: { readonly method: string; readonly url: string }): string {
  const path = url.slice(0, maxRead).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  const text = hideSecrets(`${method} ${path}`);
  return text.length <= maxShown ? text : `${text.slice(0, maxShown - 1)}…`;
}

/** The request of an example: `GET /orders?limit=2 (traffic.har#12)`. The number of a live request means nothing after the run. */
export function exampleSource({ interaction, request }: { readonly interaction: string; readonly request?: string }): string {
  if (request === undefined) return interaction;
  return interaction.startsWith("live#") ? request : `${request} (${interaction})`;
}

function safeJson(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" && inner.length > 200 ? `${inner.slice(0, 200)}…` : inner)) ??
      "nothing"
    );
  } catch {
    // Too deep to be written down.
    return "a deeply nested value";
  }
}

/** Replaces text with the shape of a token or the name of a secret: JWT, bearer, basic, provider keys, PEM, credentials in URLs. */
export function hideSecrets(text: string): string {
  let result = replaceTokens(text, { placeholderOf: () => hidden });
  for (const [pattern, replacement] of secretShapes) result = result.replace(pattern, replacement);
  return replaceNamed(result, { secrecyOf: names.secrecyInText, redactValue: () => hidden });
}

const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w-])eyJ[\w-]{5,65536}\.[\w-]{5,65536}(?:\.[\w-]{0,65536})?/g, hidden],
  [/\b(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|glpat|xox[abprs]|AKIA|ASIA|AIza|npm|pat|whsec)[_-]?[A-Za-z0-9_-]{12,65536}/g, hidden],
  [/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@"]{1,1000}:[^\s/@"]{1,1000}@/gi, `$1${hidden}@`],
  [/([?&;](?:jwt|sig|key|auth)=)[^&\s"']{4,65536}/gi, `$1${hidden}`],
];
