import { afterAll, expect, test } from "vitest";
import { compile } from "tallystick";
import { missingSuite, suiteNote } from "../shared.js";
import { expectedFailures, groupsOf, remotes, suites } from "./official-suite.js";

const known = expectedFailures();
const unseen = new Set(known);
const table: string[] = [];

test.skipIf(missingSuite).each(suites)(`agrees with the official suite: $name${suiteNote}`, async (suite) => {
  const resources = remotes();
  const unexpected: string[] = [];
  let passed = 0;
  let total = 0;
  for (const { schema, cases } of groupsOf(suite)) {
    const validate = await compile(schema, { ...suite.options, resources });
    for (const { name, data, valid } of cases) {
      const result = validate(data);
      // A refusal without an issue would be a refusal that nobody can act on.
      const agrees = result.valid === valid && result.issues.length > 0 === !valid;
      total++;
      if (agrees) passed++;
      unseen.delete(name);
      if (agrees === known.has(name)) unexpected.push(`${name}: ${agrees ? "passes, but is listed as a failure" : "fails"}`);
    }
  }
  table.push(`${suite.name.padEnd(20)} ${String(passed).padStart(5)} of ${total}`);
  expect(unexpected).toEqual([]);
  expect(total).toBe(suite.total);
  expect(passed).toBeGreaterThanOrEqual(suite.required);
});

test.skipIf(missingSuite)(`lists no failure that is not in the suite${suiteNote}`, () => {
  expect([...unseen]).toEqual([]);
});

afterAll(() => {
  process.stdout.write(`\n${table.join("\n")}\n`);
});
