import type { Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import { apiRules, schemaRules } from "./rules.js";
import { walkSchemas } from "./walk.js";

/** Runs every rule over the model: all findings are reported, none is thrown. */
export function check(model: ApiModel, document: LoadedDocument, report: Report): void {
  for (const rule of apiRules) rule(model, report, document);
  walkSchemas(model, (schema) => {
    for (const rule of schemaRules) rule(schema, report, model, document);
  });
}
