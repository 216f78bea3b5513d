import { expect, test } from "vitest";
import { recordedResponse, findingsOf, thingsApi } from "./open.js";

/** What a search that goes back over every way there is never ends with. */
const text = `${"a".repeat(60)}!`;
const slow = "^(a+)+\\1$";

test("reports patterns that need too many steps as unverified", async () => {
  const schema = { type: "object", properties: { x: { type: "string", pattern: slow }, y: { type: "integer" } } };
  const found = await findingsOf(thingsApi(schema), recordedResponse({ x: text, y: "no" }));
  expect(found.map((one) => [one.class, one.path, one.keyword])).toEqual([
    ["unchecked", "/x", "patternLimit"],
    ["schema-violation", "/y", "type"],
  ]);
  expect(found[0]?.message).toContain(`takes too long to match against the pattern ${JSON.stringify(slow)}`);
  // A short text is looked through.
  expect((await findingsOf(thingsApi(schema), recordedResponse({ x: "aaa!" }))).map((one) => one.keyword)).toEqual(["pattern"]);
});

test.each([
  ["^(a+)+$", "undocumented-field"],
  ["^a*a*a*a*a*a*a*b$", "undocumented-field"],
  [slow, "unchecked"],
])("matches %s against property names in bounded time", async (pattern, want) => {
  const schema = { type: "object", properties: { id: { type: "integer" } }, patternProperties: { [pattern]: { type: "string" } } };
  const found = await findingsOf(thingsApi(schema), recordedResponse({ id: 1, [text]: 1, [`a${"b".repeat(30)}`]: 1 }));
  expect(found.map((one) => one.class)).toContain(want);
});
