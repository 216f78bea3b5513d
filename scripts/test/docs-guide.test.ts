import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blocksOf, root, type Block } from "./docs/pages.js";

/** The guide is followed to the letter, but for the port, and for what `init` would install: the packages of this repository are there. */
const path = "docs/guides/another-api.md";
const blocks = blocksOf({ path, text: readFileSync(root + path, "utf8") });
const named = (language: string, start: string): Block => {
  const block = blocks.find((each) => each.language === language && each.lines[0]?.startsWith(start) === true);
  if (block === undefined) throw new Error(`${path} has no ${language} block that starts with "${start}"`);
  return block;
};

let folder: string;
let port: string;
let mock: ChildProcess;
const local = (text: string): string => text.replaceAll("4010", port);

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-guide-")));
  port = await freePort();
  symlinkSync(`${root}node_modules`, join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "openapi.yaml"), local(named("yaml", "openapi: ").lines.join("\n")));
  writeFileSync(join(folder, "overlay.yaml"), named("yaml", "overlay: ").lines.join("\n"));
}, 60_000);

afterAll(() => {
  mock?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string): string {
  const { status, stdout, stderr } = spawnSync(local(command), { cwd: folder, shell: true, encoding: "utf8" });
  expect({ command, status, stderr: status === 0 ? "" : stderr + stdout }).toEqual({ command, status: 0, stderr: "" });
  return stdout + stderr;
}

test("sets up a project in an empty folder with a document", { timeout: 120_000 }, () => {
  const [npmInit = "", init = ""] = named("sh", "npm init").lines;
  run(npmInit);
  expect(init).toMatch(/^npx tallystick init/);
  run(`${init} --no-install`);
  run("npm run codegen:check --silent");
});

test("serves the document to ten lines of client code", { timeout: 120_000 }, async () => {
  mock = spawn(process.execPath, [`${root}generator/bin/tallystick.js`, ...words(named("sh", "npx tallystick mock").lines[0])], { cwd: folder });
  await new Promise<void>((resolve, reject) => {
    mock.stdout?.on("data", (text: Buffer) => String(text).includes("is served at") && resolve());
    mock.stderr?.on("data", (text: Buffer) => String(text).includes("is served at") && resolve());
    mock.once("exit", (code) => reject(new Error(`the mock server ended with ${code}`)));
  });
  for (const name of ["cups.js", "cups.ts"]) writeFileSync(join(folder, name), named("text", "import { createClient").lines.join("\n"));
  expect(run(named("sh", "node cups.js").lines[0] ?? "")).toMatch(/^\d+ \w+/);
  run("npx tsc cups.ts --noEmit --strict --target es2022 --module nodenext --skipLibCheck --types node");
});

test("verifies, records and replays", { timeout: 120_000 }, () => {
  const outputs = named("sh", "npx tallystick verify").lines.map((command) => run(command));
  expect(outputs.map((output) => output.split("\n")[0])).toEqual([
    expect.stringContaining("PASS  Cups 1.0.0"),
    expect.stringContaining("recordings/"),
    "The recordings may be committed.",
    expect.stringContaining("PASS  Cups 1.0.0"),
  ]);
});

test("corrects the document with the overlay", { timeout: 120_000 }, () => {
  run(named("sh", "npx tallystick generate").lines[0] ?? "");
  expect(readFileSync(join(folder, "src/api/types.d.ts"), "utf8")).toMatch(/size: number \| null;/);
  expect(readFileSync(join(folder, "src/api/client.d.ts"), "utf8")).toContain("listCupsPages");
});

function words(command = ""): string[] {
  return local(command).split(" ").slice(2);
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(found);
}
