import { isIpv6 } from "./ip.js";

// RFC 3986 appendix A, one plain class for each part.
const whole =
  /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/((?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(\[[^\]]*\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))((?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*)(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;

/** RFC 3986 `URI`: with a scheme. */
export function isUri(text: string): boolean {
  const found = whole.exec(text);
  return found !== null && found[1] !== undefined && isHost(found[3]);
}

/** RFC 3986 `URI-reference`. Without a scheme the first segment holds no colon (§4.2). */
export function isUriReference(text: string): boolean {
  const found = whole.exec(text);
  if (found === null || !isHost(found[3])) return false;
  return found[1] !== undefined || found[3] !== undefined || !/^[^/]*:/.test(found[4] ?? "");
}

/** A host in brackets is an IPv6 address, or one of a later version (§3.2.2). */
export function isHost(host: string | undefined): boolean {
  if (host?.startsWith("[") !== true) return true;
  const literal = host.slice(1, -1);
  return isIpv6(literal) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(literal);
}
