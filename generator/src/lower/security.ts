import type { OAuthFlow, SecurityRequirement, SecurityScheme } from "../model/api.js";
import { follow, type Context } from "./context.js";
import { optional } from "./describe.js";
import type { Part } from "./part.js";

/** `security`, in the author's order: alternatives of schemes that are needed together. */
export function lowerSecurity(part: Part): SecurityRequirement[] {
  return part.items("security").map((requirement) => new Map(Object.keys(requirement.value).map((name) => [name, requirement.strings(name)])));
}

export function lowerSecurityScheme(context: Context, written: Part, name: string): SecurityScheme | undefined {
  const part = follow(context, written, "securityScheme");
  if (!part) return undefined;
  const common = { name, ...optional("description", part.string("description")), extensions: part.extensions(), place: part.place };
  const type = part.string("type");
  switch (type) {
    case "apiKey": {
      const where = part.string("in");
      if (where !== "query" && where !== "header" && where !== "cookie") break;
      return { ...common, type, in: where, parameter: part.string("name") ?? name };
    }
    case "http":
      return { ...common, type, scheme: (part.string("scheme") ?? "bearer").toLowerCase(), ...optional("bearerFormat", part.string("bearerFormat")) };
    case "basic":
      return { ...common, type: "http", scheme: "basic" };
    case "mutualTLS":
      return { ...common, type };
    case "oauth2":
      return { ...common, type, flows: part.has("flow") ? [lowerFlow(part, flowName(part.string("flow")))] : lowerFlows(part) };
    case "openIdConnect":
      return { ...common, type, url: part.string("openIdConnectUrl") ?? "" };
    case undefined:
    default:
      break;
  }
  context.report("missing-field", { field: type === "apiKey" ? "in" : "type", of: `The security scheme "${name}"` }, part.place);
  return undefined;
}

function lowerFlows(part: Part): OAuthFlow[] {
  return part.parts("flows").map(([name, flow]) => lowerFlow(flow, flowName(name)));
}

function lowerFlow(part: Part, flow: OAuthFlow["flow"]): OAuthFlow {
  const scopes = part.part("scopes");
  return {
    flow,
    ...optional("authorizationUrl", part.string("authorizationUrl")),
    ...optional("tokenUrl", part.string("tokenUrl")),
    ...optional("refreshUrl", part.string("refreshUrl")),
    scopes: new Map(
      Object.keys(scopes?.value ?? {})
        .filter((name) => !name.startsWith("x-"))
        .map((name) => [name, scopes?.string(name) ?? ""]),
    ),
  };
}

/** 2.0 had other words for two of them. */
function flowName(name: string | undefined): OAuthFlow["flow"] {
  switch (name) {
    case "application":
      return "clientCredentials";
    case "accessCode":
      return "authorizationCode";
    case "password":
    case "clientCredentials":
    case "authorizationCode":
    case "deviceAuthorization":
      return name;
    default:
      return "implicit";
  }
}
