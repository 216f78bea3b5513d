import { syncBuiltinESMExports } from "node:module";
import { Agent } from "undici";
import { bytesOf } from "../body.js";
import type { Interaction, RequestRecord } from "../interaction.js";
import type { RedactionRules } from "../redact/rules.js";
import { exchange, type Answer } from "../send/exchange.js";
import { interceptRecorded, isAllowed, pastInterception, type Reply } from "./intercept.js";
import { loadNock } from "./load-nock.js";
import { createMatcher } from "./match.js";
import { describeMiss } from "./miss.js";
import { requestOfEvent } from "./nock-request.js";

/** How strictly a recording stands in for its server. */
export interface ReplayOptions {
  /** What is secret in the traffic of this API, for matching and for messages. */
  readonly rules?: RedactionRules;
  /** Whether requests that no interaction answers may go to the network. Never unless said. */
  readonly openNetwork?: boolean;
  /** Hosts that may be reached all the same, such as the server under test: `["127.0.0.1:3000", "localhost"]`. */
  readonly allow?: readonly string[];
  /** Whether interactions may be asked for more than once or not at all. */
  readonly reusable?: boolean;
}

/** Recorded answers standing in for a server. */
export interface Replay {
  /** Requests that nothing answered so far, as sentences. */
  readonly misses: readonly string[];
  /** Interactions that nobody asked for so far. */
  readonly unused: readonly Interaction[];
  /** Opens the network again. Throws a `ReplayError` when a request was not recorded, or a recorded one was not made. */
  done(): void;
  /** Opens the network again and says nothing. */
  close(): void;
}

/** The test's traffic and the recording are not the same. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

let playing = false;

/**
 * Answers from recordings, through nock, with the network closed.
 *
 * nock only stands in the way; which interaction answers is decided here, because nock hides the headers, keeps no order of preference, and its own message
 * about a request that nothing matches prints the `Authorization` header (14) or is a 501 that a client takes for an answer (15).
 * A request that was not recorded is refused with our message, and remembered, because a client may swallow it: `done()` fails then.
 */
export async function replay(interactions: readonly Interaction[], options: ReplayOptions = {}): Promise<Replay> {
  const library = await loadNock();
  if (playing) {
    // nock holds one set of interceptors per process.
    throw new Error(
      "A recording is being replayed already: the test that opened it did not get as far as done(). `await using` ends it in any case.",
    );
  }
  playing = true;
  const { openNetwork = false, reusable = false, allow = [] } = options;
  const matcher = createMatcher(interactions, options.rules);
  const used = new Set<number>();
  const misses: string[] = [];
  const wasActive = library.isActive();
  if (!wasActive) library.activate();
  // nock replaces the properties of node:http; without this, `import { get } from "node:http"` would still reach the network.
  syncBuiltinESMExports();

  const miss = (request: RequestRecord | undefined): ReplayError => {
    const sentence = describeMiss(request, matcher, interactions);
    misses.push(sentence);
    return new ReplayError(sentence);
  };
  const answer = async (request: RequestRecord): Promise<Reply> => {
    const index = matcher.find(request, (candidate) => reusable || !used.has(candidate));
    const interaction = index === undefined ? undefined : interactions[index];
    if (index === undefined || interaction === undefined) {
      if (openNetwork) return replyOf(await pastInterception(() => reallySend(request)));
      throw miss(request);
    }
    used.add(index);
    return replyOf(interaction);
  };

  const stopAnswering = interceptRecorded(library, interactions, allow, answer);
  // Hosts that are not in the recording: nock tells about the request first, and then asks whether it may go out.
  let stranger: RequestRecord | undefined;
  const onNoMatch = (...facts: unknown[]): void => void (stranger = requestOfEvent(facts));
  library.emitter.on("no match", onNoMatch);
  if (openNetwork) library.enableNetConnect();
  else {
    library.enableNetConnect((host) => {
      if (isAllowed(allow, host)) return true;
      throw miss(stranger);
    });
  }

  const unused = (): Interaction[] => (reusable ? [] : interactions.filter((_, index) => !used.has(index)));
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    playing = false;
    library.emitter.removeListener("no match", onNoMatch);
    stopAnswering();
    library.enableNetConnect();
    if (!wasActive) library.restore();
    syncBuiltinESMExports();
  };
  return {
    misses,
    get unused() {
      return unused();
    },
    close,
    done() {
      const left = unused();
      close();
      const problems = [...misses, ...left.map(({ request, origin }) => `Recorded and never asked for: ${matcher.show(request)} (${origin}).`)];
      if (problems.length > 0) throw new ReplayError(problems.join("\n"));
    },
  };
}

function replyOf({ response, failure }: Answer): Reply {
  if (response !== undefined)
    return [response.status, Buffer.from(response.body === undefined ? [] : bytesOf(response.body)), response.headers.flat()];
  const code = failure?.kind === "timeout" ? "ETIMEDOUT" : "ECONNRESET";
  throw Object.assign(new Error(failure?.message ?? "The recorded request got no answer."), { code });
}

async function reallySend(request: RequestRecord): Promise<Answer> {
  const agent = new Agent();
  const timeoutMs = 30_000;
  try {
    return await exchange(request, { agent, maxBytes: 100 * 1024 * 1024, signal: AbortSignal.timeout(timeoutMs), timeoutMs });
  } finally {
    await agent.destroy();
  }
}
