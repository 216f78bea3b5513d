import type { Operation } from "../api.js";
import { ignored, members, type Slip } from "./members.js";

const kinds = { resource: "text", role: ["create", "list", "get", "update", "delete"], id: "text", parameter: "text" } as const;

/** What an operation does to a resource, as `x-tallystick-state` says. */
export type State = NonNullable<ReturnType<typeof stateOf>>;

export function stateOf({ extensions }: Operation, slip: Slip = ignored) {
  return members(extensions["x-tallystick-state"], kinds, ["resource", "role", "id"], slip);
}
