import type { Rewrite, Slot } from "./rewrite.js";

const parts = /^([A-Za-z][A-Za-z0-9+.-]*:\/\/)?(?:([^/?#@]*)@)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s;

/** Rewrites origin, user, password, path segments and parameters of a URL in place; unchanged parts keep their percent-encoding. */
export function rewriteUrl(url: string, rewrite: Rewrite): string {
  const match = parts.exec(url);
  if (match === null) return rewrite(url, { place: "text" });
  const [, scheme = "", user, authority = "", path = "", query = "", fragment = ""] = match;
  const userinfo = user === undefined ? "" : `${rewriteUserinfo(user, rewrite)}@`;
  const rewrittenQuery = query === "" ? "" : `?${rewriteForm(query.slice(1), rewrite, "query")}`;
  const rewrittenFragment = fragment === "" ? "" : `#${rewriteForm(fragment.slice(1), rewrite, "query")}`;
  const rest = `${rewritePath(path, rewrite)}${rewrittenQuery}${rewrittenFragment}`;
  if (scheme === "") return `${userinfo}${rewritePath(authority, rewrite)}${rest}`;
  // Scheme and host are one value, the origin, although user and password are between them.
  const origin = rewrite(scheme + authority, { place: "origin" });
  const hostAt = origin.indexOf("://") + "://".length;
  return `${origin.slice(0, hostAt)}${userinfo}${origin.slice(hostAt)}${rest}`;
}

function rewriteUserinfo(userinfo: string, rewrite: Rewrite): string {
  return userinfo
    .split(":")
    .map((part) => rewriteEncoded(part, { place: "userinfo" }, rewrite, decode, encodeURIComponent))
    .join(":");
}

function rewritePath(path: string, rewrite: Rewrite): string {
  return path
    .split("/")
    .map((segment) => segment.split(";").map(rewriteSegment).join(";"))
    .join("/");

  /** A segment, or one of the parameters behind it: `;jsessionid=…`. */
  function rewriteSegment(part: string, index: number): string {
    const equals = index === 0 ? -1 : part.indexOf("=");
    const name = decode(part.slice(0, Math.max(equals, 0)));
    const slot: Slot = equals === -1 ? { place: "path" } : { place: "query", name };
    const value = rewriteEncoded(part.slice(equals + 1), slot, rewrite, decode, encodeSegment);
    return equals === -1 ? value : `${rewriteEncoded(part.slice(0, equals), { place: "path" }, rewrite, decode, encodeSegment)}=${value}`;
  }
}

/** Rewrites the values of `application/x-www-form-urlencoded` text; a query string is one. A part without `=` is treated as a value. */
export function rewriteForm(text: string, rewrite: Rewrite, place: "form" | "query"): string {
  return text
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals === -1) return rewriteEncoded(pair, { place }, rewrite, decodeField, encodeField);
      const name = pair.slice(0, equals);
      const value = rewriteEncoded(pair.slice(equals + 1), { place, name: decodeField(name) }, rewrite, decodeField, encodeField);
      return `${rewriteEncoded(name, { place }, rewrite, decodeField, encodeField)}=${value}`;
    })
    .join("&");
}

function rewriteEncoded(text: string, slot: Slot, rewrite: Rewrite, unescape: (text: string) => string, escape: (text: string) => string): string {
  if (text === "") return "";
  const value = unescape(text);
  const changed = rewrite(value, slot);
  return changed === value ? text : escape(changed);
}

/** Percent-decoding that never fails: a stray `%` stays one. */
export function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9A-Fa-f][0-9A-Fa-f])+/g, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}
function decodeField(text: string): string {
  return decode(text.replaceAll("+", " "));
}
function encodeField(text: string): string {
  return encode(text).replaceAll("%20", "+");
}
function encodeSegment(text: string): string {
  return encode(text).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent);
}
/** Percent-encoding that never fails: half of a surrogate pair is encoded as the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
