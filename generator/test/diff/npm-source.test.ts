import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { compile } from "../../src/compile/compile.js";
import { runDiff } from "../../src/diff/run-diff.js";
import { fileOfPackage } from "../../src/diff/sources/npm.js";
import { openUsageManifests } from "../../src/usage/read-manifests.js";
import { temporaryFolder } from "../documents.js";
import { withSchema } from "./documents.js";
import { registryWith } from "./registry.js";
import { tarball, type TarEntry } from "./tarball.js";

// Judges of values are compiled into a folder of the process, which is made once: not in that of a test.
beforeAll(() => compile(true));

const entry = "package/document.json";
const today = "2026-11-30";
const published = (files: Readonly<Record<string, unknown>>, root = "openapi.json"): string =>
  JSON.stringify({ root, files: Object.fromEntries(Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)])) });

/** Compares the package with a document that differs from it, in a folder where every file that appears would be noticed. */
async function diffWith(
  entries: readonly TarEntry[] | Buffer,
  name = "npm:hostile@1.0.0",
): Promise<{ readonly run: Awaited<ReturnType<typeof runDiff>>; readonly written: readonly string[] }> {
  await registryWith(Buffer.isBuffer(entries) ? entries : tarball(entries as readonly TarEntry[]));
  const folder = temporaryFolder();
  // What is unpacked for the command would lie here.
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  vi.stubEnv("TMPDIR", temporary);
  // npm caches its compiled code there on Node 22 and later.
  vi.stubEnv("NODE_DISABLE_COMPILE_CACHE", "1");
  const next = join(folder, "new.json");
  writeFileSync(next, JSON.stringify(withSchema({ type: "string" })));
  const run = await runDiff(name, next, { today });
  const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => !["new.json", "tmp"].includes(path));
  return { run, written };
}

test("compares with the document of a published package", async () => {
  const files = { "openapi.json": withSchema({ $ref: "schemas/thing.json" }), "schemas/thing.json": { type: "integer" } };
  const { run, written } = await diffWith([
    { name: "package/package.json", text: "{}" },
    { name: entry, text: published(files) },
  ]);
  expect(run.exitCode).toBe(1);
  expect(run.report?.changes.map(({ location }) => location.old)).toContainEqual(
    expect.stringMatching(/^npm:hostile@1\.0\.0 schemas\/thing\.json:1:\d+$/),
  );
  expect(written).toEqual([]);
});

