// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import type { Internals } from "./connection.js";
import { onMismatch } from "./contract.js";
import type { BasicCredential, Credential } from "./credentials.js";
import { MissingCredentialError, ParameterError } from "./errors.js";
import type { Operation, WrittenBody } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import type { Outgoing } from "./outgoing.js";
import { query } from "./parameters.js";

/** A request that is ready to send. */
export interface Composed {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | null | undefined>>;
  readonly body: WrittenBody | undefined;
}

/** Writes parameters, credentials and body as the document says. @throws ParameterError, MissingCredentialError, ContractError */
export async function compose(
  internals: Internals,
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
  options: BaseCallOptions,
  attempt: Attempt,
): Promise<Composed> {
  const headers = new Headers();
  const outgoing: Outgoing = { path: {}, query: [], headers };
  const given = (name: string): unknown => (Object.hasOwn(parameters, name) ? parameters[name] : undefined);
  const accept = options.accept ?? operation.accept;
  if (accept) headers.set("accept", accept);

  for (const [key, described] of Object.entries(operation.parameters ?? {})) {
    const entry = typeof described === "function" ? { write: described } : described;
    const { name = key, option } = entry;
    const value = given(key) ?? (option && internals.option(option, options));
    try {
      if (value !== undefined && value !== null) entry.write(outgoing, name, value, entry);
    } catch (cause) {
      throw new ParameterError(`${key} cannot be sent`, attempt, {}, { cause });
    }
    // URLs drop segments of one or two dots even when these are percent-encoded: the request would go to another path.
    const missing = value === undefined && (entry.required || operation.path.includes(`{${name}}`));
    if (missing || /^\.{0,2}$/.test(outgoing.path[name] ?? "-"))
      throw new ParameterError(
        `${key} ${missing ? "is missing" : "cannot be empty or dots"}${option ? `; pass it, or ${internals.named(option)}` : ""}`,
        attempt,
      );
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const item of [value].flat()) if (item !== undefined) query(outgoing, name, item, { write: query });

  await authenticate(internals, operation, options, outgoing, attempt);
  for (const [name, value] of Object.entries({ ...internals.options.headers, ...options.headers }))
    if (value && /auth|cookie|key|secret|token/i.test(name)) attempt.secrets.push(value.replace(/^\S+ /, ""));

  const value = given("body");
  const mismatch = onMismatch("request", options.validate ?? internals.options.validate, attempt);
  const body = value === undefined ? undefined : operation.body?.write(operation.body, value, given("contentType"), mismatch);
  if (body?.contentType) headers.set("content-type", body.contentType);

  const { prefix } = internals.settings;
  const path = prefix
    ? operation.path.replace(`/${prefix.segment}/`, `/${String(internals.option(prefix.option, options) ?? prefix.segment)}/`)
    : operation.path;
  return {
    path: path.replace(/\{([^{}]+)\}/g, (_, name: string) => outgoing.path[name] ?? ""),
    query: outgoing.query.join("&"),
    headers: { ...Object.fromEntries(headers), ...options.headers },
    body,
  };
}

/** Writes the credentials of the first alternative that is complete. */
async function authenticate(
  internals: Internals,
  operation: Operation,
  options: BaseCallOptions,
  outgoing: Outgoing,
  attempt: Attempt,
): Promise<void> {
  const alternatives = (operation.security ?? []).map((names) => names.map((name) => ({ name, ...internals.settings.schemes?.[name] })));
  const held = (option: string | undefined): unknown => (option === undefined ? true : internals.option(option, options));
  const complete = alternatives.filter((schemes) => schemes.every(({ option }) => held(option)));
  // `{}` among the alternatives makes credentials optional; those that are there are still sent.
  const chosen = complete.find((schemes) => schemes.length) ?? complete[0];
  if (!chosen && alternatives.length) {
    const ways = alternatives.map((schemes) =>
      schemes
        .filter(({ option }) => !held(option))
        .map(({ option = "" }) => internals.named(option))
        .join(" and "),
    );
    throw new MissingCredentialError(`no complete credential; still missing: ${ways.join(", or ")}`, attempt);
  }
  for (const { option, write, name } of chosen ?? []) {
    const value = held(option) as Credential<string | BasicCredential>;
    const credential = typeof value === "function" ? await value() : value;
    if (!credential) throw new MissingCredentialError(`${option} gave nothing`, attempt);
    attempt.secrets.push(typeof credential === "object" ? credential.password : String(credential));
    write?.(outgoing, credential, name);
  }
}
