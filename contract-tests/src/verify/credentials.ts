import type { ApiModel, Operation } from "tallystick/model";
import { plural } from "../plural.js";
import type { RequestRecord } from "../traffic/interaction.js";

/** Whether the document demands credentials; `{}` among the alternatives makes them optional. */
export function needsCredentials(operation: Operation): boolean {
  return operation.security.length > 0 && operation.security.every((requirement) => requirement.size > 0);
}

/** Whether a request has no complete alternative of the required credentials. */
function lacksCredentials(model: ApiModel, operation: Operation, request: RequestRecord): boolean {
  if (!needsCredentials(operation)) return false;
  return !operation.security.some((requirement) => [...requirement.keys()].every((name) => hasCredential(model, name, request)));
}

function hasCredential({ components }: ApiModel, name: string, { headers, url }: RequestRecord): boolean {
  const scheme = components.securitySchemes.get(name);
  // A certificate is not part of the request.
  if (scheme === undefined || scheme.type === "mutualTLS") return true;
  if (scheme.type !== "apiKey") return headers.some(([field]) => field.toLowerCase() === "authorization");
  if (scheme.in === "header") return headers.some(([field]) => field.toLowerCase() === scheme.parameter.toLowerCase());
  if (scheme.in === "query") return new URL(url).searchParams.has(scheme.parameter);
  return headers.some(
    ([field, value]) => field.toLowerCase() === "cookie" && value.split(";").some((pair) => pair.trim().startsWith(`${scheme.parameter}=`)),
  );
}

/** Names of the schemes of the first alternative. */
export function missingSchemes(operation: Operation): readonly string[] {
  return [...(operation.security[0]?.keys() ?? [])];
}

/** The option that gives the credential of a scheme. */
export function credentialOption({ components }: ApiModel, name: string): string | undefined {
  const scheme = components.securitySchemes.get(name);
  if (scheme === undefined || scheme.type === "mutualTLS") return undefined;
  if (scheme.type !== "apiKey") {
    const isBasic = scheme.type === "http" && scheme.scheme.toLowerCase() === "basic";
    return isBasic ? "--header 'Authorization: Basic …'" : "--header 'Authorization: Bearer …'";
  }
  if (scheme.in === "query") return undefined;
  return scheme.in === "cookie" ? `--header 'Cookie: ${scheme.parameter}=…'` : `--header '${scheme.parameter}: …'`;
}

/** Whether a server refused a request that has no complete alternative of the required credentials. */
export function isRefused(model: ApiModel, operation: Operation, request: RequestRecord, status: number): boolean {
  return (status === 401 || status === 403) && lacksCredentials(model, operation, request);
}

/** One sentence about the operations that the server refused without credentials, and the options that give them. */
export function credentialsNote(model: ApiModel, refused: readonly Operation[]): string | undefined {
  if (refused.length === 0) return undefined;
  const schemes = [...new Set(refused.flatMap((operation) => missingSchemes(operation)))];
  const ways = [...new Set(schemes.flatMap((name) => credentialOption(model, name) ?? []))];
  const use = ways.length === 0 ? "" : ` Use ${ways.join(" or ")}.`;
  const what = schemes.map((name) => `"${name}"`).join(" and ");
  return `The document requires ${what}; no value was given.${use} The server refused ${plural(refused.length, "operation")}.`;
}

/** The same request without anything that any security scheme of the document carries. */
export function credentialFree(model: ApiModel, request: RequestRecord): RequestRecord {
  const headers = new Set(["authorization", "proxy-authorization"]);
  const query = new Set<string>();
  const cookies = new Set<string>();
  for (const scheme of model.components.securitySchemes.values()) {
    if (scheme.type !== "apiKey") continue;
    (scheme.in === "header" ? headers : scheme.in === "query" ? query : cookies).add(
      scheme.in === "header" ? scheme.parameter.toLowerCase() : scheme.parameter,
    );
  }
  const url = new URL(request.url);
  for (const name of query) url.searchParams.delete(name);
  const remaining = request.headers.flatMap(([name, value]): [string, string][] => {
    if (headers.has(name.toLowerCase())) return [];
    if (name.toLowerCase() !== "cookie") return [[name, value]];
    const rest = value.split(";").filter((pair) => !cookies.has(pair.split("=", 1)[0]?.trim() ?? ""));
    return rest.length === 0 || rest.join("").trim() === "" ? [] : [[name, rest.join(";").trim()]];
  });
  return { ...request, url: query.size === 0 ? request.url : url.href, headers: remaining };
}

