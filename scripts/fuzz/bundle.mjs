// Puts a target and the sources that it reads into one file of JavaScript, which Jazzer.js can instrument.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");
const aliases = {
  tallystick: "generator/src/index.ts",
  "tallystick/cli": "generator/src/cli/index.ts",
  "tallystick/model": "generator/src/model/index.ts",
  "@tallystick/contract": "contract-tests/src/index.ts",
};

/** Writes the bundle where packages of the generator are found, and returns its path. @param {string} name */
export async function bundleTarget(name) {
  const outfile = join(root, "generator/node_modules/.cache/tallystick-fuzz", `${name}.mjs`);
  await build({
    stdin: {
      contents: `import { target } from "./targets/${name}.js";
import { entry, explore, plant, replay } from "./run.js";
const seconds = Number(process.env["TALLYSTICK_FUZZ_SECONDS"] ?? 0);
export const fuzz = seconds > 0 ? await entry(target, seconds) : undefined;
export default { explore: (options) => explore(target, options), plant: (...given) => plant(target, ...given), replay: (paths) => replay(target, paths) };`,
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    packages: "external",
    logLevel: "warning",
    plugins: [
      {
        name: "as in the sources",
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^(?:@?tallystick)(?:\/|$)/ }, ({ path }) => (path in aliases ? { path: join(root, aliases[path]) } : undefined));
          onResolve({ filter: /^#runtime\// }, ({ path }) => ({ path: join(root, "generator/dist/runtime", path.slice("#runtime/".length)) }));
          // Some modules look for files next to them.
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const text = readFileSync(path, "utf8");
            if (!text.includes("import.meta.url")) return undefined;
            return { contents: text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)), loader: "ts" };
          });
        },
      },
    ],
  });
  return outfile;
}
