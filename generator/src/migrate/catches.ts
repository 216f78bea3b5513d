import { ts } from "ts-morph";
import { edit, indentAt, type Edit } from "./edits.js";
import { FreeNames } from "./results.js";

/** How a `catch` gets what the tool before threw. */
export interface CatchChange {
  readonly edits: readonly Edit[];
  readonly nodes: readonly ts.Node[];
}

/**
 * Gives the `catch` around a call the body of an error, as hey-api throws it: an empty one is `{}`. Other errors stay.
 * @returns Undefined if the errors leave the function.
 */
export function changeCatch(call: ts.Node, apiError: string): CatchChange | undefined {
  const clause = catchAround(call);
  if (clause === undefined) return undefined;
  const { variableDeclaration: variable, block } = clause;
  if (variable === undefined) return { edits: [], nodes: [] };
  const source = call.getSourceFile();
  // Calls of one block have the same edit. It is applied once.
  const caught = new FreeNames().claim("caught", "caughtError", clause);
  const [first] = block.statements;
  const start = block.getStart(source) + 1;
  const isOneLine = first === undefined || !source.text.slice(start, first.getStart(source)).includes("\n");
  const space = isOneLine ? " " : `\n${indentAt(source.text, first.getStart(source))}`;
  const name = variable.name.getText(source);
  const line = `${space}const ${name} = ${caught} instanceof ${apiError} ? ${caught}.body || {} : ${caught};`;
  return {
    edits: [edit(variable.name.getStart(source), start, caught, { start: variable.name.end, end: start }, line)],
    nodes: [clause.block],
  };
}

/** The `catch` of the nearest `try` in the function of a node. */
function catchAround(call: ts.Node): ts.CatchClause | undefined {
  for (let node = call; !ts.isSourceFile(node) && !ts.isFunctionLike(node); node = node.parent)
    if (ts.isTryStatement(node.parent) && node.parent.tryBlock === node && node.parent.catchClause !== undefined) return node.parent.catchClause;
  return undefined;
}
