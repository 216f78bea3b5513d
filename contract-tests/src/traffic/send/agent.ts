import { safeMethods } from "tallystick/model";
import { Agent, Client, Pool, type Dispatcher } from "undici";

const idempotent: ReadonlySet<string> = new Set([...safeMethods.map((method) => method.toUpperCase()), "PUT", "DELETE"]);

/** Whether a request may be sent once more if its connection closed without a response (RFC 9110 §9.2.2). */
export function isIdempotent(method: string): boolean {
  return idempotent.has(method);
}

/** Connections to servers: `fresh` uses each for one request only. */
export interface Connections {
  readonly reused: Agent;
  readonly fresh: Agent;
}

/** Settings of undici for both kinds of connections. */
export function createConnections(options: Agent.Options): Connections {
  // A Keep-Alive header of the server would replace a shorter `keepAliveTimeout`.
  const reused = createAgent({ ...options, keepAliveTimeout: 2_000, keepAliveMaxTimeout: 2_000, pipelining: 1 });
  return { reused, fresh: createAgent({ ...options, pipelining: 0 }) };
}

/**
 * The agent for a first try. A server may close an idle connection at the moment at which it is used again, late as well if it is busy: the request is
 * then lost, and only an idempotent one can be repeated. The others never use an idle connection.
 */
export function agentFor(method: string, { reused, fresh }: Connections): Agent {
  return isIdempotent(method) ? reused : fresh;
}

export async function closeConnections({ reused, fresh }: Connections): Promise<void> {
  await Promise.all([reused.destroy(), fresh.destroy()]);
}

/** An agent for requests that undici may refuse. Without this, each refused request blocks a connection of its pool for good. */
function createAgent(options: Agent.Options): Agent {
  const client = (origin: URL, settings: object): Dispatcher => new OpenClient(origin, settings);
  return new Agent({ ...options, factory: (origin, settings) => new Pool(origin, { ...settings, factory: client }) });
}

class OpenClient extends Client {
  /** Whether the connection takes another request: a refused one, for which undici returns false, is not under way. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch(options, handler) || (this.stats.size === 0 && !this.closed && !this.destroyed);
  }
}
