// The tools that compare two documents, each asked in its own way. A verdict is "breaking", "not" or "refuses".
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asVersion30 } from "./version-30.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(join(here, "node_modules")))
  execFileSync("npm", ["ci", "--no-fund", "--no-audit", "--ignore-scripts", "--no-workspaces"], { cwd: here, stdio: "inherit" });

const require = createRequire(import.meta.url);
const generator = join(here, "..", "..");
const installed = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;

/** The commands, as parameters of node. */
export const commands = {
  tallystick: (old, next) => [join(generator, "bin", "tallystick.js"), "diff", old, next, "--json"],
  redocly: (old, next) => [join(here, "node_modules", "@redocly", "cli", "bin", "cli.js"), "diff", old, next, "--format=json"],
  "openapi-diff": (old, next) => [join(here, "node_modules", "openapi-diff", "bin", "openapi-diff"), old, next],
  "api-smart-diff": (old, next) => [join(here, "smart.mjs"), old, next],
};

export const versions = {
  tallystick: `tallystick ${JSON.parse(readFileSync(join(generator, "package.json"), "utf8")).version}`,
  redocly: `@redocly/cli ${installed("@redocly/cli")}`,
  "openapi-diff": `openapi-diff ${installed("openapi-diff")}`,
  "api-smart-diff": `api-smart-diff ${installed("api-smart-diff")}`,
};

/** @type {Record<string, (old: object, next: object, folder: string) => Promise<"breaking" | "not" | "refuses">>} */
export const judges = {
  async tallystick(old, next, folder) {
    const { runDiff } = await import("../../dist/diff/run-diff.js");
    const { report } = await runDiff(...write(old, next, folder), { today: "2026-01-01" });
    return report === undefined ? "refuses" : report.summary.breaking > 0 ? "breaking" : "not";
  },
  async redocly(old, next, folder) {
    const { stdout } = spawnSync(process.execPath, commands.redocly(...write(old, next, folder)), {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    const report = parsed(stdout);
    return report === undefined ? "refuses" : report.summary.major > 0 ? "breaking" : "not";
  },
  /** Knows OpenAPI 3.0 only: a document that 3.0 can say is said in 3.0 for it. */
  async "openapi-diff"(old, next) {
    const [a, b] = [asVersion30(old), asVersion30(next)];
    if (a === undefined || b === undefined) return "refuses";
    const spec = (document, location) => ({ content: JSON.stringify(document), location, format: "openapi3" });
    const { default: library } = await import(require.resolve("openapi-diff"));
    try {
      return (await library.diffSpecs({ sourceSpec: spec(a, "old.json"), destinationSpec: spec(b, "new.json") })).breakingDifferencesFound
        ? "breaking"
        : "not";
    } catch {
      return "refuses";
    }
  },
  async "api-smart-diff"(old, next) {
    const { apiCompare } = await import("api-smart-diff");
    try {
      return apiCompare(structuredClone(old), structuredClone(next)).diffs.some(({ type }) => type === "breaking") ? "breaking" : "not";
    } catch {
      return "refuses";
    }
  },
};

function write(old, next, folder) {
  const paths = [join(folder, "old.json"), join(folder, "new.json")];
  writeFileSync(paths[0], JSON.stringify(old));
  writeFileSync(paths[1], JSON.stringify(next));
  return paths;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
