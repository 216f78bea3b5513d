import { formatted, type Rule } from "../core.js";
import { isIpv4, isIpv6 } from "./ip.js";
import { isHostname } from "./hostname.js";
import { isIdnHostname } from "./idn-hostname.js";

const local = /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")$/;
const idnLocal =
  /^(?:[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*|"(?:[ !#-[\]-~\u0080-\u{10ffff}]|\\[ -~])*")$/u;

/** RFC 5321 `Mailbox`. */
export function isEmail(text: string): boolean {
  return isMailbox(text, local, isHostname);
}

/** RFC 6531 `Mailbox`. Its domain may be written in any normalisation form (§3.2). */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, idnLocal, (domain) => isIdnHostname(domain.normalize("NFC")));
}

function isMailbox(text: string, name: RegExp, isDomain: (text: string) => boolean): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || !name.test(text.slice(0, at))) return false;
  const domain = text.slice(at + 1);
  if (!domain.startsWith("[")) return isDomain(domain);
  const literal = domain.slice(1, -1);
  return domain.endsWith("]") && (/^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal));
}

export const email: Rule = /* @__PURE__ */ formatted("email", isEmail);

export const idnEmail: Rule = /* @__PURE__ */ formatted("idn-email", isIdnEmail);
