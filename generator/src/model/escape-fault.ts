/** The error in the escapes of a JSON pointer in a URI fragment (RFC 6901 §3 and §6); `undefined` if there is none. */
export function escapeFault(fragment: string): string | undefined {
  const percent = /%(?![\da-f]{2})[^/]{0,2}/i.exec(fragment)?.[0];
  if (percent !== undefined) return `${JSON.stringify(percent)} is not a percent-encoded byte`;
  const tilde = /~(?![01])[^/]?/.exec(fragment)?.[0];
  if (tilde !== undefined) return `"~" is followed by ${tilde.length > 1 ? JSON.stringify(tilde.slice(1)) : "nothing"}, not by 0 or 1`;
  try {
    decodeURIComponent(fragment);
    return undefined;
  } catch {
    return "its percent-encoded bytes are not UTF-8";
  }
}
