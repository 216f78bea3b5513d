import type { ApiModel, Server } from "../../model/api.js";
import { hasOpenVariable, namedServers, serverVariables, usualServers } from "../../plan/servers.js";
import { code, join, literal, propertyKey, raw, typed, typeSymbol, type Code } from "../print/code.js";
import { block } from "../print/block.js";
import type { SourceModule, Statement } from "../print/file.js";
import { safeUrl } from "../operations/docs.js";
import { parameterType } from "../operations/types.js";
import type { ClientOption, ClientSettings, CredentialScheme } from "./settings.js";
import { runtime, runtimeType } from "../operations/runtime.js";

/** `connection.ts`: the settings of a client, and `connect`, which creates one without any operation. */
export function connectionModule(model: ApiModel, settings: ClientSettings): SourceModule {
  const connection = code`${runtimeType("connection", "BaseConnection")}<${typeSymbol("types", "paths")}>`;
  const shared = settings.options.map((option) => property(option));
  const prefix = settings.prefix;
  const statements: Statement[] = [
    {
      kind: "type",
      name: "Connection",
      docs: "A configured client without operations: the first argument of each operation's function.",
      exported: true,
      type: connection,
    },
    {
      name: "Credentials",
      docs: "Credentials, and parameters that are the same for every call. A call can override those of its client.",
      exported: true,
      // Linters refuse an interface that is empty.
      ...(shared.length === 0 ? { kind: "type", type: raw("Readonly<Record<never, never>>") } : { kind: "interface", properties: shared }),
    },
    {
      kind: "interface",
      name: "ClientOptions",
      docs: "Options of a client.",
      exported: true,
      extends: [code`${runtimeType("options", "ConnectionOptions")}`, code`Credentials`],
      properties: [
        ...(prefix === undefined
          ? []
          : [
              {
                name: prefix.option,
                docs: `Replaces \`${prefix.segment}\` in every path. Default: \`${prefix.segment}\`.`,
                type: code`${raw(prefix.values.map((value) => literal(value)).join(" | "))} | undefined`,
                optional: true,
                readonly: true,
              },
            ]),
        ...serverProperty(model),
        ...variablesProperty(model),
      ],
    },
    {
      kind: "interface",
      name: "CallOptions",
      docs: "Options of a single call. They override those of the client.",
      exported: true,
      extends: [code`${runtimeType("options", "BaseCallOptions")}`, code`Credentials`],
      properties: [],
    },
    {
      kind: "function",
      name: "connect",
      docs: "A client without operations, for the functions of `operations`. A bundle then contains only the functions in use.",
      exported: true,
      parameters: [{ name: "options", type: code`ClientOptions`, initializer: code`{}` }],
      returnType: code`Connection`,
      body: code`return ${runtime("connection", "openConnection")}${typed(code`<${typeSymbol("types", "paths")}>`)}(${settingsWithServer(model)}, ${optionsWithServer(model)});`,
    },
    { kind: "const", name: "settings", type: code`${runtimeType("connection", "Settings")}`, value: settingsValue(model, settings) },
  ];
  return { path: "connection", statements };
}

function property(option: ClientOption) {
  const from = option.env === undefined ? "" : `Default: the environment variable \`${option.env}\`.`;
  const about = option.kind === "credential" ? credentialDocs(option.scheme) : [];
  const docs = [
    option.description ?? (option.kind === "credential" ? `Credential of the security scheme \`${option.scheme.name}\`.` : ""),
    from,
    ...about,
  ];
  const type =
    option.kind === "parameter"
      ? parameterType(option.operation, option.parameter)
      : isBasic(option.scheme)
        ? code`${runtimeType("request/credentials", "Credential")}<${runtimeType("request/credentials", "BasicCredential")}>`
        : code`${runtimeType("request/credentials", "Credential")}`;
  return {
    name: option.name,
    docs: docs.filter((line) => line !== "").join("\n\n"),
    type: code`${type} | undefined`,
    optional: true,
    readonly: true,
  };
}

/** The source of its tokens, and whether it is deprecated. */
function credentialDocs(scheme: CredentialScheme): string[] {
  const flows = scheme.type === "oauth2" ? scheme.flows.filter(({ deviceAuthorizationUrl }) => deviceAuthorizationUrl !== undefined) : [];
  const devices = flows.map(
    ({ deviceAuthorizationUrl, tokenUrl }) =>
      `Device authorization (RFC 8628): ${[deviceAuthorizationUrl, tokenUrl].flatMap((url) => (url === undefined ? [] : `\`${url.replaceAll("`", "'")}\``)).join(", then ")}.`,
  );
  const metadata = scheme.type === "oauth2" ? safeUrl(scheme.metadataUrl) : undefined;
  return [...devices, ...(metadata === undefined ? [] : [`@see ${metadata}`]), ...(scheme.deprecated === true ? ["@deprecated"] : [])];
}

function isBasic(scheme: CredentialScheme): boolean {
  return scheme.type === "http" && scheme.scheme.toLowerCase() === "basic";
}

