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

/** Two schemas that stand in the same place of the two documents. A graph, because schemas recur. */
export interface Pair {
  readonly old: Node;
  readonly next: Node;
  /** One of the two has several branches of one kind, so that what became what is a guess. */
  branched: boolean;
  /** Branches that exclude each other are others than before: values of theirs may be refused, or allowed, that no difference speaks of. */
  suspect: boolean;
  readonly differences: SchemaDifference[];
  /** Pairs that this one was reached from. Absent for a body. */
  readonly parents: Parent[];
}

export interface Parent {
  readonly pair: Pair;
  /** Absent for what a value is as a whole. */
  readonly step?: Step;
  /** It has to be there: a property that either document requires, or an item. */
  readonly asked?: true;
  /** What the tag of a base stands for: the value is one of these, too, though the base does not say so. */
  readonly subtype?: Both<Schema>;
}
