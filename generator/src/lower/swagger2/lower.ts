import type { ApiModel, Components, HttpMethod, Operation, Server } from "../../model/api.js";
import { nameSchemas, named } from "../components.js";
import { follow, type Context } from "../context.js";
import { aboutOperation, lowerInfo, lowerTags, optional } from "../describe.js";
import { finish, indexOperations } from "../finish.js";
import { operationParts, pathItems } from "../operations/operation.js";
import { placeKey } from "../../model/place.js";
import type { Part } from "../lenient/part.js";
import { matchTemplate } from "../paths/path-template.js";
import { lowerResponses } from "../operations/response.js";
import { lowerSecurity, lowerSecurityScheme } from "../operations/security.js";
import { writtenPaths, type WrittenPath } from "../paths/written-paths.js";
import { lowerBody } from "./body.js";
import { lowerParameter2 } from "./parameter.js";
import { lowerResponse2 } from "./response.js";

/** Swagger 2.0 → the same model: bodies get media types, `formData` becomes a schema, `host` and `schemes` become servers. */
export function lowerSwagger(context: Context): ApiModel {
  const { root, document, dialect } = context;
  const schemas = nameSchemas(context, root.part("definitions"));
  const paths = writtenPaths(context);
  indexOperations(context, paths);
  const security = lowerSecurity(context, root);
  // The schemes of an operation are no server of its own: a client's base URL applies to all operations. They are used if the document has none.
  const schemes = new Set(root.strings("schemes"));
  const isOpen = schemes.size === 0;
  const operations = paths.flatMap((at): Operation[] => {
    const items = pathItems(context, at.item);
    return items.flatMap(operationParts).flatMap(([method, part]) => {
      if (isOpen) for (const scheme of part.strings("schemes")) schemes.add(scheme);
      return lowerOperation(context, items, part, method, at, security) ?? [];
    });
  });
  context.schemas.lowerReached();
  return finish(context, {
    dialect,
    sha256: document.sha256,
    info: lowerInfo(root),
    servers: lowerServers2(root, [...schemes]),
    operations,
    webhooks: [],
    security,
    components: lowerComponents2(context, schemas),
    tags: lowerTags(root),
    extensions: root.extensions(),
  });
}

/** `undefined` where its path names no URL: it is lost. */
function lowerOperation(
  context: Context,
  items: readonly Part[],
  part: Part,
  method: HttpMethod,
  at: WrittenPath,
  security: Operation["security"],
): Operation | undefined {
  const { root } = context;
  const consumes = (part.has("consumes") ? part : root).strings("consumes");
  const produces = (part.has("produces") ? part : root).strings("produces");
  const owners = [...items, part];
  const written = parameterParts(context, owners);
  const body = lowerBody(context, part, written, consumes);
  const required = part.has("security") ? lowerSecurity(context, part) : security;
  const taken = required.some((alternative) => alternative.size > 0) ? describedElsewhere : described;
  const template = matchTemplate(
    context,
    at,
    part,
    written
      .flatMap((parameter) => lowerParameter2(context, parameter) ?? [])
      .filter(({ in: place, name }) => place !== "header" || !taken.test(name)),
    owners,
  );
  if (template === undefined) return void context.losses.add("operation", part.place);
  const id = part.string("operationId");
  return {
    key: at.key(method),
    kind: "path",
    ...optional("operationId", id === "" ? undefined : id),
    method,
    ...template,
    ...optional("requestBody", body),
    responses: lowerResponses(context, part, (_, response, status) => lowerResponse2(context, response, status, produces)),
    security: required,
    ...(at.server && { servers: [at.server] }),
    callbacks: [],
    ...aboutOperation(part),
  };
}

/** A parameter that `consumes` or `produces` describes is ignored. Version 2.0 has no bearer tokens, so `Authorization` is often a parameter. */
const described = /^(?:accept|content-type)$/i;
const describedElsewhere = /^(?:accept|content-type|authorization)$/i;

/** Path item and operation parameters, references followed, overridden by name and location. */
function parameterParts(context: Context, owners: readonly Part[]): Part[] {
  const parts = new Map<string, Part>();
  for (const owner of owners) {
    const own = new Set<string>();
    for (const written of owner.writtenItems("parameters")) {
      const part = follow(context, written, "parameter");
      if (part === undefined) continue;
      const [location = "", name = ""] = [part.string("in"), part.string("name")];
      const key = `${location} ${location === "body" ? "" : name}`;
      if (own.has(key)) {
        const first = parts.get(key)?.place;
        if (first !== undefined && placeKey(first) !== placeKey(part.place)) context.losses.add("parameter", first);
        context.report("repeated-parameter", { name, in: location }, written.place);
      }
      own.add(key);
      parts.set(key, part);
    }
  }
  return [...parts.values()];
}

/** `schemes` × `host` + `basePath`; without a host the document's own host applies, which only a relative URL can express. */
function lowerServers2(root: Part, written: readonly string[]): Server[] {
  // With both, the credential is the one that clients hide.
  const schemes = written.includes("https") ? ["https", ...written.filter((scheme) => scheme !== "https")] : written;
  // A host alone, and a path that begins with a slash (2.0, Swagger Object): without these, one would become a part of the other.
  const host = root.string("host")?.replace(/^[a-z][a-z\d+.-]*:\/\/|(?<!\/)\/+$/gi, "");
  const base = (root.string("basePath") ?? "").replace(/(?<!\/)\/+$/, "").replace(/^(?=[^/])/, "/");
  const urls = host === undefined ? [base || "/"] : (schemes.length > 0 ? schemes : ["https"]).map((scheme) => `${scheme}://${host}${base}`);
  return urls.map((url) => ({ url, variables: new Map(), place: host === undefined ? root.at("basePath") : root.at("host") }));
}

function lowerComponents2(context: Context, schemas: Components["schemas"]): Components {
  const { root } = context;
  const parameters = root.part("parameters");
  const consumes = root.strings("consumes");
  const produces = root.strings("produces");
  return {
    schemas,
    parameters: named(parameters, (part) => lowerParameter2(context, part)),
    requestBodies: named(parameters, (part) => (part.string("in") === "body" ? lowerBody(context, part, [part], consumes) : undefined)),
    responses: named(root.part("responses"), (part) => lowerResponse2(context, part, "default", produces)),
    headers: new Map(),
    securitySchemes: named(root.part("securityDefinitions"), (part, name) => lowerSecurityScheme(context, part, name)),
  };
}
