/** Whether the argument for a document is a network address. */
export function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** Names of query parameters whose values are credentials. */
const secretName =
  /token|secret|passw|signature|credential|api[-_]?key|^(?:key|sig|code|jwt|auth|access[-_]?key(?:[-_]?id)?|awsaccesskeyid)$|^x-(?:amz|goog)-/i;

/** An address as it may be shown and written: without user and password, fragment, and values of secret query parameters. */
export function publicAddress(address: string): string {
  if (!URL.canParse(address)) return address.replace(/^(https?:\/\/)[^/?#]*@/i, "$1");
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.hash = "";
  for (const name of new Set(url.searchParams.keys())) if (secretName.test(name)) url.searchParams.set(name, "REDACTED");
  return url.href;
}

/** The `Authorization` value for the user and password of an address (RFC 7617). */
export function authorizationIn(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  return `Basic ${Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString("base64")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
