/**
 * A link to a file in the folder of the page. The name comes from outside and becomes one path segment: it is no scheme such as `javascript:`,
 * no other folder, no query and no fragment.
 */
export function fileLink(name: string): string {
  return `./${encoded(name)}`;
}

/** A link to an element of the page. */
export function fragmentLink(id: string): string {
  return `#${encoded(id)}`;
}

/** The location of a file as SARIF takes it: a relative or absolute path as a URI reference, or an `http:` or `https:` URL. */
export function fileUri(path: string): string {
  if (/^https?:\/\//i.test(path) && URL.canParse(path)) return new URL(path).href;
  const drive = /^[a-z]:(?=[\\/])/i.exec(path)?.[0];
  if (drive !== undefined) return `file:///${drive}${segments(path.slice(drive.length).replaceAll("\\", "/"))}`;
  // Two slashes at the start would name a host (RFC 3986 §4.2).
  return segments(path.replace(/^\/{2,}/, "/"));
}

function segments(path: string): string {
  return path.split("/").map(encoded).join("/");
}

/** A lone surrogate has no encoding: it becomes U+FFFD. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
