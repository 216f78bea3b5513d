import { isIP } from "node:net";

/** The host names and web pages that a server accepts requests for. */
export interface Access {
  /** Host names in addition to local ones. `.example.com` also covers each name below it, `*` any. */
  readonly allowedHosts?: readonly string[];
  /** Origins of web pages in addition to local ones, such as `https://preview.example.com`; `*` any. */
  readonly cors?: readonly string[];
}

/**
 * Whether a server accepts requests for this host name. A page of another site can resolve its own name to this machine (DNS rebinding). Such a
 * name is in the public DNS; addresses, names without a dot and reserved names (RFC 2606, RFC 6761, `.internal`) are not.
 * @param hostname As `URL` writes it.
 */
export function isAllowedHost(hostname: string, allowed: readonly string[] = []): boolean {
  const name = hostname.replace(/\.$/, "").toLowerCase();
  return isAddress(name) || isLocalName(name) || allowed.some((each) => covers(each.toLowerCase(), name));
}

/**
 * Whether a page of this origin may read responses and change data: pages of this machine, of the requested host, and of listed origins. A
 * request without an origin does not come from a page of another site.
 */
export function isAllowedOrigin(origin: string | undefined, hostname: string, allowed: readonly string[] = []): boolean {
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname: name } = new URL(origin);
  if (protocol !== "http:" && protocol !== "https:") return false;
  return name === hostname || isLoopback(name);
}

function isLoopback(name: string): boolean {
  return isAddress(name) ? name.startsWith("127.") || name === "[::1]" : /^(?:.+\.)?localhost$/.test(name);
}

function isLocalName(name: string): boolean {
  return (/^[^.]+$/.test(name) && !isAddress(name)) || /\.(?:localhost|test|internal)$/.test(name);
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function covers(allowed: string, name: string): boolean {
  return allowed === "*" || allowed === name || (allowed.startsWith(".") && (name.endsWith(allowed) || name === allowed.slice(1)));
}
