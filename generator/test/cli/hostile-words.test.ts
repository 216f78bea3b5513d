import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const hostile = "\u001b[31m\n::error file=x::pwn\r\u009b\u202e";
/** What a terminal, a reader or CI would act upon. */
const acts = /[^\P{Cc}\n]|\u202e|^\s*::(?!(?:error|warning|notice) (?:file|title)=)|^::.*pwn::/mu;

test.each([
  [`--${hostile}`],
  ["generate", `--x${hostile}`],
  ["generate", hostile],
  ["generate", "--spec", hostile, "--out", "out"],
  ["generate", "--report", hostile],
  ["mock", hostile],
  ["mock", "--spec", hostile],
  ["diff", `git:${hostile}:x`, `npm:${hostile}`],
  ["diff", "a", "b", "--format", hostile],
  [hostile],
])("prints invalid arguments without control characters (%#)", async (...args) => {
  const { code, stdout, stderr } = await tallystick(temporaryFolder(), args);
  expect(code).toBe(2);
  expect(stdout + stderr).not.toMatch(acts);
  expect(stderr).toContain("\\u001b[31m\\u000a::error");
});

test("mock prints titles and addresses without control characters", async () => {
  const folder = temporaryFolder();
  const paths = { [`/a${encodeURIComponent(hostile)}`]: { get: { responses: { 200: { description: "ok" } } } } };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ info: { title: `::add-mask::e${hostile}`, version: "1" }, paths })));
  const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));
  const child = spawn(process.execPath, [bin, "mock", "--spec", "openapi.json", "--port", "0"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const [text] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    expect(text).toMatch(/^\\u003a:add-mask::e\\u001b\[31m\\u000a::error .* is served at /);
    expect(text).not.toMatch(acts);
    const logged = once(child.stderr.setEncoding("utf8"), "data");
    await fetch(`${/http:\/\/\S+[0-9]/.exec(text)?.[0] ?? ""}/a${encodeURIComponent(hostile)}`);
    expect(((await logged) as [string])[0]).not.toMatch(acts);
  } finally {
    child.kill("SIGINT");
  }
});

test("prints file and folder names without control characters", async () => {
  const folder = temporaryFolder();
  const name = `b${hostile}.json`;
  const schemas = { A: { $ref: `./${encodeURIComponent(name)}#/B` } };
  const ok = { description: "ok", content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } } };
  writeFileSync(
    join(folder, "openapi.json"),
    JSON.stringify(openapi({ paths: { "/a": { get: { responses: { 200: ok } } } }, components: { schemas } })),
  );
  writeFileSync(join(folder, name), JSON.stringify({ B: { type: "string", pattern: "(", nonsense: true } }));
  const run = async (...flags: string[]): Promise<string> => {
    const { stdout, stderr } = await tallystick(folder, [
      "generate",
      "--spec",
      "openapi.json",
      "--out",
      `out${hostile.replaceAll("/", "")}`,
      ...flags,
    ]);
    return stdout + stderr;
  };
  for (const flags of [["--report", "github"], [], ["--json"], ["--check"]]) {
    const said = await run(...flags);
    expect(said).toContain("\\u001b[31m");
    expect(said).not.toMatch(acts);
  }
  writeFileSync(join(folder, name), JSON.stringify({ B: { type: "string" } }));
  expect(await run()).toMatch(/^out\\u001b\[31m\\u000a::error file=x::pwn.*: \d+ files/m);
  mkdirSync(join(folder, "other"));
  expect(await run("--check", "--only", "types")).not.toMatch(acts);
});
