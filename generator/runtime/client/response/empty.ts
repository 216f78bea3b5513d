import type { ResponseReader } from "../operation.js";
import { isEmptyStatus } from "./statuses.js";

/** What a range of statuses, or `default`, answers with: some of these statuses have no body, whatever the document says. */
export const unlessEmpty: ResponseReader = async (response, attempt, { body }) =>
  isEmptyStatus(response.status) ? undefined : body?.read?.(response, attempt, body);
