import type { Report } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { ApiRule, SchemaRule } from "./rule.js";
import { apiRules, exampleRules, schemaRules } from "./rules.js";
import { walkSchemas } from "./walk.js";

export interface CheckOptions {
  /** Whether examples and defaults are held against their schemas, which of a large document takes longer than all other rules. Default: true. */
  readonly examples?: boolean;
}

/** Runs every rule over the model: all findings are reported, none is thrown. */
export function check(model: ApiModel, document: DocumentValues, report: Report, { examples = true }: CheckOptions = {}): void {
  run(model, document, report, (rule) => examples || !exampleRules.has(rule));
}

/** Holds examples and defaults against their schemas, the rest of what `check` does: whatever is found only warns, so that no stage waits for it. */
export function checkExamples(model: ApiModel, document: DocumentValues, report: Report): void {
  run(model, document, report, (rule) => exampleRules.has(rule));
}

function run(model: ApiModel, document: DocumentValues, report: Report, isAsked: (rule: ApiRule | SchemaRule) => boolean): void {
  for (const rule of apiRules.filter(isAsked)) rule(model, report, document);
  const asked = schemaRules.filter(isAsked);
  walkSchemas(model, (schema) => {
    for (const rule of asked) rule(schema, report, model, document);
  });
}
