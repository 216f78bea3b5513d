import type { Rewrite } from "./rewrite.js";

const cells = {
  ",": /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(,|\r?\n|$)/g,
  ";": /(?:"([^"]*(?:""[^"]*)*)"|([^;\r\n]*))(;|\r?\n|$)/g,
  "\t": /(?:"([^"]*(?:""[^"]*)*)"|([^\t\r\n]*))(\t|\r?\n|$)/g,
};

/** Rewrites the cells of a table (RFC 4180) where they stand, each by the name that its column has in the first line. */
export function rewriteCsv(text: string, rewrite: Rewrite): string {
  const [head = ""] = text.split("\n", 1);
  const separator = ([",", ";", "\t"] as const).find((character) => head.includes(character)) ?? ",";
  const columns: string[] = [];
  let row = 0;
  let column = 0;
  return text.replace(cells[separator], (cell, quoted: string | undefined, plain: string, end: string) => {
    const value = quoted?.replaceAll('""', '"') ?? plain;
    const slot = { place: "form", name: columns[column] ?? "" } as const;
    const inHead = row === 0;
    if (inHead) columns.push(value.trim());
    if (end === separator) column++;
    else [row, column] = [row + 1, 0];
    const changed = inHead ? value : rewrite(value, slot);
    if (changed === value) return cell;
    return (quoted === undefined ? changed : `"${changed.replaceAll('"', '""')}"`) + end;
  });
}
