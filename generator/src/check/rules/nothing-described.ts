import type { ApiRule } from "../rule.js";

/** A document without operations and without schemas: paths may be indented wrongly. */
export const nothingDescribed: ApiRule = ({ operations, webhooks, schemas, losses }, report, { root }) => {
  // A section that cannot be read is reported as the cause (lost-content).
  if (losses.some(({ section }) => section !== undefined)) return;
  if (operations.length === 0 && webhooks.length === 0 && schemas.size === 0)
    report("nothing-described", undefined, { file: root.file, pointer: "#" });
};
