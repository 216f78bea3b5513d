import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository, with a slash at the end. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A page, or a made-up one for the tests that must fail. */
export interface Page {
  /** `docs/client.md`. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block, with what hidden comments above it say. */
export interface Block {
  readonly language: string;
  readonly lines: readonly string[];
  /** Line number in the page of the first line inside the fence, from 1. */
  readonly start: number;
  /** `<!-- with: … -->`: what the reader of the block has to imagine, such as a declaration. */
  readonly with: readonly string[];
  /** `<!-- another file -->`: what is declared further up on the page does not count. */
  readonly apart: boolean;
}

/** Everything that a person reads before the code: what people wrote, and what is made from it. */
export function pages(): Page[] {
  const found = readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  // TypeDoc puts copies of pages into what it writes, where their links lead nowhere.
  const inDocs = found.filter((name) => name.endsWith(".md") && !name.startsWith("api/"));
  const paths = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "generator/README.md",
    "contract-tests/README.md",
    ...inDocs.map((name) => `docs/${name}`),
  ];
  return paths.toSorted().map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
}

export function blocksOf({ text }: Page): Block[] {
  const blocks: Block[] = [];
  let hidden: string[] = [];
  let apart = false;
  let open: { fence: string; language: string; lines: string[]; start: number } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const [, fence, language = ""] = /^(```+)\s*(\w*)/.exec(line) ?? [];
    if (open !== undefined) {
      if (fence !== undefined && fence.length >= open.fence.length && language === "") {
        blocks.push({ language: open.language, lines: open.lines, start: open.start, with: hidden, apart });
        open = undefined;
        hidden = [];
        apart = false;
      } else open.lines.push(line);
    } else if (fence !== undefined) open = { fence, language, lines: [], start: index + 2 };
    else if (line.startsWith("<!-- with: ")) hidden.push(line.slice(11).replace(/ -->$/, ""));
    else if (line === "<!-- another file -->") apart = true;
  }
  return blocks;
}

/** The page without its blocks and without code in sentences: what is left can hold links. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^(```+)[\s\S]*?^\1$/gm, "").replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, " "));
}
