/** A kind of token that gives itself away by its shape. The named group `secret` is what has to go; without one, all of it. */
export interface TokenPattern {
  readonly name: string;
  readonly pattern: RegExp;
  /** Decides where the shape alone would also fit ordinary text. */
  readonly unless?: (secret: string) => boolean;
}

const prose =
  /^(?:auth\w*|token\w*|credential\w*|realm|required|scheme\w*|header\w*|access|error|format|is|and|or|null|undefined|invalid\w*|missing|expired|prefix|api)$/i;

export const tokenPatterns: readonly TokenPattern[] = [
  {
    name: "PEM",
    pattern:
      /-----BEGIN (?<label>(?!CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|X509 CRL)[A-Z0-9 ]+)-----(?<secret>[\s\S]*?)(?:-----END \k<label>-----|$)/g,
  },
  {
    name: "JWT",
    pattern: /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*){1,3}/g,
    unless: (token) => !hasJsonHeader(token),
  },
  {
    name: "authorization scheme",
    pattern:
      /\b(?:bearer|basic|digest|token|apikey|negotiate|dpop|hawk|hoba|ssws|genie ?key|key)[ \t]+(?<secret>[A-Za-z0-9._~+/-]{6,}=*)(?![A-Za-z0-9=(])/gi,
    unless: (token) => prose.test(token) || /^[a-z]{1,11}[.]?$|^[A-Z]?[a-z]{1,9}$/.test(token),
  },
  {
    name: "curl",
    pattern: /(?<=\bcurl\s[^\n]{0,400}?(?<!\S)(?:-[uU]\s*|--(?:proxy-)?user[\s=]+)["']?[^\s:"']{1,100}:)[^\s"']{3,}/g,
  },
  { name: "GitHub", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{8,}|github_pat_[A-Za-z0-9_]{8,})/g },
  { name: "GitLab", pattern: /\bgl(?:pat|ptt|dt|rt|cbt|soat)-[A-Za-z0-9_-]{8,}/g },
  { name: "secret key", pattern: /\b(?:sk|pk|rk)_(?:live_|test_)?[A-Za-z0-9_]{8,}/g, unless: (token) => /^[a-z_]+$/.test(token) },
  { name: "secret key with hyphens", pattern: /\bsk-[A-Za-z0-9_-]{12,}/g, unless: (token) => /^[a-z-]+$/.test(token) },
  { name: "webhook secret", pattern: /\bwhsec_[A-Za-z0-9+/=_-]{8,}/g },
  { name: "Slack", pattern: /\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}/g },
  { name: "AWS", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g },
  { name: "Google", pattern: /\bAIza[A-Za-z0-9_-]{20,}|\bya29\.[A-Za-z0-9_-]{10,}|\bGOCSPX-[A-Za-z0-9_-]{10,}/g },
  {
    name: "registry and host tokens",
    pattern: /\b(?:npm|hf|dop_v1|doo_v1|pypi|shp(?:at|ca|pa|ss)|lin_api|ntn|pat|secret)_[A-Za-z0-9_]{16,}/g,
    unless: (token) => /^[a-z_]+$/.test(token),
  },
  { name: "SendGrid", pattern: /\bSG\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  { name: "Telegram", pattern: /\b\d{6,12}:[A-Za-z0-9_-]{30,}/g },
];

/** How every pattern above begins: one look at a text tells that none of them can be in it. */
export const tokenBeginning =
  /-----BEGIN|(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]|bearer|basic|digest|token|apikey|negotiate|dpop|hawk|hoba|ssws|genie|key|curl|gh[pousr]_|github_pat_|gl(?:p|d|r|s|c)|[spr]k[_-]|whsec_|xox|xapp|AKIA|ASIA|AIza|ya29|GOCSPX|npm_|hf_|do[op]_v1|pypi_|shp|lin_api|ntn_|pat_|secret_|SG\.|\d{6}:/i;

/** The first segment of a JWT is a JSON object in base64url (RFC 7519 §3). */
function hasJsonHeader(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString("utf8"));
    return typeof header === "object" && header !== null;
  } catch {
    return false;
  }
}
