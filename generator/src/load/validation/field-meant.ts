import { distance } from "../../algorithms/distance.js";
import { isMediaType } from "../../model/http/media-type.js";

/** Fields of Swagger 2.0 that OpenAPI 3 does not have, and where it says the same. */
const moved: Readonly<Record<string, string>> = {
  host: "servers",
  basePath: "servers",
  schemes: "servers",
  consumes: "the names of requestBody.content",
  produces: "the names of each response's content",
  definitions: "components.schemas",
  parameters: "components.parameters",
  responses: "components.responses",
  securityDefinitions: "components.securitySchemes",
};

/** What objects of OpenAPI have, of those words that are written wrongly. */
const fields = (
  "additionalProperties callbacks components content contact deprecated description discriminator encoding examples explode externalDocs flows " +
  "headers info license links mapping openapi operationId parameters paths properties requestBodies requestBody required responses schema schemas " +
  "scopes security securitySchemes servers summary tags title variables version webhooks"
).split(" ");

/** Half a sentence about a field that an object of OpenAPI 3 does not have: `"component" is not a field of this object; "components" was surely meant`. */
export function unknownField(field: string, instancePath: string, isSwagger2: boolean): string {
  const target = isSwagger2 || !isOwn(field, instancePath) ? undefined : moved[field];
  if (target !== undefined) return `"${field}" is a field of Swagger 2.0; OpenAPI 3 says it in ${target}`;
  if (isMediaType(field) && !isSwagger2) return `"${field}" stands outside of "content", where it belongs`;
  const misplaced = misplacedField(field, instancePath);
  if (misplaced !== undefined) return misplaced;
  const meant = fieldMeant(field);
  return `"${field}" is not a field of this object${meant === undefined ? "" : `; "${meant}" was surely meant`}`;
}

const methods = "get|put|post|delete|options|head|patch|trace";

/** What belongs to another place than it stands in. */
function misplacedField(field: string, instancePath: string): string | undefined {
  if (instancePath === "/components" && ["paths", "info", "servers", "tags", "security"].includes(field))
    return `"${field}" belongs to the top of the document`;
  if (instancePath !== "/paths") return undefined;
  if (new RegExp(`^(?:${methods})$`, "i").test(field)) return `"${field}" is a method, which stands below a path`;
  const [, method = "", path] = new RegExp(`^(${methods})\\s+(/\\S*)$`, "i").exec(field) ?? [];
  return path === undefined ? undefined : `"${field}" is a method and a path, which stand below each other: ${path}: { ${method.toLowerCase()}: … }`;
}

/** Whether Swagger 2.0 has the field there: most of them at the top, two in operations, too. */
function isOwn(field: string, instancePath: string): boolean {
  if (!Object.hasOwn(moved, field)) return false;
  return instancePath === "" || ((field === "consumes" || field === "produces" || field === "schemes") && instancePath.startsWith("/paths/"));
}

/** A word of OpenAPI that differs in a letter, in an "s" at its end, in capitals, or in what stands between its parts. */
export function fieldMeant(written: string): string | undefined {
  const plain = (word: string): string =>
    word
      .toLowerCase()
      .replaceAll(/[^a-z]/g, "")
      .replace(/ies$/, "y")
      .replace(/s$/, "");
  if (/^[1-5]xx$/i.test(written)) return written.toUpperCase();
  if (fields.includes(written)) return undefined;
  const found =
    fields.find((field) => plain(field) === plain(written)) ??
    (written.length < 5 ? undefined : fields.find((field) => distance(field, written, 1) <= 1));
  return found;
}
