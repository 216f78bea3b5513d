import type { Example } from "../../../model/api.js";
import { canonical } from "../../variants/alternative.js";

interface WithExamples {
  readonly examples: readonly Example[];
}

/** Whether two lists of examples have other values or summaries. Names and order do not matter: `example` and `examples` are two ways to write one. */
export function haveOtherExamples(old: WithExamples, next: WithExamples): boolean {
  const [was, is] = [valuesOf(old), valuesOf(next)];
  return was.size !== is.size || [...was].some((value) => !is.has(value));
}

function valuesOf({ examples }: WithExamples): ReadonlySet<string> {
  return new Set(examples.map(({ value, serialized, summary }) => canonical([value ?? null, serialized ?? null, summary ?? null])));
}
