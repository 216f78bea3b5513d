import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Scenario } from "./scenario.js";

export const suiteFolder: string = fileURLToPath(new URL("../browser-sessions", import.meta.url));

export interface Case {
  /** `listSessions/active`. */
  readonly name: string;
  /** Holds scenario.ts and recording.json. */
  readonly folder: string;
  readonly scenario: Scenario;
}

/** Every case of the suite, in order of name. */
export async function loadCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const operation of await foldersIn(suiteFolder)) {
    for (const name of await foldersIn(join(suiteFolder, operation))) {
      const folder = join(suiteFolder, operation, name);
      if (!existsSync(join(folder, "scenario.ts"))) throw new Error(`${operation}/${name} has no scenario.ts.`);
      const { default: scenario } = (await import(pathToFileURL(join(folder, "scenario.ts")).href)) as { default: Scenario };
      cases.push({ name: `${operation}/${name}`, folder, scenario });
    }
  }
  return cases;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted((a, b) => (a < b ? -1 : 1));
}
