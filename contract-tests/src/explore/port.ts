import type { ApiModel, Json, Operation, Parameter, Schema } from "tallystick/model";
import type { Interaction } from "../traffic/interaction.js";
import type { LikelyValues } from "./likely-values.js";
import type { Resource } from "./resources.js";

/** Values of one request, before they are written. */
export interface Given {
  readonly path?: Readonly<Record<string, Json>>;
  readonly query?: Readonly<Record<string, Json>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: GivenBody;
}

export interface GivenBody {
  readonly mediaType: string;
  readonly value?: Json;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** How and why a request is sent. */
export interface How {
  /** `create a zone`. */
  readonly shows: string;
  /** Identity. Default: `main`. */
  readonly as?: string;
  /** The document forbids the request. */
  readonly invalid?: true;
  /** Sent together with the step before. */
  readonly together?: true;
  /** The step whose `Location` header leads to the item. */
  readonly follows?: number;
  /** Milliseconds for which the request is repeated until its response is as wanted. */
  readonly within?: number;
}

/** Sends requests for laws. */
export interface Port {
  readonly model: ApiModel;
  readonly resources: readonly Resource[];
  readonly canWrite: boolean;
  /** Whether the level of writes permits an action at an own item, or one that creates several items. */
  mayAct(operation: Operation): boolean;
  /** `main`, and the names of `--as`. */
  readonly identities: readonly string[];
  /** Identities that lack one of several credentials that an operation requires together. */
  lackingOne(operation: Operation): readonly string[];
  /** Why a request may not be sent, or its exchange. */
  send(operation: Operation, given: Given, how: How): Promise<Interaction | { readonly refused: string }>;
  /** Allowed requests for which the server failed before the laws ran. */
  failed(): readonly FailedRequest[];
  /** Values that returned otherwise before the laws ran, for operations that `isOf` selects. */
  altered(isOf: (resource: Resource) => Operation | undefined): readonly AlteredValue[];
  /** A value for a parameter that no resource of the document gives. */
  valueFor(operation: Operation, name: string): Json | undefined;
  /** An id that no known item has, for a parameter of a path; nothing if only a server can issue one. */
  invent(parameter: Parameter, thing: string): string | number | undefined;
  /** Valid values at and near the edges of a schema. */
  unusual(name: string, schema: Schema): readonly Json[];
  /** How much this run has created. */
  mark(): number;
  /** Operations whose responses did not reach the expected state in time: no trial waits for them again. */
  readonly hopeless: Set<string>;
  /** Create operations with a unique property of unknown name: a new item conflicted with another one. */
  readonly conflicting: Set<Operation>;
  /** Creates that accept only dates in the future. */
  readonly dated: Set<Operation>;
  /** Values that a create needs and the document does not explain: the server accepted them before the laws ran. */
  likely(create: Operation): LikelyValues | undefined;
  /** How often the server refused a create that it has never accepted: no law tries it without end. */
  readonly refusals: Map<Operation, number>;
  /** Optional properties that make the server refuse a create operation, such as names of what does not exist. */
  readonly refusedNames: Map<Operation, ReadonlySet<string>>;
  /** Creates that were refused until what they refer to was prepared: with large numbers, such as a stock, and with something below it. `false`: in vain. */
  readonly prepared: Map<Operation, boolean>;
  /** Names of the ways that other items need before a create operation is accepted: a refund needs a paid invoice. Empty if none was found. */
  readonly prerequisites: Map<Operation, readonly string[]>;
  /** Removes the items created since a mark. */
  tidy(mark: number): Promise<void>;
}

export interface FailedRequest {
  readonly operation: Operation;
  readonly given: Given;
  /** The resource of the operation, if it writes to one. */
  readonly resource?: Resource;
  readonly what: string;
  /** Names of the parameters and properties that have unusual values. */
  readonly cause: readonly string[];
}

/** An unusual value of a property, which the response to a write did not have. */
export interface AlteredValue {
  readonly operation: Operation;
  readonly resource: Resource;
  readonly changes: Readonly<Record<string, Json>>;
}
