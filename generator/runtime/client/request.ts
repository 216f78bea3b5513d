import type { Internals } from "./connection.js";
import { checked, policyFor } from "./contract.js";
import type { BasicCredential, Credential } from "./credentials.js";
import { MissingCredentialError, ParameterError, type CallContext } from "./errors.js";
import { entryFor } from "./media.js";
import type { Operation, WrittenBody } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import type { Outgoing } from "./outgoing.js";
import { query } from "./parameters.js";

/** A request without its credentials: the same for every attempt. */
export interface Draft extends Outgoing {
  readonly body: WrittenBody | undefined;
  /** Carries a key by which the server knows a repetition. */
  readonly idempotent: boolean;
}

/** Writes parameters and body as the document says. @throws ParameterError, ContractError */
export function compose(internals: Internals, operation: Operation, parameters: Readonly<Record<string, unknown>>, options: BaseCallOptions): Draft {
  const context: CallContext = { operation: operation.id, attempt: 1 };
  const headers = new Headers();
  const draft: Outgoing = { path: {}, query: [], headers, cookies: [] };
  const given = (name: string): unknown => (Object.hasOwn(parameters, name) ? parameters[name] : undefined);
  const accept = options.accept ?? accepted(operation);
  if (accept) headers.set("accept", accept);

  for (const [key, described] of Object.entries(operation.parameters ?? {})) {
    const entry = typeof described === "function" ? { write: described } : described;
    const { name = key, option } = entry;
    const value = given(key) ?? (option === undefined ? undefined : internals.option(option, options));
    if (value !== undefined && value !== null) {
      try {
        entry.write(draft, name, value, entry);
      } catch (cause) {
        throw new ParameterError(`${key} cannot be sent`, context, cause);
      }
    } else if (entry.required || operation.path.includes(`{${name}}`)) {
      const elsewhere = option === undefined ? "" : `; pass it, or ${internals.named(option)} when the client is made`;
      throw new ParameterError(`${key} is missing${elsewhere}`, context);
    }
    // Nothing, `.` and `..` would make it another path: URLs drop such segments even when they are percent-encoded.
    if (/^\.{0,2}$/.test(draft.path[name] ?? "-")) throw new ParameterError(`${key} must not be empty, "." or ".."`, context);
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== undefined && value !== null) query(draft, name, value, { write: query });

  const { idempotencyHeader } = operation;
  if (idempotencyHeader && !headers.has(idempotencyHeader)) headers.set(idempotencyHeader, options.idempotencyKey ?? crypto.randomUUID());

  const value = given("body");
  let body: WrittenBody | undefined;
  if (operation.body && value !== undefined) {
    const mediaType = String(given("contentType") ?? Object.keys(operation.body)[0]);
    const entry = entryFor(operation.body, mediaType);
    if (!entry) throw new ParameterError(`a body of type ${mediaType} is not documented`, context);
    const mismatch = policyFor("request", options.validate ?? internals.options.validate, context, []);
    // Dates and the like become text on the way: what counts is what will arrive.
    if (mismatch && entry.is && !entry.is(value)) checked(JSON.parse(JSON.stringify(value)) as unknown, entry, mismatch, "the request");
    body = entry.write(value, mediaType, entry.encoding ?? {});
    if (body.contentType) headers.set("content-type", body.contentType);
  }
  return { ...draft, body, idempotent: idempotencyHeader !== undefined };
}

/** A request that is ready to send, and the texts in it that must never be shown. */
export interface Signed {
  readonly headers: Readonly<Record<string, string | null | undefined>>;
  readonly path: string;
  readonly query: string;
  readonly secrets: readonly string[];
}

/** Adds the credentials of the first alternative that is complete. @throws MissingCredentialError */
export async function sign(
  internals: Internals,
  operation: Operation,
  options: BaseCallOptions,
  draft: Draft,
  context: CallContext,
): Promise<Signed> {
  const { settings } = internals;
  const outgoing: Outgoing = { ...draft, headers: new Headers(draft.headers), query: [...draft.query], cookies: [...draft.cookies] };
  const secrets: string[] = [];
  const alternatives = operation.security ?? [];
  const optionOf = (scheme: string): string | undefined => settings.schemes?.[scheme]?.option;
  const has = (scheme: string): boolean => {
    const option = optionOf(scheme);
    return option === undefined || Boolean(internals.option(option, options));
  };
  const complete = alternatives.filter((schemes) => schemes.every(has));
  // `{}` among the alternatives makes credentials optional; those that are there are still sent.
  const chosen = complete.find((schemes) => schemes.length > 0) ?? complete[0];
  const missing = (): MissingCredentialError => {
    const ways = alternatives.map((schemes) => schemes.map((scheme) => internals.named(optionOf(scheme) ?? scheme)).join(" and "));
    const there = alternatives
      .flat()
      .filter((scheme) => has(scheme))
      .map(optionOf);
    return new MissingCredentialError(`no credential; pass ${ways.join(", or ")}${there.length ? `; only ${there.join()} is there` : ""}`, context);
  };
  if (!chosen && alternatives.length) throw missing();
  for (const name of chosen ?? []) {
    const scheme = settings.schemes?.[name];
    if (!scheme) continue;
    const held = scheme.option === undefined ? "" : (internals.option(scheme.option, options) as Credential<string | BasicCredential>);
    const credential = typeof held === "function" ? await held() : held;
    if (!credential && scheme.option !== undefined) throw missing();
    secrets.push(...(typeof credential === "object" ? [credential.password] : [credential]));
    scheme.write(outgoing, credential, scheme.name ?? name);
  }
  const { headers, cookies } = outgoing;
  if (cookies.length) headers.set("cookie", cookies.join("; "));
  const own: Signed["headers"] = { ...internals.options.headers, ...options.headers };
  for (const [name, value] of Object.entries(own)) if (value && /auth|cookie|key|secret|token/i.test(name)) secrets.push(value);
  const { prefix } = settings;
  const template = operation.path.split("/");
  const at = prefix ? template.indexOf(prefix.segment) : -1;
  if (prefix && at >= 0) template[at] = encodeURIComponent(String(internals.option(prefix.option, options) ?? prefix.segment));
  return {
    headers: { ...Object.fromEntries(headers), ...options.headers },
    path: template.join("/").replace(/\{([^{}]+)\}/g, (_, name: string) => outgoing.path[name] ?? ""),
    query: outgoing.query.join("&"),
    secrets,
  };
}

/** The media types that successful answers have, as an `Accept` header. */
function accepted({ responses }: Operation): string {
  return [
    ...new Set(Object.keys(responses).flatMap((status) => (status < "4" || status === "default" ? Object.keys(responses[status] ?? {}) : []))),
  ].join(", ");
}
