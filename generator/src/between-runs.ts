import { SpareThread } from "./threads/start-thread.js";
import { Keeper } from "./emit/kept-modules.js";
import { KnownFolders } from "./write/known-files.js";

/** What a run leaves to the next one in the same process: a thread that has its libraries loaded, the modules that it made, and how it left their files. What a watch has, and what makes it quick. */
export class BetweenRuns {
  readonly thread = new SpareThread();
  readonly modules = new Keeper();
  readonly folders = new KnownFolders();

  async end(): Promise<void> {
    await this.thread.end();
  }
}
