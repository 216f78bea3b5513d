import { formatted, type Rule } from "../core.js";

const ipv4Pattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** Eight groups, or fewer around `::`, which represents at least one. */
const ipv6Pattern =
  /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?!(?:\W*\w+\b){8})(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?::(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?)$/i;

/** RFC 2673 §3.2: four decimal numbers without leading zeros. */
export function isIpv4(text: string): boolean {
  return ipv4Pattern.test(text);
}

/** RFC 4291 §2.2, without a zone. The last two groups may be written as an IPv4 address. */
export function isIpv6(text: string): boolean {
  // The longest address has 45 characters. Checked before the expressions, which take more than linear time.
  if (text.length > 45) return false;
  const [, start, last = ""] = /^([^.]*:)([\d.]*\.[\d.]*)$/.exec(text) ?? [];
  return ipv6Pattern.test(start === undefined ? text : isIpv4(last) ? `${start}0:0` : "");
}

export const ipv4: Rule = /* @__PURE__ */ formatted("ipv4", isIpv4);

export const ipv6: Rule = /* @__PURE__ */ formatted("ipv6", isIpv6);
