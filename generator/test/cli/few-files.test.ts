import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

/** With 20, Node 22 and 24 themselves cannot start. */
const limits = [...(Number(process.versions.node.split(".")[0]) < 22 ? [20] : []), 22, 26, 30, 36, 44];

// Below about twenty, Node itself does not start.
test.skipIf(isWindows).each(limits)(`works or reports the limit with %i open files${posixNote}`, (limit) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas: { Zone: { type: "string" } } } })));
  const script = `ulimit -n ${limit}; exec "$0" "$1" generate --spec openapi.json --out out`;
  const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, bin], { cwd: folder, encoding: "utf8" });
  if (status !== 0) expect([status, stderr]).toEqual([2, expect.stringContaining("More files are open than the system allows.")]);
  expect(stderr).not.toMatch(/^\s+at /m);
});
