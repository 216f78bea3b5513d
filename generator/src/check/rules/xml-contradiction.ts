import { isJsonObject } from "../../model/json.js";
import { child } from "../../model/place.js";
import { walkPointer } from "../../model/pointer.js";
import type { SchemaRule } from "../rule.js";

/** "nodeType" of OpenAPI 3.2 (§4.26) next to the fields that it replaces. */
export const xmlContradiction: SchemaRule = (schema, report, _model, document) => {
  if (schema.annotations?.xml === undefined) return;
  const { file, pointer } = schema.place;
  const source = document.files.get(file);
  const written = source && walkPointer({ place: { file, pointer: "#" }, value: source.value }, pointer)?.value;
  const xml = isJsonObject(written) ? written["xml"] : undefined;
  if (!isJsonObject(xml) || !Object.hasOwn(xml, "nodeType")) return;
  for (const field of ["attribute", "wrapped"]) {
    if (Object.hasOwn(xml, field)) report("xml-contradiction", { field, nodeType: String(xml["nodeType"]) }, child(schema.place, "xml", field));
  }
};
