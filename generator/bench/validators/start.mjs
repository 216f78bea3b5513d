// What a process pays before its first result: CPU time of importing the validator of one session and calling it once, each in a process of its
// own, beside hand-written code. As separate files, as a package has them, and as one file, as a bundler leaves them.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { printJavaScript, schemaModules } from "../../dist/internals.js";
import { spread } from "../result.mjs";
import { session } from "./workloads.mjs";

const built = fileURLToPath(new URL("../../dist/", import.meta.url));
/** @returns CPU milliseconds: hand-written code, ours as separate files, ours as one file. */
export async function measureStart() {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-cold-"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  cpSync(join(built, "runtime"), join(folder, "runtime"), { recursive: true });
  const { modules, root } = schemaModules(session, { formats: "annotate" });
  const text = printJavaScript(modules[0], (from) => `./${from}.js`);
  const separate = join(folder, "separate.js");
  writeFileSync(separate, text);
  const bundled = join(folder, "bundled.js");
  await build({ stdin: { contents: text, resolveDir: folder }, bundle: true, format: "esm", outfile: bundled });
  const byHand = join(folder, "hand.js");
  const optional = (name, type) => `((v = value.${name}) === undefined || ${type === "number" ? "Number.isFinite(v)" : `typeof v === "string"`})`;
  const tests = Object.entries(session.properties)
    .slice(2)
    .map(([name, { type }]) => optional(name, type));
  writeFileSync(
    byHand,
    `export function ${root.isName}(value) {
    let v;
    return typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.sessionId === "string" &&
      ((v = value.closeReason) === undefined || Number.isInteger(v) || typeof v === "string") && ${tests.join(" && ")};
  }
  `,
  );
  const script = join(folder, "first.js");
  writeFileSync(
    script,
    `const before = process.cpuUsage();
  const { ${root.isName} } = await import(process.argv[2]);
  if (!${root.isName}({ sessionId: "a", startTime: 1 })) throw new Error("refused");
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
  `,
  );

  const files = { hand: byHand, separate, bundled };
  const times = Object.fromEntries(Object.keys(files).map((name) => [name, []]));
  for (let round = 0; round < 15; round++) {
    for (const [name, file] of Object.entries(files))
      times[name].push(Number(execFileSync(process.execPath, [script, pathToFileURL(file).href], { encoding: "utf8" })));
  }
  rmSync(folder, { recursive: true });
  const found = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, spread(list, 2)]));
  console.log("\nstart: importing one validator and calling it once (CPU, ms)");
  for (const [name, { median }] of Object.entries(found)) console.log(`${name.padEnd(48)}${median.toFixed(2).padStart(6)}`);
  return found;
}
