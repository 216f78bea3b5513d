import type { Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";

/** One finding about a model; the document is there for what lowering leaves out. */
export type Rule = (model: ApiModel, report: Report, document: LoadedDocument) => void;
