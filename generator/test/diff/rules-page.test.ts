import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Rule } from "../../src/diff/rules/rule.js";
import { rules } from "../../src/diff/rules/rules.js";

const page = fileURLToPath(new URL("../../../docs/reference/changes.md", import.meta.url));

test("the reference lists every rule with its level for both sides and its reason", async () => {
  const lines = [
    "# Kinds of change",
    "",
    "What `tallystick diff` can say, in the order of its rules. *Request*: for a consumer that sends the value; *response*: for one that reads it (webhooks and callbacks flip).",
    "A level with `*` is a policy on which good tools disagree; `--policy FILE` gives any rule another one. Where a level depends on the change, the usual one stands here.",
    "An answer breaks its readers where it may hold a value that the old document refused: a bound, a format, a pattern that went is one more thing that no reader can rely on.",
    "Only a warning is what readers are used to pass over, names that they do not know, and what cannot be decided and no value shows.",
    "This page is made from `generator/src/diff/rules`.",
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
