import type { MockPages } from "../../../runtime/mocks/types.js";
import type { Operation } from "../../model/api.js";
import { paginationOf } from "../../model/extensions/pagination.js";

/** The pagination parameters of an operation. Only the client needs the identity of items. */
export function pagesOf(operation: Operation): MockPages | undefined {
  const said = paginationOf(operation);
  if (said === undefined) return undefined;
  const { key: _, style, first, ...texts } = said;
  const size = operation.parameters.find(({ name }) => name === said.limit)?.schema?.annotations?.default;
  return { style, ...texts, ...(first === undefined ? {} : { first }), size: typeof size === "number" ? size : 20 };
}