/** The choice between servers that have names (OpenAPI 3.2). */
function serverProperty(model: ApiModel) {
  const servers = [...namedServers(model)];
  if (servers.length === 0) return [];
  const lines = servers.map(([name, { url, description }]) => {
    const words = description === undefined ? "" : ` ${description.replaceAll(/\s+/g, " ").trim()}`;
    return `- \`${name.replaceAll("`", "'")}\`: \`${url.replaceAll("`", "'")}\`${words}`;
  });
  return [
    {
      name: "server",
      docs: `The server to send requests to, by its name. Default: the document's first server.\n\n${lines.join("\n")}`,
      type: code`${raw(servers.map(([name]) => literal(name)).join(" | "))} | undefined`,
      optional: true,
      readonly: true,
    },
  ];
}

/** The options, with the base URL of the server that they name. */
function optionsWithServer(model: ApiModel): Code {
  const servers = [...namedServers(model)];
  if (servers.length === 0) return code`options`;
  const urls = servers.map(([name, server]) => code`${raw(propertyKey(name))}: ${urlCode(server)}`);
  return code`${runtime("sending/servers", "atServer")}({ ${join(urls, ", ")} }, options)`;
}

function urlCode({ url, variables }: Server): Code {
  if (variables.size === 0) return code`${url}`;
  const defaults = Object.fromEntries([...variables].map(([name, variable]) => [name, variable.default]));
  return code`${runtime("sending/servers", "withVariables")}(${url}, ${defaults}, options)`;
}

/** Narrows `serverVariables` to the variables that the document has. */
function variablesProperty(model: ApiModel) {
  const variables = [...serverVariables(model)];
  if (variables.length === 0) return [];
  const members = variables.map(([name, values]) => {
    const type = values?.map((value) => literal(value)).join(" | ") ?? "string";
    return code`readonly ${raw(propertyKey(name))}?: ${raw(type)}`;
  });
  return [
    {
      name: "serverVariables",
      docs: "Values for the variables in the server's URL.",
      type: code`{ ${join(members, "; ")} } | undefined`,
      optional: true,
      readonly: true,
    },
  ];
}

function settingsValue(model: ApiModel, settings: ClientSettings): Code {
  const [server] = usualServers(model);
  const members: Code[] = [];
  const options: Code[] = [];
  const add = (name: string, env: string | undefined, more: readonly Code[]): void => {
    const entry = [...more, ...(env === undefined ? [] : [code`env: ${env}`])];
    if (entry.length > 0) options.push(code`${raw(propertyKey(name))}: { ${join(entry, ", ")} }`);
  };
  // A server with variables depends on the options: `connect` fills it in.
  add("baseUrl", settings.baseUrlEnv, [code`default: ${server === undefined || server.variables.size > 0 ? "" : server.url}`]);
  for (const option of settings.options) add(option.name, option.env, option.kind === "credential" ? schemeMembers(option.scheme) : []);
  if (settings.prefix !== undefined) add(settings.prefix.option, undefined, [code`default: ${settings.prefix.segment}`]);
  const path = rewrittenPath(model, settings);
  if (path !== undefined) members.push(code`rewrite: (path, options) => ${path}`);
  members.push(code`requestIdHeader: ${settings.requestIdHeader ?? "x-request-id"}`);
  return block([code`options: ${block(options, 4)}`, ...members], 2);
}

/** The path as a client's options want it: with another segment than the document's, and at no server that lacks a value. */
function rewrittenPath(model: ApiModel, { prefix }: ClientSettings): Code | undefined {
  const spelled = prefix && code`path.replace(${`/${prefix.segment}/`}, \`/\${options[${prefix.option}]}/\`)`;
  return hasOpenVariable(model) ? code`${runtime("sending/servers", "filledIn")}(${spelled ?? raw("path")}, options)` : spelled;
}

/** The settings, with the server's variables filled in where it has some. */
function settingsWithServer(model: ApiModel): Code {
  const [server] = usualServers(model);
  if (server === undefined || server.variables.size === 0) return code`settings`;
  return code`{ ...settings, options: { ...settings.options, baseUrl: { ...settings.options["baseUrl"], default: ${urlCode(server)} } } }`;
}

/** How a credential is sent. */
function schemeMembers(scheme: CredentialScheme): Code[] {
  const entry = (writer: string, name?: string): Code[] => [
    code`write: ${runtime("request/credentials", writer)}`,
    ...(name === undefined ? [] : [code`name: ${name}`]),
  ];
  switch (scheme.type) {
    case "apiKey":
      return entry({ header: "keyInHeader", query: "keyInQuery", cookie: "keyInCookie" }[scheme.in], scheme.parameter);
    case "http": {
      const name = scheme.scheme.toLowerCase();
      return name === "bearer" ? entry("authorization", "Bearer") : name === "basic" ? entry("basic") : entry("authorization", scheme.scheme);
    }
    case "oauth2":
    case "openIdConnect":
      return entry("authorization", "Bearer");
  }
}
