import type { ApiModel } from "../../model/api.js";
import type { Decoding } from "../../plan/decoding.js";
import type { Plan } from "../../plan/plan.js";
import type { TypeFileOptions } from "../../plan/type-options.js";
import { printTypes } from "./print-types.js";
import { printWithOpenapiTypescript } from "./openapi-typescript.js";
import { TypeStyle, type WrittenSchema } from "./type-style.js";
import { writeDocument } from "./write-document.js";

/** The text of a single file of types, without its header. @param written Gives hooks the schemas as the document has them. */
export function emitTypesFile(model: ApiModel, plan: Plan, options: TypeFileOptions, written: WrittenSchema): string {
  const text = printTypes(writeDocument(model, plan, plan.decoding, new TypeStyle(options, written)));
  return withTemporal(text);
}

/** The text of types.ts without its header: `paths`, `webhooks`, `components` and `operations`. */
export function emitTypes(model: ApiModel, plan: Plan): string {
  return print(model, plan);
}

/** The text of decoded.ts without its header: the same types, of values as code holds them. */
export function emitDecodedTypes(model: ApiModel, plan: Plan): string {
  return withTemporal(print(model, plan, plan.decoding));
}

function withTemporal(text: string): string {
  return `${namesTemporal.test(text) ? 'import type { Temporal } from "temporal-polyfill";\n\n' : ""}${text}`;
}

function print(model: ApiModel, plan: Plan, decoding?: Decoding): string {
  const document = writeDocument(model, plan, decoding);
  return plan.typePrinter === "openapi-typescript" ? printWithOpenapiTypescript(document) : printTypes(document);
}

/** In code, and not only in a comment: a compiler may refuse an import that nothing uses. */
const namesTemporal = /^(?![ \t]*\/?\*).*\bTemporal\.(?:Instant|PlainDate)\b/m;
