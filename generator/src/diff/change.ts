import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import type { Place } from "../model/place.js";
import type { Step } from "./step.js";

/** How much a change costs a consumer: breaking → major, warning or safe → minor, documentation → patch. */
export type Level = "breaking" | "warning" | "safe" | "documentation";

/** Who produces the value. Webhooks and callbacks flip: their request body is read by the consumer. */
export type Side = "request" | "response";

/** What changes for whom: the bytes on the wire, the generated TypeScript, or only the words. */
export type Surface = "wire" | "types" | "documentation";

/** A place in each of the two documents; absent on the side where there is nothing. */
export interface Both<T> {
  readonly old?: T;
  readonly new?: T;
}

/** One of each document, where it has one. */
export function both<T>(old: T | undefined, next: T | undefined): Both<T> {
  return { ...(old !== undefined && { old }), ...(next !== undefined && { new: next }) };
}

/** What was found to differ, before anyone has judged it. The code names a rule. */
export interface Difference {
  readonly code: string;
  readonly side: Side | "both";
  readonly places: Both<Place>;
  /** The rule's words: names, values, bounds of both documents. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Where in a body the difference is, for schema differences. */
  readonly path?: readonly Step[];
  /** The parameter or header whose schema it is in, where it is in none of a body. */
  readonly subject?: string;
  /** The component that it is in, where a base's tag leads there: what an object on the way to it, or it itself, is one of. */
  readonly subtype?: string;
  /** It concerns code that compiles against the package, and nothing on the wire. */
  readonly ofTypes?: true;
  /** Schemas inside the keyword that changed: of their values, one may show it. */
  readonly hints?: Both<readonly Schema[]>;
  /** Keys of every operation that reaches it: the one whose body the path leads through, then the others in the document's order. */
  readonly operations: readonly string[];
  /** The statuses of the response that it is in, as the two documents name them. */
  readonly statuses?: readonly string[];
}

/** A judged difference: what the person reads and what the gate decides on. */
export interface Change {
  readonly code: string;
  /** Twelve hex digits that stay the same while the cause does: what a baseline names. */
  readonly fingerprint: string;
  readonly level: Level;
  readonly side: Side | "both";
  readonly surface: Surface;
  /** The operation that the message and the witness speak of, of those that reach it; `undefined` for a change of the document as a whole. */
  readonly operation?: string;
  readonly operations: readonly string[];
  readonly pointer: Both<string>;
  readonly location: Both<string>;
  readonly message: string;
  /** A value that one document accepts and the other refuses. */
  readonly witness?: Witness;
  /** Why it matters to a consumer, and what the owner can do. */
  readonly help: string;
}

export interface Witness {
  readonly value: Json;
  readonly acceptedBy: "old" | "new";
  readonly refusedBy: "old" | "new";
  /** The keyword that refuses it, and where. */
  readonly because: { readonly keyword: string; readonly instancePath: string };
}

/** What makes two differences one: the same words about the same places. */
export function causeOf({ code, side, places, parameters }: Difference): string {
  // A property that came has no place in the old document, only objects that it came to: however many, it was written once. So with one that went.
  if (code.endsWith("-property-added")) return JSON.stringify([code, side, places.new, parameters]);
  if (code.endsWith("-property-removed")) return JSON.stringify([code, side, places.old, parameters]);
  return JSON.stringify([code, side, places, parameters]);
}
