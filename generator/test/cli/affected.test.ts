import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { affectedDocuments } from "../../src/cli/documents/affected.js";
import { jobs } from "../../src/cli/generate/jobs.js";
import { collector } from "../../src/diagnostics/collect.js";
import { version } from "../../src/version.js";
import { folder } from "../load/scratch.js";

const identity = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"];
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

const lockfile = (tool: string, other: string): string =>
  JSON.stringify({ packages: { "node_modules/tallystick": { version: tool }, a: 1, b: 2, c: 3, "node_modules/x": { version: other } } }, null, 1);

const documents: Readonly<Record<string, string>> = {
  "services/ref/openapi.yaml": "paths:\n  /a:\n    $ref: ../../common/paths.yaml#/a # shared\n",
  "services/json/openapi.json": String.raw`{"x": {"\u0024ref": "..\/..\/common\/a%20b.json#/x"}, "y": {"$ref": "..\/..\/common\/voil\u00e0.yaml"}}`,
  "services/flow/openapi.yaml": 'x: {$ref: "parts/one"}\ny: [{$ref: parts/two}, 3]\n',
  "services/mapping/openapi.yaml": "discriminator:\n  mapping:\n    dog: dog.yaml\n    cat: ./cats/cat\n",
  "services/accents/openapi.yaml": "x: {$ref: ../../common/voilà.yaml}\ndiscriminator: { mapping: { a: ../../common/à/b.yaml } }\n",
  "services/example/openapi.yaml": "examples: { a: { externalValue: 'it''s.txt' } }\n",
  "services/overlay/openapi.yaml": "info: {}\n",
  "services/ignored/openapi.yaml": "x: {$ref: ../../made/x.yaml}\n",
  "services/block/openapi.yaml":
    "a:\n  $ref:\n    >-\n    parts/three\nb: {'$ref' : !!str 'parts/four'}\nc: &d parts/five.yaml\ne: {$ref: *d}\nf: &g parts/six\nh: {$ref: *g}\ni:\n  $ref: # shared\n    parts/seven\n",
  "services/remote/openapi.yaml": "x: {$ref: https://example.test/x.yaml}\n",
  "services/alone/openapi.yaml": "info: { description: see openapi.json and ../README.md }\n",
};
const others: Readonly<Record<string, string>> = {
  "common/paths.yaml": "a:\n  $ref: deep/item.yaml\n",
  "common/deep/item.yaml": "$ref: ../loop.yaml\n",
  "common/loop.yaml": "$ref: paths.yaml\n",
  "common/a b.json": "{}",
  "common/voilà.yaml": "{}",
  "common/à/b.yaml": "{}",
  "services/flow/parts/one": "{}",
  "services/flow/parts/two": "{}",
  "services/block/parts/three": "{}",
  "services/block/parts/four": "{}",
  "services/block/parts/five.yaml": "{}",
  "services/block/parts/six": "{}",
  "services/block/parts/seven": "{}",
  "services/mapping/dog.yaml": "{}",
  "services/mapping/cats/cat": "{}",
  "services/example/it's.txt": "text",
  "overlay.yaml": "actions: [{ update: { $ref: ../../common/late.yaml } }]\n",
  "common/late.yaml": "{}",
  "made/x.yaml": "{}",
  ".gitignore": "made\n",
  "package-lock.json": lockfile("1.0.0", "1.0.0"),
  "package.json": '{\n"devDependencies": {\n"tallystick": "1.0.0",\n"x": "1"\n}}',
};
const config = (change: object = {}) =>
  JSON.stringify({
    documents: ["services/*/openapi.*"],
    out: "packages/{dir}",
    target: "ts",
    allowRemote: ["example.test"],
    overrides: [{ spec: "services/overlay/*", overlays: ["overlay.yaml"] }, ...(Object.keys(change).length > 0 ? [change] : [])],
  });

let cwd = "";

/** The affected documents by the names of their folders, and the reasons of each. */
async function reasonsOf(base?: string): Promise<Record<string, readonly string[]>> {
  const { report } = collector();
  const found = (await jobs(cwd, {}, report)) ?? [];
  const dependents = found.map(({ spec, options, config: path, settings, out }) => ({
    spec,
    out,
    ...(path !== undefined && { config: path }),
    ...(settings !== undefined && { settings }),
    ...(options.overlays !== undefined && { overlays: options.overlays }),
    ...(options.lock !== undefined && { lock: options.lock.path }),
  }));
  const { reasons } = await affectedDocuments(dependents, cwd, base);
  const named = found.map(({ out }, index) => [out.slice(cwd.length + 10), reasons[index] ?? []] as const);
  return Object.fromEntries(named.filter(([, each]) => each.length > 0));
}

