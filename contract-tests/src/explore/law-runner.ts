import type { Operation } from "tallystick/model";
import type { Findings } from "../findings/collect.js";
import type { Session } from "./session.js";

/** A law as `--plan` shows it: its requests depend on responses, so only their number is known. */
export interface PlannedLaw {
  readonly law: string;
  readonly operations: readonly string[];
  readonly why: string;
  readonly maxRequests: number;
}

/** Laws about sequences of requests. */
export interface LawRunner {
  plan(session: Session, operations: readonly Operation[]): readonly PlannedLaw[];
  /** Sends the requests of all laws through the session, and adds a finding for each law that does not hold. */
  run(session: Session, operations: readonly Operation[], findings: Findings): Promise<void>;
}

export const lawRunner: LawRunner = { plan: () => [], run: async () => {} };
