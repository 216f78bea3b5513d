import type { Operation } from "tallystick/model";
import type { Resource } from "../resources.js";
import type { Port } from "../port.js";
import type { Trial } from "../trial.js";

/** A rule that every well-behaved HTTP API follows. Nothing is configured: cases are found in the document. */
export interface Law {
  /** For `--without-law`. */
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  /** The clause of a standard, or the reason. */
  readonly reason: string;
  /** What a reduced sequence must keep, because the law shows nothing without it. */
  readonly keeps?: Kept;
  /** Tried in every second round only: it sends many requests, and other values seldom change its result. */
  readonly isSeldom?: true;
  /** Where the law applies in a document, and where it does not. */
  cases(port: Port): readonly LawCase[];
}

/** `bodies`: all values. `shared-values`: those that several requests have. `selected-items`: the bodies of items that a filter selects. */
export type Kept = "bodies" | "shared-values" | "selected-items";

/** One application of a law. */
export interface LawCase {
  /** The operation that a broken law is reported for, unless the response of another one breaks it. */
  readonly operation: Operation;
  /** Tries to break the law. */
  readonly run?: (trial: Trial) => Promise<void>;
  /** Set where the law does not apply: why. */
  readonly unless?: string;
  /** Attempts that are worth their requests. Default: as many as there is time for. */
  readonly rounds?: number;
}

type Part = "create" | "list" | "read" | "replace" | "update" | "remove";

const words: Readonly<Record<Part, string>> = {
  create: "creates it",
  list: "lists it",
  read: "reads it",
  replace: "replaces it",
  update: "updates it",
  remove: "deletes it",
};

/** Why a law about POST does not apply: the document creates the resource by PUT. */
export function unlessPosted({ create }: Resource): string | undefined {
  return create?.method === "put" ? "PUT creates it" : undefined;
}

/**
 * A case for each resource: it applies to those with all these operations. The first operation is the one that is reported.
 * A singleton, such as the settings of a project, exists with its parent, so that nothing creates it.
 */
export function forResources(
  { resources }: Pick<Port, "resources">,
  parts: readonly [Part, ...Part[]],
  run: (trial: Trial, resource: Resource) => Promise<void>,
  more: Pick<LawCase, "rounds"> & { readonly unless?: (resource: Resource) => string | undefined; readonly singletons?: true } = {},
): readonly LawCase[] {
  return resources.flatMap((resource): readonly LawCase[] => {
    const operation = resource[parts[0]];
    const isSingleton = resource.singleton === true;
    if (operation === undefined || (isSingleton && more.singletons !== true)) return [];
    const missing = parts.find((part) => resource[part] === undefined && !(isSingleton && part === "create"));
    const unless = missing === undefined ? more.unless?.(resource) : `no operation ${words[missing]}`;
    if (unless !== undefined) return [{ operation, unless }];
    return [{ operation, run: (trial) => run(trial, resource), ...(more.rounds !== undefined && { rounds: more.rounds }) }];
  });
}
