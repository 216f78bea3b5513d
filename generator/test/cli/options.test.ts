import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const document = openapi({
  paths: { "/a": { get: { operationId: "getA", tags: ["1.0"], responses: { "204": { description: "none" } } } } },
});

function project(config?: unknown): string {
  const folder = temporaryFolder();
  for (const name of ["openapi.json", "other.json", "007"]) writeFileSync(join(folder, name), JSON.stringify(document));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

test.each(["2024.10", "1.0", "007x", "1e3", "0x10", ".5", "-1"])("--out=%s names a folder although it looks like a number", async (out) => {
  const folder = project();
  expect((await tallystick(folder, ["generate", "--spec", "openapi.json", `--out=${out}`])).code).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(["007", "openapi.json", "other.json", out].toSorted());
});

test("a flag accepts yes and no", async () => {
  const folder = project();
  const run = (flag: string): ReturnType<typeof tallystick> => tallystick(folder, ["generate", "--spec", "openapi.json", "--out", "o", flag]);
  expect(await run("--json=true")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\{/) as string });
  expect(await run("--json=false")).toMatchObject({ code: 0, stdout: "" });
});

test("keeps numeric names of documents, folders and tags unchanged", async () => {
  const folder = project();
  const { code, stderr } = await tallystick(folder, ["generate", "--spec", "007", "--out", "1.10", "--tags", "1.0"]);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^1\.10: \d+ files/)]);
  expect(readFileSync(join(folder, "1.10/client.js"), "utf8")).toContain("getA");
});

test.each(["--spec", "--out", "--name", "--config", "--tags", "--include", "--only", "--allow-remote"])(
  "rejects an empty value of %s",
  async (flag) => {
    const folder = project();
    const others = ["--spec", "openapi.json", "--out", "o"];
    const at = others.indexOf(flag);
    if (at >= 0) others.splice(at, 2);
    const { code, stdout, stderr } = await tallystick(folder, ["generate", ...others, flag, ""]);
    const says = `error wrong-usage\n  ${flag} needs a value.\n  Run tallystick generate --help to list the options.\n1 error\n`;
    expect([code, stdout, stderr]).toEqual([2, "", says]);
    expect(readdirSync(folder).toSorted()).toEqual(["007", "openapi.json", "other.json"]);
  },
);

test.each([
  [["--name.x", "y"], 'Unknown option "--name.x". Did you mean "--name"?'],
  [["--", "more", "0x10"], 'Unexpected argument "0x10". tallystick generate reads one document at a time.'],
])("rejects %j, which is not an option", async (options, says) => {
  const { code, stderr } = await tallystick(project(), ["generate", "--spec", "openapi.json", "--out", "o", ...options]);
  expect([code, stderr.split("\n").slice(0, 2)]).toEqual([2, ["error wrong-usage", `  ${says}`]]);
});

test("lists the configured folders for an unknown --out", async () => {
  const folder = project({
    documents: [
      { spec: "openapi.json", out: "one" },
      { spec: "other.json", out: "two" },
    ],
  });
  const { code, stdout, stderr } = await tallystick(folder, ["generate", "--out", "elsewhere"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('--out is "elsewhere", but of the documents that the configuration names none goes there, but to one, two.');
  expect((await tallystick(folder, ["generate", "--out", "two"])).code).toBe(0);
  expect([existsSync(join(folder, "one")), existsSync(join(folder, "two"))]).toEqual([false, true]);
});

test("prints output of a configuration on stderr only", async () => {
  const folder = project();
  writeFileSync(join(folder, "tallystick.config.mjs"), 'console.log("[env] injected");\nexport default { spec: "openapi.json", out: "o" };\n');
  const { code, stdout, stderr } = await tallystick(folder, ["generate", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [] });
  expect(stderr).toContain("[env] injected");
});

test("accepts a JSON configuration with a byte order mark", async () => {
  const folder = project();
  writeFileSync(join(folder, "tallystick.config.json"), `\ufeff${JSON.stringify({ spec: "openapi.json", out: "o" })}`);
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
});

test("rejects nested output folders before writing", async () => {
  for (const [one, two] of [
    ["o", "o/inner"],
    ["o/inner", "o"],
    ["o", "o"],
  ]) {
    const folder = project({
      documents: [
        { spec: "openapi.json", out: one },
        { spec: "other.json", out: two },
      ],
    });
    const { code, stderr } = await tallystick(folder, ["generate"]);
    expect([code, /(?:option|config)-invalid/.test(stderr)]).toEqual([2, true]);
    expect(existsSync(join(folder, "o"))).toBe(false);
  }
});

test("generates a document with remote files with or without the lock", async () => {
  let requested = 0;
  const server = createServer((_, response) => {
    requested += 1;
    response.end(JSON.stringify({ type: "string", enum: [`response ${requested}`] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = project();
  const remote = openapi({ components: { schemas: { X: { $ref: `http://${host}/x` } } } });
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(remote));
  const generate = ["generate", "--spec", "openapi.json", "--out", "o", "--allow-remote", host];
  const environment = { CI: "", XDG_CACHE_HOME: join(folder, "cache") };
  for (const [words, ...more] of [["response 1"], ["response 1"], ["response 2", "--no-lock"], ["response 3", "--no-lock"]]) {
    expect(await tallystick(folder, [...generate, ...more], environment)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "o/types.d.ts"), "utf8")).toContain(words);
  }
});
