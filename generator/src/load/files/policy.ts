/** Why a file that a reference names was not read. */
export type Missing =
  | { readonly why: "absent" }
  /** It is there and was read, and could not be parsed; that is reported where it stands. */
  | { readonly why: "broken" }
  | { readonly why: "unreadable"; readonly reason: string }
  | { readonly why: "remote"; readonly host: string }
  | { readonly why: "unreachable"; readonly reason: string }
  /** `folder`: the absolute path of the folder that its user may allow. */
  | { readonly why: "outside"; readonly folder?: string };

/** Whether a reference may lead to the host of an address. */
export type AllowsHost = (url: URL) => boolean;

/** A document is untrusted: it may only name the hosts that its user allows. Which files it may name is for `Root` to decide. */
export function allowedHosts(names: readonly string[]): AllowsHost {
  const hosts = new Set(names.map((name) => name.toLowerCase()));
  return (url) => (url.protocol === "http:" || url.protocol === "https:") && (hosts.has(url.host) || hosts.has(url.hostname));
}
