import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { openModel } from "../../src/open-model.js";
import { folder } from "../load/scratch.js";

/** Exact as doubles, or written again as they are. */
const exact = [
  "9007199254740992",
  "9007199254740994",
  "-9007199254740992",
  "1152921504606846976",
  "1e21",
  "1E+21",
  "1.5e300",
  "1e23",
  "12345678901234567000",
];
const inexact = [
  "9007199254740993",
  "-9007199254740993",
  "9007199254740993.0",
  "1629574695515050031",
  "9.007199254740993e15",
  "123456789012345678901234567890",
];

const document = (numbers: readonly string[]): string =>
  `{ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": { "A": { "enum": [${numbers.join(", ")}] } } } }`;

test.each(["a.json", "a.yaml"])("reports in %s only integers that JavaScript rounds", async (name) => {
  const numbers = [...exact, ...inexact];
  const path = join(await folder({ [name]: document(numbers) }), name);
  const { diagnostics } = await openModel(path);
  const found = diagnostics.flatMap(({ code, place }) => (code === "unsafe-integer" ? [numbers[Number(place?.pointer.split("/").at(-1))]] : []));
  expect(found).toEqual(inexact);
});

test("reports the same when a second thread looks for warnings", async () => {
  const path = join(await folder({ "a.json": document([...exact, ...inexact]) }), "a.json");
  const codes = ({
    diagnostics,
  }: {
    readonly diagnostics: readonly { readonly code: string; readonly place?: { readonly pointer: string } }[];
  }): string[] => diagnostics.flatMap(({ code, place }) => (code === "unsafe-integer" ? [place?.pointer ?? ""] : [])).toSorted();
  expect(codes(await generate(path))).toEqual(codes(await openModel(path)));
});

test.each([
  ['{ "const": N }', "const"],
  ['{ "default": { "deep": [N] } }', "default/deep/0"],
  ['{ "type": "integer", "example": N }', "example"],
  ['{ "type": "object", "examples": [{}, { "id": N }] }', "examples/1/id"],
  ['{ "maximum": N }', "maximum"],
])("checks %s", async (schema, pointer) => {
  const found = async (number: string): Promise<string[]> => {
    const text = `{ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": { "A": ${schema.replace("N", number)} } } }`;
    const { diagnostics } = await openModel(join(await folder({ "a.json": text }), "a.json"));
    return diagnostics.flatMap(({ code, place }) => (code === "unsafe-integer" ? [place?.pointer ?? ""] : []));
  };
  expect(await found("1629574695515050031")).toEqual([`#/components/schemas/A/${pointer}`]);
  expect(await found("9007199254740994")).toEqual([]);
});
