import type { ApiModel, Operation, Parameter } from "../../model/api.js";
import { tagPath, tagTitle } from "../../model/tags.js";

/** The document's description of an operation, then its method and path. */
export function operationDocs(operation: Operation, model: Pick<ApiModel, "tags">): string {
  const { summary, description, method, path, documentation, deprecated } = operation;
  const stated = [summary, description === summary ? undefined : description].filter((text) => text !== undefined && text.trim() !== "");
  const url = safeUrl(documentation);
  const more = url === undefined ? [] : [`@see ${url}`];
  return [
    ...stated,
    ...tagDocs(operation, model),
    `\`${method.toUpperCase()} ${path.replaceAll("`", "'")}\``,
    ...more,
    ...(deprecated ? ["@deprecated"] : []),
  ].join("\n\n");
}

/** The operation's tags, where the document gives them titles or nests them (OpenAPI 3.2): `Tag: External › Partner.` */
function tagDocs({ tags }: Operation, model: Pick<ApiModel, "tags">): string[] {
  const paths = tags.map((name) => tagPath(name, model)).filter((path) => path.length > 1 || path.some(({ summary }) => summary !== undefined));
  return paths.map((path) => `Tag: ${path.map(tagTitle).join(" › ")}.`);
}

/** The URL, where it is one that a comment may hold. */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[^\s"'<>\\`*{}]+$/.test(url) ? url : undefined;
}

export function parameterDocs({ description, deprecated, schema, spansSegments }: Parameter, option: string | undefined): string {
  const fallback = schema?.annotations?.default;
  return [
    description ?? schema?.annotations?.description ?? "",
    fallback === undefined ? "" : `Default: \`${JSON.stringify(fallback).replaceAll("`", "'")}\`.`,
    spansSegments === true ? "One or more segments of the path: slashes are sent unchanged." : "",
    option === undefined ? "" : `Default: the client's \`${option}\`.`,
    deprecated ? "@deprecated" : "",
  ]
    .filter((line) => line.trim() !== "")
    .join("\n\n");
}
