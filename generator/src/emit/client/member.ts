/** What the client calls an operation's function: `raw` is the client underneath. */
export function memberOf(functionName: string): string {
  return functionName === "raw" ? "raw_" : functionName;
}
