import type { Operation } from "../api.js";
import { ignored, members, type ReportMember } from "./members.js";

const kinds = {
  style: ["offset", "page", "cursor", "link"],
  limit: "text",
  offset: "text",
  page: "text",
  first: "number",
  parameter: "text",
  items: "text",
  cursor: "text",
  link: "text",
  more: "text",
  key: "text",
} as const;

/** The pagination of an operation: `x-tallystick-pagination`, with its own names. */
export type Pagination = NonNullable<ReturnType<typeof paginationOf>>;

export function paginationOf({ extensions }: Operation, report: ReportMember = ignored) {
  return members(extensions["x-tallystick-pagination"], kinds, ["style"], report);
}
