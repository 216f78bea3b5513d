import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../documents.js";
import { tallystick, type Ran } from "./run.js";

const documents = new Map<string, string>();
let host: string;
let isUp = true;
const server = createServer((request, response) => {
  const text = documents.get(request.url ?? "");
  if (!isUp) request.socket.destroy();
  else response.writeHead(text === undefined ? 404 : 200, { "content-type": "application/yaml" }).end(text);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
  isUp = true;
  documents.set("/openapi.yaml", api("string"));
});

function api(type: string): string {
  return `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /x:
    get:
      operationId: readX
      responses: { "200": { description: ok, content: { application/json: { schema: { type: ${type} } } } } }
`;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return tallystick(cwd, args, { CI: "", XDG_CACHE_HOME: join(cwd, "cache"), ...environment });
}

const generate = (...more: readonly string[]): string[] => [
  "generate",
  "--spec",
  `http://${host}/openapi.yaml`,
  "--out",
  "api",
  "--allow-remote",
  host,
  "--only",
  "types",
  ...more,
];

const lockFile = (): string => join(cwd, "tallystick.lock.json");

describe("generate from an address", () => {
  test("writes the output and the lock, and needs no network after that", async () => {
    const first = await run(generate());
    expect({ code: first.code, stderr: first.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining("tallystick.lock.json was written: 1 remote file."),
    });
    expect(readFileSync(join(cwd, "api/types.d.ts"), "utf8")).toContain(`from http://${host}/openapi.yaml (sha256`);
    const lock = readFileSync(lockFile(), "utf8");
    isUp = false;
    expect((await run(generate("--check"), { CI: "true" })).code).toBe(0);
    expect((await run(generate())).code).toBe(0);
    expect(readFileSync(lockFile(), "utf8")).toBe(lock);
  });

  test("adds nothing to the lock in CI or with --check", async () => {
    for (const [args, environment] of [
      [generate(), { CI: "true" }],
      [generate("--check"), {}],
    ] as const) {
      const { code, stderr } = await run(args, environment);
      expect(code).toBe(2);
      expect(stderr).toContain(`error lock-missing\n  "http://${host}/openapi.yaml" is not in tallystick.lock.json.`);
    }
    expect([existsSync(lockFile()), existsSync(join(cwd, "api"))]).toEqual([false, false]);
  });

  test("refuses a changed document until --update-lock", async () => {
    await run(generate());
    const before = readFileSync(join(cwd, "api/types.d.ts"), "utf8");
    documents.set("/openapi.yaml", api("integer"));
    rmSync(join(cwd, "cache"), { recursive: true });
    const refused = await run(generate());
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("error lock-mismatch");
    expect(refused.stderr).toContain("--update-lock");
    expect(readFileSync(join(cwd, "api/types.d.ts"), "utf8")).toBe(before);
    const updated = await run(generate("--update-lock"), { CI: "true" });
    expect({ code: updated.code, stderr: updated.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(`"http://${host}/openapi.yaml" has changed: sha256`),
    });
    expect(readFileSync(join(cwd, "api/types.d.ts"), "utf8")).not.toBe(before);
    expect((await run(generate("--check"), { CI: "true" })).code).toBe(0);
  });

  test("reads without a lock with --no-lock, and another one with --lock-file", async () => {
    expect((await run(generate("--no-lock"), { CI: "true" })).code).toBe(0);
    expect(existsSync(lockFile())).toBe(false);
    expect((await run(generate("--lock-file", "locks/other.json"))).code).toBe(0);
    expect([existsSync(lockFile()), existsSync(join(cwd, "locks/other.json"))]).toEqual([false, true]);
  });

  test.each([
    [["--check", "--update-lock"], "--check and --update-lock exclude each other"],
    [["--no-lock", "--update-lock"], "--no-lock reads no lock"],
  ])("refuses %j", async (more, sentence) => {
    const { code, stderr } = await run(generate(...more));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  test("reads address, host and lock folder from the configuration, without credentials", async () => {
    const spec = `http://me:s3cret@${host}/openapi.yaml`;
    writeFileSync(join(cwd, "tallystick.config.json"), JSON.stringify({ spec, out: "api", allowRemote: [host], only: ["types"] }));
    const { code, stdout, stderr } = await run(["generate", "--json"]);
    expect(code).toBe(0);
    const output = readFileSync(join(cwd, "api/types.d.ts"), "utf8");
    for (const text of [stdout, stderr, output, readFileSync(lockFile(), "utf8")]) expect(text).not.toContain("s3cret");
    documents.delete("/openapi.yaml");
    rmSync(join(cwd, "cache"), { recursive: true });
    const failed = await run(["generate", "--no-cache"]);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain(
      "the server responded with status 404: file not found, and this computer has no copy of the file in tallystick.lock.json",
    );
    expect(failed.stderr).not.toContain("s3cret");
  });
});

test("diff compares what the servers have, without a lock", async () => {
  writeFileSync(join(cwd, "old.yaml"), api("integer"));
  const { code, stdout } = await run(["diff", "old.yaml", `http://${host}/openapi.yaml`, "--allow-remote", host], { CI: "true" });
  expect(code).toBe(1);
  expect(stdout).toContain(`http://${host}/openapi.yaml`);
  expect(existsSync(lockFile())).toBe(false);
});
