import type { MockPages } from "../../../runtime/mocks/types.js";
import type { Operation } from "../../model/api.js";
import { paginationOf } from "../../model/extensions/pagination.js";

/** The pagination parameters of an operation. Only the client needs the identity of items. */
export function pagesOf(operation: Operation): MockPages | undefined {
  const pagination = paginationOf(operation);
  if (pagination === undefined) return undefined;
  const { key: _, style, first, ...texts } = pagination;
  const size = operation.parameters.find(({ name }) => name === pagination.limit)?.schema?.annotations?.default;
  return { style, ...texts, ...(first === undefined ? {} : { first }), size: typeof size === "number" ? size : 20 };
}
