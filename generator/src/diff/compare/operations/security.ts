import type { ApiModel, Operation, Parameter, SecurityRequirement, SecurityScheme } from "../../../model/api.js";
import type { Place } from "../../../model/place.js";
import type { Side } from "../../change.js";
import type { Context } from "../context.js";

/**
 * Requirements are compared by what is sent, not by the names of the schemes: an alternative is a set of credentials (AND),
 * the list is a choice (OR), `{}` or no list means that nothing is required.
 */
export function compareSecurity(context: Context, old: Operation, next: Operation, side: Side): void {
  const places = { old: placeOf(old, context.old), new: placeOf(next, context.next) };
  // A parameter that has to be sent becomes a scheme, or the reverse: calls are as they were.
  const before = alternatives(old, context.old, requiredParameters(next));
  const after = alternatives(next, context.next, requiredParameters(old));
  const wasPublic = before.some((alternative) => alternative.size === 0);
  const isPublic = after.some((alternative) => alternative.size === 0);
  if (wasPublic && !isPublic) context.report("security-added", side, next.key, places, { schemes: describe(after) });
  else if (!wasPublic && isPublic) context.report("security-removed", side, next.key, places);
  if (wasPublic || isPublic) return;

  // An old alternative still works if a new one requires a subset of it.
  for (const alternative of before) {
    if (after.some((candidate) => isSubset(candidate, alternative))) continue;
    const nearest = after.find((candidate) => sameSchemes(candidate, alternative));
    if (nearest !== undefined) context.report("scope-added", side, next.key, places, { scopes: missing(nearest, alternative) });
    else {
      const more = after.map((candidate) => neededBesides(candidate, alternative)).find((names) => names !== undefined);
      context.report("security-alternative-removed", side, next.key, places, {
        schemes: [...alternative.keys()].join(" and "),
        ...(more !== undefined && { more: more.join(" and ") }),
      });
    }
  }
  for (const alternative of after) {
    if (before.some((candidate) => isSubset(candidate, alternative))) continue;
    const nearest = before.find((candidate) => sameSchemes(candidate, alternative));
    if (nearest !== undefined) context.report("scope-removed", side, next.key, places, { scopes: missing(nearest, alternative) });
    else if (!before.some((candidate) => isSubset(alternative, candidate)))
      context.report("security-alternative-added", side, next.key, places, { schemes: [...alternative.keys()].join(" and ") });
    else context.report("security-scheme-dropped", side, next.key, places, { schemes: [...alternative.keys()].join(" and ") });
  }
}

/** Requirements of the operation itself. Those of the document are written once, and change once. */
function placeOf({ security, place }: Operation, model: ApiModel): Place {
  return security === model.security ? { file: "", pointer: "#/security" } : place;
}

/** OAuth endpoints move tokens elsewhere without changing the request. */
export function compareSecuritySchemes(context: Context): void {
  for (const [name, was] of context.old.components.securitySchemes) {
    const is = context.next.components.securitySchemes.get(name);
    if (is === undefined) continue;
    const places = { old: was.place, new: is.place };
    const gone = flowsOf(was).filter((flow) => !flowsOf(is).includes(flow));
    if (gone.length > 0 && flowsOf(is).length > 0) context.report("oauth-flow-removed", "request", undefined, places, { name, flows: gone });
    const added = flowsOf(is).filter((flow) => !flowsOf(was).includes(flow));
    if (added.length > 0 && flowsOf(was).length > 0) context.report("oauth-flow-added", "request", undefined, places, { name, flows: added });
    for (const [code, scopes] of [["oauth-scope-removed", scopesOnlyIn(was, is)] as const, ["oauth-scope-added", scopesOnlyIn(is, was)] as const])
      if (scopes.length > 0) context.report(code, "request", undefined, places, { name, scopes });
    // A changed kind of scheme is reported by the operations that require it.
    if (was.type === is.type && endpoints(was, is) !== endpoints(is, was))
      context.report("oauth-url-changed", "request", undefined, places, { name });
    if (was.deprecated !== is.deprecated)
      context.report("security-scheme-deprecation-changed", "both", undefined, places, { name, deprecated: is.deprecated === true });
    if (was.description !== is.description) context.report("security-words-changed", "both", undefined, places, { name });
    if (haveOtherScopeTexts(was, is))
      context.report("security-words-changed", "both", undefined, places, { name, keyword: "description of a scope" });
    if (was.type === "http" && is.type === "http" && was.bearerFormat !== is.bearerFormat)
      context.report("security-words-changed", "both", undefined, places, { name, keyword: "bearerFormat" });
  }
}

