// Two consumers of the sessions API, and a change of `closeReason` from a string to a code: one consumer reads the property, the other does not.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = "docs/examples/who-breaks";

// The consumers import the package that the checkout builds.
if (!existsSync(new URL("../../../generated/dist/types.d.ts", import.meta.url))) {
  process.stdout.write("$ npm run build\n\n");
  const { status } = spawnSync("npm", ["run", "--silent", "build", "--", "--output-logs=errors-only"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(3);
}

/** Runs the command as a reader would type it. */
function tallystick(...args) {
  process.stdout.write(`$ npx tallystick ${args.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, ["generator/bin/tallystick.js", ...args], { cwd: root, stdio: "inherit" });
  process.stdout.write("\n");
  return status ?? 3;
}

// Each consumer writes a manifest of what it uses.
for (const consumer of ["billing", "dashboard"])
  if (tallystick("usage", "--project", `${folder}/${consumer}`, "--out", `${folder}/${consumer}/usage.json`) !== 0) process.exit(3);

// The provider compares two versions of the document, and reads the manifests.
const documents = ["spec/revisions/2026-08-20-close-reason-string.overlay.yaml", "spec/openapi.yaml"];
process.exitCode = tallystick("diff", ...documents, "--usage", folder, "--fail-on", "used", ...process.argv.slice(2));
