import type { Attempt } from "../sending/attempt.js";
import type { OptionSetting, Settings } from "../connection.js";
import type { BasicCredential, Credential, Scheme } from "./credentials.js";
import { MissingCredentialError, ParameterError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { ResolvedOptions } from "../sending/send.js";
import type { Outgoing } from "./outgoing.js";
import { query } from "./parameters.js";

/** A request that is ready to send, with the options of openapi-fetch for its body. A redirect may change it. */
export interface Composed {
  url: string;
  method: string;
  readonly headers: Headers;
  body?: unknown;
}

/**
 * Writes parameters, credentials and body as documented.
 *
 * @throws ParameterError, MissingCredentialError, ContractError
 */
export async function compose(
  { options: settings, rewrite }: Settings,
  operation: Operation,
  given: Record<string, unknown>,
  options: ResolvedOptions,
  attempt: Attempt,
): Promise<Composed> {
  const named = (option: string): string => option + (settings[option]?.env ? ` (or set ${settings[option].env})` : "");
  const { baseUrl } = options;
  // In a browser a path is enough.
  const page = (globalThis as { location?: { href: string } }).location?.href;
  if (!URL.canParse(baseUrl, page)) throw new ParameterError(`${JSON.stringify(baseUrl)} is not a URL; pass ${named("baseUrl")}`, attempt);
  const { username, password } = new URL(baseUrl, page);
  // `fetch` refuses it, with a message that quotes them.
  if (username + password) throw new ParameterError("baseUrl has a user or a password; pass them as credentials", attempt);
  const headers = new Headers(options.accept ? { accept: options.accept } : {});
  const outgoing: Outgoing = {
    path: rewrite?.(operation.path, options) ?? operation.path,
    query: [],
    headers,
  };

  for (const [key, entry] of Object.entries(operation.parameters)) {
    const { option, name = key, required, write } = entry;
    const value = (given[key] ??= options[option as string]);
    if ((value === undefined || value === null || write(outgoing, name, value, entry) === false) && required)
      throw new ParameterError(`${key} is ${JSON.stringify(value) ?? "missing"}${option ? `; pass ${named(option)}` : ""}`, attempt);
  }
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const item of [value].flat()) if (item !== undefined) query(outgoing, name, item);

  const lacking = (what: string): never => {
    throw new MissingCredentialError(`missing credentials; pass ${what}`, attempt);
  };
  const missing = (way: readonly string[]): string =>
    way
      .filter((option) => (options[option] ?? "") === "")
      .map(named)
      .join(" and ");
  const chosen = operation.security.find((way) => !missing(way)) ?? lacking(operation.security.map(missing).join(", or "));
  for (const option of chosen) {
    const value = options[option] as Credential<string | BasicCredential>;
    const { write, name } = settings[option] as OptionSetting & Required<Scheme>;
    if (!value) continue;
    const credential = (typeof value === "function" ? await value() : value) || lacking(named(option));
    attempt.secrets.push(String((credential as BasicCredential).password ?? credential).trim());
    write(outgoing, credential, name, attempt);
  }
  for (const [name, value] of Object.entries(options.headers)) {
    const text = String(value ?? "");
    if (text) attempt.secrets.push(text.replace(/^\S+ /, "").trim());
    // Written by openapi-fetch; refused here, where nothing that is refused is shown.
    new Headers().set(name, text);
    // One text: openapi-fetch adds the items of a list to those of the client's headers.
    if (text) options.headers[name] = text;
  }

  const search = outgoing.query.join("&");
  return {
    url: baseUrl.replace(/\/$/, "") + outgoing.path + (search && `?${search}`),
    method: operation.method,
    headers,
    ...operation.body?.write(operation.body, given, headers, attempt),
  };
}
