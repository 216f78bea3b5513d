import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import { isJsonObject } from "../../src/model/json.js";
import { missingSuite, suiteNote } from "../shared.js";
import { groupsOf, remotes, suites, type SuiteGroup } from "../suite/official-suite.js";
import { lowered, openapi } from "./lowered.js";

/** Read otherwise on purpose: an empty `enum` is ignored, and formats are asserted; no document has a metaschema of its own. */
const otherwise = ["enum", "format", "vocabulary"];

/** What leads to a metaschema, which no document holds. */
const metaschema = /json-schema\.org\/draft/;

const byFile = new Map<string, SuiteGroup[]>(missingSuite ? [["every file", []]] : []);
for (const group of missingSuite ? [] : suites.filter(({ name }) => name === "2020-12 required").flatMap(groupsOf)) {
  const [, file = ""] = /\/([\w-]+)\.json \|/.exec(group.cases[0]?.name ?? "") ?? [];
  if (isJsonObject(group.schema) && !otherwise.includes(file)) byFile.set(file, [...(byFile.get(file) ?? []), group]);
}

test.skipIf(missingSuite).each([...byFile])(`agrees with the official suite in a component: %s${suiteNote}`, async (_, groups) => {
  const files = Object.fromEntries(Object.entries(remotes()).filter(([uri, value]) => uri.includes("/draft2020-12/") && isJsonObject(value)));
  const wrong: string[] = [];
  for (const { schema, cases } of groups) {
    const rest = Object.fromEntries(Object.entries(schema as object).filter(([keyword]) => keyword !== "$schema"));
    if (metaschema.test(JSON.stringify(rest))) continue;
    // By the letter, what has no identifier is a part of the document.
    const component = { ...(rest["$id"] === undefined && { $id: "https://example.com/schema" }), ...rest };
    const document = openapi("3.1.0", { components: { schemas: { S: component } } });
    const { model } = lowered(document, { files: files as Readonly<Record<string, object>> });
    const compiled = (await compileModel(model)).schema("#/components/schemas/S");
    for (const { name, data, valid } of cases) if (compiled?.is(data) !== valid) wrong.push(name);
  }
  expect(wrong).toEqual([]);
});
