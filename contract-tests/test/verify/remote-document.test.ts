import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { documentOptions } from "../../src/cli/document-flags.js";
import { runReport } from "../../src/cli/report.js";
import { openDocument } from "../../src/open-document.js";
import { verify } from "../../src/verify/verify.js";
import { printed } from "../report/printed.js";

const api = `openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: { /x: { get: { operationId: readX, responses: { "200": { description: ok } } } } }\n`;

let folder: string;
let host: string;
let requests = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-remote-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("CI", "");
  const server = createServer((_, response) => {
    requests += 1;
    response.end(api);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.close();
    await rm(folder, { recursive: true });
  });
});

test("verify and record lock a remote document", async () => {
  const lockFile = join(folder, "tallystick.lock.json");
  const options = documentOptions(`http://me:s3cret@${host}/openapi.yaml`, { "allow-remote": [host], "lock-file": lockFile });
  const { model, locator } = await openDocument(options, true);
  expect(model.operations.map(({ operationId }) => operationId)).toEqual(["readX"]);
  expect(locator.locate("#/paths/~1x/get")).toEqual({ file: `http://${host}/openapi.yaml`, line: 3, column: 16 });
  const lock = await readFile(lockFile, "utf8");
  expect(lock).toContain(`"http://${host}/openapi.yaml": {`);
  expect(lock).not.toContain("s3cret");
});

test("rejects a document of a host that is not allowed", async () => {
  await expect(openDocument(documentOptions(`http://${host}/openapi.yaml`, {}))).rejects.toThrow(/error remote-document/);
});

test("nothing is added to the lock in CI", async () => {
  vi.stubEnv("CI", "true");
  const options = documentOptions(`http://${host}/openapi.yaml`, { "allow-remote": [host], "lock-file": join(folder, "lock.json") });
  await expect(openDocument(options)).rejects.toThrow(/error lock-missing/);
});

test("rejects --no-lock with --update-lock", () => {
  expect(() => documentOptions("a.yaml", { "no-lock": true, "update-lock": true })).toThrow("--no-lock reads no lock, so it excludes --update-lock");
});

test("report fetches a remote document only for --spec", async () => {
  const spec = `http://${host}/openapi.yaml`;
  const report = await verify({ spec: spec.replace("//", "//me:s3cret@"), allowRemote: [host], interactions: [] });
  expect(report.spec.path).toBe(spec);
  const path = join(folder, "report.json");
  await writeFile(path, JSON.stringify(report));
  const before = requests;
  const silent = await printed(runReport, path);
  expect(silent).toMatchObject({
    code: 0,
    err: `The report names a document of an address, "${spec}": its lines are not shown. Name it with --spec.\n`,
  });
  expect(requests).toBe(before);
  expect(await printed(runReport, path, "--spec", spec)).toMatchObject({ code: 0, err: "" });
  expect(requests).toBeGreaterThan(before);
});
