import { Agent, Client, Pool, type Dispatcher } from "undici";

/** An agent for requests that undici may refuse. Without this, each refused request blocks a connection of its pool for good. */
export function createAgent(options: Agent.Options): Agent {
  const client = (origin: URL, settings: object): Dispatcher => new OpenClient(origin, settings);
  return new Agent({ ...options, factory: (origin, settings) => new Pool(origin, { ...settings, factory: client }) });
}

class OpenClient extends Client {
  /** Whether the connection takes another request: a refused one, for which undici returns false, is not under way. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch(options, handler) || (this.stats.size === 0 && !this.closed && !this.destroyed);
  }
}
