import { check, type CheckOptions } from "./check/check.js";
import { checkLosses, type LossOptions } from "./check/losses.js";
import { collector } from "./diagnostics/collect.js";
import type { SeverityOptions } from "./diagnostics/severity.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { LoadedDocument, SourceFile } from "./load/document.js";
import { load, type LoadOptions } from "./load/load.js";
import { writtenNumbers } from "./load/written-number.js";
import { validate } from "./load/validation/validate.js";
import { lower } from "./lower/lower.js";
import type { ApiModel } from "./model/api.js";

/** Result of reading a document. */
export interface OpenedModel {
  /** Absent if the document cannot be used. A diagnostic states the reason. */
  readonly model?: ApiModel;
  readonly document?: LoadedDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were read, for `locate`, which converts locations to lines. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

export interface OpenOptions extends LoadOptions, CheckOptions, LossOptions, SeverityOptions {
  /** Whether the document is also validated with OpenAPI's own schema. Default: true. */
  readonly validate?: boolean;
  /** Whether the text of integers above 2^53 is preserved too. Default: false. */
  readonly exact?: boolean;
}

/** Reads a document into its model, with all diagnostics: load → lower → check. */
export async function openModel(path: string, options: OpenOptions = {}): Promise<OpenedModel> {
  const collected = collector(options);
  const { report, diagnostics } = collected;
  const sources = options.sources ?? new Map<string, SourceFile>();
  const document = await load(path, { ...options, sources }, report);
  if (!document) return { diagnostics, sources };
  const model = lower(document, report, options.exact === true ? { written: writtenNumbers(document.files) } : {});
  if (model) {
    check(model, document, report, options);
    checkLosses(model, collected, options);
  }
  if (options.validate !== false) await validate(document, report, diagnostics);
  return { ...(model && { model }), document, diagnostics, sources };
}
