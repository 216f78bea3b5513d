// What a bundle carries to validate a list of sessions: esbuild, minified, gzip -9.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { printJavaScript, schemaModules } from "../../dist/internals.js";
import { workloads } from "./workloads.mjs";

const runtime = fileURLToPath(new URL("../../dist/", import.meta.url));
const { schema } = workloads[0];

console.log("\nsize of validating a list of sessions (esbuild, minified and gzipped, bytes)");
for (const formats of ["annotate", "assert"]) {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-size-"));
  const { modules, root } = schemaModules(schema, { formats });
  for (const module of modules) {
    const file = join(folder, `${module.path}.mjs`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      printJavaScript(module, (from) => (from.startsWith("runtime/") ? `${runtime}${from}.js` : join(folder, `${from}.mjs`))),
    );
  }
  const from = JSON.stringify(`./validators/${root.file}.mjs`);
  const entries = {
    is: `export { ${root.isName} } from ${from};`,
    check: `export { ${root.checkName} } from ${from};`,
    assert: `export { ${root.assertName} } from ${from};`,
    parse: `export { ${root.parseName} } from ${from};`,
    object: `export { ${root.constName} } from ${from};`,
  };
  for (const [name, text] of Object.entries(entries)) {
    const result = await build({
      stdin: { contents: text, resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      write: false,
    });
    const size = gzipSync(result.outputFiles[0].contents, { level: 9 }).length;
    console.log(`${`ours, ${name}${formats === "assert" ? ", with formats" : ""}`.padEnd(48)}${String(size).padStart(6)}`);
  }
  rmSync(folder, { recursive: true });
}
