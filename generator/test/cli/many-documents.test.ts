import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { folder } from "../load/scratch.js";
import { tallystick } from "./run.js";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

/** A document with some operations. */
function document(title: string, operations = 1): string {
  const paths = Array.from({ length: operations }, (_, index) => {
    const content = {
      "application/json": { schema: { type: "object", properties: { [`name${index}`]: { type: "string", maxLength: index + 1 } } } },
    };
    return [`/${title}/${index}`, { get: { operationId: `${title}${index}`, responses: { 200: { description: "ok", content } } } }];
  });
  return JSON.stringify({ openapi: "3.1.0", info: { title, version: "1" }, paths: Object.fromEntries(paths) });
}

const config = JSON.stringify({ documents: ["services/*/openapi.json"], out: "packages/{dir}", target: "ts" });

test("continues after a failed document and ends with a table", async () => {
  const cwd = await folder({
    "tallystick.config.json": config,
    "services/a/openapi.json": document("a"),
    "services/b/openapi.json": "{",
    "services/c/openapi.json": document("c", 20),
    "services/d/openapi.json": document("d").replace('"maxLength"', '"maxLenght"'),
  });
  const { code, stderr } = await tallystick(cwd, ["generate", "--jobs", "2"]);
  expect(code).toBe(2);
  // The output of each document is together, in the order of the documents.
  const blocks = stderr.split("\n").filter((line) => /^(?:services|packages)\//.test(line));
  expect(blocks.map((line) => line.replace(/[:.].*/, "").replace(/ .*/, ""))).toEqual([
    "packages/a",
    "services/b/openapi",
    "packages/c",
    "services/d/openapi",
    "packages/d",
    ...["a", "b", "c", "d"].map((name) => `services/${name}/openapi`),
  ]);
  const [, table = ""] = stderr.split("\n\n");
  const cells = table
    .replaceAll(/\d+\.\d s/g, "T")
    .replaceAll(/\d+ (changes)|\d+(?= +T)/g, "N $1")
    .replaceAll(/ {2,}/g, " | ");
  expect(cells.split("\n")).toEqual([
    "document | result | findings | files | time",
    "services/a/openapi.json | N changes | N | T",
    "services/b/openapi.json | failed | 1 error | N | T",
    "services/c/openapi.json | N changes | N | T",
    "services/d/openapi.json | N changes | 1 warning | N | T",
    "4 documents in T: 3 passed, 1 failed.",
    "",
  ]);
  expect(existsSync(join(cwd, "packages/d/index.ts"))).toBe(true);

  const checked = await tallystick(cwd, ["generate", "--check", "--json"]);
  expect(checked.code).toBe(2);
  const { documents } = JSON.parse(checked.stdout) as { documents: readonly { document: string; exit: number; files: readonly unknown[] }[] };
  expect(documents.map(({ document: path, exit }) => `${path} ${exit}`)).toEqual([
    "services/a/openapi.json 0",
    "services/b/openapi.json 2",
    "services/c/openapi.json 0",
    "services/d/openapi.json 0",
  ]);
});

test("writes the same with one process and with two", async () => {
  const cwd = await folder({
    "tallystick.config.json": config,
    "services/a/openapi.json": document("a"),
    "services/b/openapi.json": document("b", 3),
  });
  expect((await tallystick(cwd, ["generate", "--jobs", "2"])).code).toBe(0);
  const { code, stderr } = await tallystick(cwd, ["generate", "--check", "--no-cache", "--jobs", "1"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("2 passed") as unknown });
});

/** The process that holds a lock. `undefined` while there is none: the file is made first, and written to afterwards. */
function holderOf(lock: string): number | undefined {
  const text = existsSync(lock) ? readFileSync(lock, "utf8") : "";
  return text === "" ? undefined : (JSON.parse(text) as { pid: number }).pid;
}

/** The processes that hold some of these locks, as soon as there is one. */
async function holdersOf(locks: readonly string[]): Promise<readonly number[]> {
  for (;;) {
    const pids = locks.map(holderOf).filter((pid) => pid !== undefined);
    if (pids.length > 0) return pids;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// Windows has no signals.
test.skipIf(process.platform === "win32")("ends all processes on Ctrl-C", async () => {
  const names = ["a", "b", "c", "d"];
  const documents = names.map((name): [string, string] => [`services/${name}/openapi.json`, document(name, 1500)]);
  const cwd = await folder({ "tallystick.config.json": config, ...Object.fromEntries(documents) });
  const child = spawn(process.execPath, [bin, "generate", "--jobs", "2"], { cwd });
  const locks = names.map((name) => join(cwd, `packages/.${name}.tallystick-lock`));
  const pids = await holdersOf(locks);
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([null, "SIGINT"]);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test.skipIf(process.platform === "win32")("reports a document whose process is killed, and continues", async () => {
  const cwd = await folder({
    "tallystick.config.json": config,
    "services/a/openapi.json": document("a", 1500),
    "services/b/openapi.json": document("b"),
  });
  const running = tallystick(cwd, ["generate", "--jobs", "2"]);
  for (const pid of await holdersOf([join(cwd, "packages/.a.tallystick-lock")])) process.kill(pid, "SIGKILL");
  const { code, stderr } = await running;
  expect(code).toBe(3);
  expect(stderr).toContain("services/a/openapi.json: its process was ended by SIGKILL, probably for its memory. Give it more: run it with --jobs 1");
  expect(stderr).toContain("2 documents in");
  expect(stderr).toContain("1 passed, 1 ended by an internal error.");
});

const never = "const stop = Date.now() + 120_000; while (Date.now() < stop) {}";

test("ends a document that takes longer than --time-limit, and continues", { timeout: 120_000 }, async () => {
  const server = createServer((_, response) => void response.writeHead(200).write("openapi"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close().closeAllConnections());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cwd = await folder({
    "tallystick.config.json": JSON.stringify({ ...(JSON.parse(config) as object), allowRemote: [host] }),
    "services/a/openapi.json": document("a").replace('{"description":"ok"', `{"$ref":"http://${host}/x.json","description":"ok"`),
    "services/b/openapi.json": document("b"),
  });
  const { code, stderr } = await tallystick(cwd, ["generate", "--time-limit", "8s", "--no-lock"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("2 documents in") as unknown });
  expect(stderr).toContain("services/a/openapi.json: not finished after 8 s, so it was ended. Give it more time: --time-limit 1m.\n");
  expect(stderr).toMatch(/^services\/a\/openapi\.json +failed .*\nservices\/b\/openapi\.json +\d+ changes/m);
  expect(readdirSync(join(cwd, "packages"))).toEqual(["b"]);
});

test("runs hooks of a configuration in the process of their document", { timeout: 120_000 }, async () => {
  const cwd = await folder({
    "tallystick.config.mjs": `export default {
      documents: ["services/*/openapi.json"], out: "types/{dir}.d.ts",
      overrides: [
        { spec: "services/a/*", transform: () => { ${never} } },
        { spec: "services/b/*", postTransform: (type) => type === "string" ? "Name" : undefined, inject: "type Name = string;" },
      ],
    };`,
    "services/a/openapi.json": document("a"),
    "services/b/openapi.json": document("b"),
  });
  const { code, stderr } = await tallystick(cwd, ["generate", "--time-limit", "8s"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("1 passed, 1 failed.") as unknown });
  expect(readFileSync(join(cwd, "types/b.d.ts"), "utf8")).toContain("name0?: Name;");
  expect(existsSync(join(cwd, "types/a.d.ts"))).toBe(false);
});

test("reports a configuration that never resolves", { timeout: 60_000 }, async () => {
  const cwd = await folder({ "tallystick.config.mjs": "await new Promise(() => {});\nexport default {};\n" });
  const { code, stderr } = await tallystick(cwd, ["generate"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("A promise that it awaits is never settled.") as unknown });
});

test("rejects a time limit that is no time", { timeout: 60_000 }, async () => {
  for (const limit of ["0s", "5", "1d", "-1s"]) {
    const { code, stderr } = await tallystick(await folder({ "tallystick.config.json": config }), ["generate", `--time-limit=${limit}`]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`--time-limit is "${limit}", but must be a time`) as unknown });
  }
});

test("reports outputs of renamed and removed documents, and does not delete them", { timeout: 120_000 }, async () => {
  const configured = (documents: readonly string[], ofTypes: string): string =>
    JSON.stringify({ documents, out: "packages/{dir}", overrides: [{ spec: ofTypes, out: "types/{dir}.d.ts" }] });
  const cwd = await folder({
    "tallystick.config.json": configured(["services/*/openapi.json", "one/openapi.json"], "services/types/*"),
    "services/a/openapi.json": document("a"),
    "services/b/openapi.json": document("b"),
    "services/types/openapi.json": document("types"),
    "one/openapi.json": document("one"),
    // Of another program, and of another configuration.
    "packages/mine/index.ts": "export {};\n",
    "packages/other/index.ts": "// Generated by tallystick 0.1.0 from elsewhere/x.json. Do not edit: run `tallystick generate`.\n",
    "packages/other/.tallystick.json": JSON.stringify({ tallystick: "0.1.0", document: "x", files: { "index.ts": "x" } }),
  });
  const first = await tallystick(cwd, ["generate"]);
  expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining("output-left") as unknown });
  renameSync(join(cwd, "services/a"), join(cwd, "services/c"));
  for (const removed of ["services/types", "one"]) rmSync(join(cwd, removed), { recursive: true });
  writeFileSync(join(cwd, "tallystick.config.json"), configured(["services/*/openapi.json"], "services/b/*"));
  const { code, stderr } = await tallystick(cwd, ["generate", "--json"]);
  expect(code).toBe(0);
  const left = [...stderr.matchAll(/"([^"]+)" was generated from "([^"]+)", which no longer exists\./g)].map((match) => match.slice(1));
  expect(left).toEqual([
    ["packages/a", "services/a/openapi.json"],
    ["packages/one", "one/openapi.json"],
    ["types/types.d.ts", "services/types/openapi.json"],
  ]);
  expect(readdirSync(join(cwd, "packages")).filter((name) => !name.startsWith("."))).toEqual(["a", "b", "c", "mine", "one", "other"]);
});
