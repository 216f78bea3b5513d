import type { OperationPlan } from "../../plan/plan.js";

/** What the client calls an operation's function: `raw` is the client underneath. */
export function memberOf(functionName: string): string {
  return functionName === "raw" ? "raw_" : functionName;
}

/** How a function of an operation is called at the client: `listSessions`, or `pulls.list` in a group. @param name Its own, or one that is made from it. */
export function pathOf({ functionName, method }: OperationPlan, name: string = functionName): string {
  return method === undefined ? memberOf(name) : `${method.group}.${methodOf({ functionName, method }, name)}`;
}

/** What a function is called in its group: `listPages` where it is made from `list`. */
export function methodOf({ functionName, method }: Pick<OperationPlan, "functionName" | "method">, name: string): string {
  return method === undefined ? memberOf(name) : `${method.name}${name.slice(functionName.length)}`;
}
