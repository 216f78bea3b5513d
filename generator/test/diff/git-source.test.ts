import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { compile } from "../../src/compile/compile.js";
import { runDiff, type RunDiffOptions } from "../../src/diff/run-diff.js";
import { temporaryFolder } from "../documents.js";
import { withSchema } from "./documents.js";
import { isWindows, posixNote } from "../shared.js";

// Judges of values are compiled into a folder of the process, which is made once: not in that of a test.
beforeAll(() => compile(true));

/** A repository in a folder of its own, in which the command runs until the test is done. */
class Repository {
  readonly around = temporaryFolder();
  readonly folder = join(this.around, "a", "b", "repository");

  constructor(files: Readonly<Record<string, unknown>>) {
    for (const [path, value] of Object.entries(files)) this.write(path, value);
    mkdirSync(join(this.around, "tmp"));
    vi.stubEnv("TMPDIR", join(this.around, "tmp"));
    const home = process.cwd();
    process.chdir(this.folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      process.chdir(home);
    });
    this.git(["init", "-b", "main"]);
  }

  write(path: string, value: unknown): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), JSON.stringify(value));
  }

  git(parameters: readonly string[], input: string | Buffer = ""): string {
    const name = ["-c", "user.name=t", "-c", "user.email=t@example.test"];
    return execFileSync("git", [...name, ...parameters], { cwd: this.folder, input, stdio: ["pipe", "pipe", "ignore"], encoding: "utf8" }).trim();
  }

  commitAll(tag: string): void {
    this.git(["add", "."]);
    this.git(["commit", "-m", tag]);
    this.git(["tag", tag]);
  }

  blob(value: unknown): string {
    return this.git(["hash-object", "-w", "--stdin"], JSON.stringify(value));
  }

  /** A tree object that holds exactly the entries: git's own commands would refuse some of them. */
  tree(entries: readonly (readonly [mode: string, name: string, id: string])[]): string {
    const bytes = Buffer.concat(entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]));
    return this.git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], bytes);
  }

  tag(tag: string, tree: string): void {
    this.git(["tag", tag, this.git(["commit-tree", "-m", tag, tree])]);
  }

  /** What is in the temporary folder, and around the repository. */
  strangers(): readonly string[] {
    return readdirSync(this.around, { recursive: true, encoding: "utf8" }).filter(
      (path) => !/^(?:tmp|a|a\/b|a\/b\/repository(?:\/.*)?)$/.test(path.replaceAll("\\", "/")),
    );
  }
}

const run = (old: string, next: string, options: Partial<RunDiffOptions> = {}): ReturnType<typeof runDiff> =>
  runDiff(old, next, { today: "2026-11-30", ...options });
const integer = { type: "integer" };

test("reads a document at the top with the files in folders below", async () => {
  const repository = new Repository({ "openapi.json": withSchema({ $ref: "schemas/thing.json" }), "schemas/thing.json": integer });
  repository.commitAll("v1");
  repository.write("schemas/thing.json", { type: "string" });
  const { exitCode, report } = await run("git:v1:openapi.json", "openapi.json");
  expect([exitCode, report?.changes[0]?.location]).toEqual([1, { old: "git:v1:openapi.json schemas/thing.json:1:2", new: "schemas/thing.json:1:2" }]);
});

test("reads an allowed folder as it was at the reference", async () => {
  const repository = new Repository({
    "api/openapi.json": withSchema({ $ref: "../common/thing.json" }),
    "api/package.json": {},
    "common/thing.json": integer,
  });
  repository.commitAll("v1");
  repository.write("common/thing.json", { type: "string" });
  expect((await run("git:v1:api/openapi.json", "api/openapi.json")).exitCode).toBe(2);
  expect((await run("git:v1:api/openapi.json", "api/openapi.json", { allowOutside: ["common"] })).exitCode).toBe(1);
  expect((await run("git:v1:api/openapi.json", "git:v1:api/openapi.json", { allowOutside: ["common"] })).exitCode).toBe(0);
});

test("reads other folders of the document's project, and no hidden files", async () => {
  const repository = new Repository({
    "api/openapi.json": withSchema({ $ref: "../common/thing.json" }),
    "api/hidden.json": withSchema({ $ref: "../.env.json" }),
    "common/thing.json": integer,
    ".env.json": integer,
  });
  repository.commitAll("v1");
  repository.write("common/thing.json", { type: "string" });
  expect((await run("git:v1:api/openapi.json", "git:v1:api/openapi.json")).exitCode).toBe(0);
  expect((await run("git:v1:api/openapi.json", "api/openapi.json")).exitCode).toBe(1);
  const { exitCode, diagnostics } = await run("git:v1:api/hidden.json", "git:v1:api/hidden.json");
  expect([exitCode, new Set(diagnostics.map(({ message }) => message))]).toEqual([
    2,
    new Set(['"../.env.json" and 1 more reference lead to files that a document may not read. To allow it, run with --allow-outside ..']),
  ]);
});

