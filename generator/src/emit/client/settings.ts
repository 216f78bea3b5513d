import type { BaseCallOptions, ConnectionOptions } from "#runtime/client/options.js";
import type { ApiModel, Parameter, SecurityScheme } from "../../model/api.js";
import { ignored, textOf } from "../../model/extensions/members.js";
import { pathPrefixOf } from "../../model/extensions/path-prefix.js";
import { credentialSetting, parameterSetting } from "../../model/extensions/setting.js";
import { credentialOption } from "../../plan/names/credentials.js";
import { compareNamed, ranked } from "../../plan/names/name-order.js";
import { namedServers } from "../../plan/servers.js";
import type { OperationPlan, Plan } from "../../plan/plan.js";

/** The settings of a client, with names from the document's extensions. */
export interface ClientSettings {
  /** In the order in which the document mentions them. */
  readonly options: readonly ClientOption[];
  /** Scheme name → its option; a scheme of the transport has none. */
  readonly schemes: ReadonlyMap<string, string | undefined>;
  readonly prefix?: { readonly option: string; readonly segment: string; readonly values: readonly string[] };
  readonly baseUrlEnv?: string;
  readonly requestIdHeader?: string;
}

export type ClientOption = { readonly name: string; readonly env?: string; readonly description?: string } & (
  | { readonly kind: "parameter"; readonly operation: OperationPlan; readonly parameter: Parameter }
  | { readonly kind: "credential"; readonly scheme: CredentialScheme }
);

/** A scheme with something to send: with mutual TLS, the credential is in the connection. */
export type CredentialScheme = Exclude<SecurityScheme, { readonly type: "mutualTLS" }>;

/** Options of every client and members of Object.prototype: a document's option of the same name gets a suffix. */
const ownOptions: Readonly<Record<keyof ConnectionOptions | keyof BaseCallOptions | "idempotencyKey" | "log", true>> = {
  baseUrl: true,
  timeout: true,
  retries: true,
  maxRetryAfter: true,
  maxResponseBytes: true,
  validate: true,
  fetch: true,
  init: true,
  log: true,
  headers: true,
  middleware: true,
  serverVariables: true,
  signal: true,
  query: true,
  accept: true,
  idempotencyKey: true,
};
const own = new Set([...Object.keys(ownOptions), ...Object.getOwnPropertyNames(Object.prototype)]);

/** Reads the extensions for clients; other settings are named after the security schemes. */
export function clientSettings(model: ApiModel, plan: Plan): ClientSettings {
  const options: ClientOption[] = [];
  const taken = new Set(namedServers(model).size === 0 ? own : [...own, "server"]);
  const claim = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name)) name += "_";
    taken.add(name);
    return name;
  };

  for (const operation of plan.operations) {
    for (const parameter of operation.operation.kind === "path" ? operation.operation.parameters : []) {
      const requested = parameterSetting(parameter);
      if (requested === undefined || options.some((option) => option.name === requested.option)) continue;
      options.push({ kind: "parameter", ...requested, name: claim(requested.option), operation, parameter, ...described(parameter.description) });
    }
  }
  const schemes = schemeOptions(model, claim);
  for (const [key, scheme] of model.components.securitySchemes) {
    const name = schemes.get(key);
    if (name === undefined || scheme.type === "mutualTLS") continue;
    const requested = credentialSetting(scheme);
    options.push({
      kind: "credential",
      scheme,
      name,
      ...(requested?.env === undefined ? {} : { env: requested.env }),
      ...described(scheme.description ?? credentialText(scheme)),
    });
  }

  const prefix = pathPrefixOf(model);
  const baseUrlEnv = textOf(model.extensions["x-tallystick-base-url-env"], ignored);
  const requestIdHeader = textOf(model.extensions["x-tallystick-request-id"], ignored);
  return {
    options,
    schemes,
    ...(prefix?.option === undefined ? {} : { prefix: { option: claim(prefix.option), segment: prefix.default, values: prefix.values } }),
    ...(baseUrlEnv === undefined ? {} : { baseUrlEnv }),
    ...(requestIdHeader === undefined ? {} : { requestIdHeader }),
  };
}

/** The option of each scheme. Collisions are decided by name, not by position. */
function schemeOptions(model: ApiModel, claim: (wanted: string) => string): Map<string, string | undefined> {
  const requested = [...model.components.securitySchemes].map(([identity, scheme]) =>
    ranked({ identity, scheme, words: credentialSetting(scheme)?.option ?? identity }),
  );
  return new Map(
    requested
      .toSorted(compareNamed)
      .map(({ identity, scheme }) => [identity, scheme.type === "mutualTLS" ? undefined : claim(credentialOption(identity, scheme))]),
  );
}

/** The option that is the default of a parameter, if there is one. */
export function optionOf(parameter: Parameter, settings: ClientSettings): string | undefined {
  const requested = parameterSetting(parameter);
  if (requested === undefined) return undefined;
  return settings.options.find(
    (option) => option.kind === "parameter" && (option.name === requested.option || option.name === `${requested.option}_`),
  )?.name;
}

/** How a credential without a description is sent. */
function credentialText(scheme: CredentialScheme): string {
  if (scheme.type === "apiKey") return `The key, sent in the ${scheme.in === "query" ? "query parameter" : scheme.in} \`${scheme.parameter}\`.`;
  if (scheme.type === "http" && scheme.scheme.toLowerCase() === "basic") return "User name and password, sent as `Authorization: Basic …`.";
  const isBearer = scheme.type !== "http" || scheme.scheme.toLowerCase() === "bearer";
  return `The token, sent as \`Authorization: ${isBearer ? "Bearer" : scheme.scheme} …\`.`;
}

function described(description: string | undefined): { description?: string } {
  return description === undefined || description === "" ? {} : { description };
}