type Headers = Readonly<Record<string, string>>;

/**
 * Further identities with what the document requires next to their own credentials: an API key that all users share, next to the token of a user. It
 * is that of the main identity.
 */
export function completeIdentities(
  model: ApiModel,
  main: Headers = {},
  identities: Readonly<Record<string, Headers>> = {},
): Readonly<Record<string, Headers>> {
  return Object.fromEntries(Object.entries(identities).map(([name, own]) => [name, { ...sharedHeaders(model, main, own), ...own }]));
}

function sharedHeaders(model: ApiModel, main: Headers, own: Headers): Headers {
  const given = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const alternatives = model.operations.flatMap(({ security }) => {
    const all = security.map((requirement) => [...requirement.keys()].map((name) => headerOf(model, name)));
    return all.some((names) => names.every((name) => given.has(name))) ? [] : all;
  });
  const shared = new Set(alternatives.filter((names) => names.some((name) => given.has(name))).flat());
  return Object.fromEntries(Object.entries(main).filter(([name]) => shared.has(name.toLowerCase()) && !given.has(name.toLowerCase())));
}

const without = "without ";

/** Identities that lack one of several credentials of the main identity, by name: `without X-Api-Key` sends all others. */
export function partialIdentities(model: ApiModel, main: Headers = {}): Readonly<Record<string, Headers>> {
  const needed = new Set(model.operations.flatMap(({ security }) => security.flatMap((one) => [...one.keys()].map((name) => headerOf(model, name)))));
  const given = Object.entries(main).filter(([name]) => needed.has(name.toLowerCase()));
  if (given.length < 2) return {};
  return Object.fromEntries(given.map(([name]) => [without + name, Object.fromEntries(given.filter(([other]) => other !== name))]));
}

/** Whether every alternative of an operation requires the credential that the identity lacks, next to another one that it has. */
export function lacksOne(model: ApiModel, { security }: Operation, identity: string): boolean {
  if (!isPartial(identity) || security.length === 0) return false;
  const lacking = identity.slice(without.length).toLowerCase();
  return security.every((one) => {
    const headers = new Set([...one.keys()].map((name) => headerOf(model, name)));
    return headers.has(lacking) && headers.size > 1 && !headers.has("");
  });
}

/** Whether the headers of an identity are some of those of the main identity. */
export function isPartial(identity: string): boolean {
  return identity.startsWith(without);
}

/** The header of a security scheme in lower case; `""` if another part of the request carries the credential. */
function headerOf(model: ApiModel, name: string): string {
  const scheme = model.components.securitySchemes.get(name);
  if (scheme?.type === "mutualTLS") return "";
  if (scheme?.type !== "apiKey") return "authorization";
  return scheme.in === "header" ? scheme.parameter.toLowerCase() : "";
}

/** Headers with credentials that no server issued, instead of those of a security scheme. The scheme of an Authorization header stays. */
export function invalidCredentials(model: ApiModel, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const keys = [...model.components.securitySchemes.values()].flatMap((scheme) =>
    scheme.type === "apiKey" && scheme.in === "header" ? [scheme.parameter.toLowerCase()] : [],
  );
  const isCredential = (name: string): boolean => name.toLowerCase() === "authorization" || keys.includes(name.toLowerCase());
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => isCredential(name))
      .map(([name, value]) => {
        const scheme = /^\S+(?= )/.exec(value)?.[0];
        const invalid = scheme?.toLowerCase() === "basic" ? Buffer.from("tallystick:invalid").toString("base64") : "tallystick-invalid";
        return [name, scheme === undefined ? invalid : `${scheme} ${invalid}`];
      }),
  );
}
