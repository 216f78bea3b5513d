// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import type { Settings, Values } from "./connection.js";
import type { BasicCredential, Credential } from "./credentials.js";
import { MissingCredentialError, ParameterError } from "./errors.js";
import type { Operation, WrittenBody } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import type { Outgoing } from "./outgoing.js";
import { path, query } from "./parameters.js";

/** A request that is ready to send. */
export interface Composed {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | null | undefined>>;
  readonly body: WrittenBody | undefined;
}

/** Writes parameters, credentials and body as the document says. @throws ParameterError, MissingCredentialError, ContractError */
export async function compose(
  { env = {}, schemes = {}, prefix }: Settings,
  operation: Operation,
  given: Values,
  options: BaseCallOptions & Values,
  attempt: Attempt,
): Promise<Composed> {
  const named = (option: string): string => option + (env[option] ? ` (or set ${env[option]})` : "");
  const headers = new Headers();
  const outgoing: Outgoing = { path: {}, query: [], headers };
  const accept = options.accept ?? operation.accept;
  if (accept) headers.set("accept", accept);

  for (const [key, entry] of Object.entries(operation.parameters ?? {})) {
    const { name = key, option, required } = entry;
    const value = given[key] ?? (option && options[option]);
    if (value !== undefined && value !== null) entry.write(outgoing, name, value, entry);
    // URLs drop segments of one or two dots even when these are percent-encoded: the request would go to another path.
    const sound = entry.write === path ? !/^\.{0,2}$/.test(outgoing.path[name] ?? "") : value !== undefined;
    if (required && !sound)
      throw new ParameterError(
        `${key} is ${value === undefined ? "missing" : "empty or dots"}${option ? `; pass it, or ${named(option)}` : ""}`,
        attempt,
      );
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const item of [value].flat()) if (item !== undefined) query(outgoing, name, item, { write: query });

  const held = (name: string): unknown => {
    const option = schemes[name]?.option;
    return option ? options[option] : true;
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
  for (const value of Object.values(options.headers ?? {})) attempt.secrets.push((value ?? "").replace(/^\S+ /, ""));

  const body = given["body"];
  const { content = {}, write } = operation.body ?? {};
  const written = body === undefined ? undefined : write?.({ content, body, contentType: given["contentType"] }, headers, attempt, options.validate);
  let template = operation.path;
  if (prefix) template = template.replace(`/${prefix.segment}/`, `/${String(options[prefix.option])}/`);
  return {
    path: template.replace(/\{([^{}]+)\}/g, (_, name: string) => outgoing.path[name] ?? ""),
    query: outgoing.query.join("&"),
    headers: { ...Object.fromEntries(headers), ...options.headers },
    body: written,
  };
}
