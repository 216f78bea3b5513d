import type { Report } from "../diagnostics/diagnostic.js";
import type { Info, Operation, Server, ServerVariable, Tag } from "../model/api.js";
import type { Part } from "./lenient/part.js";

const noDescription = {};

/** `deprecated`, `description` and the like: set only where the document sets them. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? noDescription : { [key]: value }) as { readonly [P in K]?: V };
}

function descriptiveFields(part: Part): { readonly summary?: string; readonly description?: string } {
  return { ...optional("summary", part.string("summary")), ...optional("description", part.string("description")) };
}

/** `externalDocs` of the document. */
function documentation(part: Part): { readonly documentation?: string } {
  return optional("documentation", part.part("externalDocs")?.string("url"));
}

export function deprecated(part: Part): { readonly deprecated?: true } {
  return part.flag("deprecated") ? { deprecated: true } : {};
}

/** The descriptive fields of an operation, which affect no request. */
export function aboutOperation(
  part: Part,
): Pick<Operation, "tags" | "summary" | "description" | "documentation" | "deprecated" | "extensions" | "place"> {
  return {
    tags: part.strings("tags"),
    ...descriptiveFields(part),
    ...documentation(part),
    ...deprecated(part),
    extensions: part.extensions(),
    place: part.place,
  };
}

export function lowerInfo(root: Part): Info {
  const info = root.part("info");
  return {
    title: info?.string("title") ?? "",
    version: info?.string("version") ?? "",
    ...(info && descriptiveFields(info)),
    ...optional("license", info?.part("license")?.string("identifier") ?? info?.part("license")?.string("name")),
    ...optional("contact", contact(info?.part("contact"))),
    ...optional("termsOfService", info?.string("termsOfService")),
    ...documentation(root),
  };
}

function contact(part: Part | undefined): string | undefined {
  return part && ["name", "url", "email"].flatMap((field) => part.string(field) ?? []).join(" ");
}

/** Summary and description of a path item; those next to its `$ref` come last. */
export function pathDescription(items: readonly Part[]): { readonly pathDescription?: string } {
  const texts = items.flatMap((item) => [item.string("summary") ?? [], item.string("description") ?? []].flat());
  return optional("pathDescription", texts.length === 0 ? undefined : texts.join("\n"));
}

export function lowerTags(root: Part): Tag[] {
  return root.items("tags").map((tag) => ({
    name: tag.string("name") ?? "",
    ...descriptiveFields(tag),
    ...optional("parent", tag.string("parent")),
    ...optional("kind", tag.string("kind")),
    place: tag.place,
  }));
}

/** `servers` of any object. An absent or empty list differs from the default, which the caller knows. */
export function lowerServers(part: Part, report: Report): Server[] {
  return part.items("servers").map((server) => {
    const written = server.string("url") ?? "/";
    const url = withVariables(written);
    return {
      url,
      ...optional("name", server.string("name")),
      ...optional("description", server.string("description")),
      variables: lowerVariables(server, url, written, report),
      place: server.place,
    };
  });
}

/** Reads placeholders of other tools as variables: `{{baseUrl}}`, `${API_URL}`, `https://<your-domain>`, `%HOST%`, and a leading `$API_URL`. */
function withVariables(url: string): string {
  return url.replace(/\{\{([^{}]*)\}\}|\$\{([^{}]+)\}|<([\w .-]+)>|%([A-Z][A-Z_]{2,})%|^\$([A-Z][A-Z\d_]*)/g, (...names: unknown[]) => {
    const name = names.slice(1, 6).find((each) => each !== undefined);
    return `{${String(name).trim()}}`;
  });
}

/** Described variables, and undescribed ones of the URL: these keep their placeholder until a client sets them. */
function lowerVariables(server: Part, url: string, written: string, report: Report): ReadonlyMap<string, ServerVariable> {
  const variables = new Map(server.parts("variables").map(([name, variable]) => [name, lowerVariable(variable, url.includes(`/{${name}}`))]));
  for (const [part, name = ""] of url.matchAll(/\{([^{}]+)\}/g)) {
    if (variables.has(name)) continue;
    report("undescribed-server-variable", { name, url: written }, server.at("url"));
    variables.set(name, { default: part });
  }
  return variables;
}

/** @param hasSlash Of the URL, in front of it: values that begin with one, as API gateways export them, would make two. */
function lowerVariable(variable: Part, hasSlash: boolean): ServerVariable {
  const written = (value: string): string => (hasSlash ? value.replace(/^\//, "") : value);
  const values = variable.list("enum").map((value) => written(String(value)));
  return {
    default: written(variable.string("default") ?? values[0] ?? ""),
    ...(values.length > 0 && { enum: values }),
    ...optional("description", variable.string("description")),
  };
}
