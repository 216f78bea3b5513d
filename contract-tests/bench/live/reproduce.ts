import type { Finding } from "../../src/findings/finding.js";
import { sh, type Ended } from "../../test/cases/sh.js";
import type { BenchApi } from "./fault.js";
import { serve } from "./service.js";

/** What the script of a finding showed on new servers, one with the faults and one without. */
export interface Reproduced {
  readonly law: string;
  /** Exit codes: 1 on the faulty server and 0 on the clean one are right. */
  readonly faulty: Ended;
  readonly clean: Ended;
}

/** Runs the script of each finding that has one against a new faulty server, and against a new clean one. */
export async function reproduce(api: BenchApi, faults: readonly string[], findings: readonly Finding[]): Promise<readonly Reproduced[]> {
  const environment: Record<string, string> = {};
  for (const [identity, headers] of [["", api.headers] as const, ...Object.entries(api.identities)])
    for (const [name, value] of Object.entries(headers))
      environment[[identity, name].filter(Boolean).join("_").toUpperCase().replace(/\W/g, "_")] = value;
  const on = async (script: string, active: readonly string[]): Promise<Ended> => {
    const server = await serve(
      api.create((fault) => active.includes(fault)),
      api.basePath,
    );
    try {
      return await sh(script, { ...environment, BASE_URL: server.url });
    } finally {
      await server.close();
    }
  };
  const results: Reproduced[] = [];
  for (const { script, keyword } of findings) {
    if (script !== undefined) results.push({ law: keyword, faulty: await on(script, faults), clean: await on(script, []) });
  }
  return results;
}

/** Whether a script shows the fault, and nothing where there is none. */
export function isReproduced({ faulty, clean }: Reproduced): boolean {
  return faulty.code === 1 && clean.code === 0;
}
