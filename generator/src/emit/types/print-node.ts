import type ts from "typescript";
import { escapeUnseen } from "../print/code.js";
import { compiler } from "./transforms.js";

const printer = compiler.createPrinter({ newLine: compiler.NewLineKind.LineFeed });
const blank = compiler.createSourceFile("types.ts", "", compiler.ScriptTarget.ESNext, false, compiler.ScriptKind.TS);

/** The text of a node, by TypeScript's own printer. Comments in it hold nothing any more that would be escaped; literals may. */
export function printNode(node: ts.Node): string {
  return escapeUnseen(printer.printNode(compiler.EmitHint.Unspecified, node, blank));
}
