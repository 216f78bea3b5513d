import { expect, test } from "vitest";
import { serve, type Api } from "../../bench/live/service.js";
import { laws } from "../../src/explore/laws/index.js";
import { runLaws } from "../../src/explore/run-laws.js";
import type { Sequence } from "../../src/explore/sequence.js";
import { Session } from "../../src/explore/session.js";
import { sessionPort } from "../../src/explore/session-port.js";
import { createSender } from "../../src/traffic/send/sender.js";
import { noParams } from "../../src/verify/requests/params.js";
import type { open } from "../observe/open.js";

/** The laws to try, and the values of `X-Key` of the main identity and of the others. */
interface Trial {
  readonly only: readonly string[];
  readonly runs: number;
  readonly key: string;
  readonly others: readonly string[];
  /** Globs of `--allow`. */
  readonly allow?: readonly string[];
}

/** Starts the API, and returns the first sequence that breaks one of the laws, or none. */
export async function brokenLaws(
  opened: ReturnType<typeof open>,
  api: Api,
  { only, runs, key, others, allow = [] }: Trial,
): Promise<readonly Sequence[]> {
  const { model, compiled } = await opened;
  const server = await serve(api);
  const sender = createSender({ baseUrl: server.url, timeoutMs: 5_000 });
  const broken: Sequence[] = [];
  try {
    const session = new Session({
      model,
      compiled,
      params: noParams,
      baseUrl: server.url,
      headers: { "X-Key": key, Authorization: "Bearer t" },
      identities: new Map(others.map((name) => [name, { "X-Key": name }])),
      seed: 1,
      level: "own",
      allow,
      send: (request) => sender.send(request),
    });
    await runLaws(sessionPort(session, model.operations), {
      seed: 1,
      runs,
      laws: laws.filter(({ name }) => only.includes(name)),
      // One is enough.
      isOver: () => session.isOver || broken.length > 0,
      onBroken: (sequence) => void broken.push(sequence),
    });
    await session.end();
  } finally {
    await sender.close();
    await server.close();
  }
  return broken;
}

/**
 * Tests that each fault of an API breaks its law, and that no law is broken without a fault.
 *
 * @param lawOf The law that each fault breaks.
 */
export function testFaults<Fault extends string>(
  opened: ReturnType<typeof open>,
  api: (fault: Fault | undefined) => Api,
  lawOf: Readonly<Record<Fault, string>>,
  trial: Omit<Trial, "only">,
): void {
  const brokenBy = async (fault: Fault | undefined, only: readonly string[]): Promise<readonly string[]> => {
    const broken = await brokenLaws(opened, api(fault), { ...trial, only });
    return broken.map(({ law, message }) => `${law}: ${message}`);
  };
  const timeout = 60_000;
  test.concurrent.each(Object.entries(lawOf) as [Fault, string][])("if %s, the law %s is broken", { timeout }, async (fault, law) => {
    expect(await brokenBy(fault, [law])).toEqual([expect.stringContaining(`${law}: `)]);
  });
  test.concurrent("without a fault, no law is broken", { timeout }, async () => {
    expect(await brokenBy(undefined, [...new Set(Object.values<string>(lawOf))])).toEqual([]);
  });
}
