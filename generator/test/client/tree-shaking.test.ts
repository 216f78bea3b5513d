import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everything } from "./everything.js";
import { generated, type Generated } from "./generated.js";

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** The document with all of its operations in one group. */
const grouped = {
  ...everything,
  paths: Object.fromEntries(
    Object.entries(everything.paths as Record<string, Record<string, object>>).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([key, value]) => [key, Array.isArray(value) ? value : { ...value, tags: ["all"] }])),
    ]),
  ),
};

let output: Generated;
beforeAll(async () => {
  output = await generated(grouped);
});
afterAll(() => output.remove());

/** The names that a bundle declares if it contains one export of a module. */
async function declared(path: string, name: string): Promise<string[]> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from "./${path}";`, resolveDir: output.folder, loader: "ts" },
    bundle: true,
    format: "esm",
    nodePaths: [modules],
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return [...(outputFiles[0]?.text ?? "").matchAll(/^(?:var|const|let|function) (\w+)/gm)].map(([, each = ""]) => each);
}

describe("a bundle with one export of a group contains no other operation", () => {
  test.each([
    ["operations", /^const (\w+): Operation = /gm, /^export function (\w+)\(client: Connection/gm],
    ["validators/operations", /^export const (\w+): Rule = /gm, undefined],
    ["fixtures/operations", /^export const (\w+): (?:Fixture<|typeof )/gm, undefined],
  ])("%s", async (folder, pattern, exported = pattern) => {
    const path = `${folder}/all.ts`;
    const namesOf = (regex: RegExp): string[] => [...output.text(path).matchAll(regex)].map(([, name = ""]) => name);
    const own = new Set(namesOf(pattern));
    const names = namesOf(exported);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names)
      expect(
        (await declared(path, name)).filter((each) => own.has(each)),
        name,
      ).toHaveLength(1);
  });
});
