import { expect, test } from "vitest";
import { code, typeSymbol } from "../../src/emit/print/code.js";
import type { SourceModule } from "../../src/emit/print/file.js";
import { printModule } from "../../src/emit/print/module.js";
import { printStructures } from "../../src/emit/print/structures.js";

const type = (key: string) => code`${typeSymbol("types", "components")}["schemas"][${key}]`;
const modules: readonly SourceModule[] = [
  {
    path: "models",
    statements: [
      { kind: "type", name: "Plain", exported: true, type: type("plain") },
      { kind: "type", name: "Described", exported: true, type: type("a b"), docs: "One line, */ and `code`." },
      { kind: "type", name: "Long", exported: true, type: type("$&"), docs: "First line.\n\n  - a list\n  - of two\n\nLast line." },
    ],
  },
  {
    path: "index",
    statements: [
      { kind: "reexport", from: "client" },
      { kind: "reexport", from: "types", typeOnly: true, names: [{ name: "components" }, { name: "paths", as: "routes" }] },
      { kind: "reexport", from: "client", names: [{ name: "createClient" }, { name: "Client", typeOnly: true }] },
      { kind: "reexport", from: "operations/index", namespace: "operations" },
      { kind: "reexport", from: "other", typeOnly: true },
      { kind: "reexport", from: "other", typeOnly: true, namespace: "other" },
    ],
  },
  { path: "empty", statements: [] },
];

test.each(["ts", "js"] as const)("prints what ts-morph prints, for --target %s", (target) => {
  const header = (path: string): string => `// ${path}`;
  expect(modules.flatMap((module) => printModule(module, header, target))).toEqual(printStructures(modules, header, target));
});
