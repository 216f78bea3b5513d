import type { Server } from "../../model/api.js";
import type { Context } from "./context.js";

export function compareServers(context: Context, operation: string | undefined, old: readonly Server[], next: readonly Server[]): void {
  // No server at all means "/" (OpenAPI 3.1 §4.8.1).
  if ((old.length === 0 && isRootOnly(next)) || (next.length === 0 && isRootOnly(old))) return;
  const after = new Map(next.map((server) => [address(server), server]));
  const before = new Map(old.map((server) => [address(server), server]));
  const kept = [...before.keys()].some((url) => after.has(url));
  for (const [url, server] of before) {
    const is = after.get(url);
    if (is !== undefined) compareVariables(context, operation, server, is);
    else {
      // Where the document itself is served from is not written in it: a host and none may be one address.
      const parameters = {
        url: server.url,
        unsure: next.some((other) => isRelative(other) !== isRelative(server) && pathOf(other) === pathOf(server)),
      };
      context.say(kept ? "server-removed" : "only-server-changed", "both", operation, { old: server.place }, parameters);
    }
  }
  for (const [url, server] of after) {
    if (!before.has(url)) context.say("server-added", "both", operation, { new: server.place }, { url: server.url });
  }
}

function compareVariables(context: Context, operation: string | undefined, old: Server, next: Server): void {
  for (const [name, was] of old.variables) {
    const is = next.variables.get(name);
    if (is === undefined) continue;
    const places = { old: old.place, new: next.place };
    if (was.default !== is.default)
      context.say("server-variable-default-changed", "both", operation, places, { name, old: was.default, new: is.default });
    const removed = is.enum === undefined ? [] : (was.enum ?? []).filter((value) => !is.enum?.includes(value));
    if (removed.length > 0 || (was.enum === undefined && is.enum !== undefined))
      context.say("server-variable-value-removed", "both", operation, places, { name, values: removed });
  }
}

/** The path that every server of the document begins its operations' paths with; `undefined` where they differ in it. */
export function basePath(servers: readonly Server[]): string | undefined {
  const bases = new Set(servers.length === 0 ? [""] : servers.map(pathOf));
  const [base] = bases;
  return bases.size === 1 && !base?.includes("{") ? base : undefined;
}

/** The servers without the path that they all end with. */
export function withoutBase(servers: readonly Server[], base: string): readonly Server[] {
  return base === "" ? servers : servers.map((server) => ({ ...server, url: address(server).slice(0, -base.length) || "/" }));
}

function isRelative(server: Server): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address(server));
}

function isRootOnly(servers: readonly Server[]): boolean {
  return servers.length === 1 && servers.every((server) => address(server) === "");
}

/**
 * `https://x/v1/` and `https://x/v1` are one address; so are spellings that differ in the names of variables only, and a variable with one value
 * is that value. The port that the scheme has anyway says nothing, and neither does `./` (RFC 3986 §6.2).
 */
function address(server: Server): string {
  const filled = server.url.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const variable = server.variables.get(name);
    const value = variable?.default ?? "";
    return variable?.enum?.length === 1 && variable.enum[0] === value ? value : `{${value}}`;
  });
  const [, origin = "", path = ""] = /^((?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*)?(.*)$/is.exec(filled.trim()) ?? [];
  const host = origin.toLowerCase().replace(/^(http:\/\/.*):80$|^(https:\/\/.*):443$/, "$1$2");
  const steps = canonicalPath(path)
    .split("/")
    .filter((step) => step !== "." && step !== "");
  return host + steps.map((step) => `/${step}`).join("");
}

/** The path alone, of whatever host. */
function pathOf(server: Server): string {
  return address(server).replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, "");
}

/** Characters that need no escape are written as themselves, others by their upper-case escape (RFC 3986 §6.2.2). */
export function canonicalPath(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
