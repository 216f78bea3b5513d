import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = new URL("../../dist/", import.meta.url);

test("all built code that a run can load is named, with a hash, by what loads it: that is how a cached run knows the tool", () => {
  const found = new Set<string>();
  const visit = (file: URL): void => {
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/"(\.\.?\/[^"\n]+\.js)"/g)) {
      const loaded = new URL(path, file);
      if (!loaded.href.startsWith(new URL("chunks/", dist).href) || found.has(loaded.href)) continue;
      found.add(loaded.href);
      visit(loaded);
    }
  };
  for (const start of ["cli/main.js", "emit/emit-worker.js"]) visit(new URL(start, dist));
  const names = Array.from(found, (href) => fileURLToPath(href).slice(fileURLToPath(dist).length));
  expect(names.some((name) => name.startsWith("chunks/print-types-"))).toBe(true);
  expect(names.filter((name) => !/-[A-Z0-9]{8}\.js$/.test(name))).toEqual([]);
});
