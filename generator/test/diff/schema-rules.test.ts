import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withSchema } from "./documents.js";
import { schemaRows } from "./rows/schemas.js";

test.each(schemaRows)("%s: %j → %j is judged separately for both sides", async (code, old, next, levels) => {
  const { changes } = diff(await modelOf(withSchema(old)), await modelOf(withSchema(next)));
  const found = changes.filter((change) => change.code === code && change.surface !== "types");
  expect([found.find((change) => change.side === "request")?.level, found.find((change) => change.side === "response")?.level]).toEqual(levels);
  // Nothing else is said about the wire.
  expect(changes.filter((change) => change.surface === "wire" && change.code !== code)).toEqual([]);
});
