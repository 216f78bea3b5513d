import type { Json } from "../../../model/json.js";
import type { Place } from "../../../model/place.js";
import type { Schema } from "../../../model/schemas/schema.js";
import type { Both } from "../../change.js";
import type { Step } from "../../step.js";
import type { Node } from "../../variants/node.js";

/** A difference inside a schema, wherever that schema is reached from. */
export interface SchemaDifference {
  readonly code: string;
  readonly places: Both<Place>;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Schemas inside the keyword, of which a value may show it. */
  readonly hints?: Both<readonly Schema[]>;
  /** The last step, where the difference is about a property of the pair's objects and not about the pair itself. */
  readonly step?: string;
}

/** Two schemas at the same location of the two documents. A graph, because schemas recur. */
export interface Pair {
  readonly old: Node;
  readonly next: Node;
  /** One of the two has several branches of one kind, so that the correspondence is a guess. */
  branched: boolean;
  /** Other branches exclude each other than before: their values may be rejected or allowed without a difference in a schema. */
  suspect: boolean;
  readonly differences: SchemaDifference[];
  /** Pairs that this one was reached from. Absent for a body. */
  readonly parents: Parent[];
}

export interface Parent {
  readonly pair: Pair;
  /** Absent for a whole value. */
  readonly step?: Step;
  /** It has to be there: a property that either document requires, or an item. */
  readonly asked?: true;
  /** The subtypes of a base's discriminator: the value is one of these, too, although the base does not list them. */
  readonly subtype?: Both<Schema>;
}
