import { distance } from "../../algorithms/distance.js";
import { isMediaType } from "../../model/http/media-type.js";
import type { SchemaVersion } from "./openapi-schemas.js";

/** Fields of Swagger 2.0 that OpenAPI 3 does not have, and the fields of OpenAPI 3 with that meaning. */
const moved: Readonly<Record<string, string>> = {
  host: `"servers"`,
  basePath: `"servers"`,
  schemes: `"servers"`,
  consumes: `the media types in "requestBody.content"`,
  produces: `the media types in each response's "content"`,
  definitions: `"components.schemas"`,
  parameters: `"components.parameters"`,
  responses: `"components.responses"`,
  securityDefinitions: `"components.securitySchemes"`,
};

interface Owner {
  readonly version: SchemaVersion;
  /** The name of the object in OpenAPI: `the Response Object`. */
  readonly object: string;
  readonly fields: ReadonlySet<string>;
}

/** The advice for an unknown field of an object: `"component" is not a field of the OpenAPI Object. Did you mean "components"?` */
export function unknownField(field: string, instancePath: string, { version, object, fields }: Owner): string {
  const target = version === "2.0" || !isOwn(field, instancePath) ? undefined : moved[field];
  if (target !== undefined) return `"${field}" is a field of Swagger 2.0. In OpenAPI 3, use ${target}.`;
  if (isMediaType(field) && version !== "2.0") return `"${field}" must be inside "content".`;
  const misplaced = misplacedField(field, instancePath);
  if (misplaced !== undefined) return misplaced;
  const suggestion = intendedField(field, fields);
  return `"${field}" is not a field of ${object}.${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`}`;
}

const methods = "get|put|post|delete|options|head|patch|trace";

/** A field that belongs to another location. */
function misplacedField(field: string, instancePath: string): string | undefined {
  if (instancePath === "/components" && ["paths", "info", "servers", "tags", "security"].includes(field))
    return `"${field}" belongs to the top level of the document.`;
  if (instancePath !== "/paths") return undefined;
  if (new RegExp(`^(?:${methods})$`, "i").test(field)) return `"${field}" is a method. Write it below its path.`;
  const [, method = "", path] = new RegExp(`^(${methods})\\s+(/\\S*)$`, "i").exec(field) ?? [];
  return path === undefined ? undefined : `"${field}" is a method and a path. Write ${path}: { ${method.toLowerCase()}: … }.`;
}

/** Whether Swagger 2.0 has the field there: most of them at the top, some in operations, too. */
function isOwn(field: string, instancePath: string): boolean {
  if (!Object.hasOwn(moved, field)) return false;
  return instancePath === "" || ((field === "consumes" || field === "produces" || field === "schemes") && instancePath.startsWith("/paths/"));
}

/** The field that a word is a variant of: one letter, a final "s", capitals, or other separators. */
export function intendedField(written: string, fields: ReadonlySet<string>): string | undefined {
  const plain = (word: string): string =>
    word
      .toLowerCase()
      .replaceAll(/[^a-z]/g, "")
      .replace(/ies$/, "y")
      .replace(/s$/, "");
  if (/^[1-5]xx$/i.test(written) && written !== written.toUpperCase()) return written.toUpperCase();
  const others = [...fields].filter((field) => field !== written && !field.startsWith("$"));
  const near = others.filter((field) => written.length >= 5 && distance(field, written, 1) <= 1);
  return others.find((field) => plain(field) === plain(written) && plain(field) !== "") ?? near[0];
}
