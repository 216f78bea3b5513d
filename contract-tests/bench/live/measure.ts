import { gates, type Finding } from "../../src/findings/finding.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { verify } from "../../src/verify/verify.js";
import type { BenchApi, Fault } from "./fault.js";
import { serve } from "./service.js";

/** One run of `verify` against one variant of an API. */
export interface Measured {
  readonly findings: readonly Finding[];
  readonly requests: number;
  readonly seconds: number;
  /** Processor time of the run and of the server, which other programs hardly change. */
  readonly cpu: number;
  /** Actions that `--writes own` must not call. */
  readonly dangerous: readonly string[];
  /** What the server had before and not after the run, or changed. */
  readonly lost: readonly string[];
  /** What the run left behind. */
  readonly left: readonly string[];
}

/** Verifies an API with some faults, as a user would: `--writes own --negative --seed N --as NAME=…`. @param time Milliseconds for `--time`. */
export async function measure(api: BenchApi, faults: readonly string[], seed: number, time: number): Promise<Measured> {
  const server = await serve(
    api.create((fault) => faults.includes(fault)),
    api.basePath,
  );
  try {
    const before = resourcesOf(server.api.data());
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    const options: VerifyOptions = {
      spec: api.document,
      baseUrl: server.url,
      headers: api.headers,
      identities: api.identities,
      writes: "own",
      negative: true,
      seed,
      time,
    };
    const { findings } = await verify(options);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const after = resourcesOf(server.api.data());
    return {
      findings: findings.filter(gates),
      requests: server.requests.length,
      seconds,
      cpu: (user + system) / 1e6,
      dangerous: server.api.dangerous ?? [],
      lost: before.filter((one) => !after.includes(one)),
      left: after.filter((one) => !before.includes(one)),
    };
  } finally {
    await server.close();
  }
}

/** The findings of a run with a fault that name one of its operations, and that the clean run with the same seed does not have. */
export function revealing(fault: Fault, faulty: Measured, clean: Measured): readonly Finding[] {
  const known = new Set(clean.findings.map(({ id }) => id));
  return faulty.findings.filter(({ id, operation }) => !known.has(id) && operation !== undefined && fault.operations.includes(operation));
}

/** Each stored resource as text: what stands below the names of collections. */
function resourcesOf(data: unknown): readonly string[] {
  return Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => `${name} ${JSON.stringify(one)}`),
  );
}
