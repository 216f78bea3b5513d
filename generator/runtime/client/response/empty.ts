import type { ResponseReader } from "../operation.js";
import { isEmptyStatus } from "./statuses.js";

/** The result of a range of statuses or `default`: some of these statuses have no body, whatever the document specifies. */
export const unlessEmpty: ResponseReader = async (response, attempt, { body }) =>
  isEmptyStatus(response.status) ? undefined : body?.read?.(response, attempt, body);