/** Whether a scope of both schemes has another description. */
function haveOtherScopeTexts(old: SecurityScheme, next: SecurityScheme): boolean {
  if (old.type !== "oauth2" || next.type !== "oauth2") return false;
  const texts = new Map(next.flows.flatMap(({ flow, scopes }) => [...scopes].map(([name, text]) => [`${flow} ${name}`, text])));
  return old.flows.some(({ flow, scopes }) => [...scopes].some(([name, text]) => (texts.get(`${flow} ${name}`) ?? text) !== text));
}

/** Credential → required scopes. */
type Credentials = ReadonlyMap<string, ReadonlySet<string>>;

function alternatives(operation: Operation, model: ApiModel, sentAnyway: ReadonlySet<string> = new Set()): readonly Credentials[] {
  if (operation.security.length === 0) return [new Map()];
  return operation.security.map((requirement) => new Map([...credentials(requirement, model)].filter(([credential]) => !sentAnyway.has(credential))));
}

function credentials(requirement: SecurityRequirement, model: ApiModel): Credentials {
  return new Map([...requirement].map(([name, scopes]) => [sent(model.components.securitySchemes.get(name), name), new Set(scopes)]));
}

function requiredParameters({ parameters }: Operation): ReadonlySet<string> {
  return new Set(parameters.filter(({ required }) => required).map(asCredential));
}

function asCredential({ in: where, name }: Parameter): string {
  return `${where} ${where === "header" ? name.toLowerCase() : name}`;
}

/** Whether each call sends it as a credential, even if a parameter also describes it. */
export function isCredential(parameter: Parameter, operation: Operation, model: ApiModel): boolean {
  return operation.security.length > 0 && operation.security.every((requirement) => credentials(requirement, model).has(asCredential(parameter)));
}

/** The form of a credential on the wire. */
export function sent(scheme: SecurityScheme | undefined, name: string): string {
  if (scheme === undefined) return `unknown scheme ${name}`;
  if (scheme.type === "apiKey") return `${scheme.in} ${scheme.in === "header" ? scheme.parameter.toLowerCase() : scheme.parameter}`;
  if (scheme.type === "http") return `http ${scheme.scheme.toLowerCase()}`;
  return scheme.type;
}

function isSubset(part: Credentials, whole: Credentials): boolean {
  return [...part].every(([credential, scopes]) => whole.has(credential) && [...scopes].every((scope) => whole.get(credential)?.has(scope)));
}

function sameSchemes(a: Credentials, b: Credentials): boolean {
  return a.size === b.size && [...a.keys()].every((credential) => b.has(credential));
}

/** What has to be sent besides; absent if other credentials are needed instead. */
function neededBesides(needed: Credentials, brought: Credentials): readonly string[] | undefined {
  if (![...brought.keys()].every((credential) => needed.has(credential))) return undefined;
  return [...needed.keys()].filter((credential) => !brought.has(credential));
}

function missing(needed: Credentials, brought: Credentials): string[] {
  return [...needed].flatMap(([credential, scopes]) => [...scopes].filter((scope) => !brought.get(credential)?.has(scope)));
}

function describe(list: readonly Credentials[]): string {
  return list.map((alternative) => [...alternative.keys()].join(" and ")).join(", or ");
}

function flowsOf(scheme: SecurityScheme): readonly string[] {
  return scheme.type === "oauth2" ? scheme.flows.map(({ flow }) => flow) : [];
}

/** Declared scopes that the other document does not have, in flows that both have. */
function scopesOnlyIn(scheme: SecurityScheme, other: SecurityScheme): string[] {
  if (scheme.type !== "oauth2" || other.type !== "oauth2") return [];
  const scopes = scheme.flows.flatMap((own) => {
    const same = other.flows.find(({ flow }) => flow === own.flow);
    return same === undefined ? [] : [...own.scopes.keys()].filter((scope) => !same.scopes.has(scope));
  });
  return [...new Set(scopes)];
}

/** Of the flows that both have. */
function endpoints(scheme: SecurityScheme, other: SecurityScheme): string {
  if (scheme.type === "openIdConnect") return scheme.url;
  if (scheme.type !== "oauth2") return "";
  const common = scheme.flows.filter(({ flow }) => flowsOf(other).includes(flow));
  const urls = common.map((flow) => [flow.flow, flow.authorizationUrl, flow.deviceAuthorizationUrl, flow.tokenUrl]).toSorted();
  return JSON.stringify([...urls, scheme.metadataUrl]);
}
