import type { KnownSecrets } from "./known-secrets.js";

/** The source of placeholders for tokens. */
type Placeholders = Pick<KnownSecrets, "placeholderOf">;

/** A kind of token with a recognisable shape. The named group `secret` is redacted; without one, the whole token. */
interface TokenPattern {
  readonly name: string;
  /** Its repetitions are bounded: without a bound, a long run of letters needs more stack than there is. */
  readonly pattern: RegExp;
  /** Decides where the shape alone would also fit ordinary text. `after` is the character that follows. */
  readonly unless?: (secret: string, after: string) => boolean;
}

const prose =
  /^(?:auth\w*|token\w*|credential\w*|realm|required|scheme\w*|header\w*|access|error|format|is|and|or|null|undefined|invalid\w*|missing|expired|prefix|api)$/i;

const tokenPatterns: readonly TokenPattern[] = [
  {
    name: "JWT",
    pattern: /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{6,65536}\.[A-Za-z0-9_-]{2,65536}(?:\.[A-Za-z0-9_-]{0,65536}){1,3}/g,
    unless: (token) => !hasJsonHeader(token),
  },
  {
    name: "authorization scheme",
    pattern:
      /\b(?:bearer|basic|digest|token|apikey|negotiate|dpop|hawk|hoba|ssws|genie ?key|key)[ \t]{1,20}(?<secret>[A-Za-z0-9._~+/-]{6,65536}={0,2})/gi,
    unless: (token, after) => after === "(" || prose.test(token) || /^[a-z]{1,11}[.]?$|^[A-Z]?[a-z]{1,9}$/.test(token),
  },
  {
    name: "protocol of a WebSocket",
    pattern: /(?:authorization\.k8s\.io\.|\bbearer,[ \t]{0,20})(?<secret>[A-Za-z0-9._~-]{16,65536})/gi,
    unless: (token) => /^[a-z.-]+$/i.test(token),
  },
  { name: "GitHub", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{8,65536}|github_pat_[A-Za-z0-9_]{8,65536})/g },
  { name: "GitLab", pattern: /\bgl(?:pat|ptt|dt|rt|cbt|soat)-[A-Za-z0-9_-]{8,65536}/g },
  { name: "secret key", pattern: /\b(?:sk|pk|rk)_(?:live_|test_)?[A-Za-z0-9_]{8,65536}/g, unless: (token) => /^[a-z_]+$/.test(token) },
  { name: "secret key with hyphens", pattern: /\bsk-[A-Za-z0-9_-]{12,65536}/g, unless: (token) => /^[a-z-]+$/.test(token) },
  { name: "webhook secret", pattern: /\bwhsec_[A-Za-z0-9+/=_-]{8,65536}/g },
  { name: "Slack", pattern: /\bxox[a-z]-[A-Za-z0-9-]{8,65536}|\bxapp-[A-Za-z0-9-]{8,65536}/g },
  { name: "AWS", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{12,65536}\b/g },
  { name: "Google", pattern: /\bAIza[A-Za-z0-9_-]{20,65536}|\bya29\.[A-Za-z0-9_-]{10,65536}|\bGOCSPX-[A-Za-z0-9_-]{10,65536}/g },
  {
    name: "registry and host tokens",
    pattern: /\b(?:npm|hf|dop_v1|doo_v1|pypi|shp(?:at|ca|pa|ss)|lin_api|ntn|pat|secret)_[A-Za-z0-9_]{16,65536}/g,
    unless: (token) => /^[a-z_]+$/.test(token),
  },
  { name: "SendGrid", pattern: /\bSG\.[A-Za-z0-9_-]{10,65536}\.[A-Za-z0-9_-]{10,65536}/g },
  { name: "Telegram", pattern: /\b\d{6,12}:[A-Za-z0-9_-]{30,65536}/g },
];

/** How every pattern above begins: one search shows that a text has none of them. */
const tokenBeginning =
  /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]|bearer|authorization\.k8s|basic|digest|token|apikey|negotiate|dpop|hawk|hoba|ssws|genie|key|gh[pousr]_|github_pat_|gl(?:p|d|r|s|c)|[spr]k[_-]|whsec_|xox|xapp|AKIA|ASIA|AIza|ya29|GOCSPX|npm_|hf_|do[op]_v1|pypi_|shp|lin_api|ntn_|pat_|secret_|SG\.|\d{6}:/i;

/** A text without tokens that have a recognizable shape. From then on, they are searched for everywhere. */
export function replaceTokens(text: string, known: Placeholders): string {
  let result = replaceKeys(text, known);
  if (result.includes("curl")) result = result.replace(curl, (command) => replacePasswords(command, known));
  if (!tokenBeginning.test(result)) return result;
  for (const { pattern, unless } of tokenPatterns) {
    result = result.replace(pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const [secret, at] =
        typeof groups === "object" && groups !== null && "secret" in groups ? [String(groups.secret), rest.at(-3)] : [match, rest.at(-2)];
      const after = result.charAt(Number(at) + match.length);
      if (unless?.(secret, after) === true) return match;
      return match.slice(0, match.length - secret.length) + known.placeholderOf(secret, "body");
    });
  }
  return result;
}

/** The private keys of PEM texts (RFC 7468). */
function replaceKeys(text: string, known: Placeholders): string {
  if (!text.includes(begin)) return text;
  const parts: string[] = [];
  let copied = 0;
  for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, copied > at ? copied : at + begin.length)) {
    const label = /^[A-Z0-9 ]{1,100}(?=-----)/.exec(text.slice(at + begin.length, at + begin.length + 105))?.[0];
    if (label === undefined || /^(?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|X509 CRL)/.test(label)) continue;
    const start = at + begin.length + label.length + 5;
    const found = text.indexOf("-----END ", start);
    const end = found === -1 ? text.length : found;
    const secret = text.slice(start, end);
    if (secret !== "") parts.push(text.slice(copied, start), known.placeholderOf(secret, "body"));
    copied = secret === "" ? copied : end;
    if (found === -1) break;
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

const begin = "-----BEGIN ";

const curl = /\bcurl\s[^\n]{1,8192}/g;
/** `-u user:password`, `--user user:password`. */
const user = /(?<!\S)((?:-[uU]\s{0,8}|--(?:proxy-)?user[\s=]{1,8})["']?[^\s:"']{1,100}:)([^\s"']{3,1000})/g;

function replacePasswords(command: string, known: Placeholders): string {
  return command.replace(user, (_, before: string, password: string) => before + known.placeholderOf(password, "body"));
}

/** The first segment of a JWT is a JSON object in base64url (RFC 7519 §3). */
function hasJsonHeader(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString("utf8"));
    return typeof header === "object" && header !== null;
  } catch {
    return false;
  }
}
