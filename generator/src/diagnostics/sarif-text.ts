/** The location of a file for SARIF: a relative or absolute path as a URI reference, or an `http:` or `https:` URL. */
export function fileUri(path: string): string {
  if (/^https?:\/\//i.test(path) && URL.canParse(path)) return new URL(path).href;
  const drive = /^[a-z]:(?=[\\/])/i.exec(path)?.[0];
  if (drive !== undefined) return `file:///${drive}${segments(path.slice(drive.length).replaceAll("\\", "/"))}`;
  // Two slashes at the start would name a host (RFC 3986 §4.2).
  return segments(path.replace(/^\/{2,}/, "/"));
}

function segments(path: string): string {
  return path.split("/").map(uriComponent).join("/");
}

/** `encodeURIComponent` of any text: a lone surrogate, which has no encoding, becomes U+FFFD. */
export function uriComponent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** A message without links: viewers read `[text](target)` as one (SARIF 2.1.0 §3.11.6). */
export function messageText(text: string): string {
  return text.replaceAll("](", "] (");
}
