import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toHar } from "../../src/traffic/har/to-har.js";

const bin = fileURLToPath(new URL("../../../generator/bin/tallystick.js", import.meta.url));

const document = (title: string, paths: readonly string[]): string => {
  const content = { "application/json": { schema: { type: "array", items: { type: "string" } } } };
  const operations = paths.map((path) => [path, { get: { responses: { "200": { description: "All.", content } } } }]);
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title, version: "1" },
    servers: [{ url: "https://api.example" }],
    paths: Object.fromEntries(operations),
  });
};
const traffic = (body: unknown): string =>
  JSON.stringify(
    toHar([
      {
        origin: "run.har",
        startedAt: "2026-03-01T10:00:00.000Z",
        request: { method: "GET", url: "https://api.example/all", headers: [] },
        response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: JSON.stringify(body) } },
      },
    ]),
  );

let folder = "";
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const git = (...args: readonly string[]) => execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", ...args], { cwd: folder });
const tallystick = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", GITHUB_ACTIONS: "" } });

/** The closing table, without times. */
const tableOf = (stdout: string): readonly string[] => {
  const lines = stdout.split("\n");
  const rows = lines.slice(lines.findIndex((line) => line.startsWith("document "))).filter((line) => line !== "");
  return rows.map((line) =>
    line
      .replaceAll(/\d+\.\d s/g, "T")
      .replaceAll(/ {2,}/g, " | ")
      .trim(),
  );
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tallystick-many-"));
  mkdirSync(join(folder, "node_modules", "@tallystick"), { recursive: true });
  symlinkSync(fileURLToPath(new URL("../..", import.meta.url)), join(folder, "node_modules", "@tallystick", "contract"), "junction");
  write(".gitignore", "node_modules\nreports\n");
  write("tallystick.config.json", JSON.stringify({ documents: ["services/*/openapi.json"], out: "packages/{dir}", har: "traffic/{dir}.har" }));
  for (const name of ["a", "b", "c"]) write(`services/${name}/openapi.json`, document(name, ["/all", "/more"]));
  write("traffic/a.har", traffic(["x"]));
  write("traffic/b.har", traffic([1]));
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "first");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("verifies the configured traffic of many documents", () => {
  const { status, stdout, stderr } = tallystick("verify", "--report", "junit=reports/{dir}.xml");
  expect(tableOf(stdout)).toEqual([
    "document | result | findings | time",
    "services/a/openapi.json | passed | T",
    "services/b/openapi.json | findings | 1 new | T",
    "services/c/openapi.json | failed | T",
    "3 documents in T: 1 passed, 1 with findings, 1 failed.",
  ]);
  expect([status, stderr]).toEqual([2, expect.stringContaining('File not found: "traffic/c.har"')]);
  expect(readFileSync(join(folder, "reports/b.xml"), "utf8")).toContain("services/b/openapi.json");
  expect(existsSync(join(folder, "reports/a.xml"))).toBe(true);
});

test("refuses one report file for many documents", () => {
  const { status, stderr } = tallystick("verify", "--report", "junit=report.xml");
  expect([status, stderr]).toEqual([2, expect.stringContaining("--report junit=report.xml would be written once for each document")]);
});

test("verifies and compares only affected documents", () => {
  write("traffic/b.har", traffic(["y"]));
  write("services/a/openapi.json", document("a", ["/all"]));
  write("services/d/openapi.json", document("d", ["/all"]));
  rmSync(join(folder, "services/c/openapi.json"));
  const verified = tallystick("verify", "--affected", "main", "--json");
  expect(JSON.parse(verified.stdout)).toMatchObject({
    documents: [
      { document: "services/a/openapi.json", affectedBy: ["services/a/openapi.json has changed"], exit: 0, report: { summary: { verdict: "pass" } } },
      { document: "services/b/openapi.json", affectedBy: ["traffic/b.har has changed"], exit: 0 },
      { document: "services/d/openapi.json", exit: 2, report: { diagnostics: [{ code: "input-unreadable" }] } },
    ],
  });
  const compared = tallystick("diff", "--affected", "main");
  expect(tableOf(compared.stdout)).toEqual([
    "document | result | findings | time",
    "services/a/openapi.json | breaking | 1 breaking | T",
    "services/b/openapi.json | passed | T",
    "services/d/openapi.json | new | T",
    "services/c/openapi.json | removed | T",
    "4 documents in T: 2 passed, 2 with findings.",
  ]);
  expect([verified.status, compared.status]).toEqual([2, 1]);
});

test("compares a renamed document and lists one without an entry", { timeout: 120_000 }, () => {
  git("checkout", "-q", "-f", "main");
  git("clean", "-qfd");
  // git compares lines.
  const inLines = (text: string): string => JSON.stringify(JSON.parse(text), undefined, 1);
  write("services/c/openapi.json", inLines(document("c", ["/all", "/more"])));
  write("one/openapi.json", document("one", ["/all"]));
  write("tallystick.config.json", JSON.stringify({ documents: ["services/*/openapi.json", "one/openapi.json"], out: "packages/{dir}" }));
  git("add", "-A");
  git("commit", "-qm", "second");
  git("mv", "services/c", "services/moved");
  write("services/moved/openapi.json", inLines(document("c", ["/all"])));
  rmSync(join(folder, "one/openapi.json"));
  write("tallystick.config.json", JSON.stringify({ documents: ["services/*/openapi.json"], out: "packages/{dir}" }));
  const { status, stdout } = tallystick("diff", "--affected", "main");
  expect(tableOf(stdout)).toEqual([
    "document | result | findings | time",
    "services/moved/openapi.json | breaking | 1 breaking | T",
    "one/openapi.json | removed | T",
    "2 documents in T: 2 with findings.",
  ]);
  expect(stdout).toMatch(/^git:\w+:services\/c\/openapi\.json → services\/moved\/openapi\.json: 1 breaking\.$/m);
  expect(status).toBe(1);
});

test("marks a document without observed operations", { timeout: 120_000 }, () => {
  git("checkout", "-q", "-f", "main");
  write("tallystick.config.json", JSON.stringify({ documents: ["services/*/openapi.json"], out: "packages/{dir}", har: "traffic/b.har" }));
  write("services/b/openapi.json", document("b", ["/other"]).replace("api.example", "other.example"));
  const { status, stdout } = tallystick("verify", "--affected", "HEAD");
  const table = tableOf(stdout);
  expect(table).toContain("services/b/openapi.json | unverified | T");
  expect(table.at(-1)).toMatch(/, 1 unverified/);
  expect(status).toBe(1);
});