test.skipIf(isWindows)(`follows links of the repository, and none out of it${posixNote}`, async () => {
  const repository = new Repository({ "real/v1.json": withSchema({ $ref: "thing.json" }), "real/target.json": integer });
  symlinkSync("target.json", join(repository.folder, "real", "thing.json"));
  symlinkSync("real/v1.json", join(repository.folder, "openapi.json"));
  symlinkSync("../../../../../../etc/passwd", join(repository.folder, "real", "up.json"));
  symlinkSync("/etc/passwd", join(repository.folder, "real", "absolute.json"));
  symlinkSync("circle.json", join(repository.folder, "real", "circle.json"));
  repository.commitAll("v1");
  expect((await run("git:v1:real/v1.json", "real/v1.json")).exitCode).toBe(0);
  expect((await run("git:v1:openapi.json", "real/v1.json")).diagnostics.map(({ code }) => code)).toContain("unreadable-reference");
  for (const name of ["up", "absolute", "circle"]) {
    const { exitCode, problems } = await run(`git:v1:real/${name}.json`, "real/v1.json");
    expect([exitCode, problems.map(({ code }) => code)]).toEqual([2, ["input-unreadable"]]);
  }
});

test("reads an overlay and the document that it extends from one reference", async () => {
  const repository = new Repository({
    "spec/openapi.json": withSchema(integer),
    "spec/before.json": { overlay: "1.0.0", info: { title: "Before", version: "1" }, extends: "openapi.json", actions: [] },
  });
  repository.commitAll("v1");
  repository.write("spec/openapi.json", withSchema({ type: "string" }));
  expect((await run("git:v1:spec/before.json", "spec/openapi.json")).exitCode).toBe(1);
});

/** A commit whose folder `spec` has the document and further entries. */
function commitWith(repository: Repository, document: unknown, entries: Parameters<Repository["tree"]>[0]): void {
  const spec = repository.tree([...entries, ["100644", "openapi.json", repository.blob(document)]]);
  repository.tag("evil", repository.tree([["40000", "spec", spec]]));
}

test("writes nothing for tree entries that lead up", async () => {
  const repository = new Repository({ "spec/openapi.json": withSchema(integer) });
  let up = repository.tree([["100644", "planted.json", repository.blob({ planted: true })]]);
  for (let steps = 0; steps < 3; steps++) {
    up = repository.tree([["40000", "..", up]]);
    commitWith(repository, withSchema(integer), [["40000", "..", up]]);
    const { exitCode } = await run("git:evil:spec/openapi.json", "spec/openapi.json");
    expect([exitCode, repository.strangers()]).toEqual([0, []]);
    repository.git(["tag", "-d", "evil"]);
  }
});

test.each(["../../planted.json", "a/../../../planted.json", "../../../planted.json", "/tmp/planted.json", ".git/hooks/post-checkout.json"])(
  "ignores a tree entry called %s",
  async (name) => {
    const repository = new Repository({ "spec/openapi.json": withSchema(integer) });
    commitWith(repository, withSchema({ $ref: name }), [["100644", name, repository.blob({ type: "string" })]]);
    const { exitCode, diagnostics } = await run("git:evil:spec/openapi.json", "spec/openapi.json");
    const codes = new Set(diagnostics.map(({ code }) => code));
    expect([exitCode, codes.size, repository.strangers()]).toEqual([2, 1, []]);
    expect(["unreadable-reference", "outside-reference"]).toContain([...codes][0]);
  },
);

test.each([
  ["a folder", "40000", (repository: Repository) => repository.tree([])],
  ["a submodule", "160000", () => "1".repeat(40)],
  ["a missing object", "100644", () => "2".repeat(40)],
])("reports %s instead of the document", async (_what, mode, id) => {
  const repository = new Repository({ "openapi.json": withSchema(integer) });
  repository.tag("evil", repository.tree([[mode, "old.json", id(repository)]]));
  const { exitCode, problems } = await run("git:evil:old.json", "openapi.json");
  expect([exitCode, problems.length, problems[0]?.code]).toEqual([2, 1, "input-unreadable"]);
});
