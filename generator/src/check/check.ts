import type { Report } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { ApiRule, SchemaRule } from "./rule.js";
import { apiRules, erringRules, schemaRules } from "./rules.js";
import { walkSchemas } from "./walk.js";

export interface CheckOptions {
  /** Whether to run rules that only warn, which takes longer than reading a large document. Default: true. */
  readonly warnings?: boolean;
}

/** Runs every rule over the model: all findings are reported, none is thrown. */
export function check(model: ApiModel, document: DocumentValues, report: Report, { warnings = true }: CheckOptions = {}): void {
  run(model, document, report, (rule) => warnings || erringRules.has(rule));
}

/** The rules that `check` skips without `warnings`: no stage needs them. */
export function checkWarnings(model: ApiModel, document: DocumentValues, report: Report): void {
  run(model, document, report, (rule) => !erringRules.has(rule));
}

function run(model: ApiModel, document: DocumentValues, report: Report, isSelected: (rule: ApiRule | SchemaRule) => boolean): void {
  for (const rule of apiRules.filter(isSelected)) rule(model, report, document);
  const selected = schemaRules.filter(isSelected);
  if (selected.length === 0) return;
  walkSchemas(model, (schema) => {
    for (const rule of selected) rule(schema, report, model, document);
  });
}
