import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = new URL("../../dist/", import.meta.url);

test("the bundle lists a hash of each file of a run", () => {
  // Both are hashed by their content.
  const [start, worker] = ["cli/main.js", "cli/worker.js"];
  const found = new Set<string>();
  const visit = (file: URL): void => {
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/"(\.\.?\/[^"\n]+\.c?js)"/g)) {
      const loaded = new URL(path, file);
      if (!loaded.href.startsWith(dist.href) || found.has(loaded.href) || loaded.href.endsWith(start)) continue;
      found.add(loaded.href);
      visit(loaded);
    }
  };
  visit(new URL(start, dist));
  const names = Array.from(found, (href) => fileURLToPath(href).slice(fileURLToPath(dist).length));
  for (const part of ["chunks/generate-", "chunks/make-output-"]) expect(names.some((name) => name.startsWith(part))).toBe(true);
  expect(names.filter((name) => !/-[A-Z0-9]{8}\.js$/.test(name))).toEqual([worker]);
});
