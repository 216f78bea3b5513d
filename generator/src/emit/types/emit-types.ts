import type { ApiModel } from "../../model/api.js";
import type { Plan } from "../../plan/plan.js";
import { writeDocument } from "./write-document.js";

/** The text of types.ts without its header: `paths`, `webhooks`, `components` and `operations`, as openapi-typescript writes them. */
export async function emitTypes(model: ApiModel, plan: Plan): Promise<string> {
  const document = writeDocument(model, plan);
  const { printTypes } = await import("./print-types.js");
  return printTypes(document);
}

/** The text of decoded.ts without its header: the same types, of values as code holds them. */
export async function emitDecodedTypes(model: ApiModel, plan: Plan): Promise<string> {
  const document = writeDocument(model, plan, { decoding: plan.decoding });
  const { printTypes } = await import("./print-types.js");
  const text = printTypes(document);
  return `${namesTemporal.test(text) ? 'import type { Temporal } from "temporal-polyfill";\n\n' : ""}${text}`;
}

/** In code, and not only in a comment: a compiler may refuse an import that nothing uses. */
const namesTemporal = /^(?![ \t]*\/?\*).*\bTemporal\.(?:Instant|PlainDate)\b/m;
