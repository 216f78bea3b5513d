// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import type { Internals } from "./connection.js";
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
  { option: valueOf, named, settings, options: defaults }: Internals,
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
  options: BaseCallOptions,
  attempt: Attempt,
): Promise<Composed> {
  const headers = new Headers();
  const outgoing: Outgoing = { path: {}, query: [], headers };
  const accept = options.accept ?? operation.accept;
  if (accept) headers.set("accept", accept);

  for (const [key, entry] of Object.entries(operation.parameters ?? {})) {
    const { name = key, option, required } = entry;
    const value = given[key] ?? (option && valueOf(option, options));
    const problem = (what: string, cause?: unknown): ParameterError =>
      new ParameterError(`${key} ${what}${option ? `; pass it, or ${named(option)}` : ""}`, attempt, {}, { cause });
    try {
      if (value !== undefined && value !== null) entry.write(outgoing, name, value, entry);
      else if (required) throw problem("is missing");
    } catch (cause) {
      throw cause instanceof ParameterError ? cause : problem("cannot be sent", cause);
    }
    // URLs drop segments of one or two dots even when these are percent-encoded: the request would go to another path.
    if (/^\.{0,2}$/.test(outgoing.path[name] ?? "-")) throw problem("cannot be empty or dots");
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const item of [value].flat()) if (item !== undefined) query(outgoing, name, item, { write: query });

  const { schemes = {}, prefix } = settings;
  const held = (name: string): unknown => {
    const option = schemes[name]?.option;
    return option ? valueOf(option, options) : true;
  };
  const alternatives = operation.security ?? [[]];
  const complete = alternatives.filter((names) => names.every(held));
  // `[]` among the alternatives makes credentials optional; those that are there are still sent.
  const chosen = complete.find((names) => names[0]) ?? complete[0];
  const needed = (names: readonly string[]): string => names.map((name) => named(schemes[name]?.option ?? name)).join(" and ");
  if (!chosen) {
    const ways = alternatives.map((names) => needed(names.filter((name) => !held(name))));
    throw new MissingCredentialError(`no complete credential; still missing: ${ways.join(", or ")}`, attempt);
  }
  for (const name of chosen) {
    const value = held(name) as Credential<string | BasicCredential>;
    const credential = typeof value === "function" ? await value() : value;
    if (!credential) throw new MissingCredentialError(`no credential came from ${needed([name])}`, attempt);
    attempt.secrets.push(typeof credential === "object" ? credential.password : String(credential));
    schemes[name]?.write(outgoing, credential, schemes[name].name ?? name);
  }
  for (const value of Object.values({ ...defaults.headers, ...options.headers })) attempt.secrets.push((value ?? "").replace(/^\S+ /, ""));

  const body = given["body"];
  const { content = {}, write } = operation.body ?? {};
  const written =
    body === undefined
      ? undefined
      : write?.({ content, body, contentType: given["contentType"] }, headers, attempt, options.validate ?? defaults.validate);
  let { path } = operation;
  if (prefix) path = path.replace(`/${prefix.segment}/`, `/${String(valueOf(prefix.option, options) ?? prefix.segment)}/`);
  return {
    path: path.replace(/\{([^{}]+)\}/g, (_, name: string) => outgoing.path[name] ?? ""),
    query: outgoing.query.join("&"),
    headers: { ...Object.fromEntries(headers), ...options.headers },
    body: written,
  };
}
