import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { rules, ruleByCode } from "../../src/diff/rules/rules.js";
import { modelOf, withSchema } from "./documents.js";
import { furtherRows } from "./rows/further.js";
import { operationRows } from "./rows/operations.js";
import { schemaRows } from "./rows/schemas.js";

test.each(furtherRows)("%s is told to whom it concerns, with their levels: %o", async (code, levels, old, next) => {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  const found = changes.filter((change) => change.code === code && (change.surface !== "types" || ruleByCode.get(code)?.surface === "types"));
  expect(
    Object.fromEntries(found.map(({ side, level }) => [side, level])),
    JSON.stringify(changes.map((change) => [change.code, change.level])),
  ).toEqual(levels);
});

const documents: readonly (readonly [code: string, old: object, next: object])[] = [
  ...schemaRows.map(([code, old, next]) => [code, withSchema(old), withSchema(next)] as const),
  ...[...operationRows, ...furtherRows].map(([code, , old, next]) => [code, old, next] as const),
];

test("every kind of change is shown by a row, but for the few that have a test of their own", () => {
  const shown = new Set(documents.map(([code]) => code));
  const elsewhere = ["operation-id-changed", "component-renamed", "discriminator-value-moved", "values-changed"];
  expect(rules.map(({ code }) => code).filter((code) => !shown.has(code) && !elsewhere.includes(code))).toEqual([]);
});

test.each(documents.filter(([code]) => ruleByCode.get(code)?.types !== undefined))(
  "%s is told apart for the wire and for the types that it breaks",
  async (code, old, next) => {
    const rule = ruleByCode.get(code);
    const { changes } = diff(await modelOf(old), await modelOf(next));
    const own = changes.filter((change) => change.code === code);
    const [wire, types] = [own.filter(({ surface }) => surface !== "types"), own.filter(({ surface }) => surface === "types")];
    const sides = wire.map(({ side }) => side).filter((side) => side !== "both" && rule?.types?.[side] === "breaking");
    // TypeScript knows one `number`, and the same words for some other pairs.
    if (types.length > 0)
      expect(types.map(({ side, level }) => `${side} ${level}`).toSorted()).toEqual(sides.map((side) => `${side} breaking`).toSorted());
    else expect(rule?.sameTypes !== undefined || sides.length === 0 || wire.every(({ side }) => side === "both")).toBe(true);
  },
);

test("the reference has a line for each kind of change that a row shows", () => {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/reference/changes.md", import.meta.url)), "utf8");
  for (const [code] of documents) expect(page).toContain(`\`${code}\``);
});
