import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Rule } from "../../src/diff/rules/rule.js";
import { rules } from "../../src/diff/rules/rules.js";

const page = fileURLToPath(new URL("../../../docs/reference/changes.md", import.meta.url));

test("lists each rule with its levels and its reason in the reference", async () => {
  const lines = [
    "# Change rules",
    "",
    "Find the level of each change that `tallystick diff` reports, and the reason. The rules are in the order in which they",
    "run.",
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
    "- A response breaks its readers if it may have a value that the old document rejected: they may rely on each bound,",
    "  format and pattern.",
    "- A response change is only a warning if it concerns names that readers usually ignore.",
    "- `pattern-changed` and `constraint-changed` depend on the values. The change is breaking if an example value breaks. It",
    "  is safe if the side provably has no such value, and a warning if neither is found.",
    "",
    "This page is generated from `generator/src/diff/rules`.",
    "",
    "| code | surface | request | response | types | why |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rules.map(row),
    "",
    "## Reasons in webhooks and callbacks",
    "",
    "In a webhook or callback the consumer receives the request and sends the response. These rules then have another reason.",
    "",
    "| code | why |",
    "| --- | --- |",
    ...rules.flatMap(servedRow),
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
  return `| \`${rule.code}\` | ${rule.surface} | ${request ?? "–"}${mark} | ${response ?? "–"}${mark} | ${types === "" ? "" : `breaking: ${types}`} | ${rule.reason} |`;
}

/** The reason where the consumer receives the request. */
function servedRow({ code, reasonFor }: Rule): string[] {
  const reason = reasonFor?.("request", {}) ?? reasonFor?.("response", { unasked: true });
  return reason === undefined ? [] : [`| \`${code}\` | ${reason} |`];
}

test("has no cell of more than 120 characters", () => {
  const reasons = rules.flatMap((rule) => [rule.reason, rule.reasonFor?.("request", {}), rule.reasonFor?.("response", { unasked: true })]);
  expect(reasons.filter((reason) => reason !== undefined && reason.length > 120)).toEqual([]);
});
