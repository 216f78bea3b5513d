// The change of `closeReason` from a string to a code, and two consumers of the sessions API: one reads the property, the other does not.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const documents = ["spec/revisions/2026-08-20-close-reason-string.overlay.yaml", "spec/openapi.yaml"];
const args = ["diff", ...documents, "--usage", "docs/examples/who-breaks", "--fail-on", "used", ...process.argv.slice(2)];

console.log(`$ npx tallystick ${args.join(" ")}\n`);
const { status } = spawnSync(process.execPath, ["generator/bin/tallystick.js", ...args], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 3;
