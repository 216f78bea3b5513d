import type { Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { ApiRule, SchemaRule } from "./rule.js";
import { apiRules, exampleRules, schemaRules } from "./rules.js";
import { walkSchemas } from "./walk.js";

export interface CheckOptions {
  /** Whether examples and defaults are held against their schemas, which of a large document takes longer than all other rules. Default: true. */
  readonly examples?: boolean;
}

/** Runs every rule over the model: all findings are reported, none is thrown. */
export function check(model: ApiModel, document: LoadedDocument, report: Report, { examples = true }: CheckOptions = {}): void {
  const isAsked = (rule: ApiRule | SchemaRule): boolean => examples || !exampleRules.has(rule);
  for (const rule of apiRules.filter(isAsked)) rule(model, report, document);
  const asked = schemaRules.filter(isAsked);
  walkSchemas(model, (schema) => {
    for (const rule of asked) rule(schema, report, model, document);
  });
}
