import type { Code } from "../../diagnostics/catalog.js";
import { lowerCatalog } from "../../diagnostics/catalog/lower.js";
import { pathsCatalog } from "../../diagnostics/catalog/paths.js";
import { structureCatalog } from "../../diagnostics/catalog/structure.js";
import type { Diagnostic, Report } from "../../diagnostics/diagnostic.js";
import type { DocumentValues } from "../document.js";
import { enclosing, type JsonPointer } from "../../model/place.js";
import { canBeValidated, findings, type Finding } from "./findings.js";

/** Reports how a document breaks the schema of its version of OpenAPI, except at locations that lowering has reported in its own words. */
export async function validate(document: DocumentValues, report: Report, reported: readonly Diagnostic[]): Promise<void> {
  const found = await findingsOf(document);
  const places = reported.flatMap(({ code, place }) => (place?.file === "" && place.offset === undefined && isOfForm(code) ? [place.pointer] : []));
  const said = new Set(places.flatMap((place) => [place, parent(place)]));
  // What belongs further in is said where it belongs.
  const outdented = new Set(
    reported.flatMap(({ code, place }) => (code === "outdented-response" && place?.file === "" ? [parent(place.pointer)] : [])),
  );
  // Nothing there is what OpenAPI has in its place.
  const otherThings = new Set(
    reported.flatMap(({ code, place }) => {
      if (place?.file !== "") return [];
      if (code === "media-type-missing") return [parent(place.pointer)];
      return code === "schema-as-media-type" ? [place.pointer] : [];
    }),
  );
  for (const { pointer, says } of found) {
    const isSaid = said.has(pointer) || outdented.has(parent(pointer));
    if (!isSaid && !enclosing(pointer).some((place) => otherThings.has(place))) report("openapi-schema", { says }, { file: "", pointer });
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

/** What OpenAPI's own schema finds in a document. Nothing in one that is not OpenAPI at all: that has its own diagnostic. */
async function findingsOf({ root }: DocumentValues): Promise<readonly Finding[]> {
  return canBeValidated(root.value) ? findings(root.value, /\.ya?ml$/i.test(root.path)) : [];
}
