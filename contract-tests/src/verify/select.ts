import { matching, UsageError } from "tallystick";
import { withNestedTags, type ApiModel, type Operation } from "tallystick/model";
import type { VerifyOptions } from "./options.js";

/** The operations of the run. An empty selection is a usage error. */
export function selectOperations(model: ApiModel, options: Pick<VerifyOptions, "include" | "exclude" | "tags">): readonly Operation[] {
  const paths = model.operations.filter((operation) => operation.kind === "path");
  const { include = [], exclude = [] } = options;
  const included = matching(include);
  const excluded = matching(exclude);
  const tags = withNestedTags(options.tags ?? [], model);
  const selected = paths.filter(
    (operation) =>
      (include.length === 0 || included(operation)) && !excluded(operation) && (tags.size === 0 || operation.tags.some((tag) => tags.has(tag))),
  );
  if (selected.length === 0 && paths.length > 0) throw new UsageError("No operation matches --include, --exclude and --tags.");
  return selected;
}
