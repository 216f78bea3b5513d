import type { Code } from "../../diagnostics/catalog.js";
import type { Place } from "../../model/place.js";

/** Why a file that a reference names was not read. */
export type Missing =
  | { readonly why: "absent" }
  /** It is there and could not be parsed. That is an error where the model needs the file: extensions and examples refer to all kinds of files. */
  | { readonly why: "broken"; readonly faults: readonly Fault[] }
  | { readonly why: "unreadable"; readonly reason: string }
  | { readonly why: "remote"; readonly host: string }
  | { readonly why: "unreachable"; readonly reason: string }
  /** The file differs from the lock. */
  | { readonly why: "changed"; readonly address: string; readonly lock: string; readonly locked: string; readonly found: string }
  /** It is not in the lock, and the run may not add to it. */
  | { readonly why: "unlocked"; readonly address: string; readonly lock: string }
  /** `folder`: the absolute path of the folder that its user may allow. */
  | { readonly why: "outside"; readonly folder?: string };

/** The diagnostic for a file. */
export type Fault = readonly [code: Code, parameters: never, place?: Place];

/** Whether references to the host of an address are allowed. */
export type AllowsHost = (url: URL) => boolean;

/** A document is untrusted: it may only name the hosts that its user allows. Which files it may name is for `Root` to decide. */
export function allowedHosts(names: readonly string[]): AllowsHost {
  const hosts = new Set(names.map((name) => name.toLowerCase()));
  return (url) => (url.protocol === "http:" || url.protocol === "https:") && (hosts.has(url.host) || hosts.has(url.hostname));
}
