import { expect, test } from "vitest";
import type { Statement } from "../../src/emit/print/file.js";
import { printStatement } from "../../src/emit/print/statement.js";

type ExportLine = Omit<Extract<Statement, { readonly kind: "reexport" }>, "kind">;

const lines: readonly ExportLine[] = [
  { from: "./a.js" },
  { from: "./a.js", typeOnly: true },
  { from: "./a.js", namespace: "a" },
  { from: "./a.js", namespace: "a", typeOnly: true },
  { from: "./a.js", names: [{ name: "one" }, { name: "two", as: "three", typeOnly: true }] },
  { from: "./a.js", typeOnly: true, names: [{ name: "One", typeOnly: true }] },
  { from: "../$&/$1.js", names: [{ name: "$&" }] },
];

const exportText = (line: ExportLine): string | undefined => printStatement({ kind: "reexport", ...line }, "ts", (from) => from);

test("prints each variant of an export as one line", () => {
  expect(lines.map(exportText)).toEqual([
    'export * from "./a.js";',
    'export type * from "./a.js";',
    'export * as a from "./a.js";',
    'export type * as a from "./a.js";',
    'export { one, type two as three } from "./a.js";',
    'export type { One } from "./a.js";',
    'export { $& } from "../$&/$1.js";',
  ]);
});
