import type { Operation } from "../../../model/api.js";
import type { Side } from "../../change.js";
import { compareContent } from "./content.js";
import type { Context } from "../context.js";

/** Methods for which content has no generally defined semantics (RFC 9110 §9.3.1, §9.3.2, §9.3.5). */
const withoutBody: ReadonlySet<string> = new Set(["get", "head", "delete"]);

export function compareRequestBody(context: Context, old: Operation, next: Operation, side: Side): void {
  const [was, is] = [old.requestBody, next.requestBody];
  if (was === undefined && is === undefined) return;
  if (was === undefined) {
    context.report(is?.required ? "required-request-body-added" : "optional-request-body-added", side, next.key, { new: is?.place ?? next.place });
    return;
  }
  if (is === undefined) {
    const meaningless = !was.required && withoutBody.has(old.method.toLowerCase());
    context.report("request-body-removed", side, next.key, { old: was.place, new: next.place }, meaningless ? { meaningless } : {});
    return;
  }
  if (was.required !== is.required) {
    context.report(is.required ? "request-body-became-required" : "request-body-became-optional", side, next.key, { old: was.place, new: is.place });
  }
  compareContent(context, next.key, side, was.content, is.content, ({ code, place, mediaType }) =>
    context.report(code, side, next.key, code === "media-type-removed" ? { old: place } : { new: place }, {
      mediaType,
      unasked: side === "response",
    }),
  );
}
