import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Yaml from "yaml";
import { loadFromKeptCode } from "./compiled-code.js";

/** Packages that can be required and are large, or asked for by few runs. */
interface Packages {
  readonly "@apidevtools/swagger-parser": typeof import("@apidevtools/swagger-parser");
  readonly diff: typeof import("diff");
  readonly picomatch: typeof import("picomatch");
  readonly refa: typeof import("refa");
  readonly saxes: typeof import("saxes");
  readonly "ts-morph": typeof import("ts-morph");
  readonly yaml: typeof Yaml;
}

const require = createRequire(import.meta.url);

/**
 * A package by `require`. `import` would read its source through twice more, to learn that it is CommonJS and which names it exports:
 * for a compiler that takes as long as to load it.
 */
export function required<Name extends keyof Packages>(name: Name): Packages[Name] {
  if (name === "ts-morph") loadTsMorph();
  return require(name) as Packages[Name];
}

/**
 * Loads a bundle of our own; bundle.mjs writes the modules that call it.
 * @public
 */
export function requiredFile(file: URL): unknown {
  const path = fileURLToPath(file);
  loadFromKeptCode(path);
  return require(path);
}

/** It brings a compiler of its own, in a file beside that of its base: thirteen million characters in all. */
function loadTsMorph(): void {
  const file = require.resolve("ts-morph");
  const base = createRequire(file).resolve("@ts-morph/common");
  const compiler = join(dirname(base), "typescript.js");
  // Each after what it asks for.
  for (const each of [compiler, base, file]) if (existsSync(each)) loadFromKeptCode(each);
}
