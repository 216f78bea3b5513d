import type { Artefact } from "./plan.js";

/** What a user may choose about the output. */
export interface PlanOptions {
  /** `@scope/name`: the output is a package. Absent: a folder of source. */
  readonly packageName?: string;
  /** Artefacts to make; all where absent. */
  readonly only?: readonly Artefact[];
  /** Whether validators assert `format`, or take it as a word about the value. Default: `assert`. */
  readonly formats?: "assert" | "annotate";
}

export const allArtefacts: readonly Artefact[] = ["types", "client", "validators", "fixtures", "mocks"];

/** Mocks answer with fixtures, clients validate, and everything speaks in types: what an artefact stands on comes with it. */
export const standsOn: Readonly<Record<Artefact, readonly Artefact[]>> = {
  types: [],
  validators: ["types"],
  client: ["types", "validators"],
  fixtures: ["types"],
  mocks: ["types", "validators", "fixtures"],
};

/** The chosen artefacts with everything that they stand on. */
export function artefacts(only: readonly Artefact[] | undefined): ReadonlySet<Artefact> {
  const chosen = new Set<Artefact>();
  const add = (artefact: Artefact): void => {
    chosen.add(artefact);
    for (const base of standsOn[artefact]) add(base);
  };
  for (const artefact of only ?? allArtefacts) add(artefact);
  return new Set(allArtefacts.filter((artefact) => chosen.has(artefact)));
}
