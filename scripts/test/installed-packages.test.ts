import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./docs/pages.js";

interface LockedPackage {
  readonly link?: true;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

type Packages = Readonly<Record<string, LockedPackage>>;

/** docs/reference/installed-size.md states what is installed, and why. */
const limits = { packages: 66, megabytes: 34 };

const { packages: locked } = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as { packages: Packages };
const installed = neededBy(["generator", "contract-tests"], locked);

/** The folders of the packages that npm installs for these, with required peers, found as Node finds them. */
function neededBy(folders: readonly string[], packages: Packages): readonly string[] {
  const found = new Set(folders);
  for (const folder of found) {
    const { dependencies, peerDependencies, peerDependenciesMeta } = packages[folder] ?? {};
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
    for (const name of [...Object.keys(dependencies ?? {}), ...peers]) found.add(folderOf(name, folder, packages));
  }
  return [...found];
}

function folderOf(name: string, importer: string, packages: Packages): string {
  for (let folder = importer; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0))) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = packages[path];
    if (entry !== undefined) return entry.link === true ? (entry.resolved ?? path) : path;
    if (folder === "") throw new Error(`package-lock.json has no package "${name}", which "${importer}" needs.`);
  }
}

function bytesOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  const names = readdirSync(path).filter((name) => name !== "node_modules");
  return names.reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

describe("npm install tallystick @tallystick/contract", () => {
  test("installs no more packages than the limit", () => {
    expect(installed.length, installed.join("\n")).toBeLessThanOrEqual(limits.packages);
    expect(installed).toEqual(expect.arrayContaining(["generator", "contract-tests", "node_modules/nock", "node_modules/@ts-morph/common"]));
  });

  test("installs no more megabytes of other packages than the limit", () => {
    const others = installed.filter((folder) => folder.includes("node_modules/"));
    const bytes = others.reduce((sum, folder) => sum + bytesOf(join(root, folder)), 0);
    expect(bytes / 1e6).toBeLessThanOrEqual(limits.megabytes);
    expect(bytes / 1e6).toBeGreaterThan(limits.megabytes / 2);
  });

  test("installs no second compiler and no linter", () => {
    const names = installed.map((folder) => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length));
    expect(names.filter((name) => name === "typescript" || name.startsWith("@redocly/"))).toEqual([]);
  });
});

describe("packages needed at run time", () => {
  const packages: Packages = {
    app: { dependencies: { a: "1" } },
    "app/node_modules/b": {},
    "node_modules/a": { dependencies: { b: "1" }, peerDependencies: { c: "1", d: "1" }, peerDependenciesMeta: { d: { optional: true } } },
    "node_modules/b": { dependencies: { linked: "1" } },
    "node_modules/c": {},
    "node_modules/d": {},
    "node_modules/linked": { link: true, resolved: "linked" },
    linked: { dependencies: { b: "1" } },
  };

  test("include dependencies and required peers, but no optional peers", () => {
    expect(neededBy(["app"], packages)).toEqual(["app", "node_modules/a", "node_modules/b", "node_modules/c", "linked"]);
  });

  test("are read from the nearest node_modules", () => {
    expect(neededBy(["app"], { ...packages, app: { dependencies: { b: "1" } } })).toEqual(["app", "app/node_modules/b"]);
  });

  test("are reported if the lockfile lacks one", () => {
    expect(() => neededBy(["app"], { app: { dependencies: { x: "1" } } })).toThrow('package-lock.json has no package "x", which "app" needs.');
  });
});
