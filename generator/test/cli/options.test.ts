import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

const document = openapi({
  paths: { "/a": { get: { operationId: "getA", tags: ["1.0"], responses: { "204": { description: "none" } } } } },
});

function project(config?: unknown): string {
  const folder = temporaryFolder();
  for (const name of ["openapi.json", "other.json", "007"]) writeFileSync(join(folder, name), JSON.stringify(document));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

test.each(["2024.10", "1.0", "007x", "1e3", "0x10", ".5", "-1"])(
  "--out=%s is the folder of that name, whatever number it may look like",
  async (out) => {
    const folder = project();
    expect((await tallystick(folder, ["generate", "--spec", "openapi.json", `--out=${out}`])).code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(["007", "openapi.json", "other.json", out].toSorted());
  },
);

test("a flag may be told yes or no", async () => {
  const folder = project();
  const run = (flag: string): ReturnType<typeof tallystick> => tallystick(folder, ["generate", "--spec", "openapi.json", "--out", "o", flag]);
  expect(await run("--json=true")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\{/) as string });
  expect(await run("--json=false")).toMatchObject({ code: 0, stdout: "" });
});

test("a document, a folder and a tag that look like numbers are what was typed", async () => {
  const folder = project();
  const { code, stderr } = await tallystick(folder, ["generate", "--spec", "007", "--out", "1.10", "--tags", "1.0"]);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^1\.10: \d+ files/)]);
  expect(readFileSync(join(folder, "1.10/client.js"), "utf8")).toContain("getA");
});

test.each(["--spec", "--out", "--name", "--config", "--tags", "--include", "--only", "--allow-remote"])(
  "an empty value of %s is a mistake, as an unset variable of a shell would make it",
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
  [["--name.x", "y"], "Unknown option `--name.x`. Did you mean `--name`?"],
  [["--", "more", "0x10"], 'Unexpected argument "0x10". tallystick generate reads one document at a time.'],
])("what cannot be an option, as in %j, is refused", async (options, says) => {
  const { code, stderr } = await tallystick(project(), ["generate", "--spec", "openapi.json", "--out", "o", ...options]);
  expect([code, stderr.split("\n").slice(0, 2)]).toEqual([2, ["error wrong-usage", `  ${says}`]]);
});

test("an --out that none of several documents goes to names the folders that they go to", async () => {
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

test("what a configuration prints goes to stderr, and stdout is one JSON document", async () => {
  const folder = project();
  writeFileSync(join(folder, "tallystick.config.mjs"), 'console.log("[env] injected");\nexport default { spec: "openapi.json", out: "o" };\n');
  const { code, stdout, stderr } = await tallystick(folder, ["generate", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [] });
  expect(stderr).toContain("[env] injected");
});

test("a configuration of JSON may begin with a byte order mark, as some editors write it", async () => {
  const folder = project();
  writeFileSync(join(folder, "tallystick.config.json"), `\ufeff${JSON.stringify({ spec: "openapi.json", out: "o" })}`);
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
});

test("two documents whose folders are one inside the other are refused before anything is written", async () => {
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
    expect([code, stderr.includes("option-invalid")]).toEqual([2, true]);
    expect(existsSync(join(folder, "o"))).toBe(false);
  }
});

test("a document that refers to an allowed host is generated as it is locked, or each time anew", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end(JSON.stringify({ type: "string", enum: [`answer ${asked}`] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = project();
  const remote = openapi({ components: { schemas: { X: { $ref: `http://${host}/x` } } } });
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(remote));
  const generate = ["generate", "--spec", "openapi.json", "--out", "o", "--allow-remote", host];
  const environment = { CI: "", XDG_CACHE_HOME: join(folder, "cache") };
  for (const [words, ...more] of [["answer 1"], ["answer 1"], ["answer 2", "--no-lock"], ["answer 3", "--no-lock"]]) {
    expect(await tallystick(folder, [...generate, ...more], environment)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "o/types.d.ts"), "utf8")).toContain(words);
  }
});
