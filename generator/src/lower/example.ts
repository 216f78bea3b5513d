import type { Example } from "../model/api.js";
import { follow, type Context } from "./context.js";
import { optional } from "./describe.js";
import type { Part } from "./part.js";

/** `example`, then `examples`; one that only names an address (`externalValue`) has no value to show. */
export function lowerExamples(context: Context, owner: Part): Example[] {
  const examples: Example[] = [];
  const single = owner.raw("example");
  if (single !== undefined) examples.push({ name: "example", value: single, place: owner.at("example") });
  for (const [name, written] of namedExamples(owner)) {
    // A broken reference in an example harms nobody.
    const part = written.has("$ref") ? quietly(context, () => follow(context, written, "example")) : written;
    const value = part?.raw("value") ?? part?.raw("dataValue");
    if (!part || value === undefined) continue;
    examples.push({ name, value, ...optional("summary", part.string("summary")), place: part.at(part.has("value") ? "value" : "dataValue") });
  }
  return examples;
}

function namedExamples(owner: Part): [string, Part][] {
  const examples = owner.raw("examples");
  return typeof examples === "object" && examples !== null && !Array.isArray(examples) ? owner.parts("examples") : [];
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
