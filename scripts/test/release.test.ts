import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { differences, lostEntries, lostSources, provenanceProblems } from "../release/contents.mjs";
import { isOlder, oldestNpm } from "../release/npm.mjs";
import { published, withSeries } from "../metadata.mjs";
import { root } from "./docs/pages.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifestOf = (folder: string): Record<string, unknown> => JSON.parse(read(`${folder}/package.json`)) as Record<string, unknown>;

function dryRun(...parameters: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ["scripts/release-dry-run.mjs", ...parameters], { cwd: root, encoding: "utf8" });
}

describe("release:check", { timeout: 120_000 }, () => {
  test("accepts the packages as they are built", () => {
    const { status, stdout, stderr } = dryRun();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("The packages can be published.");
    for (const folder of published) expect(stdout).toMatch(new RegExp(`^${String(manifestOf(folder)["name"])}@\\S+: \\d+ files, `, "m"));
  });

  test("rejects a release outside of the release job", () => {
    const { status, stderr } = dryRun("--release");
    expect(status).toBe(1);
    expect(stderr).toContain("Give it the permission id-token: write.");
  });
});

describe("differences", () => {
  const contents = {
    files: ["package.json"],
    tracked: ["runtime/**/*.ts"],
    compiled: [{ from: "src", to: "dist", as: [".d.ts", ".js"] }],
    bundled: ["dist/chunks/*-????????.js"],
  };
  const tracked = ["package.json", "src/a.ts", "runtime/x/y.ts", "test/a.test.ts"];
  const packed = ["package.json", "dist/a.d.ts", "dist/a.js", "runtime/x/y.ts", "dist/chunks/a-ABCD1234.js"];

  test("finds none in the expected files", () => {
    expect(differences(packed, contents, tracked)).toEqual([]);
  });

  test.each(["dist/b.js", "runtime/z.ts", "notes.txt", "dist/chunks/a.js", "src/a.ts"])("finds the stray file %s", (path) => {
    expect(differences([...packed, path], contents, tracked)).toEqual([`${path} is not in the list of expected files.`]);
  });

  test.each(["package.json", "dist/a.d.ts", "runtime/x/y.ts"])("finds that %s is missing", (path) => {
    expect(
      differences(
        packed.filter((each) => each !== path),
        contents,
        tracked,
      ),
    ).toEqual([`${path} is missing.`]);
  });

  test("finds that a bundle is missing", () => {
    expect(differences(packed.slice(0, -1), contents, tracked)).toEqual(["dist/chunks/*-????????.js matches no file."]);
  });

  test.each(["dist/.tsbuildinfo", "runtime/tsconfig.json", "src/a.test.ts", "test/a.ts", ".npmrc"])("never accepts %s", (path) => {
    expect(differences([...packed, path], { ...contents, files: ["package.json", path] }, tracked)).toEqual([`${path} must not be published.`]);
  });
});

test("finds a source map whose source is not packed", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-maps-"));
  folders.push(folder);
  mkdirSync(join(folder, "dist"));
  writeFileSync(
    join(folder, "dist/a.js.map"),
    JSON.stringify({ version: 3, sources: ["../src/a.ts", "../src/b.ts", "../src/c.ts"], sourcesContent: [null, "b"] }),
  );
  expect(lostSources(folder, ["dist/a.js.map", "src/a.ts"])).toEqual(["dist/a.js.map refers to ../src/c.ts, which is not in the tarball."]);
});

test("finds an export and a command without a file", () => {
  const manifest = { exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } }, bin: { tallystick: "./bin/tallystick.js" } };
  expect(lostEntries(manifest, ["dist/index.js"])).toEqual([
    "package.json names dist/index.d.ts, which is not in the tarball.",
    "package.json names bin/tallystick.js, which is not in the tarball.",
  ]);
});

