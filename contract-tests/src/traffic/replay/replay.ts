import { syncBuiltinESMExports } from "node:module";
import type nock from "nock";
import { Agent } from "undici";
import { bodyLimit } from "../../limits.js";
import { bytesOf } from "../body.js";
import type { Interaction, RequestRecord } from "../interaction.js";
import type { RedactionRules } from "../redact/rules.js";
import { exchange, type ExchangeResult } from "../send/exchange.js";
import { interceptRecorded, isAllowed, pastInterception, type Reply } from "./intercept.js";
import { loadNock } from "./load-nock.js";
import { createMatcher, type Matcher } from "./match.js";
import { describeMiss } from "./miss.js";
import { requestOfEvent } from "./nock-request.js";

/** How strictly a recording replaces its server. */
export interface ReplayOptions {
  /** The secrets of this API, for matching and for messages. */
  readonly rules?: RedactionRules;
  /** Whether unmatched requests may go to the network. Default: never. */
  readonly openNetwork?: boolean;
  /** Hosts that may be reached all the same, such as the server under test: `["127.0.0.1:3000", "localhost"]`. */
  readonly allow?: readonly string[];
  /** Whether interactions may be requested several times or not at all. */
  readonly reusable?: boolean;
}

/** Recorded responses instead of a server. */
export interface Replay {
  /** Unmatched requests so far, as sentences. */
  readonly misses: readonly string[];
  /** Interactions without a request so far. */
  readonly unused: readonly Interaction[];
  /** Opens the network again. Throws a `ReplayError` if a request was not recorded, or a recorded one was not sent. */
  done(): void;
  /** Opens the network again without a check. */
  close(): void;
}

/** The test's traffic and the recording are not the same. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

let playing = false;

/**
 * Responds from recordings, through nock, with the network closed.
 *
 * nock only intercepts; the matching interaction is selected here, because nock hides the headers, has no order of preference, and its own message
 * about an unmatched request prints the `Authorization` header (14) or is a 501 that a client takes for a response (15).
 * An unmatched request is rejected with our message and remembered, because a client may swallow the error: `done()` then fails.
 */
export async function replay(interactions: readonly Interaction[], options: ReplayOptions = {}): Promise<Replay> {
  const library = await loadNock();
  if (playing) {
    // nock holds one set of interceptors per process.
    throw new Error("Another recording is in use: its test did not call done(). Open recordings with `await using`, which always ends them.");
  }
  const session = new ReplaySession(library, interactions, options);
  return {
    misses: session.misses,
    get unused() {
      return session.unused;
    },
    close: () => session.close(),
    done: () => session.done(),
  };
}

/** nock, while it intercepts the requests of a test. */
class ReplaySession {
  readonly misses: string[] = [];
  readonly #library: typeof nock;
  readonly #interactions: readonly Interaction[];
  readonly #options: ReplayOptions;
  readonly #matcher: Matcher;
  readonly #used = new Set<number>();
  readonly #wasActive: boolean;
  readonly #stopIntercepting: () => void;
  /** A host that is not in the recording: nock reports the request first, and then checks whether it is allowed. */
  #stranger: RequestRecord | undefined;
  #isOpen = true;

  constructor(library: typeof nock, interactions: readonly Interaction[], options: ReplayOptions) {
    playing = true;
    this.#library = library;
    this.#interactions = interactions;
    this.#options = options;
    this.#matcher = createMatcher(interactions, options.rules);
    this.#wasActive = library.isActive();
    if (!this.#wasActive) library.activate();
    // nock replaces the properties of node:http; without this, `import { get } from "node:http"` would still reach the network.
    syncBuiltinESMExports();
    this.#stopIntercepting = interceptRecorded(library, interactions, this.#allowed, (request) => this.#respond(request));
    library.emitter.on("no match", this.#onNoMatch);
    if (options.openNetwork === true) library.enableNetConnect();
    else library.enableNetConnect((host) => this.#mayGoOut(host));
  }

  get unused(): Interaction[] {
    return this.#options.reusable === true ? [] : this.#interactions.filter((_, index) => !this.#used.has(index));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    playing = false;
    this.#library.emitter.removeListener("no match", this.#onNoMatch);
    this.#stopIntercepting();
    this.#library.enableNetConnect();
    if (!this.#wasActive) this.#library.restore();
    syncBuiltinESMExports();
  }

  done(): void {
    const left = this.unused;
    this.close();
    const notRequested = left.map(({ request, origin }) => `Recorded but not requested: ${this.#matcher.show(request)} (${origin}).`);
    const problems = [...this.misses, ...notRequested];
    if (problems.length > 0) throw new ReplayError(problems.join("\n"));
  }

  get #allowed(): readonly string[] {
    return this.#options.allow ?? [];
  }

  async #respond(request: RequestRecord): Promise<Reply> {
    const index = this.#matcher.find(request, (candidate) => this.#options.reusable === true || !this.#used.has(candidate));
    const interaction = index === undefined ? undefined : this.#interactions[index];
    if (index === undefined || interaction === undefined) {
      if (this.#options.openNetwork === true) return replyOf(await pastInterception(() => reallySend(request)));
      throw this.#miss(request);
    }
    this.#used.add(index);
    return replyOf(interaction);
  }

  readonly #onNoMatch = (...facts: unknown[]): void => void (this.#stranger = requestOfEvent(facts));

  #mayGoOut(host: string): true {
    if (isAllowed(this.#allowed, host)) return true;
    throw this.#miss(this.#stranger);
  }

  #miss(request: RequestRecord | undefined): ReplayError {
    const sentence = describeMiss(request, this.#matcher, this.#interactions);
    this.misses.push(sentence);
    return new ReplayError(sentence);
  }
}

function replyOf({ response, failure }: ExchangeResult): Reply {
  if (response !== undefined)
    return [response.status, Buffer.from(response.body === undefined ? [] : bytesOf(response.body)), response.headers.flat()];
  const code = failure?.kind === "timeout" ? "ETIMEDOUT" : "ECONNRESET";
  throw Object.assign(new Error(failure?.message ?? "The recorded request got no response."), { code });
}

async function reallySend(request: RequestRecord): Promise<ExchangeResult> {
  const agent = new Agent();
  const timeoutMs = 30_000;
  try {
    return await exchange(request, { agent, maxBytes: bodyLimit, signal: AbortSignal.timeout(timeoutMs), timeoutMs });
  } finally {
    await agent.destroy();
  }
}
