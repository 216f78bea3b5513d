import { SpareThread } from "./emit/emit-thread.js";
import { Keeper } from "./emit/kept-modules.js";

/** What a run leaves to the next one in the same process: a thread that has its libraries loaded, and the modules that it made. What a watch has, and what makes it quick. */
export class BetweenRuns {
  readonly thread = new SpareThread();
  readonly modules = new Keeper();

  async end(): Promise<void> {
    await this.thread.end();
  }
}
