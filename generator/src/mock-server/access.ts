import { isIP } from "node:net";

/** Which names of this machine and which web pages a server answers. */
export interface Access {
  /** Names beside those that only this machine or its own network knows. `.example.com` also covers each name below it, `*` any. */
  readonly allowedHosts?: readonly string[];
  /** Origins of pages beside those of this machine, such as `https://preview.example.com`; `*` any. */
  readonly cors?: readonly string[];
}

/**
 * Whether a server answers under this name. A page of another site can make a name of its own lead to this machine (DNS rebinding): it needs
 * a name of the public DNS. Addresses, names without a dot and reserved names (RFC 2606, RFC 6761, `.internal`) are none.
 * @param hostname As `URL` writes it.
 */
export function isAllowedHost(hostname: string, allowed: readonly string[] = []): boolean {
  const name = hostname.replace(/\.$/, "").toLowerCase();
  return isAddress(name) || isLocalName(name) || allowed.some((each) => covers(each.toLowerCase(), name));
}

/**
 * Whether a page of this origin may read responses and change data: one of this machine, one of the host that it asks, and those that are
 * listed. Without an origin it is no page of another site that asks.
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
