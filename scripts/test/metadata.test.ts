import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { toSarif } from "../../generator/src/diagnostics/sarif.js";
import { published } from "../metadata.mjs";
import { root } from "./docs/pages.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of every file that the script reads or writes. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-metadata-"));
  folders.push(folder);
  const paths = [
    "package.json",
    "LICENSE",
    "README.md",
    ".github/CODEOWNERS",
    "generator/runtime/version.ts",
    "docs/guides/before-npm.md",
    "scripts/metadata.mjs",
    "scripts/release/npm.mjs",
  ];
  for (const each of published) paths.push(`${each}/LICENSE`);
  for (const each of published) paths.push(`${each}/package.json`);
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  return folder;
}

function edit(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), "utf8")));
}

function metadata(folder: string, ...parameters: string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, ["scripts/metadata.mjs", ...parameters], { cwd: folder, encoding: "utf8" });
}

describe("metadata.mjs", () => {
  test("agrees with the committed files", () => {
    expect(metadata(root, "--check")).toMatchObject({ status: 0, stderr: "" });
  });

  test("rejects a release with the placeholder URL", () => {
    const folder = copy();
    edit(folder, "package.json", (text) => text.replace(/git\+https:[^"]+/, "git+https://github.com/OWNER/tallystick.git"));
    expect(metadata(folder)).toMatchObject({ status: 0 });
    const { status, stderr } = metadata(folder, "--release");
    expect(status).toBe(1);
    expect(stderr).toContain("repository.url is the placeholder https://github.com/OWNER/tallystick.");
  });

  test("writes one URL to packages, badges and code owners", () => {
    const folder = copy();
    edit(folder, "package.json", (text) => text.replace(/git\+https:[^"]+/, "git+https://github.com/acme/sticks.git"));
    const before = metadata(folder, "--release");
    expect(before.status).toBe(1);
    expect(before.stderr).toContain("generator/package.json does not have the metadata of package.json.");
    metadata(folder);
    expect(metadata(folder, "--release")).toMatchObject({ status: 0, stderr: "" });
    for (const each of published) {
      expect(JSON.parse(readFileSync(join(folder, each, "package.json"), "utf8"))).toMatchObject({
        author: "Tallystick contributors",
        license: "MIT",
        repository: { type: "git", url: "git+https://github.com/acme/sticks.git", directory: each },
        bugs: { url: "https://github.com/acme/sticks/issues" },
        publishConfig: { access: "public", provenance: true },
      });
    }
    expect(readFileSync(join(folder, "README.md"), "utf8")).toContain("https://github.com/acme/sticks/actions/workflows/ci.yml/badge.svg");
    expect(readFileSync(join(folder, "docs/guides/before-npm.md"), "utf8")).toContain("git clone https://github.com/acme/sticks tallystick\n");
    expect(readFileSync(join(folder, ".github/CODEOWNERS"), "utf8")).toContain("* @acme/maintainers");
  });

  test("rejects a URL outside of GitHub", () => {
    const folder = copy();
    edit(folder, "package.json", (text) => text.replace(/git\+https:[^"]+/, "somewhere"));
    expect(metadata(folder, "--check").stderr).toContain("must look like git+https://github.com/OWNER/NAME.git, not somewhere");
  });
});

test("SARIF links to the repository of the package", () => {
  const { url } = (JSON.parse(readFileSync(join(root, "generator/package.json"), "utf8")) as { readonly repository: { readonly url: string } })
    .repository;
  const uri = toSarif([], "1.0.0").runs[0]?.tool.driver.informationUri;
  expect(uri).toBe(`${url.slice("git+".length, -".git".length)}/blob/main/docs/diagnostics.md`);
});

test("no file has another address of the repository", () => {
  const tracked = execFileSync("git", ["grep", "-lIE", "github\\.com/[A-Za-z0-9_.-]+/tallystick", "--", ".", ":!scripts/test", ":!*recording*"], {
    cwd: root,
    encoding: "utf8",
  });
  const shown = [
    "package.json",
    "scripts/metadata.mjs",
    "README.md",
    "docs/guides/before-npm.md",
    ...published.map((each) => `${each}/package.json`),
  ];
  expect(
    tracked
      .trim()
      .split("\n")
      .filter((path) => !shown.includes(path)),
  ).toEqual([]);
});
