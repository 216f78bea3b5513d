import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";
import { isWindows, posixNote } from "../shared.js";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

test.skipIf(isWindows)(`Ctrl-C ends a run at once and leaves no lock${posixNote}`, async () => {
  const folder = temporaryFolder();
  const schemas = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [
      `S${index}`,
      { type: "object", properties: { a: { $ref: `#/components/schemas/S${(index * 7) % 3000}` } } },
    ]),
  );
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas } })));
  const args = ["generate", "--spec", "openapi.json", "--out", "out"];
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: "ignore" });
  const exited = once(child, "exit");
  const lock = join(folder, ".out.tallystick-lock");
  while (!existsSync(lock) && child.exitCode === null) await sleep(5);
  child.kill("SIGINT");
  expect(await exited).toEqual([null, "SIGINT"]);
  // The run did not end its work first.
  expect([existsSync(lock), existsSync(join(folder, "out"))]).toEqual([true, false]);
  // A lock that is waited for takes a minute.
  const { code } = await tallystick(folder, [...args, "--only", "types"]);
  expect(code).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(["openapi.json", "out"]);
});
