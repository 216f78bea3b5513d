import type { Page } from "./pages.js";

const delimiter = /^\|(?:\s*:?-+:?\s*\|)+$/;

/**
 * Rows that have more or fewer cells than the head of their table: `docs/client.md:12 has 5 cells, and the head 4`. Rows after an empty line have no
 * head, and are shown as text.
 */
export function brokenTables({ path, text }: Page): string[] {
  const lines = withoutBlocks(text);
  return lines.flatMap((line, index) => {
    const isFirst = line.startsWith("|") && lines[index - 1]?.startsWith("|") !== true;
    if (isFirst && !delimiter.test(lines[index + 1]?.trim() ?? "")) return [`${path}:${index + 1} begins a table without a head`];
    if (!delimiter.test(line.trim())) return [];
    const wanted = cells(lines[index - 1] ?? "");
    const end = lines.findIndex((each, other) => other > index && !each.startsWith("|"));
    return lines.slice(index, end === -1 ? undefined : end).flatMap((row, offset) => {
      const found = cells(row);
      return found === wanted ? [] : [`${path}:${index + offset + 1} has ${found} cells, and the head ${wanted}`];
    });
  });
}

/** Cells of more than 120 characters: `docs/client.md:12 has a cell of 140 characters`. Addresses of links do not count. */
export function longCells({ path, text }: Page): string[] {
  return withoutBlocks(text).flatMap((line, index) => {
    if (!line.startsWith("|")) return [];
    const longest = Math.max(
      ...line
        .replaceAll(/\]\([^)]*\)/g, "]")
        .replaceAll("\\|", "/")
        .split("|")
        .map((cell) => cell.trim().length),
    );
    return longest <= 120 ? [] : [`${path}:${index + 1} has a cell of ${longest} characters`];
  });
}

/** A `|` ends a cell also inside of code, unless it is escaped (GitHub Flavored Markdown §4.10). */
function cells(row: string): number {
  return row.replaceAll("\\|", "").trim().split("|").length - 2;
}

/** Blocks as empty lines, so that the numbers of the others stay. */
function withoutBlocks(text: string): string[] {
  return text.replaceAll(/^(```+)[\s\S]*?^\1$/gm, (block) => block.replaceAll(/.+/g, "")).split("\n");
}
