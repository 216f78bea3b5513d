import type { Report } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Schema } from "../model/schemas/schema.js";

/** A finding about operations, components and how they hang together. */
export type ApiRule = (model: ApiModel, report: Report, document: DocumentValues) => void;

/** A rule about one schema; called for every schema of the model, at every depth, in one traversal. */
export type SchemaRule = (schema: Schema, report: Report, model: ApiModel, document: DocumentValues) => void;
