import { expect, test } from "vitest";
import { codeCell, codeSpan, markdownText } from "../../src/diagnostics/markdown.js";
import { plain, plainTexts } from "../../src/diagnostics/plain.js";
import { workflowCommand } from "../../src/diagnostics/workflow-command.js";
import { jsonText } from "../../src/model/json-text.js";

test.each([
  ["\u001b[31mred", "\\u001b[31mred"],
  ["\u001b]8;;https://evil.example\u0007link", "\\u001b]8;;https://evil.example\\u0007link"],
  ["a\n::error::b", "a\\u000a::error::b"],
  ["\u009b31m \u202e \u2066 \ud800", "\\u009b31m \\u202e \\u2066 \\ud800"],
  ["::add-mask::e", "\\u003a:add-mask::e"],
  ["  ::add-mask::e", "  \\u003a:add-mask::e"],
  ["one ##[error]two ##vso[task.x]", "one \\u0023#[error]two \\u0023#vso[task.x]"],
  ["std::string # 1 ## 2 日本語 👩‍👩‍👧", "std::string # 1 ## 2 日本語 👩‍👩‍👧"],
])("%j is written as %j", (given, want) => {
  expect(plain(given)).toBe(want);
});

test("escapes each text of a value without truncation", () => {
  const long = "x".repeat(2000);
  expect(plainTexts({ a: ["\u0007", 1, null, { b: long }], c: undefined })).toEqual({ a: ["\\u0007", 1, null, { b: long }], c: undefined });
});

test("escapes invisible characters in JSON without changing the value", () => {
  const value = { "\u202ea": "\u001b\u007f\u009b\u2028\ufeff\u2066 é日👍", list: [1, true, null] };
  const text = jsonText(value, 2);
  expect(text).toMatch(/^[\n -~é日👍]+$/u);
  expect(JSON.parse(text)).toEqual(value);
});

test("writes a workflow command as one line without control characters", () => {
  const hostile = "\u001b[31m\r\u202e,:\u0085";
  const command = workflowCommand("error", { file: `a\n::add-mask::b${hostile}`, line: 1 }, `first${hostile}\nsecond`);
  expect(command).toMatch(/^::error file=[ -~]+::first[ -~]+%0Asecond\n$/);
});

test("keeps any text inside a code span", () => {
  expect(codeSpan("/a")).toBe("`/a`");
  expect(codeSpan("a``` <b> ` c\n# d")).toBe("```` a``` <b> ` c # d ````");
  expect(codeCell("a|b \\| c")).toBe("`a\\|b \\| c`");
});

test("escapes markup and mentions", () => {
  expect(markdownText("<b> @somebody #12 a|b\n# c")).toBe("\\<b\\> \\@&#8203;somebody \\#&#8203;12 a\\|b \\# c");
});
