import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "./docs/pages.js";

const [, promises = ""] = /\n## What we promise\n([^]*?)\n## /.exec(readFileSync(`${root}SECURITY.md`, "utf8")) ?? [];

test("each promise of SECURITY.md names a test that exists", () => {
  const each = promises.split(/\n(?=- \*\*|### )/).filter((part) => part.startsWith("- "));
  expect(each.length).toBeGreaterThan(10);
  for (const promise of each) {
    const tests = [...promise.replaceAll(/\s+/g, " ").matchAll(/`([^`]+\.test\.ts)`[,:] "([^"]+)"/g)];
    expect(tests.length, promise).toBeGreaterThan(0);
    for (const [, file = "", name = ""] of tests) {
      expect(existsSync(root + file), file).toBe(true);
      expect(readFileSync(root + file, "utf8")).toContain(name);
    }
  }
});

test("no package runs code when it is installed", () => {
  for (const folder of ["generator", "contract-tests", "generated"]) {
    const { scripts = {} } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")) as { scripts?: Record<string, string> };
    // npm runs `prepare` and its hooks where a package comes from git.
    const hooks = Object.keys(scripts).filter((name) => /^(?:pre|post)?(?:install|prepare)$|^(?:un)?install$|^dependencies$/.test(name));
    expect([folder, hooks]).toEqual([folder, []]);
  }
  const { dependencies } = JSON.parse(readFileSync(`${root}generated/package.json`, "utf8")) as { dependencies?: Record<string, string> };
  expect(Object.keys(dependencies ?? {})).toEqual(["openapi-fetch"]);
});
