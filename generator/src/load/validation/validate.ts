import type { Code } from "../../diagnostics/catalog.js";
import { lowerCatalog } from "../../diagnostics/catalog/lower.js";
import { pathsCatalog } from "../../diagnostics/catalog/paths.js";
import { structureCatalog } from "../../diagnostics/catalog/structure.js";
import type { Diagnostic, Report } from "../../diagnostics/diagnostic.js";
import type { DocumentValues } from "../document.js";
import { enclosing, type JsonPointer } from "../../model/place.js";
import { canBeValidated, findings, type Finding } from "./findings.js";

/** Reports violations of the document's OpenAPI schema, except at locations that lowering has already reported. */
export async function validate(document: DocumentValues, report: Report, reported: readonly Diagnostic[]): Promise<void> {
  const found = await findingsOf(document);
  const places = reported.flatMap(({ code, place }) => (place?.file === "" && place.offset === undefined && isOfForm(code) ? [place.pointer] : []));
  const reportedPlaces = new Set(places.flatMap((place) => [place, parent(place)]));
  // Nested errors are reported at their own location.
  const outdented = new Set(
    reported.flatMap(({ code, place }) => (code === "outdented-response" && place?.file === "" ? [parent(place.pointer)] : [])),
  );
  // No value at that location has the type that OpenAPI requires.
  const otherThings = new Set(
    reported.flatMap(({ code, place }) => {
      if (place?.file !== "") return [];
      if (code === "media-type-missing") return [parent(place.pointer)];
      return code === "schema-as-media-type" ? [place.pointer] : [];
    }),
  );
  for (const { pointer, says } of found) {
    const isReported = reportedPlaces.has(pointer) || outdented.has(parent(pointer));
    if (!isReported && !enclosing(pointer).some((place) => otherThings.has(place))) report("openapi-schema", { says }, { file: "", pointer });
  }
}

/** Whether a code reports how something is written: then the schema's finding there, and about the object around it, is the same one. */
function isOfForm(code: Code): boolean {
  if (code === "undeclared-path-parameter" || code === "undeclared-query-parameter") return false;
  return code in lowerCatalog || code in pathsCatalog || code in structureCatalog || ofForm.has(code);
}

const ofForm: ReadonlySet<Code> = new Set(["path-without-slash", "nothing-described", "beside-querystring", "querystring-without-content"]);

function parent(pointer: JsonPointer): JsonPointer {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}

/** Violations of OpenAPI's own schema. Empty for a document that is not OpenAPI, which has its own diagnostic. */
async function findingsOf({ root }: DocumentValues): Promise<readonly Finding[]> {
  return canBeValidated(root.value) ? findings(root.value, /\.ya?ml$/i.test(root.path)) : [];
}
