import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";

/**
 * Runs what loads a package's modules, which are ours alone, with something else in place of others that they ask for: whoever else in the
 * process asks for the package or for those gets them as they are.
 * @param instead What stands in, by the name that the package calls it.
 * @param load Is given the package's own `require`.
 */
export function apart<Loaded>(name: string, instead: Readonly<Record<string, unknown>>, load: (require: NodeJS.Require) => Loaded): Loaded {
  const entry = createRequire(import.meta.url).resolve(name);
  const require = createRequire(entry);
  const { cache } = require;
  const folder = dirname(entry) + sep;
  const standIns = new Map(Object.entries(instead).map(([other, exports]) => [require.resolve(other), exports]));
  const takeOut = (): [string, NodeJS.Module | undefined][] => {
    const files = Object.keys(cache).filter((file) => standIns.has(file) || file.startsWith(folder));
    return files.map((file) => {
      const module = cache[file];
      delete cache[file];
      return [file, module];
    });
  };
  const others = takeOut();
  for (const [file, exports] of standIns) cache[file] = Object.assign(new Module(file), { loaded: true, exports });
  try {
    return load(require);
  } finally {
    takeOut();
    for (const [file, module] of others) cache[file] = module;
  }
}
