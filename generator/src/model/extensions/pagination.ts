import type { Operation } from "../api.js";
import { ignored, members, type Slip } from "./members.js";

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

/** How the pages of an operation go on and where they end: `x-tallystick-pagination`, with what it says by its names. */
export type Pagination = NonNullable<ReturnType<typeof paginationOf>>;

export function paginationOf({ extensions }: Operation, slip: Slip = ignored) {
  return members(extensions["x-tallystick-pagination"], kinds, ["style"], slip);
}
