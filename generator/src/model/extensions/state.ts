import type { Operation } from "../api.js";
import { ignored, members, type ReportMember } from "./members.js";

const kinds = { resource: "text", role: ["create", "list", "get", "update", "delete"], id: "text", parameter: "text" } as const;

/** The effect of an operation on a resource, from `x-tallystick-state`. */
export type State = NonNullable<ReturnType<typeof stateOf>>;

export function stateOf({ extensions }: Operation, report: ReportMember = ignored) {
  return members(extensions["x-tallystick-state"], kinds, ["resource", "role", "id"], report);
}
