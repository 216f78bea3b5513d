import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Rule } from "../../src/diff/rules/rule.js";
import { rules } from "../../src/diff/rules/rules.js";

const page = fileURLToPath(new URL("../../../docs/reference/changes.md", import.meta.url));

test("the reference lists every rule with its level for both sides and its reason", async () => {
  const lines = [
    "# Change rules",
    "",
    "Find the level of each change that `tallystick diff` reports, and the reason. The rules are in the order in which they run.",
    "",
    "| column | meaning |",
    "| --- | --- |",
    "| request | level for a consumer that sends the value |",
    "| response | level for a consumer that reads the value |",
    "| types | sides on which code against the generated package no longer compiles |",
    "",
    "- In webhooks and callbacks, request and response are swapped.",
    "- Good tools disagree on the levels with `*`. `--policy FILE` sets the level of any rule.",
    "- If the level depends on the change, the table has the usual one.",
    "- A response breaks its readers if it may have a value that the old document rejected: they may rely on each bound, format and",
    "  pattern.",
    "- Two kinds of response changes are only a warning: names that readers usually ignore, and changes that cannot be decided and",
    "  have no breaking value.",
    "",
    "This page is generated from `generator/src/diff/rules`.",
    "",
    "| code | surface | request | response | types | why |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rules.map(row),
    "",
  ];
  await expect(lines.join("\n")).toMatchFileSnapshot(page);
});

test("no two rules share a code", () => {
  expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length);
});

function row(rule: Rule): string {
  const { request, response } = rule.level({});
  const mark = rule.policy ? "*" : "";
  const types =
    rule.types === undefined
      ? ""
      : Object.entries(rule.types)
          .filter(([, level]) => level === "breaking")
          .map(([side]) => side)
          .join(", ");
  return `| \`${rule.code}\` | ${rule.surface} | ${request ?? "–"}${mark} | ${response ?? "–"}${mark} | ${types === "" ? "" : `breaking: ${types}`} | ${rule.reason}${servedReason(rule)} |`;
}

/** Why, where the consumer is called: only of a webhook or callback. */
function servedReason({ reasonFor }: Rule): string {
  const reason = reasonFor?.("request", {}) ?? reasonFor?.("response", { unasked: true });
  return reason === undefined ? "" : ` Webhook or callback: ${reason}`;
}