/** The affected documents, and one reason of each. */
async function affected(base?: string) {
  return Object.fromEntries(Object.entries(await reasonsOf(base)).map(([name, [first]]) => [name, first]));
}

/** What git cannot determine in every run. */
const unknown = { ignored: "git ignores made/x.yaml", remote: "https://example.test/x.yaml may have changed" };

beforeAll(() => {
  const outputs = Object.keys(documents).map((path) => [
    `packages/${path.split("/")[1]}/.tallystick.json`,
    JSON.stringify({ tallystick: version, document: "x", files: {} }),
  ]);
  cwd = mkdtempSync(join(tmpdir(), "tallystick-affected-"));
  const files = { ...documents, ...others, ...(Object.fromEntries(outputs) as Record<string, string>), "tallystick.config.json": config() };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  git(cwd, "init", "-q", "-b", "main");
  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "first");
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("affected documents", () => {
  test("reference a changed file, also through other files", async () => {
    const changed: Readonly<Record<string, readonly string[]>> = {
      ref: ["common/paths.yaml", "common/deep/item.yaml", "common/loop.yaml"],
      json: ["common/a b.json", "common/voilà.yaml"],
      accents: ["common/voilà.yaml", "common/à/b.yaml"],
      flow: ["services/flow/parts/one", "services/flow/parts/two"],
      block: ["three", "four", "five.yaml", "six", "seven"].map((name) => `services/block/parts/${name}`),
      mapping: ["services/mapping/dog.yaml", "services/mapping/cats/cat"],
      example: ["services/example/it's.txt"],
      overlay: ["overlay.yaml", "common/late.yaml"],
      alone: ["services/alone/openapi.yaml"],
    };
    for (const path of new Set(Object.values(changed).flat())) appendFileSync(join(cwd, path), "\n# changed\n");
    // No document references it.
    writeFileSync(join(cwd, "services/README.md"), "x");
    const expected = Object.entries(changed).map(([name, paths]) => [name, paths.map((path) => `${path} has changed`).toSorted()]);
    const found = Object.entries(await reasonsOf("main")).map(([name, reasons]) => [name, reasons.toSorted()]);
    git(cwd, "checkout", "-q", "--", ".");
    git(cwd, "clean", "-qfd");
    const always = Object.entries(unknown).map(([name, reason]) => [name, [reason]]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...expected, ...always]));
  });

  test.each<[file: string, text: string, names: readonly string[], reason?: string]>([
    ["packages/alone/client.ts", "x", ["alone"]],
    ["packages/alone/.tallystick.json", '{"tallystick":"0.0.1","document":"x","files":{}}', ["alone"]],
    ["tallystick.config.json", config({ spec: "services/alone/*", strict: true }), ["alone"], "tallystick.config.json has changed"],
    ["tallystick.config.json", `${config()}\n`, []],
    ["package-lock.json", lockfile("1.0.0", "2.0.0"), []],
    ["package.json", others["package.json"]?.replace('"x": "1"', '"x": "2"') ?? "", []],
  ])("%s affects the documents that depend on it", async (file, text, names, reason) => {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
    try {
      const expected = Object.fromEntries(names.map((name) => [name, reason ?? `${file} has changed`]));
      expect(await affected("main")).toEqual({ ...unknown, ...expected });
    } finally {
      git(cwd, "checkout", "-q", "--", ".");
      git(cwd, "clean", "-qfd");
    }
  });

  test("reads no file outside the repository", async () => {
    const outside = await folder({ "x.yaml": "x: { $ref: https://elsewhere.test/x.yaml }" });
    writeFileSync(join(cwd, "services/alone/openapi.yaml"), `x: { $ref: ${join(outside, "x.yaml")} }\n`);
    const job = { spec: join(cwd, "services/alone/openapi.yaml") };
    const { reasons } = await affectedDocuments([job], cwd, "main");
    git(cwd, "checkout", "-q", "--", ".");
    expect(reasons.flat()).toContain(`${join(outside, "x.yaml")} is outside the repository`);
    expect(reasons.flat()).not.toContain("https://elsewhere.test/x.yaml may have changed");
  });

  test.each([
    ["package-lock.json", lockfile("1.0.1", "1.0.0")],
    ["package.json", others["package.json"]?.replace("1.0.0", "1.0.1") ?? ""],
  ])("another version of the tool in %s affects all documents", async (file, text) => {
    writeFileSync(join(cwd, file), text);
    expect(Object.keys(await affected("main"))).toHaveLength(Object.keys(documents).length);
    git(cwd, "checkout", "-q", "--", ".");
  });

  test("counts deleted files, committed and staged changes, and links", async () => {
    git(cwd, "checkout", "-qb", "feature");
    rmSync(join(cwd, "services/mapping/dog.yaml"));
    writeFileSync(join(cwd, "common/a b.json"), "[]");
    git(cwd, "commit", "-qam", "second");
    writeFileSync(join(cwd, "overlay.yaml"), "{}");
    git(cwd, "add", "-A");
    rmSync(join(cwd, "services/alone/openapi.yaml"));
    symlinkSync("../../common/loop.yaml", join(cwd, "services/alone/openapi.yaml"));
    expect(Object.keys(await affected("main")).toSorted()).toEqual(["alone", "ignored", "json", "mapping", "overlay", "remote"]);
    git(cwd, "reset", "-q", "--hard", "main");
    git(cwd, "checkout", "-q", "main");
  });

  test("counts submodule commits, a detached HEAD and non-ASCII names", { timeout: 60_000 }, async () => {
    const library = await folder({ "s.yaml": "type: string\n" });
    for (const step of [
      ["init", "-q", "-b", "main"],
      ["add", "-A"],
      ["commit", "-qm", "one"],
    ])
      git(library, ...step);
    git(cwd, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `file://${library}`, "lib ü");
    mkdirSync(join(cwd, "services/ä b"));
    writeFileSync(join(cwd, "services/ä b/openapi.yaml"), 'x: { $ref: "../../lib ü/s.yaml" }\n');
    mkdirSync(join(cwd, "packages/ä b"), { recursive: true });
    writeFileSync(join(cwd, "packages/ä b/.tallystick.json"), JSON.stringify({ tallystick: version, document: "x", files: {} }));
    git(cwd, "add", "-A");
    git(cwd, "commit", "-qm", "submodule");
    git(cwd, "checkout", "-q", "--detach");
    // A setting of the user does not hide it.
    git(cwd, "config", "diff.ignoreSubmodules", "all");
    expect(await affected("main")).toEqual(unknown);
    writeFileSync(join(cwd, "lib ü/s.yaml"), "type: integer\n");
    expect(await affected("HEAD")).toEqual({ ...unknown, "ä b": "lib ü has changed" });
    git(join(cwd, "lib ü"), "commit", "-qam", "two");
    expect(await affected("HEAD")).toEqual({ ...unknown, "ä b": "lib ü has changed" });
    git(cwd, "checkout", "-q", "main");
    git(cwd, "submodule", "--quiet", "deinit", "-f", "lib ü");
    git(cwd, "reset", "-q", "--hard", "HEAD~1");
    git(cwd, "clean", "-qffd");
  });

  test("a program as configuration affects all documents through its local modules", async () => {
    const program = join(cwd, "tallystick.config.mjs");
    rmSync(join(cwd, "tallystick.config.json"));
    writeFileSync(join(cwd, "names.mjs"), "export const out = 'packages/{dir}';\n");
    writeFileSync(program, `import { out } from "./names.mjs";\nexport default { documents: ["services/alone/openapi.yaml"], out, target: "ts" };\n`);
    git(cwd, "add", "-A");
    git(cwd, "commit", "-qm", "program");
    expect(await affected("main")).toEqual({});
    writeFileSync(join(cwd, "names.mjs"), "export const out = 'packages/{dir}';\n\n");
    expect(await affected("main")).toEqual({ alone: "names.mjs has changed" });
    git(cwd, "reset", "-q", "--hard", "HEAD~1");
  });

  test("refuses no git, an unknown base, no remote, a shallow clone", async () => {
    const outside = await folder({ "a.yaml": "x" });
    await expect(affectedDocuments([], outside, "main")).rejects.toThrow("needs a git repository");
    git(outside, "init", "-q");
    await expect(affectedDocuments([], outside, "HEAD")).rejects.toThrow("the repository has no commit");
    await expect(affected("other")).rejects.toThrow('Unknown git reference "other"');
    await expect(affected("--output=x")).rejects.toThrow("is not a git reference");
    await expect(affected()).rejects.toThrow("the repository has no remote");
    const clone = join(await folder({ "a.yaml": "x" }), "clone");
    writeFileSync(join(cwd, "common/paths.yaml"), "b: 1\n");
    git(cwd, "commit", "-qam", "third");
    git(cwd, "clone", "-q", "--depth", "1", `file://${cwd}`, clone);
    expect((await affectedDocuments([], clone, undefined)).base).toBe("origin/main");
    await expect(affectedDocuments([], clone, "HEAD~1")).rejects.toMatchObject({
      refusal: { help: expect.stringContaining("--unshallow") as unknown },
    });
    git(clone, "remote", "set-head", "origin", "--delete");
    expect((await affectedDocuments([], clone, undefined)).base).toBe("origin/main");
  });
});
