import type { ApiRule } from "../rule.js";

/** A document without operations and without schemas: paths may be indented wrongly. */
export const nothingDescribed: ApiRule = ({ operations, webhooks, schemas }, report, { root }) => {
  if (operations.length === 0 && webhooks.length === 0 && schemas.size === 0)
    report("nothing-described", undefined, { file: root.file, pointer: "#" });
};
