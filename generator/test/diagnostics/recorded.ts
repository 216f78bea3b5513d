import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The text that a file holds, to compare with; `RECORD=true` writes the file first, for review. */
export function recorded(path: string, text: string): string {
  if (process.env["RECORD"] === "true") writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, "utf8") : `(there is no ${path}: run with RECORD=true)`;
}
