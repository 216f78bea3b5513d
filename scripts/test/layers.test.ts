import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { root } from "./docs/pages.js";

/** Folders and files in the order in which they may use each other: each imports from its own line and those above it. What is in no line is for all. */
type Layers = readonly (readonly string[])[];

const layers: Readonly<Record<string, Layers>> = {
  "generator/src": [
    ["algorithms"],
    ["files"],
    ["model"],
    ["diagnostics"],
    ["regex"],
    ["load"],
    ["lower"],
    ["emit/print"],
    ["plan"],
    ["values"],
    ["http"],
    // What two schemas say of each other is asked by rules about documents, too.
    ["diff/step.ts", "diff/allowance.ts", "diff/change.ts", "diff/rules", "diff/variants", "diff/compare"],
    ["check"],
    ["write"],
    ["emit"],
    ["compile"],
    ["generate.ts", "open-model.ts"],
    ["mock-server"],
    ["config"],
    ["diff/input-problem.ts", "diff/sources"],
    ["usage"],
    ["diff"],
    ["migrate"],
    ["cli"],
    // What the package shows to others.
    ["index.ts", "internals.ts", "model/index.ts"],
  ],
  "generator/runtime": [["validators"], ["codecs"], ["client"], ["fixtures"], ["mocks"]],
  "contract-tests/src": [
    ["traffic"],
    // Findings and reports show sequences; recorded requests may lack credentials as well.
    ["explore/sequence.ts", "explore/show-sequence.ts", "verify/credentials.ts"],
    ["findings"],
    ["match"],
    ["usage"],
    ["observe"],
    ["coverage"],
    ["report"],
    ["suggest"],
    ["baseline"],
    ["merge"],
    // Parts of a live run: requests, sequences, workflows, and the files that repeat them.
    ["explore", "verify", "arazzo", "cases"],
    ["cli"],
    ["contract.ts", "index.ts"],
  ],
};

test.each(Object.entries(layers))("no folder of %s imports from a later one", (folder, order) => {
  const names = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  const files = names.filter((name) => name.endsWith(".ts")).map((name) => [name, readFileSync(`${root}${folder}/${name}`, "utf8")] as const);
  expect(files.length).toBeGreaterThan(50);
  expect(againstOrder(order, files)).toEqual([]);
});

test("every folder is in the order", () => {
  for (const [folder, order] of Object.entries(layers)) {
    const folders = readdirSync(`${root}${folder}`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    // `dist` holds compiled files.
    expect(folders.map(({ name }) => name).filter((name) => name !== "dist" && !order.flat().includes(name))).toEqual([]);
  }
});

test("reports imports against the order, also type and dynamic imports", () => {
  const files = [
    ["a/x.ts", 'import type { Y } from "../b/y.js";\nimport { z } from "./z.js";\nimport { c } from "../b/c/c.js";'],
    ["b/y.ts", 'import { x } from "../a/x.js";\nconst all = await import("../all.js");'],
    ["tool.ts", 'import { x } from "./a/x.js";'],
  ] as const;
  expect(againstOrder([["b/c"], ["a"], ["b"], ["all.ts"]], files)).toEqual(["a/x.ts uses b/y.ts", "b/y.ts uses all.ts", "tool.ts uses a/x.ts"]);
});

function againstOrder(order: Layers, files: readonly (readonly [path: string, text: string])[]): string[] {
  return files.flatMap(([path, text]) =>
    [...text.matchAll(/(?:\bfrom|\bimport\() ?"(\.[^"]+)"/g)]
      .map(([, specifier = ""]) => posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts"))
      .filter((target) => !target.startsWith("..") && layerOf(target, order) > layerOf(path, order))
      .map((target) => `${path} uses ${target}`),
  );
}

/** The line of the longest name that the path begins with; before all others where there is none. */
function layerOf(path: string, order: Layers): number {
  const name = order
    .flat()
    .filter((each) => path === each || path.startsWith(`${each}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  return name === undefined ? -1 : order.findIndex((line) => line.includes(name));
}
