import type { Operation, Parameter } from "../../model/api.js";

/** The document's words about an operation, then what it is on the wire. */
export function operationDocs({ summary, description, method, path, documentation = "", deprecated }: Operation): string {
  const said = [summary, description === summary ? undefined : description].filter((text) => text !== undefined && text.trim() !== "");
  const more = /^https?:\/\/[^\s"'<>\\`*{}]+$/.test(documentation) ? [`@see ${documentation}`] : [];
  return [...said, `\`${method.toUpperCase()} ${path.replaceAll("`", "'")}\``, ...more, ...(deprecated ? ["@deprecated"] : [])].join("\n\n");
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
