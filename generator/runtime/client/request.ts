import { removeTrailingSlash } from "openapi-fetch";
import type { Attempt } from "./attempt.js";
import type { Settings, Values } from "./connection.js";
import type { BasicCredential, Credential, Scheme } from "./credentials.js";
import { MissingCredentialError, ParameterError } from "./errors.js";
import type { Operation, WrittenBody } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import type { Outgoing } from "./outgoing.js";
import { query } from "./parameters.js";

/** A request that is ready to send. */
export type Composed = readonly [address: string, headers: Headers, body: WrittenBody | undefined];

/**
 * Writes parameters, credentials and body as the document says.
 *
 * @param given What is made for the call, such as an idempotency key, stays in it.
 * @throws ParameterError, MissingCredentialError, ContractError
 */
export async function compose(
  { env = {}, schemes = {}, prefix }: Settings,
  operation: Operation,
  given: Record<string, unknown>,
  options: BaseCallOptions & Values,
  attempt: Attempt,
): Promise<Composed> {
  const named = (option: string): string => option + (env[option] ? ` (or set ${env[option]})` : "");
  const { server = options.baseUrl ?? "" } = operation;
  // In a browser a path is enough.
  if (!URL.canParse(server, (globalThis as { location?: { href: string } }).location?.href))
    throw new ParameterError(`${JSON.stringify(server)} is no URL; pass ${named("baseUrl")}`, attempt);
  const { accept = operation.accept } = options;
  const headers = new Headers(accept ? { accept } : {});
  const outgoing: Outgoing = { path: {}, query: [], headers };

  for (const [key, entry] of Object.entries(operation.parameters ?? {})) {
    const { option, make, name = key, required, write } = entry;
    const value = (given[key] ??= make?.() ?? (option && options[option]));
    if ((value === undefined || value === null || write(outgoing, name, value, entry) === false) && required)
      throw new ParameterError(`${key} is ${JSON.stringify(value) ?? "missing"}${option ? `; pass it, or ${named(option)}` : ""}`, attempt);
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const item of [value].flat()) if (item !== undefined) query(outgoing, name, item);

  const ways = operation.security ?? [[]];
  const lacks = (option: string): boolean => !options[option];
  const complete = ways.filter((way) => !way.some(lacks));
  // `[]` among the alternatives makes credentials optional; those that are there are still sent.
  const chosen = complete.find((way) => way[0]) ?? complete[0];
  if (!chosen) {
    const missing = ways.map((way) => way.filter(lacks).map(named).join(" and "));
    throw new MissingCredentialError(`no complete credential; still missing: ${missing.join(", or ")}`, attempt);
  }
  for (const option of chosen) {
    const { write, name = "" } = schemes[option] as Scheme;
    const value = options[option] as Credential<string | BasicCredential>;
    const credential = typeof value === "function" ? await value() : value;
    if (!credential) throw new MissingCredentialError(`no credential came from ${named(option)}`, attempt);
    attempt.secrets.push(String((credential as BasicCredential).password ?? credential).trim());
    write(outgoing, credential, name);
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    attempt.secrets.push((value ?? "").replace(/^\S+ /, "").trim());
    // Written by openapi-fetch; refused here, where nothing that is refused is shown.
    new Headers().set(name, value ?? "");
  }

  const { body, path } = operation;
  const written = given["body"] === undefined ? undefined : body?.write(body, given, headers, attempt);
  const template = prefix ? path.replace(`/${prefix.segment}/`, `/${String(options[prefix.option])}/`) : path;
  const search = outgoing.query.join("&");
  return [
    removeTrailingSlash(server) + template.replace(/\{([^{}]+)\}/g, (_, name: string) => outgoing.path[name] ?? "") + (search && `?${search}`),
    headers,
    written,
  ];
}
