/**
 * A `date-time` without an offset in UTC. By RFC 3339 §5.6 it is none, and many servers send it: where the document's user has it accepted,
 * what it becomes must not depend on where it is read.
 */
export function withOffset(text: string): string {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
}
