/**
 * A `date-time` without an offset, in UTC. RFC 3339 §5.6 requires an offset, and many servers omit it: if the user accepts it,
 * the result must not depend on the local time zone.
 */
export function withOffset(text: string): string {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
}
