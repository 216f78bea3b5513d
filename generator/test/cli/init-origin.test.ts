import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findSources } from "../../src/cli/init/origin.js";
import { findProject, type Project } from "../../src/cli/init/project.js";
import { vendor } from "../../src/cli/init/vendor.js";
import { temporaryFolder } from "../documents.js";

function write(path: string, value: object | string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
}

/** A repository `mine` next to `tarballs`, and a package that was installed from a registry. */
function place(devDependencies: object = {}): { readonly base: string; readonly project: Project; readonly own: string } {
  const base = temporaryFolder();
  const folder = join(base, "mine");
  mkdirSync(join(folder, ".git"), { recursive: true });
  write(join(folder, "package.json"), { devDependencies });
  write(join(base, "tarballs", "tallystick-1.0.0.tgz"), "tool");
  write(join(base, "tarballs", "tallystick-contract-1.0.0.tgz"), "kit");
  const own = join(base, "cache", "node_modules", "tallystick");
  write(join(base, "cache", "package.json"), { dependencies: { tallystick: "^1.0.0" } });
  write(join(own, "package.json"), { name: "tallystick" });
  const project = findProject(folder);
  if ("problem" in project) throw new Error(project.problem);
  return { base, project, own };
}

describe("findSources", () => {
  test.each([{}, { tallystick: "1.0.0" }, { tallystick: "workspace:*" }, { tallystick: "github:acme/tallystick" }])(
    "installs packages from the registry: %j",
    (devDependencies) => {
      const { project, own } = place(devDependencies);
      expect(findSources(project, "1.0.0", own)).toEqual(new Map());
    },
  );

  test.each(["file:../tarballs/tallystick-1.0.0.tgz", "../tarballs/tallystick-1.0.0.tgz"])("finds tarballs outside of the repository: %s", (spec) => {
    const { base, project, own } = place({ tallystick: spec });
    expect(findSources(project, "1.0.0", own)).toEqual(
      new Map([
        ["tallystick", { kind: "tarball", path: join(base, "tarballs", "tallystick-1.0.0.tgz") }],
        ["@tallystick/contract", { kind: "tarball", path: join(base, "tarballs", "tallystick-contract-1.0.0.tgz") }],
      ]),
    );
  });

  test("keeps tarballs inside of the repository", () => {
    const { project, own } = place({ tallystick: "file:vendor/tallystick-1.0.0.tgz", "@tallystick/contract": "file:vendor/contract.tgz" });
    write(join(project.folder, "vendor", "tallystick-1.0.0.tgz"), "tool");
    write(join(project.folder, "vendor", "contract.tgz"), "kit");
    expect(findSources(project, "1.0.0", own)).toEqual(new Map());
  });

  test("finds the kit next to a tarball inside of the repository", () => {
    const { project, own } = place({ tallystick: "file:vendor/tallystick-1.0.0.tgz" });
    write(join(project.folder, "vendor", "tallystick-1.0.0.tgz"), "tool");
    const path = join(project.folder, "vendor", "tallystick-contract-1.0.0.tgz");
    write(path, "kit");
    expect(findSources(project, "1.0.0", own)).toEqual(new Map([["@tallystick/contract", { kind: "tarball", path }]]));
  });

  test("keeps a folder inside of the repository", () => {
    const { project, own } = place({ tallystick: "file:packages/tallystick" });
    mkdirSync(join(project.folder, "packages", "tallystick"), { recursive: true });
    expect(findSources(project, "1.0.0", own)).toEqual(new Map());
  });

  test("finds the tarball given to npx", () => {
    const { base, project, own } = place();
    write(join(base, "cache", "package.json"), { dependencies: { tallystick: "file:../tarballs/tallystick-1.0.0.tgz" } });
    expect(findSources(project, "1.0.0", own)).toMatchObject({ size: 2 });
  });

  test("reports a missing tarball", () => {
    const { project, own } = place({ tallystick: "file:../tarballs/tallystick-1.0.0.tgz" });
    expect(findSources(project, "2.0.0", own)).toBe(
      "tallystick was installed from tallystick-1.0.0.tgz, but tallystick-contract-2.0.0.tgz is not next to it. Put it there, then run tallystick init again.",
    );
  });

  test("finds both packages of a built checkout", () => {
    const { base, project } = place();
    const own = join(base, "checkout", "generator");
    write(join(own, "package.json"), { name: "tallystick" });
    write(join(base, "checkout", "contract-tests", "package.json"), { name: "@tallystick/contract" });
    expect(findSources(project, "1.0.0", own)).toContain("@tallystick/contract is not built. Run npm run build in ");
    write(join(base, "checkout", "contract-tests", "dist", "index.js"), "");
    expect(findSources(project, "1.0.0", own)).toEqual(
      new Map([
        ["tallystick", { kind: "folder", path: own }],
        ["@tallystick/contract", { kind: "folder", path: join(base, "checkout", "contract-tests") }],
      ]),
    );
  });

  test("replaces a link to a checkout", () => {
    const { base, project, own } = place({ tallystick: "file:../checkout/generator", "@tallystick/contract": "file:../checkout/contract-tests" });
    for (const name of ["generator", "contract-tests"]) mkdirSync(join(base, "checkout", name), { recursive: true });
    expect(findSources(project, "1.0.0", own)).toMatchObject({ size: 2 });
  });
});

describe("vendor", () => {
  const sources = (base: string): ReadonlyMap<"tallystick", { readonly kind: "tarball"; readonly path: string }> =>
    new Map([["tallystick", { kind: "tarball", path: join(base, "tarballs", "tallystick-1.0.0.tgz") }]]);

  test("copies tarballs and refers to them from the project's folder", () => {
    const { base, project } = place();
    expect(vendor(project, sources(base))).toMatchObject({
      specs: new Map([["tallystick", "file:vendor/tallystick-1.0.0.tgz"]]),
      written: ["vendor/tallystick-1.0.0.tgz"],
    });
    expect(readFileSync(join(project.folder, "vendor", "tallystick-1.0.0.tgz"), "utf8")).toBe("tool");
  });

  test.each(["*.tgz\n", "vendor\n", "/vendor/*\n*.tgz"])("keeps tarballs out of .gitignore rules: %j", (ignored) => {
    const { base, project } = place();
    execFileSync("git", ["init", "--quiet"], { cwd: project.folder });
    write(join(project.folder, ".gitignore"), ignored);
    expect(vendor(project, sources(base))).toMatchObject({ advice: [expect.stringContaining("Commit vendor/")] });
    execFileSync("git", ["add", "."], { cwd: project.folder });
    expect(execFileSync("git", ["ls-files", "vendor"], { cwd: project.folder, encoding: "utf8" })).toBe("vendor/tallystick-1.0.0.tgz\n");
  });

  test("does nothing when the packages come from a registry", () => {
    const { project } = place();
    expect(vendor(project, new Map())).toEqual({ specs: new Map(), written: [], advice: [] });
  });
});
