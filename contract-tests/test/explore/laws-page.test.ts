import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { laws } from "../../src/explore/laws/index.js";

const page = new URL("../../../docs/reference/laws.md", import.meta.url);

test("the page has each law with its reason", () => {
  const text = readFileSync(page, "utf8");
  const entries = laws.map(({ name, title, reason }) => `### ${name}\n\n${wrapped(title)}\n\n${wrapped(`Reason: ${reason}`)}\n`);
  const wanted = text.replace(/(?<=<!-- laws -->\n)[^]*(?=\n<!-- \/laws -->)/, `\n${entries.join("\n")}`);
  if (process.env["RECORD"] === "true") writeFileSync(page, wanted);
  expect(readFileSync(page, "utf8")).toBe(wanted);
});

test("each law has a unique name in lower case", () => {
  const names = laws.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
});

/** The text in lines of at most 120 characters. */
function wrapped(text: string): string {
  return text.replace(/(?=\S)(.{1,118})(?:\s+|$)/g, "$1\n").trimEnd();
}
