import type ts from "typescript";
import { compiler } from "./transforms.js";

const printer = compiler.createPrinter({ newLine: compiler.NewLineKind.LineFeed });
const blank = compiler.createSourceFile("types.ts", "", compiler.ScriptTarget.ESNext, false, compiler.ScriptKind.TS);

/** The text of a node, by TypeScript's own printer. */
export function printNode(node: ts.Node): string {
  return printer.printNode(compiler.EmitHint.Unspecified, node, blank);
}
