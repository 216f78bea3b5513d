import type { ApiRule } from "../rule.js";
import { hasContent } from "./no-content.js";

/** A document without operations and without schemas: paths may be indented wrongly. */
export const nothingDescribed: ApiRule = ({ operations, webhooks, schemas, losses }, report, { root }) => {
  // Why there is nothing has been reported in these cases (lost-content, no-content).
  if (losses.some(({ section }) => section !== undefined) || !hasContent(root.value)) return;
  if (operations.length === 0 && webhooks.length === 0 && schemas.size === 0)
    report("nothing-described", undefined, { file: root.file, pointer: "#" });
};
