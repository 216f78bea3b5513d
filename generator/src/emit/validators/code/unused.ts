import { hasName } from "../../print/code.js";
import type { Statement } from "../../print/file.js";

/** Removes private functions and constants that no remaining one mentions. */
export function withoutUnused(statements: readonly Statement[]): readonly Statement[] {
  const remaining = statements.filter((statement) => {
    const name = privateName(statement);
    return name === undefined || statements.some((other) => other !== statement && mentions(other, name));
  });
  return remaining.length === statements.length ? statements : withoutUnused(remaining);
}

function privateName(statement: Statement): string | undefined {
  return (statement.kind === "function" || statement.kind === "const") && statement.exported !== true ? statement.name : undefined;
}

/** Whether the code of a function or a constant mentions a name. */
export function mentions(statement: Statement, name: string): boolean {
  const body = statement.kind === "function" ? statement.body : statement.kind === "const" ? statement.value : undefined;
  return body !== undefined && hasName(body, name);
}
