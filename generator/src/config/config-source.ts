import { createRequire } from "node:module";
import type { ts } from "ts-morph";
import { outlineOfJson } from "../load/parse/json.js";
import { Outline } from "../load/parse/outline.js";
import type { FileNames } from "../load/parse/parse.js";
import { ParsedFile } from "../load/source-file.js";

const require = createRequire(import.meta.url);

/** A configuration as a source of locations: pointers into a program start at the object of its default export. */
export function sourceOf(names: FileNames, text: string): ParsedFile {
  const outline = names.path.endsWith(".json") ? outlineOfJson : outlineOfProgram;
  return new ParsedFile(names, text, null, () => outline(text));
}

function outlineOfProgram(text: string): Outline {
  const { ts: compiler } = require("ts-morph") as typeof import("ts-morph");
  const file = compiler.createSourceFile("config.ts", text, compiler.ScriptTarget.Latest, true);
  const outline = new Outline();
  const exported = file.statements.find(compiler.isExportAssignment);
  const settings = exported && valueOf(compiler, file, exported.expression);
  const add = (node: ts.Expression | undefined, start: number, key?: string): void => {
    const value = node && valueOf(compiler, file, node);
    const index = outline.add(start, key);
    outline.open(index);
    if (value && compiler.isObjectLiteralExpression(value)) {
      for (const property of value.properties) {
        const name =
          property.name && (compiler.isIdentifier(property.name) || compiler.isStringLiteral(property.name)) ? property.name.text : undefined;
        if (name !== undefined) add(compiler.isPropertyAssignment(property) ? property.initializer : undefined, property.getStart(), name);
      }
    } else if (value && compiler.isArrayLiteralExpression(value)) {
      for (const element of value.elements) add(element, element.getStart());
    }
    outline.close();
  };
  add(settings, settings?.getStart() ?? exported?.getStart() ?? 0);
  return outline;
}

/** Circular names have no value. */
const mostSteps = 20;

/** The object of an expression: `defineConfig({ … })`, `{ … } satisfies Config` or the name of a constant. */
function valueOf(compiler: typeof ts, file: ts.SourceFile, node: ts.Expression, steps = mostSteps): ts.Expression {
  if (compiler.isSatisfiesExpression(node) || compiler.isAsExpression(node) || compiler.isParenthesizedExpression(node))
    return valueOf(compiler, file, node.expression, steps);
  if (compiler.isCallExpression(node) && node.arguments[0] !== undefined) return valueOf(compiler, file, node.arguments[0], steps);
  if (!compiler.isIdentifier(node) || steps === 0) return node;
  const declared = file.statements
    .filter(compiler.isVariableStatement)
    .flatMap((statement) => statement.declarationList.declarations)
    .find(({ name }) => compiler.isIdentifier(name) && name.text === node.text);
  return declared?.initializer === undefined ? node : valueOf(compiler, file, declared.initializer, steps - 1);
}
