import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import type { Place } from "../model/place.js";
import type { Step } from "./step.js";

/** How much a change costs a consumer: breaking → major, warning or safe → minor, documentation → patch. */
export type Level = "breaking" | "warning" | "safe" | "documentation";

/** Who produces the value. Webhooks and callbacks flip: their request body is read by the consumer. */
export type Side = "request" | "response";

/** What is affected: the bytes on the wire, the generated TypeScript, or only texts. */
export type Surface = "wire" | "types" | "documentation";

/** A location in each of the two documents; absent on a side without a counterpart. */
export interface Both<T> {
  readonly old?: T;
  readonly new?: T;
}

/** One of each document, where it has one. */
export function both<T>(old: T | undefined, next: T | undefined): Both<T> {
  return { ...(old !== undefined && { old }), ...(next !== undefined && { new: next }) };
}

/** A difference before it is judged. The code names a rule. */
export interface Difference {
  readonly code: string;
  readonly side: Side | "both";
  readonly places: Both<Place>;
  /** The rule's parameters: names, values, bounds of both documents. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Where in a body the difference is, for schema differences. */
  readonly path?: readonly Step[];
  /** The parameter or header whose schema contains it, if it is not in a body. */
  readonly subject?: string;
  /** The subtype that contains it, if a base's discriminator selects it. */
  readonly subtype?: string;
  /** It concerns code that compiles against the package, and nothing on the wire. */
  readonly ofTypes?: true;
  /** Schemas inside the keyword that changed: of their values, one may show it. */
  readonly hints?: Both<readonly Schema[]>;
  /** Keys of every operation that reaches it: first the one whose body contains the path, then the others in the document's order. */
  readonly operations: readonly string[];
  /** The statuses of the response that it is in, as the two documents name them. */
  readonly statuses?: readonly string[];
}

/** A judged difference: people read it, and the gate decides on it. */
export interface Change {
  readonly code: string;
  /** Twelve hex digits that are stable while the cause is the same, for baselines. */
  readonly fingerprint: string;
  readonly level: Level;
  readonly side: Side | "both";
  readonly surface: Surface;
  /** The operation of the message and the example; `undefined` for a change of the whole document. */
  readonly operation?: string;
  readonly operations: readonly string[];
  readonly pointer: Both<string>;
  readonly location: Both<string>;
  readonly message: string;
  /** A value that one document accepts and the other refuses. */
  readonly witness?: Witness;
  /** Why it matters to a consumer, and the advice for the owner. */
  readonly help: string;
}

export interface Witness {
  readonly value: Json;
  readonly acceptedBy: "old" | "new";
  readonly refusedBy: "old" | "new";
  /** The keyword that refuses it, and where. */
  readonly because: { readonly keyword: string; readonly instancePath: string };
}

/** The identity of a difference: equal parameters at equal locations. */
export function causeOf({ code, side, places, parameters }: Difference): string {
  // An added property has no location in the old document, only objects that have it now: it was written once. The same applies to a removed one.
  if (code.endsWith("-property-added")) return JSON.stringify([code, side, places.new, parameters]);
  if (code.endsWith("-property-removed")) return JSON.stringify([code, side, places.old, parameters]);
  return JSON.stringify([code, side, places, parameters]);
}
