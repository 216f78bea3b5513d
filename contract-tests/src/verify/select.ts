import type { ApiModel, Operation } from "tallystick/model";
import { escapeRegExp } from "../escape-regexp.js";
import type { VerifyOptions } from "./options.js";
import { UsageError } from "../usage-error.js";

/** The operations that the run is about. A selection that selects nothing is a mistake and says so. */
export function selectOperations(model: ApiModel, options: Pick<VerifyOptions, "include" | "exclude" | "tags">): readonly Operation[] {
  const paths = model.operations.filter((operation) => operation.kind === "path");
  const include = (options.include ?? []).map(matcherFor);
  const exclude = (options.exclude ?? []).map(matcherFor);
  const tags = new Set(options.tags ?? []);
  const selected = paths.filter(
    (operation) =>
      (include.length === 0 || include.some((matches) => matches(operation))) &&
      !exclude.some((matches) => matches(operation)) &&
      (tags.size === 0 || operation.tags.some((tag) => tags.has(tag))),
  );
  if (selected.length === 0 && paths.length > 0) throw new UsageError("No operation is left after --include, --exclude and --tags.");
  return selected;
}

/** `listSessions`, `GET /sessions`, `/sessions`, or any of these with `*`. */
function matcherFor(pattern: string): (operation: Operation) => boolean {
  const source = pattern.trim().split("*").map(escapeRegExp).join(".*");
  const expression = new RegExp(`^${source}$`, "i");
  return (operation) =>
    (operation.operationId !== undefined && expression.test(operation.operationId)) ||
    expression.test(operation.key) ||
    expression.test(operation.path);
}
