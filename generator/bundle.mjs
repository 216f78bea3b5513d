import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { compileSchemas } from "./compile-schemas.mjs";

// The declarations in dist/ are the compiler's, one for each module. The code is bundled here: a run of the command would otherwise find, read and link
// some four hundred files.

const dist = join(import.meta.dirname, "dist");
const root = join(import.meta.dirname, "src");

// What an earlier build left; the runtime is built by the compiler, file by file.
for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" }))
  if (/\.c?js$/.test(path) && !path.startsWith("runtime")) rmSync(join(dist, path));

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["index.ts", "model/index.ts", "internals.ts", "cli/index.ts", "cli/main.ts", "cli/worker.ts"].map((path) => join(root, path)),
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

// Outputs of `--target js` carry the compiled runtime: people step into it.
const runtime = join(dist, "runtime");
for (const path of readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:js|d\.ts)$/.test(name))) {
  const file = join(runtime, path);
  const text = readFileSync(file, "utf8");
  const lines = await format(text, { ...(await resolveConfig(import.meta.filename)), filepath: file });
  // The compiler drops the blank lines between declarations. After formatting, so that a second build changes nothing.
  const formatted = lines.replace(/^([})](?! from ).*)\n(?=\S)/gm, "$1\n\n");
  if (formatted !== text) writeFileSync(file, formatted);
}

// The package of the runtime has the same files.
const packaged = join(import.meta.dirname, "runtime", "dist");
rmSync(packaged, { recursive: true, force: true });
cpSync(runtime, packaged, { recursive: true, filter: (path) => !path.endsWith(".tsbuildinfo") });
const changelog = readFileSync(join(import.meta.dirname, "CHANGELOG.md"), "utf8");
writeFileSync(join(import.meta.dirname, "runtime", "CHANGELOG.md"), changelog.replace(/^# .*/, "# @tallystick/runtime"));

await compileSchemas(await import("./dist/internals.js"));
