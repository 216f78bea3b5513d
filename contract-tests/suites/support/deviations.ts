import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { Scenario } from "./scenario.js";
import { suiteFolder } from "./scenarios.js";

/** Something that the emulator does differently from the document, and why that is accepted. */
export interface Deviation {
  readonly id: string;
  readonly operation: string;
  readonly differs: string;
  readonly reason: string;
  /** What the judges say of it, word for word; none where only the scenario can tell. */
  readonly faults: readonly string[];
}

/** Also the baseline of `tallystick verify`. */
export const deviationsPath: string = join(suiteFolder, "known-deviations.yaml");

export async function readDeviations(): Promise<Deviation[]> {
  const { scenarios } = parse(await readFile(deviationsPath, "utf8")) as { scenarios: readonly (Omit<Deviation, "faults"> & Partial<Deviation>)[] };
  return scenarios.map((deviation) => ({ ...deviation, faults: deviation.faults ?? [] }));
}

/** The faults that a scenario is known to have. One that does not occur is as wrong as one that is not listed. */
export function expectedFaults(scenario: Scenario, deviations: readonly Deviation[]): string[] {
  return (scenario.deviations ?? []).flatMap((id) => {
    const deviation = deviations.find((one) => one.id === id);
    if (deviation === undefined) throw new Error(`The deviation "${id}" is not listed in known-deviations.yaml.`);
    return deviation.faults.map((fault) => `${deviation.operation}: ${fault}`);
  });
}
