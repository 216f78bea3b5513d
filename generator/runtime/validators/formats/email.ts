import { formatted, type Rule } from "../core.js";
import { isIpv4, isIpv6 } from "./ip.js";
import { isHostname } from "./hostname.js";
import { isIdnHostname } from "./idn-hostname.js";

// Characters that may not occur: a search for one needs no stack, however long the text is.
const notInAtoms = /[^\w!#$%&'*+/=?^`{|}~.-]/;
const notQuoted = /[^ !#-[\]-~]/;
const notInIdnAtoms = /[^\w!#$%&'*+/=?^`{|}~.\u0080-\u{10ffff}-]/u;
const notIdnQuoted = /[^ !#-[\]-~\u0080-\u{10ffff}]/u;

/** RFC 5321 `Mailbox`. */
export function isEmail(text: string): boolean {
  return isMailbox(text, notInAtoms, notQuoted, isHostname);
}

/** RFC 6531 `Mailbox`. Its domain may be written in any normalisation form (§3.2). */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, notInIdnAtoms, notIdnQuoted, (domain) => isIdnHostname(domain.normalize("NFC")));
}

function isMailbox(text: string, notAtom: RegExp, notQuotedText: RegExp, isDomain: (text: string) => boolean): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || !isLocalPart(text.slice(0, at), notAtom, notQuotedText)) return false;
  const domain = text.slice(at + 1);
  if (!domain.startsWith("[")) return isDomain(domain);
  const literal = domain.slice(1, -1);
  return domain.endsWith("]") && (/^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal));
}

function isLocalPart(text: string, notAtom: RegExp, notQuotedText: RegExp): boolean {
  if (text.startsWith('"')) return /[^]"$/.test(text) && !notQuotedText.test(text.slice(1, -1).replace(/\\[ -~]/g, ""));
  return !notAtom.test(text) && !/^\.|\.\.|\.$/.test(text);
}

export const email: Rule = /* @__PURE__ */ formatted("email", isEmail);

export const idnEmail: Rule = /* @__PURE__ */ formatted("idn-email", isIdnEmail);