test("compares with any document of a package and the files it references", async () => {
  const entries = [
    { name: "package/package.json", text: "{}" },
    { name: "package/apis/carts.json", text: JSON.stringify(withSchema({ $ref: "../common/thing.json" })) },
    { name: "package/common/thing.json", text: '{ "type": "integer" }' },
  ];
  const { run, written } = await diffWith(entries, "npm:hostile@1.0.0#apis/carts.json");
  expect([run.exitCode, run.report?.changes.map(({ location }) => location.old), written]).toEqual([
    1,
    expect.arrayContaining([expect.stringMatching(/^npm:hostile@1\.0\.0#apis\/carts\.json /)]),
    [],
  ]);
});

test("reads no file outside of a package for its document", async () => {
  const references = ["/etc/hostname", "../../package.json"];
  const properties = Object.fromEntries(references.map(($ref, index) => [`p${index}`, { $ref }]));
  const { run } = await diffWith([{ name: "package/carts.json", text: JSON.stringify(withSchema({ properties })) }], "npm:hostile@1.0.0#carts.json");
  const [first] = run.diagnostics;
  // The document has the schema twice.
  expect([run.exitCode, first?.code, first?.message]).toEqual([2, "outside-reference", expect.stringContaining("and 3 more references")]);
});

test.each([
  ["absent.json", 'has no file "absent.json"'],
  ["", "is not of the form"],
])("reports that a package has no file %j", async (path, problem) => {
  const { run } = await diffWith([{ name: entry, text: published({ "openapi.json": {} }) }], `npm:hostile@1.0.0#${path}`);
  expect([run.exitCode, run.problems.map((each) => each.problem)]).toEqual([2, [expect.stringContaining(problem)]]);
});

test("reads files that the published document names outside its folder", async () => {
  const files = { "openapi.json": withSchema({ $ref: "../common/thing.json" }), "../common/thing.json": { type: "integer" } };
  expect((await diffWith([{ name: entry, text: published(files) }])).run.exitCode).toBe(1);
});

test("writes nothing through a link in the archive", async () => {
  const target = temporaryFolder();
  const { run, written } = await diffWith([
    { name: "document", type: "2", link: target },
    { name: "package/document", type: "2", link: target },
    { name: entry, text: published({ "openapi.json": withSchema({ type: "integer" }), "planted.json": {} }) },
  ]);
  expect([run.exitCode, readdirSync(target), written]).toEqual([1, [], []]);
});

test("keeps files that the published document names by any path in memory", async () => {
  const names = ["/tmp/tallystick-planted.json", "../../../../../../tmp/tallystick-planted.json", "/etc/passwd"];
  const onDisk = (): (string | undefined)[] => names.map((name) => (existsSync(name) ? readFileSync(name, "utf8") : undefined));
  const before = onDisk();
  const properties = Object.fromEntries(names.map((name, index) => [`p${index}`, { $ref: name }]));
  const files = { "openapi.json": withSchema({ properties }), ...Object.fromEntries(names.map((name) => [name, { type: "integer" }])) };
  const { run } = await diffWith([{ name: entry, text: published(files) }]);
  // What the package says of the paths is read, and the disk is not.
  expect([run.exitCode, run.diagnostics, onDisk()]).toEqual([1, [], before]);
});

test("reads no file of the disk for a published document", async () => {
  const secret = join(temporaryFolder(), "secret.json");
  writeFileSync(secret, '{ "type": "integer" }');
  const { run } = await diffWith([{ name: entry, text: published({ "openapi.json": withSchema({ $ref: secret }) }) }]);
  expect([run.exitCode, run.diagnostics.map(({ code }) => code)]).toEqual([2, expect.arrayContaining(["unreadable-reference"])]);
});

test.each<[string, readonly TarEntry[], string]>([
  [
    "links and a device in place of the document",
    ["1", "2", "3"].map((type) => ({ name: entry, type, link: "/etc/passwd" })),
    "does not contain a document.",
  ],
  [
    "two documents",
    [
      { name: entry, text: "{}" },
      { name: entry, text: "{}" },
    ],
    `contains "${entry}" twice.`,
  ],
  ["what is not JSON", [{ name: entry, text: "{" }], "cannot be read."],
  ["a document without its root", [{ name: entry, text: published({}) }], "cannot be read."],
])("refuses %s in one sentence", async (_what, entries, problem) => {
  const { run, written } = await diffWith(entries);
  expect([run.exitCode, run.output, run.problems.map((each) => each.problem), written]).toEqual([2, "", [expect.stringContaining(problem)], []]);
});

test("reports a broken archive, which npm does not decompress", async () => {
  const archive = tarball([{ name: entry, text: published({ "openapi.json": withSchema({ type: "integer" }) }) }]);
  const { run, written } = await diffWith(archive.subarray(0, archive.length / 2));
  expect([run.exitCode, run.problems.map((each) => each.problem), written]).toEqual([
    2,
    ['The package "hostile@1.0.0" is not a gzipped archive.'],
    [],
  ]);
});

test("reports a package that npm cannot fetch", async () => {
  const { run } = await diffWith([{ name: entry, text: "{}" }], "npm:absent@1.0.0");
  expect([run.exitCode, run.problems.map((each) => each.problem)]).toEqual([2, ['npm cannot fetch the package "absent@1.0.0".']]);
});

test.each(["../package.json", "../../etc/passwd", "a/../..", "/etc/passwd"])("refuses %j outside of a package before any request", async (path) => {
  // A request would have no registry.
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9");
  onTestFinished(() => void vi.unstubAllEnvs());
  const expected = `"${path}" is not a path inside the package "absent".`;
  expect(await fileOfPackage("absent", path)).toMatchObject({ problem: expected });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "new.json"), "{}");
  expect((await runDiff(`npm:absent#${path}`, join(folder, "new.json"), { today })).problems.map(({ problem }) => problem)).toEqual([expected]);
});

test("ends npm when the registry does not respond", async () => {
  await registryWith(undefined);
  expect(await fileOfPackage("hostile@1.0.0", "usage.json", 1000)).toMatchObject({
    problem: 'npm cannot fetch the package "hostile@1.0.0" within 1 s.',
  });
});

test("fetches the packages of several manifests at the same time", async () => {
  const waiting = new Map<string, ServerResponse[]>();
  const registry = createServer(({ url = "" }, response) => {
    waiting.set(url, [...(waiting.get(url) ?? []), response]);
    if (waiting.size < 2) return;
    for (const each of [...waiting.values()].flat()) if (!each.writableEnded) each.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => void registry.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    registry.closeAllConnections();
    registry.close();
  });
  vi.stubEnv("npm_config_fetch_retries", "0");
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${String((registry.address() as AddressInfo).port)}`);
  // A second package that waits for the first one would never be requested.
  const { problems } = await openUsageManifests(["npm:absent-one", "npm:absent-two"]);
  expect(problems.map(({ problem }) => problem)).toEqual(["absent-one", "absent-two"].map((name) => `npm cannot fetch the package "${name}".`));
});

test("rejects package names that npm reads as options or files", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "new.json"), "{}");
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const name of ["npm:--version", "npm:..", "npm:./x", "npm:-g@1"])
    expect((await runDiff(name, join(folder, "new.json"), { today })).problems.map(({ problem }) => problem)).toEqual([
      `"${name}" is not of the form npm:package@version or npm:package@version#path.`,
    ]);
});
