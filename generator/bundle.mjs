import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { compileSchemas } from "./compile-schemas.mjs";
import { listsByIndex } from "./lists-by-index.mjs";

// The declarations in dist/ are the compiler's, one for each module. The code is put together here: a run of the command would otherwise find, read
// and link some four hundred files, and its second thread most of them once more, which is a tenth of what a small document takes.

const dist = join(import.meta.dirname, "dist");
const root = join(import.meta.dirname, "src");
const require = createRequire(import.meta.url);

const byIndex = listsByIndex(join(import.meta.dirname, "tsconfig.json"));

const common = {
  absWorkingDir: import.meta.dirname,
  outbase: root,
  outdir: dist,
  bundle: true,
  platform: "node",
  target: "es2022",
  packages: "external",
  legalComments: "none",
  logLevel: "warning",
};

// What an earlier build left; the runtime is built by the compiler, file by file.
for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" }))
  if (/\.c?js$/.test(path) && !path.startsWith("runtime")) rmSync(join(dist, path));

/** What does the work of a run on each of its threads, as one file each of CommonJS: of such a file Node 20 can keep the compiled code. */
const whole = await build({
  ...common,
  entryPoints: ["cli/make-output.ts", "threads/emit-worker.ts"].map((path) => join(root, path)),
  entryNames: "[dir]/[name]-[hash]",
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  metafile: true,
  define: { "import.meta.url": "importMetaUrl" },
  // The directive has to stand before all else.
  banner: { js: '"use strict";\nconst importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  plugins: [
    byIndex,
    {
      name: "runtime as it was compiled",
      setup: ({ onResolve }) => onResolve({ filter: /^#runtime\// }, ({ path }) => ({ path: join(dist, "runtime", path.slice("#runtime/".length)) })),
    },
  ],
});
// Node 20 refuses `import()` in code that was kept: packages are required there.
for (const [path, { imports }] of Object.entries(whole.metafile.outputs))
  for (const { kind, path: name } of imports) if (kind === "dynamic-import") throw new Error(`${path} imports ${name} when it is asked for`);

/** By the name that others import it with. */
const wholeFiles = new Map(Object.keys(whole.metafile.outputs).map((path) => [`./${basename(path).replace(/-[A-Z0-9]{8}\.cjs$/, ".js")}`, path]));

await build({
  ...common,
  entryPoints: ["index.ts", "model/index.ts", "internals.ts", "cli/main.ts", "threads/start-worker.ts"].map((path) => join(root, path)),
  // A folder below dist/, like those of the modules that look for a file beside them by `import.meta.url`.
  chunkNames: "chunks/[name]-[hash]",
  splitting: true,
  format: "esm",
  external: ["#runtime/*"],
  plugins: [
    byIndex,
    {
      name: "whole files",
      setup({ onLoad, onResolve }) {
        onResolve({ filter: /\.js$/ }, ({ path, kind }) =>
          kind === "dynamic-import" && wholeFiles.has(path) ? { path: wholeFiles.get(path), namespace: "whole" } : undefined,
        );
        onLoad({ filter: /.*/, namespace: "whole" }, ({ path }) => ({
          contents: `import { requiredFile } from "./process/required.ts";
export const { ${Object.keys(require(join(import.meta.dirname, path))).join(", ")} } = requiredFile(new URL("../${path.slice("dist/".length)}", import.meta.url));`,
          resolveDir: root,
        }));
      },
    },
  ],
});

// Outputs of `--target js` carry the compiled runtime: people step into it.
const runtime = join(dist, "runtime");
for (const path of readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:js|d\.ts)$/.test(name))) {
  const file = join(runtime, path);
  const text = readFileSync(file, "utf8");
  // The compiler drops the blank lines between declarations.
  const formatted = await format(text.replace(/^([})].*)\n(?=\S)/gm, "$1\n\n"), { ...(await resolveConfig(import.meta.filename)), filepath: file });
  if (formatted !== text) writeFileSync(file, formatted);
}

await compileSchemas(await import("./dist/internals.js"));