describe("provenanceProblems", () => {
  const url = "https://github.com/acme/sticks";
  const manifest = { repository: { url: `git+${url}.git` }, publishConfig: { access: "public", provenance: true }, dependencies: { yaml: "2.9.1" } };
  const metadata = { url, isPlaceholder: false };

  test("finds none in a complete package.json", () => {
    expect(provenanceProblems(manifest, metadata, "acme/sticks")).toEqual([]);
  });

  test.each([
    [{ repository: undefined }, "repository.url is not the one of the root package.json."],
    [{ publishConfig: { access: "public" } }, "publishConfig must have access: public and provenance: true."],
    [{ private: true }, "private is true."],
    [{ dependencies: { tallystick: "file:vendor/tallystick.tgz" } }, "tallystick: file:vendor/tallystick.tgz cannot be installed from npm."],
  ])("finds %j", (change, problem) => {
    expect(provenanceProblems({ ...manifest, ...change }, metadata, "acme/sticks")).toEqual([problem]);
  });

  test("finds a workflow of another repository", () => {
    expect(provenanceProblems(manifest, metadata, "other/sticks")).toEqual([
      expect.stringContaining("the workflow runs in https://github.com/other/sticks"),
    ]);
  });
});

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly needs?: string;
        readonly permissions?: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[];
      }
    >
  >;
}

describe("release.yml", () => {
  const text = read(".github/workflows/release.yml");
  const { jobs, permissions } = parse(text) as Workflow;

  test("starts nothing before the repository's URL is checked", () => {
    const [, , first] = jobs["check"]?.steps ?? [];
    expect(first?.run).toBe("node scripts/metadata.mjs --release");
    for (const [name, { needs }] of Object.entries(jobs)) expect(needs, name).toBe(name === "check" ? undefined : "check");
  });

  test("uses no secret and lets only the publishing job request a token", () => {
    expect(text).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
    expect(permissions).toEqual({ contents: "read" });
    const allowed = Object.entries(jobs).filter(([, job]) => job.permissions?.["id-token"] === "write");
    expect(allowed.map(([name]) => name)).toEqual(["publish"]);
  });

  test("checks packages before publishing, with an npm that needs no token", () => {
    const runs = (jobs["publish"]?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(runs.slice(-2)).toEqual(["npm run release:check -- --release --sbom reports/release", "npm run release:publish"]);
    expect(runs[0]).toContain("packageManager");
    const { packageManager } = JSON.parse(read("package.json")) as { readonly packageManager: string };
    expect(isOlder(packageManager.replace("npm@", ""), oldestNpm)).toBe(false);
  });
});

test("isOlder compares numbers", () => {
  expect(isOlder("11.5.0", "11.5.1")).toBe(true);
  expect(isOlder("9.20.0", "11.5.1")).toBe(true);
  expect(isOlder("11.19.1", "11.5.1")).toBe(false);
  expect(isOlder("11.5.1", "11.5.1")).toBe(false);
});

test("a new generator version changes the series of the runtime", () => {
  const text = read("generator/runtime/version.ts");
  const { version } = manifestOf("generator");
  expect(withSeries(text, String(version))).toBe(text);
  expect(withSeries(text, "0.99.1")).toContain('SupportedSeries = "0.99";');
  expect(withSeries(text, "12.3.4")).toContain('SupportedSeries = "12";');
  expect(withSeries('export type SupportedSeries = "0.1" | "0.2";', "0.2.7")).toBe('export type SupportedSeries = "0.1" | "0.2";');
});

test("no checkout leaves a credential behind", () => {
  const checkouts = readdirSync(join(root, ".github/workflows")).flatMap((name) => {
    const { jobs } = parse(read(`.github/workflows/${name}`)) as Workflow;
    const steps = Object.values(jobs).flatMap((job) => job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")));
    return steps.map((step) => ({ name, with: step.with }));
  });
  expect(checkouts.length).toBeGreaterThan(2);
  for (const checkout of checkouts) expect(checkout.with, checkout.name).toMatchObject({ "persist-credentials": false });
});

test("dependabot updates packages and actions each week", () => {
  const { version, updates } = parse(read(".github/dependabot.yml")) as {
    readonly version: number;
    readonly updates: readonly {
      readonly "package-ecosystem": string;
      readonly directory: string;
      readonly schedule: { readonly interval: string };
    }[];
  };
  expect(version).toBe(2);
  expect(updates.map((each) => [each["package-ecosystem"], each.directory, each.schedule.interval])).toEqual([
    ["npm", "/", "weekly"],
    ["github-actions", "/", "weekly"],
  ]);
});

test("each version has a section in its changelog", () => {
  expect(published.length).toBeGreaterThan(0);
  for (const folder of published) expect(read(`${folder}/CHANGELOG.md`)).toContain(`\n## ${String(manifestOf(folder)["version"])}\n`);
});
