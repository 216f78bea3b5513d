import { placeKey, type Operation } from "tallystick/model";
import type { Findings } from "../findings/collect.js";
import { laws } from "./laws/index.js";
import { placeOf, runLaws, type LawResult } from "./run-laws.js";
import type { Sequence } from "./sequence.js";
import type { Session } from "./session.js";
import { sessionPort } from "./session-port.js";

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
  /** The result of each law, complete after `run`. */
  readonly results: readonly LawResult[];
}

/** Requests of one attempt, at most; a sequence that breaks a law is replayed while it is reduced. */
const mostOfAttempt = 40;

/** Milliseconds for laws, unless `--time` limits the run. The limit of requests ends all but slow runs, so that load changes no result. */
const usualTime = 300_000;
/** Requests for removing what the last attempt created. */
const spare = 60;

export interface LawRunnerOptions {
  /** Names of laws that are switched off. */
  readonly without?: readonly string[];
}

export function createLawRunner({ without: names = [] }: LawRunnerOptions = {}): LawRunner {
  const without = names.includes("all") ? laws.map(({ name }) => name) : names;
  const results: LawResult[] = [];
  return {
    results,
    plan(session, operations) {
      const port = sessionPort(session, operations);
      return laws.flatMap((law): readonly PlannedLaw[] => {
        if (without.includes(law.name)) return [];
        const cases = law.cases(port).filter(({ run }) => run !== undefined);
        if (cases.length === 0) return [];
        const attempts = cases.reduce((sum, { rounds = session.runs }) => sum + Math.min(rounds, session.runs), 0);
        const maxRequests = Math.min(session.remaining.requests, attempts * mostOfAttempt);
        return [{ law: law.name, operations: [...new Set(cases.map(({ operation }) => operation.key))], why: law.title, maxRequests }];
      });
    },
    async run(session, operations, findings) {
      const port = sessionPort(session, operations);
      const began = Date.now();
      const isLate = (): boolean => session.options.maxTime === undefined && Date.now() - began > usualTime;
      const all = await runLaws(port, {
        seed: session.random.seed,
        runs: session.runs,
        without,
        // What laws create is removed after each attempt, so that these requests count as well.
        isOver: () => session.isOver || isLate() || session.remaining.requests < spare,
        onBroken: (sequence, cause) => void findings.add(occurrenceOf(sequence, cause, operations)),
      });
      results.push(...all);
    },
  };
}

function occurrenceOf(sequence: Sequence, cause: readonly string[], operations: readonly Operation[]): Parameters<Findings["add"]>[0] {
  const step = sequence.steps[sequence.broke];
  const operation = operations.find(({ key }) => key === step?.operation);
  return {
    class: sequence.certain === "reproduced" ? "broken-law" : "flaky-law",
    ...(step && { operation: step.operation }),
    ...(step?.operationId !== undefined && { operationId: step.operationId }),
    ...(step?.status !== undefined && { status: String(step.status) }),
    subject: { in: "response" },
    instancePath: "at" in sequence.expected && !sequence.expected.at.startsWith("header:") ? sequence.expected.at : "",
    path: cause.length > 0 ? cause.join(", ") : placeOf(sequence.expected),
    schemaPath: operation === undefined ? "#/paths" : placeKey(operation.place),
    keyword: sequence.law,
    message: sequence.message,
    sequence,
  };
}
