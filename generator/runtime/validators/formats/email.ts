import { formatted, type Rule } from "../core.js";
import { isIpv4, isIpv6 } from "./ip.js";
import { isHostname } from "./hostname.js";
import { isIdnHostname } from "./idn-hostname.js";

const atoms = /^[\w!#$%&'*+/=?^`{|}~.-]+$/;
const quoted = /^[ !#-[\]-~]*$/;
const idnAtoms = /^[\w!#$%&'*+/=?^`{|}~.\u0080-\u{10ffff}-]+$/u;
const idnQuoted = /^[ !#-[\]-~\u0080-\u{10ffff}]*$/u;

/** RFC 5321 `Mailbox`. */
export function isEmail(text: string): boolean {
  return isMailbox(text, atoms, quoted, isHostname);
}

/** RFC 6531 `Mailbox`. Its domain may be written in any normalisation form (§3.2). */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, idnAtoms, idnQuoted, (domain) => isIdnHostname(domain.normalize("NFC")));
}

function isMailbox(text: string, atom: RegExp, quotedText: RegExp, isDomain: (text: string) => boolean): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || !isLocalPart(text.slice(0, at), atom, quotedText)) return false;
  const domain = text.slice(at + 1);
  if (!domain.startsWith("[")) return isDomain(domain);
  const literal = domain.slice(1, -1);
  return domain.endsWith("]") && (/^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal));
}

function isLocalPart(text: string, atom: RegExp, quotedText: RegExp): boolean {
  if (text.startsWith('"')) return /[^]"$/.test(text) && quotedText.test(text.slice(1, -1).replace(/\\[ -~]/g, ""));
  return atom.test(text) && !/^\.|\.\.|\.$/.test(text);
}

export const email: Rule = /* @__PURE__ */ formatted("email", isEmail);

export const idnEmail: Rule = /* @__PURE__ */ formatted("idn-email", isIdnEmail);
