import type { OperationPlan } from "../../plan/plan.js";

/** The member of the client for an operation's function: `raw` is the openapi-fetch client. */
export function memberOf(functionName: string): string {
  return functionName === "raw" ? "raw_" : functionName;
}

/** The call of an operation's function at the client: `listSessions`, or `pulls.list` in a group. @param name Its own name, or a derived one. */
export function pathOf({ functionName, method }: OperationPlan, name: string = functionName): string {
  return method === undefined ? memberOf(name) : `${method.group}.${methodOf({ functionName, method }, name)}`;
}

/** The name of a function in its group: `listPages`, derived from `list`. */
export function methodOf({ functionName, method }: Pick<OperationPlan, "functionName" | "method">, name: string): string {
  return method === undefined ? memberOf(name) : `${method.name}${name.slice(functionName.length)}`;
}
