import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Validator } from "../../runtime/validators/types.js";
import type { SourceModule } from "../emit/print/file.js";
import { printJavaScript } from "../emit/print/module.js";
import { isRuntimeModule, pathInRuntime } from "../files/runtime-folder.js";
import { runtimeFolders } from "../files/runtime-folder.js";
import { makeTemporaryFolder, removeFolder } from "../files/temporary-folder.js";

export type Loaded = Readonly<Record<string, Validator<unknown>>>;

/** One folder for the process, created on first use and removed at its end. */
let temporary: string | undefined;
let groups = 0;

function temporaryFolder(): string {
  if (temporary !== undefined) return temporary;
  const folder = makeTemporaryFolder("tallystick-");
  process.once("exit", () => removeFolder(folder));
  return (temporary = folder);
}

/** Runs generated modules: each is written once to a temporary folder and imported from there. */
export class ModuleGroup {
  readonly #prefix = join(temporaryFolder(), String(++groups));
  readonly #written = new Set<string>();

  /** Imports the module at `path`. @param modules It and all its imports. */
  async import(modules: readonly SourceModule[], path: string): Promise<Loaded> {
    this.#write(modules);
    return (await import(/* @vite-ignore */ pathToFileURL(this.#file(path)).href)) as Loaded;
  }

  /** The same at once, for callers that cannot wait. @param modules Those that are not loaded yet. */
  require(modules: readonly SourceModule[], path: string): Loaded {
    this.#write(modules);
    const require = createRequire(import.meta.url);
    // Imports come first: Node loads nested imports recursively, and a chain of a thousand exceeds its stack.
    for (const module of modules.toReversed()) if (module.path !== path) require(this.#file(module.path));
    return require(this.#file(path)) as Loaded;
  }

  /** Removes the files. Loaded modules stay loaded; no further one can be. */
  remove(): void {
    for (const path of this.#written) rmSync(this.#file(path), { force: true });
  }

  #file(path: string): string {
    return `${this.#prefix}-${path.replaceAll("/", "-")}.mjs`;
  }

  #write(modules: readonly SourceModule[]): void {
    for (const module of modules) {
      if (this.#written.has(module.path)) continue;
      this.#written.add(module.path);
      writeFileSync(
        this.#file(module.path),
        printJavaScript(module, (from) => this.#resolve(from)),
      );
    }
  }

  #resolve(from: string): string {
    if (isRuntimeModule(from)) return new URL(`${pathInRuntime(from)}.js`, runtimeFolders.js).href;
    return pathToFileURL(this.#file(from)).href;
  }
}
