import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draftChangeset } from "../../src/diff/changeset/draft.js";
import { runDiff, type RunDiffOptions } from "../../src/diff/run-diff.js";
import { withOperation, withSchema } from "./documents.js";

const folder = mkdtempSync(join(tmpdir(), "tallystick-run-diff-"));
const string = { type: "string" };
const old = join(folder, "old.json");
const next = join(folder, "new.json");
const home = process.cwd();

beforeAll(() => {
  writeFileSync(old, JSON.stringify(withSchema({ type: "array", items: { type: "object", properties: { closeReason: string } } })));
  writeFileSync(
    next,
    JSON.stringify(withSchema({ type: "array", items: { type: "object", properties: { closeReason: { type: ["integer", "string"] } } } })),
  );
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const run = (from: string, to: string, options: Partial<RunDiffOptions> = {}): ReturnType<typeof runDiff> =>
  runDiff(from, to, { today: "2026-11-25", ...options });

test("exits 1 for a break, with both locations and an example", async () => {
  const { exitCode, output } = await run(old, next);
  expect(exitCode).toBe(1);
  expect(output).toContain("breaking type-widened  POST /things (response)");
  expect(output).toMatch(/new\.json:1:\d+ {2}\(was .*old\.json:1:\d+\)/);
  expect(output).toMatch(/example: \[\{"closeReason":-?\d+\}\]/);
});

test("the JSON report follows its published schema", async () => {
  const schema = JSON.parse(readFileSync(fileURLToPath(new URL("../../schema/diff.schema.json", import.meta.url)), "utf8")) as object;
  const { output } = await run(old, next, { format: "json" });
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(JSON.parse(output)), JSON.stringify(validate.errors)).toBe(true);
});

test("exits 0 without a change at the level", async () => {
  expect((await run(old, next, { failOn: "none" })).exitCode).toBe(0);
  expect((await run(next, next)).exitCode).toBe(0);
  expect((await run(next, next)).output).toContain("No change.");
});

test("reports parts that only one document loses", async () => {
  const [a, b] = [join(folder, "read.json"), join(folder, "unread.json")];
  writeFileSync(a, JSON.stringify(withSchema({ type: "integer", frmat: "int32" })));
  writeFileSync(b, JSON.stringify(withSchema({ type: "whole", frmat: "int32" })));
  expect((await run(a, b)).exitCode).toBe(2);
  const { unread, exitCode } = await run(a, b, { allowLoss: true });
  expect(exitCode).toBe(1);
  const ofKind = unread.filter(({ code }) => code === "unknown-type");
  expect(unread.some(({ code }) => code === "lost-parts")).toBe(true);
  expect(ofKind.map(({ code, file }) => [code, file?.endsWith("unread.json")])).toEqual([
    ["unknown-type", true],
    ["unknown-type", true],
  ]);
});

test("gives its own reason for a harmless side", async () => {
  const { report } = await run(old, next);
  const helps = new Map(report?.changes.filter(({ surface }) => surface === "wire").map(({ side, help }) => [side, help]));
  expect(helps.get("request")).toBe("All values that were accepted are still accepted.");
  expect(helps.get("response")).not.toContain("accepted");
});

test("--surface types counts changes of the types", async () => {
  const [a, b] = [join(folder, "a.json"), join(folder, "b.json")];
  writeFileSync(a, JSON.stringify(withOperation({})));
  writeFileSync(b, JSON.stringify(withOperation({ operationId: "readThing" })));
  expect((await run(a, b)).exitCode).toBe(0);
  expect((await run(a, b, { surface: "types" })).exitCode).toBe(1);
});

test("compares documents without a common operation", async () => {
  const other = join(folder, "other.json");
  writeFileSync(other, JSON.stringify(withOperation({}, {}, "/others/{id}")));
  const { output, exitCode } = await run(old, other);
  expect(output.split("\n")[0]).toBe("The two documents have no operation in common. They are compared anyway.");
  expect(exitCode).toBe(1);
});

test.each([
  ["a file that is not there", "no-such.yaml"],
  ["a git reference that does not exist", "git:no-such-ref:spec/openapi.yaml"],
  ["a git name without a path", "git:HEAD"],
  ["a name that no package can have", "npm:../../evil"],
])("reports %s in one sentence", async (_name, name) => {
  const { exitCode, output, problems, diagnostics } = await run(old, name);
  expect([exitCode, output]).toEqual([2, ""]);
  expect([...problems.map(({ problem }) => problem), ...diagnostics.map(({ message }) => message)]).toHaveLength(1);
});

test("reports a broken document compared with itself once", async () => {
  const broken = join(folder, "broken-twice.json");
  writeFileSync(broken, '{"openapi": ');
  const { exitCode, diagnostics } = await run(broken, broken);
  expect([exitCode, diagnostics.length]).toEqual([2, 1]);
});

test("distinguishes disallowed addresses and missing files", async () => {
  const [url, path] = [await run(old, "https://x.test/openapi.yaml"), await run(old, join(folder, "nowhere.yaml"))];
  expect(url.diagnostics.map(({ code }) => code)).toEqual(["remote-document"]);
  expect(path.problems.map(({ problem }) => problem)).toEqual([expect.stringContaining("File not found: ")]);
});

test.each([["1.2"], ["4.0.0"]])("rejects a document of version %s", async (version) => {
  const strange = join(folder, `strange-${version}.json`);
  writeFileSync(
    strange,
    JSON.stringify({ ...(version === "1.2" ? { swaggerVersion: version } : { openapi: version }), info: { title: "T", version: "1" }, paths: {} }),
  );
  expect(await run(old, strange)).toMatchObject({ exitCode: 2, output: "" });
});

test("rejects unresolved references on both sides", async () => {
  const lost = join(folder, "lost.json");
  writeFileSync(lost, JSON.stringify(withSchema({ $ref: "#/components/schemas/Lost" })));
  for (const [from, to] of [
    [old, lost],
    [lost, old],
    [lost, lost],
  ] as const) {
    const { exitCode, output, diagnostics } = await run(from, to);
    expect([exitCode, output]).toEqual([2, ""]);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect([...new Set(errors.map(({ message }) => message))]).toEqual(['"#/components/schemas/Lost" cannot be resolved.']);
  }
});

test("reads a document and its files at a git reference", async () => {
  const repository = join(folder, "repository");
  mkdirSync(join(repository, "spec"), { recursive: true });
  const git = (...parameters: string[]): void =>
    void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", ...parameters], { cwd: repository, stdio: "ignore" });
  const document = withSchema({ $ref: "./thing.json" });
  writeFileSync(join(repository, "spec", "openapi.json"), JSON.stringify(document));
  writeFileSync(join(repository, "spec", "thing.json"), JSON.stringify({ type: "integer" }));
  git("init", "-b", "main");
  git("add", ".");
  git("commit", "-m", "first");
  git("tag", "v1");
  writeFileSync(join(repository, "spec", "thing.json"), JSON.stringify({ type: ["integer", "null"] }));
  process.chdir(repository);
  const { exitCode, report } = await run("git:v1:spec/openapi.json", "spec/openapi.json");
  process.chdir(home);
  expect(exitCode).toBe(1);
  expect(report?.changes.find((change) => change.level === "breaking" && change.surface === "wire")).toMatchObject({
    code: "null-added",
    side: "response",
    location: { new: "spec/thing.json:1:2" },
  });
});

test("ignores accepted changes and fails for stale entries", async () => {
  const baseline = join(folder, "baseline.yaml");
  const first = await run(old, next, { format: "json" });
  const accepted = (first.report?.changes ?? [])
    .filter((change) => change.level === "breaking" && change.surface === "wire")
    .map((change) => `- { change: ${change.fingerprint}, reason: agreed with the readers }`);
  writeFileSync(baseline, accepted.join("\n"));
  expect((await run(old, next, { baseline })).exitCode).toBe(0);
  writeFileSync(baseline, `${accepted.join("\n")}\n- { change: 000000000000, reason: long gone }`);
  expect(await run(old, next, { baseline })).toMatchObject({
    exitCode: 1,
    problems: [{ problem: expect.stringContaining("000000000000") as string }],
  });
  writeFileSync(baseline, "- { change: 000000000000 }");
  expect(await run(old, next, { baseline })).toMatchObject({ exitCode: 2 });
});

test("fails for a changeset with too small a release", async () => {
  const changesets = join(folder, "changesets");
  mkdirSync(changesets);
  writeFileSync(join(changesets, "small.md"), '---\n"@scope/pkg": patch\n---\n\nSmall.\n');
  const gate = { changesets: { folder: changesets, package: "@scope/pkg" } };
  const closed = await run(old, next, gate);
  expect(closed.exitCode).toBe(1);
  expect(closed.problems[0]?.problem).toMatch(
    /^The pending changesets have a patch release of @scope\/pkg, but the changes need a major release\. POST \/things \((request|response)\): .*Example: \[/,
  );
  writeFileSync(join(changesets, "large.md"), '---\n"@scope/pkg": major\n---\n\nLarge.\n');
  expect((await run(old, next, gate)).exitCode).toBe(0);
});

test("writes a changeset that passes the check", async () => {
  const changesets = join(folder, "drafts");
  const released = { package: "@scope/pkg", version: "1.2.0" };
  const file = join(changesets, "contract.md");
  const gate = { surface: "all", changesets: { folder: changesets, ...released } } as const;
  expect((await run(old, next, gate)).exitCode).toBe(1);
  expect(await run(old, next, { ...gate, writeChangeset: { file, ...released } })).toMatchObject({ exitCode: 0, problems: [], wrote: file });
  expect(readFileSync(file, "utf8")).toMatch(/^---\n"@scope\/pkg": major\n---\n[^]*\n- \*\*Breaking\.\*\* `POST \/things` \(response\): /);
  expect((await run(old, next, gate)).exitCode).toBe(0);
  expect((await run(old, old, { ...gate, writeChangeset: { file: join(changesets, "none.md"), ...released } })).wrote).toBeUndefined();
});

test.each(["text", "markdown", "html", "github"] as const)("reports a break of wire and types once in %s", async (format) => {
  const { output, report } = await run(old, next, { surface: "all", format });
  const [change, twin] = report?.changes.filter(({ level }) => level === "breaking") ?? [];
  expect([change?.surface, twin?.surface, change?.message]).toEqual(["wire", "types", twin?.message]);
  // Only GitHub is not told what is safe.
  expect(output.split("The type was widened").length - 1).toBe(format === "github" ? 1 : 2);
  if (format !== "github") expect(output).toMatch(/breaking[^]*\(wire and types\)/);
});

test("lists breaks and warnings for GitLab", async () => {
  const { output, report } = await run(old, next, { format: "gitlab" });
  const entries = JSON.parse(output) as readonly {
    readonly check_name: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }[];
  const serious = report?.changes.filter(({ level, surface }) => surface === "wire" && (level === "breaking" || level === "warning")) ?? [];
  expect(serious.length).toBeGreaterThan(0);
  expect(entries.map(({ check_name }) => check_name)).toEqual(serious.map(({ code }) => code));
  expect(entries[0]).toMatchObject({ severity: "major", location: { path: expect.stringMatching(/\.json$/), lines: { begin: expect.any(Number) } } });
});

test.each(["markdown", "html", "github"] as const)("escapes text of the document in %s", async (format) => {
  const [a, b] = [join(folder, "h1.json"), join(folder, "h2.json")];
  const name = "<script>alert(1)</script>|`${x}`\n::error::";
  writeFileSync(a, JSON.stringify(withSchema({ type: "object", properties: { [name]: string }, required: [name] })));
  writeFileSync(b, JSON.stringify(withSchema({ type: "object", properties: {} })));
  const { output } = await run(a, b, { format });
  expect(output).toContain("alert(1)");
  if (format !== "github") expect(output).not.toContain("<script>alert");
  else for (const line of output.trim().split("\n")) expect(line).toMatch(/^::(error|warning) /);
});

test("drafts a break as minor for a 0.x package", async () => {
  const { report } = await run(old, next, { surface: "all" });
  if (report === undefined) throw new Error("no report");
  const draft = draftChangeset(report, "@scope/pkg", "0.4.0");
  expect(draft).toMatch(/^---\n"@scope\/pkg": minor\n---/);
  expect(draft.match(/\*\*Breaking\.\*\*/g)).toHaveLength(1);
  expect(draftChangeset(report, "@scope/pkg", "1.4.0")).toContain(": major\n");
});

test("reports no type change from integer to number", async () => {
  const [from, to] = [join(folder, "integer.json"), join(folder, "number.json")];
  writeFileSync(from, JSON.stringify(withSchema({ type: "integer" })));
  writeFileSync(to, JSON.stringify(withSchema({ type: "number" })));
  const { report } = await run(from, to, { surface: "all" });
  expect(report?.changes.map(({ code, surface, side }) => [code, surface, side])).toEqual([
    ["type-widened", "wire", "response"],
    ["type-widened", "wire", "request"],
  ]);
});

test("applies levels of a policy and rejects unknown codes", async () => {
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, "type-widened: { response: warning }\n");
  const { exitCode, report } = await run(old, next, { policy });
  expect({ exitCode, breaking: report?.summary.breaking, warning: report?.summary.warning }).toEqual({ exitCode: 0, breaking: 0, warning: 1 });
  writeFileSync(policy, "type-widened: off\n");
  expect((await run(old, next, { policy })).output).toContain("No change of requests and responses.");
  writeFileSync(policy, "type-wider: off\n");
  const bad = await run(old, next, { policy });
  expect({ exitCode: bad.exitCode, problem: bad.problems[0]?.problem }).toEqual({
    exitCode: 2,
    problem: 'The policy names "type-wider", which is not a change rule.',
  });
});
