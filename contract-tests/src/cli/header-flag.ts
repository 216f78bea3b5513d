import { UsageError } from "../usage-error.js";

/** A header's value is a credential more often than not: what is wrong with one is said without printing it. */
export function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    if (colon < 1 || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new UsageError(`--header number ${index + 1} is not of the form 'Name: value'.`);
    headers[name] = line.slice(colon + 1).trim();
  }
  return headers;
}
