import { isIPv4, isIPv6 } from "node:net";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const email = /^[^\s@:/]+@[^\s@:/]+\.[A-Za-z]{2,}$/;
// Of digits only, it may be a JSON number.
const hex = /^(?=\d*[A-Fa-f])(?:[0-9a-f]{16,}|[0-9A-F]{16,})$/;
const jwt = /^ey[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,3}$/;
const jwtStart = `${base64url('{"alg":"none","typ":"JWT"}')}.`;

/** Whether a text has the form of a JWT (RFC 7519). */
export function isJwt(value: string): boolean {
  return jwt.test(value);
}

/** Prefixes that identify the kind of token. They stay, because formats and patterns require them. */
const prefix =
  /^(?:(?:sk|pk|rk|whsec|gh[pousr]|github_pat|glpat|npm|hf|xox[a-z]|shp[a-z]{2}|dop_v1|tok|key|ya29|SG)[_.-](?:(?:live|test|proj|ant|svcacct|admin|api\d\d)[_-])*|AIza|AKIA|ASIA)(?=.{6})/u;

/**
 * A placeholder for a secret: the same shape (a uuid is a uuid, hex is hex, a JWT a JWT, `ghp_` stays, letters, digits and
 * separators keep their positions, the length is the same) without its content. `n` distinguishes different secrets.
 */
export function placeholder(value: string, n: number): string {
  if (value === "") return "";
  if (uuid.test(value)) return uuidPlaceholder(n);
  if (jwt.test(value)) return jwtPlaceholder(value.length, n);
  // The addresses of documentation (RFC 5737, RFC 3849).
  if (isIPv4(value)) return `192.0.2.${n % 256}`;
  if (isIPv6(value)) return ipv6Placeholder(n);
  if (isLongEmail(value)) return emailPlaceholder([...value].length, n);
  if (hex.test(value)) return hexPlaceholder(value, n);
  const start = prefix.exec(value)?.[0] ?? "";
  return start + spell(value.slice(start.length), n);
}

/** Whether a value is a placeholder already: redacting twice changes nothing, and a recording can be checked for it. */
export function isPlaceholder(value: string): boolean {
  return value === "" || isShaped(value) || isSpelled(value);
}

function isShaped(value: string): boolean {
  if (uuid.test(value)) return /^00000000-0000-4000-8000-\d{12}$/.test(value);
  if (jwt.test(value)) return value.startsWith(jwtStart) && /\.redactedx*$/.test(value);
  if (isIPv4(value)) return value.startsWith("192.0.2.");
  if (isIPv6(value)) return /^2001:db8::(?:\d+:)?\d+$/i.test(value);
  if (isLongEmail(value)) return /^r[edactx]*\d*@(?:example\.com|x\.test)$/.test(value);
  return hex.test(value) && /^decade0*\d{1,6}$/i.test(value);
}

/** Checked for values of every shape, because a spelled placeholder can look like an address: `0::!:!!!` becomes `0::e:dab`. */
function isSpelled(value: string): boolean {
  const body = value.slice(prefix.exec(value)?.[0].length ?? 0);
  // A placeholder that something cuts off before its counter is a part of one.
  return spell(body, counterIn(body)) === body || spell(body, undefined) === body;
}

export function uuidPlaceholder(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** A group of an address has four digits at most. */
function ipv6Placeholder(n: number): string {
  const group = 10_000;
  return `2001:db8::${n < group ? "" : `${Math.floor(n / group) % group}:`}${n % group}`;
}

export function hexPlaceholder(value: string, n: number): string {
  const digits = String(n % 1_000_000);
  const text = `decade${"0".repeat(Math.max(0, value.length - 6 - digits.length))}${digits}`;
  return /[A-F]/.test(value) ? text.toUpperCase() : text;
}

/** Whether a placeholder can be an address, too. */
function isLongEmail(value: string): boolean {
  return email.test(value) && [...value].length >= 9;
}

/** At a reserved domain (RFC 2606), with the length of the original address. */
function emailPlaceholder(length: number, n: number): string {
  const domain = length >= 16 ? "@example.com" : "@x.test";
  const room = length - domain.length;
  const digits = String(n).slice(-(room - 1));
  return word.padEnd(room, "x").slice(0, room - digits.length) + digits + domain;
}

function jwtPlaceholder(length: number, n: number): string {
  const text = `${jwtStart}${base64url(JSON.stringify({ redacted: n }))}.redacted`;
  return text.padEnd(length, "x");
}

function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

const word = "redacted";
/** Kept in place: they give a value its format and are no part of the secret. */
const separator = /[-_.:/+=~ \r\n]/;

type Kind = "digit" | "lower" | "upper" | "kept";

/** The kind of each character. A value that is mostly symbols keeps none of them. */
function kinds(characters: readonly string[]): Kind[] {
  const plain = characters.map((character): Kind => {
    if (/[0-9]/.test(character)) return "digit";
    if (/[A-Z]/.test(character)) return "upper";
    return separator.test(character) ? "kept" : "lower";
  });
  const retained = plain.filter((kind) => kind === "kept").length;
  return retained * 2 > plain.length ? plain.map(() => "lower") : plain;
}

/** How many of the last positions count. */
function counterLength(positions: number): number {
  return positions >= 12 ? 4 : Math.floor(positions / 3);
}

/** @param n Counts in the last positions. Without it they are spelled as the others are. */
function spell(value: string, n: number | undefined): string {
  const characters = [...value];
  const kindOf = kinds(characters);
  const positions = kindOf.filter((kind) => kind !== "kept").length;
  const counting = n === undefined ? 0 : counterLength(positions);
  const digits = String((n ?? 0) % 10 ** counting).padStart(counting, "0");
  const firstDigit = kindOf.indexOf("digit");
  let position = 0;
  return characters
    .map((character, index) => {
      const kind = kindOf[index] ?? "lower";
      if (kind === "kept") return character;
      const at = position++;
      const count = at >= positions - counting ? Number(digits.charAt(at - (positions - counting))) : undefined;
      // A number without a leading zero keeps that property, because patterns require it.
      if (kind === "digit") return String(count ?? (index === firstDigit && character !== "0" ? 9 : 0));
      const letter = count === undefined ? word.charAt(at) || "x" : String.fromCharCode(97 + count);
      return kind === "upper" ? letter.toUpperCase() : letter;
    })
    .join("");
}

function counterIn(value: string): number {
  const characters = [...value];
  const kindOf = kinds(characters);
  const counted = characters.filter((_, index) => kindOf[index] !== "kept");
  const counting = counterLength(counted.length);
  let n = 0;
  for (const character of counting === 0 ? [] : counted.slice(-counting)) {
    const digit = /\d/.test(character) ? Number(character) : character.toLowerCase().charCodeAt(0) - 97;
    n = n * 10 + (digit >= 0 && digit <= 9 ? digit : 0);
  }
  return n;
}
