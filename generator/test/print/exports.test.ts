import { expect, test } from "vitest";
import { exportTexts, printExports, printExportsBy, type ExportLine } from "../../src/emit/print/exports.js";

let count = 0;
/** A line that nobody has printed before: texts are kept for the whole process. */
const fresh = (): ExportLine => ({ from: `./module-${count++}.js`, names: [{ name: "one" }, { name: "two", as: "three", typeOnly: true }] });

test("an export has one line for each form that it can have", () => {
  expect(
    exportTexts([
      { from: "./a.js" },
      { from: "./a.js", typeOnly: true },
      { from: "./a.js", namespace: "a" },
      { from: "./a.js", names: [{ name: "one" }, { name: "two", as: "three", typeOnly: true }] },
      { from: "./a.js", typeOnly: true, names: [{ name: "One", typeOnly: true }] },
    ]),
  ).toEqual([
    'export * from "./a.js";',
    'export type * from "./a.js";',
    'export * as a from "./a.js";',
    'export { one, type two as three } from "./a.js";',
    'export type { One } from "./a.js";',
  ]);
});

test("somebody else prints each line once, whoever asks for it again", async () => {
  const asked: ExportLine[][] = [];
  const print = async (lines: readonly ExportLine[]): Promise<readonly string[]> => {
    asked.push([...lines]);
    return lines.map(({ from }) => `// ${from}`);
  };
  const line = fresh();
  await printExportsBy(print, [line, { ...line }]);
  await printExportsBy(print, [structuredClone(line)]);
  expect(asked).toEqual([[line]]);
  expect(printExports([line])(line)).toBe(`// ${line.from}`);
});

test("what somebody else leaves out is printed here", async () => {
  const lines = [fresh(), fresh()];
  await printExportsBy(async () => undefined, lines);
  const textOf = printExports(lines);
  expect(lines.map((line) => textOf(line))).toEqual(exportTexts(lines));
});
