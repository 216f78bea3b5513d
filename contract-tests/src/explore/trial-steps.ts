import type { Json, Operation } from "tallystick/model";
import type { Interaction } from "../traffic/interaction.js";
import type { Expectation } from "./sequence.js";
import type { ReceivedResponse } from "./expectation.js";
import type { Given, How } from "./port.js";
import type { Resource } from "./resources.js";

/** A request of a trial with its response. */
export interface TakenStep {
  readonly operation: Operation;
  readonly given: Given;
  readonly how: How;
  readonly response: StepResponse;
}

export interface StepResponse extends ReceivedResponse {
  readonly step: number;
  readonly ok: boolean;
  readonly interaction: Interaction;
  header(name: string): string | undefined;
}

/** A resource that exists on the server. */
export interface Thing {
  readonly resource: Resource;
  readonly id: Json;
  /** Values of its path, its own id included. */
  readonly path: Readonly<Record<string, Json>>;
  readonly parent?: Thing;
  /** Body of the request that created it. */
  readonly sent: Readonly<Record<string, Json>>;
  readonly created: StepResponse;
  readonly as: string;
}

/** Ends a trial: a response does not fulfil the law. */
export class LawBroken extends Error {
  constructor(
    readonly law: string,
    readonly expected: Expectation,
    message: string,
    /** Steps that the expectation needs. */
    readonly because: readonly number[],
  ) {
    super(message);
  }
}

/** Ends a trial: the time or the requests of the run are used up. */
export class OutOfBudget extends Error {}

/** Ends a trial without a result, with the reason. */
export class Inapplicable extends Error {}
