import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test.each(["stdout", "stderr"] as const)("a reader that stops early ends nothing and prints no stack trace (%s)", async (closed) => {
  const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));
  // Help goes to stdout, and what is wrong with the arguments to stderr.
  const child = spawn(process.execPath, [bin, closed === "stdout" ? "--help" : "nonsense"]);
  child[closed].destroy();
  let printed = "";
  child[closed === "stdout" ? "stderr" : "stdout"].on("data", (text: Buffer) => (printed += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect({ code, printed }).toEqual({ code: closed === "stdout" ? 0 : 2, printed: "" });
});
