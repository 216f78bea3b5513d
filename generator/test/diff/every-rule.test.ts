import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { diff, type Diff } from "../../src/diff/diff.js";
import { rules, ruleByCode } from "../../src/diff/rules/rules.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { modelOf, withSchema } from "./documents.js";
import { furtherRows } from "./rows/further.js";
import { operationRows } from "./rows/operations.js";
import { schemaRows } from "./rows/schemas.js";
import { sameOnTheWire, writingRows } from "./rows/writing.js";

const known = new Map<object, Map<object, Diff>>();

/** Rows are compared once, for all tests. */
async function compared(old: object, next: object): Promise<Diff> {
  const ofOld = known.get(old) ?? new Map<object, Diff>();
  known.set(old, ofOld);
  const found = ofOld.get(next) ?? diff(await modelOf(old), await modelOf(next));
  ofOld.set(next, found);
  return found;
}

test.each([...furtherRows, ...writingRows])("reports %s for the right side and level: %o", async (code, levels, old, next) => {
  const { changes } = await compared(old, next);
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

/** Tests of their own are in generated-types.test.ts. */
const ofGeneratedTypes = ["generated-type-changed", "generated-property-removed", "generated-property-added"];

test("each change rule has a row or its own test", () => {
  const shown = new Set(documents.map(([code]) => code));
  const elsewhere = ["operation-id-changed", "component-renamed", "discriminator-value-moved", "values-changed", ...ofGeneratedTypes];
  expect(rules.map(({ code }) => code).filter((code) => !shown.has(code) && !elsewhere.includes(code))).toEqual([]);
});

/** The rows have objects without any other property, whose type accepts any name. */
const byTheTypes = new Set(["read-only-set", "read-only-unset"]);

test.each(documents.filter(([code]) => ruleByCode.get(code)?.types !== undefined && !byTheTypes.has(code)))(
  "reports %s for wire and types separately",
  async (code, old, next) => {
    const rule = ruleByCode.get(code);
    const { changes } = await compared(old, next);
    const own = changes.filter((change) => change.code === code);
    const [wire, types] = [own.filter(({ surface }) => surface !== "types"), own.filter(({ surface }) => surface === "types")];
    const expected = wire.flatMap(({ side }) => {
      const level = side === "both" ? undefined : rule?.types?.[side];
      return level === undefined ? [] : `${side} ${level}`;
    });
    // TypeScript knows one `number`, and the same words for some other pairs.
    if (types.length > 0) expect(types.map(({ side, level }) => `${side} ${level}`).toSorted()).toEqual(expected.toSorted());
    else expect(rule?.about !== undefined || rule?.sameTypes !== undefined || wire.every(({ side }) => side === "both")).toBe(true);
  },
);

/** The levels that the reference shows for each rule. */
function levelsOfReference(): ReadonlyMap<string, { readonly surface: string; readonly request: string; readonly response: string }> {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/reference/changes.md", import.meta.url)), "utf8");
  const cells = [...page.matchAll(/^\| `([a-z-]+)` \| (wire|types|documentation) \| ([a-z–]+)\*? \| ([a-z–]+)\*? \|/gmu)];
  return new Map(cells.map(([, code = "", surface = "", request = "", response = ""]) => [code, { surface, request, response }]));
}

/** Changes of the rows whose level is not the usual one, and why. */
const unusual: Readonly<Record<string, string>> = {
  "bound-tightened request: warning": "the old document marks the operation as alpha",
  "encoding-changed request: safe": "one more media type is accepted",
  "enum-value-added response: warning": "the enum may grow (x-extensible-enum)",
  "format-changed request: warning": "one of the formats is unknown",
  "format-changed response: warning": "one of the formats is unknown",
  "generated-type-changed request: safe": "the type accepts more",
  "generated-type-changed response: safe": "the type has less",
  "header-added request: breaking": "a webhook or callback needs the header in its response",
  "only-server-changed both: warning": "one of the servers is relative",
  "operation-removed both: warning": "the sunset date has passed, or the operation was a draft",
  "optional-property-added response: warning": "the old object was closed",
  "optional-property-removed request: breaking": "the new object is closed",
  "parameter-default-changed request: warning": "one of the documents has no default",
  "pattern-changed request: safe": "the new pattern includes the old one",
  "request-body-removed request: warning": "the method is GET",
  "stability-changed both: safe": "the operation is more stable",
  "sunset-changed both: safe": "the date is new or later",
  "type-changed request: safe": "the texts in the URL are the same",
};

test("reports each change of the rows with the level of the reference", async () => {
  const reference = levelsOfReference();
  expect(rules.map(({ code }) => code).filter((code) => !reference.has(code))).toEqual([]);
  const different = new Set<string>();
  for (const [, old, next] of documents) {
    for (const { code, side, surface, level } of (await compared(old, next)).changes) {
      const row = reference.get(code);
      if (row === undefined || (surface === "types" && row.surface !== "types")) continue;
      const expected = side === "both" ? [row.request, row.response] : [row[side]];
      if (!expected.includes(level)) different.add(`${code} ${side}: ${level}`);
    }
  }
  expect([...different].toSorted()).toEqual(Object.keys(unusual));
});

test.each(sameOnTheWire)("reports no wire change for %s", async (_, old, next) => {
  const { changes } = await compared(old, next);
  expect(changes.filter(({ surface, level }) => surface === "wire" && level !== "safe")).toEqual([]);
});

test("compares unused components for types", async () => {
  const document = (schema: object): object => ({ ...withSchema({ type: "string" }, { Unused: schema }) });
  const old = { type: "object", properties: { a: { type: "string" } } };
  const next = { type: "object", required: ["a"], properties: { a: { type: "integer" } } };
  const { changes } = diff(await modelOf(document(old)), await modelOf(document(next)));
  expect(changes.map(({ code, level, surface, message }) => [code, level, surface, message])).toEqual([
    ["property-became-required", "breaking", "types", 'Component "Unused", at a: The property "a" became required.'],
    ["type-changed", "breaking", "types", 'Component "Unused", at a: The type changed from string to integer.'],
  ]);
});

test("reports a changed subtype of a base with an example", async () => {
  const [, , old, next] = writingRows.find(([code]) => code === "property-became-required") ?? [];
  const [a, b] = [await modelOf(old ?? {}), await modelOf(next ?? {})];
  const { changes } = diff(a, b, { judges: await compiledJudges(a, b) });
  const reported = changes.find(({ side, surface }) => side === "request" && surface === "wire");
  expect(reported?.message).toBe('At [].trick, as Dog: The property "trick" became required.');
  expect(reported?.witness).toMatchObject({ acceptedBy: "old", because: { keyword: "required" } });
});
