import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { runReport } from "../../src/cli/report.js";
import { runVerify } from "../../src/cli/verify.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import { isWindows, posixNote } from "../../../generator/test/shared.js";
import { printed } from "../report/printed.js";

let folder: string;
let socket: Server | undefined;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tallystick-disk-"));
  const paths = { "/things": { get: { responses: { 204: { description: "none" } } } } };
  writeFileSync(at("openapi.json"), JSON.stringify({ openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths }));
  const request = { method: "GET", url: "https://shop.example/things", headers: [] };
  writeFileSync(at("run.har"), JSON.stringify(toHar([{ origin: "run#1", request, response: { status: 204, headers: [] } }])));
  writeFileSync(at("file"), "");
  mkdirSync(at("folder"));
  if (!isWindows) {
    socket = createServer().listen(at("socket"));
    await once(socket, "listening");
    symlinkSync(at("loop-b"), at("loop-a"));
    symlinkSync(at("loop-a"), at("loop-b"));
  }
});
afterAll(() => {
  socket?.close();
  rmSync(folder, { recursive: true });
});

const long = "a".repeat(300);
const places = ["folder", "file/below", long, ...(isWindows ? [] : ["loop-a", "loop-a/below", "socket", "/dev/full"])];
const traffic = (): readonly string[] => ["--spec", at("openapi.json"), "--har", at("run.har")];
const path = (place: string): string => (place.startsWith("/") ? place : at(place));

describe.each(places)("a path that cannot be written or read, %s,", (place) => {
  test.each<[what: string, run: () => Promise<{ readonly code: number; readonly err: string }>]>([
    ...["json", "html", "junit", "sarif", "github"].map((kind): [string, () => ReturnType<typeof printed>] => [
      `verify --report ${kind}`,
      () => printed(runVerify, ...traffic(), "--report", `${kind}=${path(place)}`),
    ]),
    ["verify --suggest", () => printed(runVerify, ...traffic(), "--suggest", path(place))],
    ["verify --baseline", () => printed(runVerify, ...traffic(), "--baseline", path(place))],
    ["verify --har", () => printed(runVerify, "--spec", at("openapi.json"), "--har", path(place))],
    ["verify --spec", () => printed(runVerify, "--spec", path(place), "--har", at("run.har"))],
    ["verify --recordings", () => printed(runVerify, "--spec", at("openapi.json"), "--recordings", path(place))],
    ["record --to-har", () => printed(runRecord, ...traffic(), "--out", at("recorded"), "--to-har", path(place))],
    ["record --check", () => printed(runRecord, "--check", path(place))],
    ["report", () => printed(runReport, path(place))],
  ])("ends %s with a sentence and exit code 2", async (_, run) => {
    const { code, err } = await run();
    expect([code, err]).toEqual([2, expect.stringMatching(/(?:^|: |\d )error [a-z-]+\n|^::error /)]);
    expect(err).not.toMatch(/^ +at |\b(?:E[A-Z]{4,}|ERR_\w+)\b|node:/m);
  });
});

test.skipIf(isWindows)(`rejects record --out through a circular link${posixNote}`, async () => {
  const { code, err } = await printed(runRecord, ...traffic(), "--out", at("loop-a"));
  expect([code, err]).toEqual([2, expect.stringContaining("cannot be written: a link refers to itself.")]);
});

test("creates the folder of a job summary", async () => {
  const summary = at("new/deep/summary.md");
  expect((await printed(runVerify, ...traffic(), "--report", `github=${summary}`)).code).toBe(0);
  expect(readFileSync(summary, "utf8")).toContain("Pass");
});
