/** A value as a report may print it: short, and nothing that could be a credential. */
export function showValue(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(hideSecrets(value)) : hideSecrets(safeJson(value));
  return text.length <= maxShown ? text : `${text.slice(0, maxShown - 1)}…`;
}

const maxShown = 120;

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

/** Replaces what has the shape of a token, wherever it stands in a text: JWT, bearer, basic, provider keys, PEM, credentials in URLs. */
export function hideSecrets(text: string): string {
  let hidden = text;
  for (const [pattern, replacement] of secretShapes) hidden = hidden.replace(pattern, replacement);
  return hidden;
}

const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g, "<redacted>"],
  [/\b(bearer|basic|token)\s+[\w.~+/=-]{6,}/gi, "$1 <redacted>"],
  [/\b(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|glpat|xox[abprs]|AKIA|ASIA|AIza|npm|pat|whsec)[_-]?[A-Za-z0-9_-]{12,}/g, "<redacted>"],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, "<redacted>"],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/:@"]+:[^\s/@"]+@/gi, "$1<redacted>@"],
  [
    /([?&;]|\b)((?:jwt|token|access_token|refresh_token|id_token|api_?key|apikey|password|secret|signature|sig|key|auth)=)[^&\s"']{4,}/gi,
    "$1$2<redacted>",
  ],
  [/("(?:[^"\\]*(?:password|secret|token|api_?key|authorization|credential|private_?key)[^"\\]*)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, '$1"<redacted>"'],
];
