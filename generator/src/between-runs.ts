import { Keeper } from "./emit/kept-modules.js";
import { KnownFolders } from "./write/known-files.js";

/** What a run leaves to the next one in the same process: the modules that it made, and how it left their files. What a watch has, and what makes it quick. */
export class BetweenRuns {
  readonly modules = new Keeper();
  readonly folders = new KnownFolders();
}
