import { plain } from "../../diagnostics/plain.js";

/** A sentence on stderr: one line, whatever the names in it hold. */
export function printLine(sentence: string): void {
  process.stderr.write(`${plain(sentence, Infinity)}\n`);
}
