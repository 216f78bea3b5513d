import { createRequire } from "node:module";

/** Packages that are written in CommonJS and large, or asked for by few runs. */
interface Packages {
  readonly picomatch: typeof import("picomatch");
  readonly typescript: typeof import("typescript");
  readonly "ts-morph": typeof import("ts-morph");
}

const require = createRequire(import.meta.url);

/**
 * A package by `require`. `import` would read its source through twice more, to learn that it is CommonJS and which names it exports:
 * for a compiler that takes as long as to load it.
 */
export function required<Name extends keyof Packages>(name: Name): Packages[Name] {
  return require(name) as Packages[Name];
}
