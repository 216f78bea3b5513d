import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { documentOptions } from "../../src/cli/document-flags.js";
import { openDocument } from "../../src/open-document.js";

const api = `openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: { /x: { get: { operationId: readX, responses: { "200": { description: ok } } } } }\n`;

let folder: string;
let host: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-remote-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("CI", "");
  const server = createServer((_, response) => response.end(api));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.close();
    await rm(folder, { recursive: true });
  });
});

test("verify and record read the document of an address, and lock it", async () => {
  const lockFile = join(folder, "tallystick.lock.json");
  const options = documentOptions(`http://me:s3cret@${host}/openapi.yaml`, { "allow-remote": [host], "lock-file": lockFile });
  const { model, locator } = await openDocument(options, true);
  expect(model.operations.map(({ operationId }) => operationId)).toEqual(["readX"]);
  expect(locator.locate("#/paths/~1x/get")).toEqual({ file: `http://${host}/openapi.yaml`, line: 3, column: 16 });
  const lock = await readFile(lockFile, "utf8");
  expect(lock).toContain(`"http://${host}/openapi.yaml": {`);
  expect(lock).not.toContain("s3cret");
});

test("a document of an address that is not allowed is refused as generating refuses it", async () => {
  await expect(openDocument(documentOptions(`http://${host}/openapi.yaml`, {}))).rejects.toThrow(/error remote-document/);
});

test("nothing is added to the lock in CI", async () => {
  vi.stubEnv("CI", "true");
  const options = documentOptions(`http://${host}/openapi.yaml`, { "allow-remote": [host], "lock-file": join(folder, "lock.json") });
  await expect(openDocument(options)).rejects.toThrow(/error lock-missing/);
});

test("a lock is not both left alone and written", () => {
  expect(() => documentOptions("a.yaml", { "no-lock": true, "update-lock": true })).toThrow("--no-lock and --update-lock exclude each other");
});
