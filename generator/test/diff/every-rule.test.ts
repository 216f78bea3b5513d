import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { rules, ruleByCode } from "../../src/diff/rules/rules.js";
import { compiledJudges } from "../../src/diff/witness/compiled-judges.js";
import { modelOf, withSchema } from "./documents.js";
import { furtherRows } from "./rows/further.js";
import { operationRows } from "./rows/operations.js";
import { schemaRows } from "./rows/schemas.js";
import { sameOnTheWire, writingRows } from "./rows/writing.js";

test.each([...furtherRows, ...writingRows])("%s is told to whom it concerns, with their levels: %o", async (code, levels, old, next) => {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  const found = changes.filter((change) => change.code === code && (change.surface !== "types" || ruleByCode.get(code)?.surface === "types"));
  expect(
    Object.fromEntries(found.map(({ side, level }) => [side, level])),
    JSON.stringify(changes.map((change) => [change.code, change.level])),
  ).toEqual(levels);
});

const documents: readonly (readonly [code: string, old: object, next: object])[] = [
  ...schemaRows.map(([code, old, next]) => [code, withSchema(old), withSchema(next)] as const),
  ...[...operationRows, ...furtherRows, ...writingRows].map(([code, , old, next]) => [code, old, next] as const),
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

test.each(sameOnTheWire)("nothing is said about the wire of %s", async (_, old, next) => {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  expect(changes.filter(({ surface, level }) => surface === "wire" && level !== "safe")).toEqual([]);
});

test("a component that no operation leads to is compared for those who import it", async () => {
  const document = (schema: object): object => ({ ...withSchema({ type: "string" }, { Unused: schema }) });
  const old = { type: "object", properties: { a: { type: "string" } } };
  const next = { type: "object", required: ["a"], properties: { a: { type: "integer" } } };
  const { changes } = diff(await modelOf(document(old)), await modelOf(document(next)));
  expect(changes.map(({ code, level, surface, message }) => [code, level, surface, message])).toEqual([
    ["property-became-required", "breaking", "types", 'Component "Unused", at a: The property "a" became required.'],
    ["type-changed", "breaking", "types", 'Component "Unused", at a: The type changed from string to integer.'],
  ]);
});

test("a change in what a base's tag leads to says so, with a value that shows it", async () => {
  const [, , old, next] = writingRows.find(([code]) => code === "property-became-required") ?? [];
  const [a, b] = [await modelOf(old ?? {}), await modelOf(next ?? {})];
  const { changes } = diff(a, b, { judges: await compiledJudges(a, b) });
  const told = changes.find(({ side, surface }) => side === "request" && surface === "wire");
  expect(told?.message).toBe('At [].trick, as Dog: The property "trick" became required.');
  expect(told?.witness).toMatchObject({ acceptedBy: "old", because: { keyword: "required" } });
});
