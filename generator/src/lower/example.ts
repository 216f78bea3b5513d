import { isJsonObject, type Json } from "../model/json.js";
import type { Example } from "../model/api.js";
import { follow, type Context } from "./context.js";
import { optional } from "./describe.js";
import type { Part } from "./meant/part.js";

/**
 * `example`, then `examples`; one that only names an address (`externalValue`) has no value to show.
 * @param mediaType What those are in that are told as they are written (`serializedValue`, OpenAPI 3.2).
 */
export function lowerExamples(context: Context, owner: Part, mediaType = ""): Example[] {
  const examples: Example[] = [];
  const single = owner.raw("example");
  if (single !== undefined) examples.push({ name: "example", value: single, place: owner.at("example") });
  for (const [name, written] of namedExamples(owner)) {
    // A broken reference in an example harms nobody.
    const part = written.has("$ref") ? quietly(context, () => follow(context, written, "example")) : written;
    if (part === undefined) continue;
    const field = ["dataValue", "value", "serializedValue"].find((each) => part.has(each));
    const serialized = part.has("serializedValue") ? part.string("serializedValue") : undefined;
    const written32 = field === "serializedValue" ? readAs(mediaType, serialized) : field && part.raw(field);
    const value = written32 === null ? undefined : written32;
    if (field === undefined || (value === undefined && serialized === undefined)) continue;
    const told = { ...optional("value", value), ...optional("serialized", serialized), ...optional("summary", part.string("summary")) };
    examples.push({ name, ...told, place: part.at(field) });
  }
  return examples;
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
