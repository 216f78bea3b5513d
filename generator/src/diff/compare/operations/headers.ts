import type { Header } from "../../../model/api.js";
import type { Place } from "../../../model/place.js";
import { both, type Side } from "../../change.js";
import { nodeOf } from "../../variants/node.js";
import { isJsonType, type Context } from "../context.js";
import { haveOtherExamples } from "./examples.js";
import { serialisation } from "./serialisation.js";

/** A response, or a part of a multipart body. */
interface WithHeaders {
  readonly headers: readonly Header[];
  readonly place: Place;
}

export function compareHeaders(context: Context, operation: string, side: Side, old: WithHeaders, next: WithHeaders): void {
  const after = new Map(next.headers.map((header) => [header.name.toLowerCase(), header]));
  const before = new Set<string>();
  for (const was of old.headers) {
    const name = was.name.toLowerCase();
    before.add(name);
    // A response's Content-Type is covered by its media types (OpenAPI 3.1 §4.8.17).
    if (name === "content-type") continue;
    const is = after.get(name);
    if (is === undefined)
      context.report(
        was.required ? "required-header-removed" : "optional-header-removed",
        side,
        operation,
        { old: was.place, new: next.place },
        { name: was.name },
      );
    else compareHeader(context, operation, side, was, is);
  }
  for (const is of next.headers) {
    if (!before.has(is.name.toLowerCase()) && is.name.toLowerCase() !== "content-type")
      context.report("header-added", side, operation, { old: old.place, new: is.place }, { name: is.name, required: is.required });
  }
}

function compareHeader(context: Context, operation: string, side: Side, old: Header, next: Header): void {
  const places = { old: old.place, new: next.place };
  if (old.required && !next.required) context.report("header-became-optional", side, operation, places, { name: next.name });
  if (!old.required && next.required) context.report("header-became-required", side, operation, places, { name: next.name });
  if (old.description !== next.description) context.report("response-words-changed", side, operation, places, { header: next.name });
  if (haveOtherExamples(old, next)) context.report("response-words-changed", side, operation, places, { header: next.name, keyword: "examples" });
  const [was, is] = [writtenAs(context, "old", old), writtenAs(context, "new", next)];
  if (was !== is) context.report("header-serialisation-changed", side, operation, places, { name: next.name, old: was, new: is });
  const isText = next.content === undefined || !isJsonType(next.content);
  const schemas = both(old.schema ?? old.content?.schema, next.schema ?? next.content?.schema);
  context.schema(operation, side, schemas, { subject: { in: "header", name: next.name, words: `Header "${next.name}"`, isText } });
}

/** Headers have one style (OpenAPI 3.1 §4.8.17). */
function writtenAs(context: Context, version: "old" | "new", { schema, content, explode }: Header): string {
  const alternatives = context.alternativesOf(version, nodeOf(schema ?? content?.schema));
  return serialisation({ style: "simple", explode, allowReserved: false, ...(content && { content }) }, alternatives);
}
