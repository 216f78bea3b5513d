import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import semver from "semver";
import { describe, expect, test } from "vitest";
import { mockVersions } from "../../generator/src/emit/package/mock-versions.js";
import { pinnedVersions, reasonsOf } from "../versions/dependencies.mjs";
import { installLines, linesIn } from "../versions/install-lines.mjs";
import { boundsOf, combinationsOf, compilers, peerRanges } from "../versions/matrix.mjs";
import { pagePath, pageWith, readResults } from "../versions/page.mjs";
import { root } from "./docs/pages.js";

const results = readResults();
const ranges = peerRanges(root);
const tried = Object.values(results).flatMap(({ combinations = [] }) => combinations);

describe("the stored results", () => {
  test("come from each supported Node", () => {
    expect(Object.keys(results)).toEqual(expect.arrayContaining(["20", "22", "24"]));
  });

  test.each(Object.entries(ranges))("include the lowest version of each part of the range of %s", (name, range) => {
    const versions = tried.map((each) => each[name as keyof typeof ranges]);
    for (const part of range.split("||")) expect(versions).toContain(semver.minVersion(part)?.version);
  });

  test.each(Object.entries(ranges))("include no version outside of the range of %s", (name, range) => {
    expect(tried.length).toBeGreaterThan(5);
    for (const each of tried) expect(semver.satisfies(each[name as keyof typeof ranges], range)).toBe(true);
  });

  test("include tests that passed in every combination", () => {
    expect(tried.length).toBeGreaterThan(5);
    for (const { tests } of tried) expect(tests).toBeGreaterThan(20);
  });

  test.each(Object.entries(results))("include every compiler with each pair of mock libraries, on Node %s", (_, { combinations = [] }) => {
    expect(combinations.length).toBeGreaterThan(0);
    for (const { msw, nock } of combinations) {
      const same = combinations.filter((each) => each.msw === msw && each.nock === nock);
      expect(same.flatMap(({ compiled }) => compiled).toSorted()).toEqual(compilers.toSorted());
    }
  });

  test.each(["20", "24"])("include every install command with Node %s", (major) => {
    const installs = results[major]?.installs ?? [];
    expect(installs.filter(({ works }) => works).map(({ line }) => line)).toEqual([...installLines(root).keys()]);
  });

  test("are what the page of tested versions shows", () => {
    const page = readFileSync(pagePath, "utf8");
    expect(pageWith(page, results)).toBe(page);
  });
});

describe("the versions that a generated package names", () => {
  test("are the peer ranges of the packages in this repository", () => {
    expect(Object.fromEntries(Object.entries(mockVersions).map(([name, { peer }]) => [name, peer]))).toEqual({ msw: ranges.msw, nock: ranges.nock });
  });

  test.each(Object.entries(mockVersions))("build %s with a version that its range admits", (_, { peer, dev }) => {
    expect(semver.satisfies(dev, peer)).toBe(true);
  });

  test("state the compilers that are tried in the README", () => {
    const [, from, to] = /TypeScript (\S+) to (\d+\.\d+)/.exec(readFileSync(`${root}generated/README.md`, "utf8")) ?? [];
    expect([from, to]).toEqual([compilers[0], compilers.at(-1)].map((version) => version?.split(".").slice(0, 2).join(".")));
  });
});

describe("the combinations", () => {
  const published = ["1.0.0", "1.2.0", "2.0.0", "2.1.0", "3.0.0"].map((version) => ({
    version,
    node: semver.major(version) === 1 ? ">=18" : ">=22",
  }));

  test("have the lowest and newest version of each supported major", () => {
    expect(boundsOf("^1.1.0 || ^2.0.0", published, "24.0.0")).toEqual([
      { lowest: "1.2.0", newest: "1.2.0" },
      { lowest: "2.0.0", newest: "2.1.0" },
    ]);
    expect(boundsOf("^1.1.0 || ^2.0.0", published, "20.0.0")).toEqual([{ lowest: "1.2.0", newest: "1.2.0" }]);
  });

  test("have the newest, the lowest and each pair of majors", () => {
    const both = boundsOf("^1.1.0 || ^2.0.0", published, "24.0.0");
    const all = combinationsOf({ msw: both, nock: both, vitest: both }, ["5.9.3", "6.0.3"]);
    expect(all.map(({ msw, nock, vitest }) => `${msw} ${nock} ${vitest}`)).toEqual([
      "2.1.0 2.1.0 2.1.0",
      "2.1.0 1.2.0 1.2.0",
      "1.2.0 2.1.0 1.2.0",
      "1.2.0 1.2.0 2.1.0",
      "1.2.0 1.2.0 1.2.0",
      "2.0.0 2.0.0 2.0.0",
    ]);
    expect(all[0]?.typescript).toBe("6.0.3");
  });
});

describe("the dependencies behind the newest version", () => {
  const reasons = reasonsOf(readFileSync(`${root}docs/reference/dependencies.md`, "utf8"));
  const behind = JSON.parse(readFileSync(`${root}scripts/versions/outdated.json`, "utf8")) as Record<string, { ours: string; newest: string }>;
  const pinned = pinnedVersions(root);

  test("each have a reason, and no other dependency has one", () => {
    expect([...reasons.keys()].toSorted()).toEqual(Object.keys(behind).toSorted());
    for (const { reason } of reasons.values()) expect(reason).toMatch(/\w+ .*\.$/);
  });

  test("are listed with the version that the manifests pin", () => {
    expect(reasons.size).toBeGreaterThan(0);
    for (const [name, { ours }] of reasons) expect([name, ours, behind[name]?.ours]).toEqual([name, pinned.get(name), pinned.get(name)]);
  });

  test("are found in every workspace, each pinned exactly", () => {
    expect([...pinned.keys()]).toEqual(expect.arrayContaining(["prettier", "undici", "js-yaml"]));
    for (const [name, version] of pinned) expect([name, semver.valid(version)]).toEqual([name, version]);
  });
});

test.each([
  ["Run `npm install --save-dev a b@1` first.", ["npm install --save-dev a b@1"]],
  ["npm install\nnpm ci\nnpm install --ignore-scripts", []],
  ['throw new Error("Missing. Run: npm i -D @x/y")', ["npm i -D @x/y"]],
  ["npx tallystick init --yes # writes files", ["npx tallystick init --yes"]],
  ["npm install ./a-0.1.0.tgz ./b-0.1.0.tgz", ["npm install ./a-0.1.0.tgz ./b-0.1.0.tgz"]],
])("finds the install commands of %j", (text, commands) => {
  expect(linesIn(text)).toEqual(commands);
});

test("the project that tries versions passes with those of this repository", { timeout: 120_000 }, () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-versions-")));
  try {
    cpSync(`${root}scripts/versions/project`, folder, { recursive: true });
    symlinkSync(`${root}node_modules`, join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const { root: name, files } = JSON.parse(readFileSync(`${root}generated/document.json`, "utf8")) as {
      root: string;
      files: Record<string, string>;
    };
    writeFileSync(join(folder, "openapi.yaml"), files[name] ?? "");
    const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, "run", "--root", folder], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, output: "" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
