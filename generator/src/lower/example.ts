import { isJsonObject, type Json } from "../model/json.js";
import type { Example } from "../model/api.js";
import { fileNamed, scheme, splitReference } from "../load/files/names.js";
import { follow, type Context } from "./context.js";
import { optional } from "./describe.js";
import type { Part } from "./lenient/part.js";

/**
 * `example`, then `examples`. An example that names a file (`externalValue`) has the text of the file, if it could be read.
 * @param mediaType The media type of serialized examples (`serializedValue`, OpenAPI 3.2).
 */
export function lowerExamples(context: Context, owner: Part, mediaType = ""): Example[] {
  const examples: Example[] = [];
  const single = owner.raw("example");
  if (single !== undefined) examples.push({ name: "example", value: single, place: owner.at("example") });
  for (const [name, written] of namedExamples(owner)) {
    // A broken reference in an example does no harm.
    const part = written.has("$ref") ? quietly(context, () => follow(context, written, "example")) : written;
    if (part === undefined) continue;
    const field = ["dataValue", "value", "serializedValue", "externalValue"].find((each) => part.has(each));
    const serialized = part.has("serializedValue") ? part.string("serializedValue") : externalText(context, name, part);
    const isData = field === "dataValue" || field === "value";
    const read = isData ? part.raw(field) : readAs(mediaType, serialized);
    const value = read === null ? undefined : read;
    if (field === undefined || (value === undefined && serialized === undefined)) continue;
    const fields = { ...optional("value", value), ...optional("serialized", serialized), ...optional("summary", part.string("summary")) };
    examples.push({ name, ...fields, place: part.at(field) });
  }
  return examples;
}

/** The text of the file that an example names. An address of the network is only read where its user allows that. */
function externalText(context: Context, name: string, part: Part): string | undefined {
  const reference = part.has("externalValue") && !part.has("value") ? part.string("externalValue") : undefined;
  if (reference === undefined) return undefined;
  const { root, texts, missing } = context.document;
  const file = fileNamed(splitReference(reference).file, part.place.file, root.path);
  const text = texts?.get(file);
  if (text !== undefined || texts === undefined) return text;
  const cause = missing.get(file);
  const place = part.at("externalValue");
  // Each run has the same examples: the lock also counts for them.
  if (cause?.why === "changed") context.report("lock-mismatch", cause, place);
  else if (cause?.why === "unlocked") context.report("lock-missing", cause, place);
  else if (cause?.why === "unreachable") context.report("example-not-fetched", { name, file: reference, reason: cause.reason }, place);
  else if (!scheme.test(file)) context.report("example-file-not-read", { name, file: reference }, place);
  return undefined;
}

/** The value of a body as it is written, where that is JSON or a text. */
function readAs(mediaType: string, written: string | undefined): Json | undefined {
  if (written === undefined || /^text\/(?!event-stream|xml)/i.test(mediaType)) return written;
  if (!/[/+]json\b(?!-)/i.test(mediaType)) return undefined;
  try {
    return JSON.parse(written) as Json;
  } catch {
    return undefined;
  }
}

function namedExamples(owner: Part): [string, Part][] {
  return isJsonObject(owner.field("examples")?.value) ? owner.writtenParts("examples") : [];
}

function quietly<T>(context: Context, run: () => T): T {
  const before = context.schemas.reached;
  context.schemas.reached = false;
  try {
    return run();
  } finally {
    context.schemas.reached = before;
  }
}
