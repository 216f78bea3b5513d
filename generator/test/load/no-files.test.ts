import { execFileSync, spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readNamed } from "../../src/files/read.js";
import { openapi, temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

test.skipIf(isWindows)(`rejects pipes and devices without waiting${posixNote}`, async () => {
  const pipe = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of [pipe, "/dev/zero", "/dev/null"])
    expect(await readNamed(path)).toEqual({ reason: "it is a pipe, a socket or a device, not a file" });
});

test.skipIf(isWindows)(`reads a shell pipe in each run${posixNote}`, () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas: { A: {} } } })));
  const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));
  const run = `"$0" "$1" generate --out out --only types --spec`;
  const script = `for n in 1 2; do cat openapi.json | ${run} /dev/stdin || exit; ${run} <(cat openapi.json) || exit; done`;
  const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, bin], { cwd: folder, encoding: "utf8" });
  expect([status, stderr.match(/^out(?:: | is up to date)/gm)?.length]).toEqual([0, 4]);
});

test("rejects a file larger than a string can be", async () => {
  const file = join(temporaryFolder(), "huge.json");
  writeFileSync(file, "");
  truncateSync(file, 2 ** 32);
  expect(await readNamed(file)).toEqual({ reason: "it is larger than 256 MB" });
});
