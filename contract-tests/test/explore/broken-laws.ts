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
