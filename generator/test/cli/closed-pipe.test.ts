import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { skipNote } from "../shared.js";

test.each(["stdout", "stderr"] as const)("prints no stack trace if the reader of stdout stops early (%s)", async (closed) => {
  const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));
  // Help goes to stdout, and what is wrong with the arguments to stderr.
  const child = spawn(process.execPath, [bin, closed === "stdout" ? "--help" : "nonsense"]);
  child[closed].destroy();
  let printed = "";
  child[closed === "stdout" ? "stderr" : "stdout"].on("data", (text: Buffer) => (printed += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect({ code, printed }).toEqual({ code: closed === "stdout" ? 0 : 2, printed: "" });
});

test.runIf(existsSync("/dev/full"))(`reports a full disk when it prints${skipNote(!existsSync("/dev/full"), "/dev/full")}`, () => {
  const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));
  const { status, stderr } = spawnSync("sh", ["-c", 'node "$0" --help > /dev/full', bin], { encoding: "utf8" });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^What was to be printed could not be written: ENOSPC[^\n]*\.\n$/)]);
});
