import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { compileSchemas } from "./compile-schemas.mjs";

// The declarations in dist/ are the compiler's, one for each module. The code is put together here: a run of the command would otherwise find, read
// and link some four hundred files, and its second thread most of them once more, which is a tenth of what a small document takes.

const dist = join(import.meta.dirname, "dist");
const root = join(import.meta.dirname, "src");

// What an earlier build left; the runtime is built by the compiler, file by file.
for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" }))
  if (path.endsWith(".js") && !path.startsWith("runtime")) rmSync(join(dist, path));

await build({
  entryPoints: ["index.ts", "model/index.ts", "internals.ts", "cli/main.ts", "emit/emit-worker.ts"].map((path) => join(root, path)),
  outbase: root,
  outdir: dist,
  // A folder below dist/, like those of the modules that look for a file beside them by `import.meta.url`.
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  packages: "external",
  external: ["#runtime/*"],
  legalComments: "none",
  logLevel: "warning",
});

await compileSchemas(await import("./dist/internals.js"));
