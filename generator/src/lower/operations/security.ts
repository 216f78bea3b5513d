import type { OAuthFlow, SecurityRequirement, SecurityScheme } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { tokens, type Place } from "../../model/place.js";
import { isToken } from "../../model/http/token.js";
import { follow, type Context } from "../context.js";
import { deprecated, optional } from "../describe.js";
import { kindOf, Part } from "../lenient/part.js";
import { memberPlace } from "../references/misplaced.js";

/** `security`, in the author's order: alternatives of schemes that are needed together. */
export function lowerSecurity(context: Context, part: Part): SecurityRequirement[] {
  return requirements(context, part).map(
    (one) => new Map(Object.keys(one.value).map((name) => [schemeNamed(context, name, one), one.strings(name)])),
  );
}

/** The objects of the list. The name of a scheme is read as an object that has it, and one of these alone as a list of it: a call without its credential is refused. */
function requirements(context: Context, part: Part): Part[] {
  const found = part.field("security");
  const written = found?.value;
  if (Array.isArray(written) && written.some((item) => typeof item === "string"))
    return (written as readonly Json[]).flatMap((item, index) => requirement(context, item, memberPlace(found ?? part, [index]), "an object") ?? []);
  const isLone = typeof written === "string" || isJsonObject(written);
  return isLone && found !== undefined ? [requirement(context, written, found.place, "an array") ?? []].flat() : part.items("security");
}

function requirement(context: Context, written: Json, place: Place, wanted: string): Part | undefined {
  const value = typeof written === "string" ? { [written]: [] } : written;
  const field = place.pointer.slice(place.pointer.lastIndexOf("security"));
  if (!isJsonObject(value)) {
    context.losses.add("security", place);
    return void context.report("wrong-kind", { field, wanted, got: kindOf(value) }, place);
  }
  const readAs = wanted === "an array" ? `[${JSON.stringify(value)}]` : JSON.stringify(value);
  if (value !== written || wanted === "an array") context.report("wrong-kind", { field, wanted, got: kindOf(written), readAs }, place);
  return new Part(value, place, context);
}

/** Since 3.2 a scheme may be named by its URI; a component's name takes precedence (OpenAPI 3.2 §4.30, Security Requirement Object). */
function schemeNamed(context: Context, name: string, { place }: Part): string {
  if (!name.includes("#") || context.root.part("components")?.part("securitySchemes")?.has(name) === true) return name;
  const target = context.references.resolve(name, place);
  const [, scheme] = (target?.place.file === "" && /^#\/components\/securitySchemes\/([^/]+)$/.exec(target.place.pointer)) || [];
  return scheme === undefined ? name : (tokens(`/${scheme}`)[0] ?? name);
}

export function lowerSecurityScheme(context: Context, written: Part, name: string): SecurityScheme | undefined {
  const part = follow(context, written, "securityScheme");
  if (!part) return undefined;
  if (part !== written && context.dialect === "swagger-2.0") context.misplaced.note(written.place, "securityDefinitions/…");
  const words = { ...optional("description", part.string("description")), ...deprecated(part) };
  const common = { name, ...words, extensions: part.extensions(), place: part.place };
  const type = schemeType(context, part);
  const bearer = (fault: string, place: Place): SecurityScheme => {
    context.report("not-an-http-scheme", { written: fault, readAs: "type: http with scheme: bearer" }, place);
    return { ...common, type: "http", scheme: "bearer" };
  };
  switch (type) {
    case "apiKey": {
      const where = part.string("in");
      if (where !== "query" && where !== "header" && where !== "cookie") break;
      const parameter = part.string("name") ?? name;
      if (where !== "header" || isToken(parameter.trim())) return { ...common, type, in: where, parameter: parameter.trim() };
      // The name of a header may contain a prefix of its value.
      if (/^authorization *(?:: *)?bearer\b/i.test(parameter.trim())) return bearer(parameter, part.at("name"));
      const why = `${JSON.stringify(parameter)} is not a valid HTTP header name`;
      context.report("left-out", { what: `The security scheme ${JSON.stringify(name)}`, why }, part.at("name"));
      return void context.losses.add("security", part.place);
    }
    case "http":
      return { ...common, type, scheme: httpScheme(context, part), ...optional("bearerFormat", part.string("bearerFormat")) };
    case "basic":
      return { ...common, type: "http", scheme: "basic" };
    case "bearer":
    case "jwt":
      return bearer(type, part.at("type"));
    case "mutualTLS":
      return { ...common, type };
    case "oauth2":
      return {
        ...common,
        type,
        flows: part.has("flow") ? [lowerFlow(part, flowName(part.string("flow")))] : lowerFlows(part),
        ...optional("metadataUrl", part.string("oauth2MetadataUrl")),
      };
    case "openIdConnect":
      return { ...common, type, url: part.string("openIdConnectUrl") ?? "" };
    case undefined:
    default:
      break;
  }
  if (type === undefined || type === "apiKey") {
    context.report("missing-field", { field: type === undefined ? "type" : "in", of: `The security scheme "${name}"` }, part.place);
  } else {
    const why = `its type ${JSON.stringify(type)} is not apiKey, http, mutualTLS, oauth2 or openIdConnect`;
    context.report("left-out", { what: `The security scheme ${JSON.stringify(name)}`, why }, part.at("type"));
  }
  return void context.losses.add("security", part.place);
}

/** The type of a scheme; one that is spelled in another way is that type. */
function schemeType(context: Context, part: Part): string | undefined {
  const written = part.string("type");
  const plain = written?.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const type = ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"].find((each) => each.toLowerCase() === plain);
  if (written === undefined || type === undefined || type === written) return written;
  const fault = {
    field: "type",
    wanted: "one of apiKey, http, mutualTLS, oauth2 and openIdConnect",
    got: kindOf(written),
    readAs: JSON.stringify(type),
  };
  context.report("wrong-kind", fault, part.at("type"));
  return type;
}

/** In lower case. Misspellings of the two usual schemes are read as those: servers know no other. */
function httpScheme(context: Context, part: Part): string {
  const written = part.string("scheme") ?? "bearer";
  const schemeName = /^(?:jwt|(?:jwt|bearer)[ _-]?(?:auth|token|jwt)|bearerformat)$/i.test(written)
    ? "bearer"
    : /^basic[ _-]?auth$/i.test(written)
      ? "basic"
      : undefined;
  if (schemeName !== undefined) context.report("not-an-http-scheme", { written, readAs: `scheme: ${schemeName}` }, part.at("scheme"));
  return schemeName ?? written.trim().toLowerCase();
}

function lowerFlows(part: Part): OAuthFlow[] {
  return part.parts("flows").map(([name, flow]) => lowerFlow(flow, flowName(name)));
}

function lowerFlow(part: Part, flow: OAuthFlow["flow"]): OAuthFlow {
  const scopes = part.part("scopes");
  return {
    flow,
    ...optional("authorizationUrl", part.string("authorizationUrl")),
    ...optional("deviceAuthorizationUrl", part.string("deviceAuthorizationUrl")),
    ...optional("tokenUrl", part.string("tokenUrl")),
    ...optional("refreshUrl", part.string("refreshUrl")),
    scopes: new Map(
      Object.keys(scopes?.value ?? {})
        .filter((name) => !name.startsWith("x-"))
        .map((name) => [name, scopes?.string(name) ?? ""]),
    ),
  };
}

/** 2.0 had other names for two of them. */
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
