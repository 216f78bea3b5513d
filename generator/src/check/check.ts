import type { Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import { rules } from "./rules.js";

/** Runs every rule over the model: all findings are reported, none is thrown. */
export function check(model: ApiModel, document: LoadedDocument, report: Report): void {
  for (const rule of rules) rule(model, report, document);
}
