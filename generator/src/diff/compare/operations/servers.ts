import { matchPath, pathPattern } from "#runtime/mocks/path.js";
import type { Server } from "../../../model/api.js";
import type { Context } from "../context.js";

export function compareServers(context: Context, operation: string | undefined, old: readonly Server[], next: readonly Server[]): void {
  // No server at all means "/" (OpenAPI 3.1 §4.8.1); where the document was served from, its consumers had to find out.
  if ((old.length === 0 && isRootOnly(next)) || (next.length === 0 && isRootOnly(old))) return;
  if (old.length === 0) {
    for (const { place, url } of next) context.report("only-server-changed", "both", operation, { new: place }, { url, implied: true, unsure: true });
    return;
  }
  const partners = partnersOf(old, next);
  const isRetained = (server: Server): boolean => partners.has(server) || urlsOf(server).some((url) => next.some((other) => reaches(other, url)));
  const retained = old.some(isRetained);
  for (const server of old) {
    const is = partners.get(server);
    const lost = urlsOf(server).filter((url) => !next.some((other) => reaches(other, url)));
    if (is !== undefined) {
      compareVariables(context, operation, server, is);
      compareDescriptions(context, operation, server, is);
    } else if (lost.length === 0) continue;
    else if (isRetained(server)) {
      const [name = ""] = server.variables.keys();
      context.report("server-variable-value-removed", "both", operation, { old: server.place }, { name, values: lost });
    } else {
      // Where the document itself is served from is not written in it: a host and none may be one address.
      const parameters = {
        url: server.url,
        unsure: next.some((other) => isRelative(other) !== isRelative(server) && pathOf(other) === pathOf(server)),
      };
      context.report(retained ? "server-removed" : "only-server-changed", "both", operation, { old: server.place }, parameters);
    }
  }
  const met = new Set(partners.values());
  for (const server of next) {
    const come = urlsOf(server).filter((url) => !old.some((other) => reaches(other, url)));
    // Of an address that was there it is other values of its variables.
    if (met.has(server))
      for (const url of come)
        context.report("server-added", "both", operation, { new: server.place }, { url: url.includes("{}") ? server.url : url });
    else if (come.length > 0) context.report("server-added", "both", operation, { new: server.place }, { url: server.url });
  }
}

/** Which server became which: the same address, or the same template with other values of its variables. */
function partnersOf(old: readonly Server[], next: readonly Server[]): ReadonlyMap<Server, Server> {
  const partners = new Map<Server, Server>();
  for (const keyOf of [address, template]) {
    const free = next.filter((server) => ![...partners.values()].includes(server));
    const after = new Map(free.toReversed().map((server) => [keyOf(server), server]));
    for (const server of old) {
      const partner = partners.has(server) ? undefined : after.get(keyOf(server));
      if (partner === undefined) continue;
      partners.set(server, partner);
      if (keyOf === template) after.delete(keyOf(server));
    }
  }
  return partners;
}

/** The maximum number of addresses of one server that are listed. */
const mostUrls = 64;

/** Every address of the server; a variable with any text stays one. */
function urlsOf(server: Server): readonly string[] {
  let urls = [server.url];
  for (const [name, { enum: values }] of server.variables) {
    if (values === undefined || values.length === 0 || urls.length * values.length > mostUrls) continue;
    urls = urls.flatMap((url) => values.map((value) => url.replaceAll(`{${name}}`, value)));
  }
  return [...new Set(urls.map((url) => normal(url.replaceAll(/\{[^{}]*\}/g, "{}"))))];
}

/** Whether the server also covers that address. */
function reaches(server: Server, url: string): boolean {
  return urlsOf(server).some((own) => own === url || (own.includes("{}") && matchPath(pathPattern(own), url.split("/")) !== undefined));
}

function compareDescriptions(context: Context, operation: string | undefined, old: Server, next: Server): void {
  if (textsOf(old) === textsOf(next)) return;
  const subject = `description of the server ${JSON.stringify(next.url)}`;
  const places = { old: old.place, new: next.place };
  if (operation === undefined) context.report("info-changed", "both", undefined, places, { keyword: "description", subject });
  else context.report("operation-words-changed", "both", operation, places, { keyword: subject });
}

/** The description of the server and those of its variables. */
function textsOf({ description, variables }: Server): string {
  return JSON.stringify([
    description,
    ...[...variables].flatMap(([name, variable]) => (variable.description === undefined ? [] : [name, variable.description])),
  ]);
}

function compareVariables(context: Context, operation: string | undefined, old: Server, next: Server): void {
  for (const [name, was] of old.variables) {
    const is = next.variables.get(name);
    if (is === undefined) continue;
    const places = { old: old.place, new: next.place };
    if (was.default !== is.default)
      context.report("server-variable-default-changed", "both", operation, places, { name, old: was.default, new: is.default });
    const removed = is.enum === undefined ? [] : (was.enum ?? []).filter((value) => !is.enum?.includes(value));
    if (removed.length > 0 || (was.enum === undefined && is.enum !== undefined))
      context.report("server-variable-value-removed", "both", operation, places, { name, values: removed, left: is.enum ?? [] });
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

/** Spellings that differ in the names of variables only are one address, and a variable with one value is that value. */
function address(server: Server): string {
  return filled(server, ({ default: value, enum: values }) => (values?.length === 1 && values[0] === value ? value : `{${value}}`));
}

/** Whatever the variables may be. */
function template(server: Server): string {
  return filled(server, () => "{}");
}

function filled(server: Server, valueOf: (variable: { readonly default: string; readonly enum?: readonly string[] }) => string): string {
  return normal(
    server.url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const variable = server.variables.get(name);
      return variable === undefined ? "{}" : valueOf(variable);
    }),
  );
}

/** `https://x/v1/` and `https://x/v1` are one address. The default port and `./` do not matter (RFC 3986 §6.2). */
function normal(url: string): string {
  const [, origin = "", path = ""] = /^((?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*)?(.*)$/is.exec(url.trim()) ?? [];
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

/** Characters that need no escape are written as themselves, others by their upper-case escape (RFC 3986 §6.2.2), as clients send them. */
export function canonicalPath(path: string): string {
  const escaped = path.replace(/[^!-~]|["<>\\^`|]/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  return escaped.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
