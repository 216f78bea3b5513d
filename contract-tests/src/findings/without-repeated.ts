import type { Finding } from "./finding.js";

type Named = Pick<Finding, "class" | "operation" | "status" | "keyword">;

/** Without the undocumented statuses that a law reports with its requests. */
export function withoutRepeated<T extends Named>(all: readonly T[]): readonly T[] {
  const keyOf = ({ operation = "", status = "" }: Named): string => `${status} ${operation}`;
  const reported = new Set(all.filter((one) => one.class === "broken-law" && one.keyword === "no-server-error").map(keyOf));
  return all.filter((one) => one.class !== "undocumented-status" || !reported.has(keyOf(one)));
}
