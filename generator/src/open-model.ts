import { check, type CheckOptions } from "./check/check.js";
import { checkLosses, checkSections, type LossOptions } from "./check/losses.js";
import { collector } from "./diagnostics/collect.js";
import type { SeverityOptions } from "./diagnostics/severity.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { LoadedDocument, SourceFile } from "./load/document.js";
import { load, type LoadOptions } from "./load/load.js";
import { writtenNumbers } from "./load/written-number.js";
import { validate } from "./load/validation/validate.js";
import { lower } from "./lower/lower.js";
import type { ApiModel } from "./model/api.js";

/** What reading a document came to. */
export interface OpenedModel {
  /** Absent when there is nothing to go on with; a diagnostic says why. */
  readonly model?: ApiModel;
  readonly document?: LoadedDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read, broken ones too: what `locate` needs to turn places into lines. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

export interface OpenOptions extends LoadOptions, CheckOptions, LossOptions, SeverityOptions {
  /** Whether the document is also held against OpenAPI's own schema. Default: true. */
  readonly validate?: boolean;
  /** Whether integers past 2^53 are kept as they are written as well. Default: false. */
  readonly exact?: boolean;
}

/** Reads a document into its model, with everything that is to be said about it: load → lower → check. */
export async function openModel(path: string, options: OpenOptions = {}): Promise<OpenedModel> {
  const { report, diagnostics } = collector(options);
  const sources = options.sources ?? new Map<string, SourceFile>();
  const document = await load(path, { ...options, sources }, report);
  if (!document) return { diagnostics, sources };
  const validation = options.validate === false ? undefined : validate(document);
  const model = lower(document, report, options.exact === true ? { written: writtenNumbers(document.files) } : {});
  if (model) {
    check(model, document, report, options);
    checkSections(model, report, options);
    if (!diagnostics.some(({ severity }) => severity === "error")) checkLosses(model, report, options);
  }
  await validation?.finish(report, diagnostics);
  return { ...(model && { model }), document, diagnostics, sources };
}
