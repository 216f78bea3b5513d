import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** Compares a text with a committed file; `RECORD=true` writes the file instead, for review. */
export function expectGolden(file: URL, text: string): void {
  if (process.env["RECORD"] === "true") writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(text);
}
