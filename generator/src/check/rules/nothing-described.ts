import { isJsonObject } from "../../model/json.js";
import type { ApiRule } from "../rule.js";

/** A document without operations and without schemas, which does not say so by empty `paths`: these may stand one level too deep. */
export const nothingDescribed: ApiRule = ({ operations, webhooks, schemas }, report, { root }) => {
  if (operations.length > 0 || webhooks.length > 0 || schemas.size > 0) return;
  const written = isJsonObject(root.value) ? root.value["paths"] : undefined;
  if (!isJsonObject(written)) report("nothing-described", undefined, { file: root.file, pointer: "#" });
};
