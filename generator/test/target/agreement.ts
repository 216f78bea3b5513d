import ts from "typescript";

const printer = ts.createPrinter({ removeComments: true });

/** Exported names of a module → their declarations in one spelling. Imports count as the names that they bring in. */
export function surface(path: string, text: string): ReadonlyMap<string, string> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, string>();
  const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ").replaceAll(", }", " }");
  const add = (name: string, node: ts.Node): void => {
    const printed = print(node);
    found.set(name, [...(found.has(name) ? [found.get(name)] : []), printed].join("\n"));
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    if (ts.isExportDeclaration(statement)) add(print(statement), statement);
    else if (isExported(statement)) for (const [name, node] of named(statement)) add(name, node);
  }
  found.delete("export { };");
  found.delete("export {};");
  return found;
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function named(statement: ts.Statement): readonly (readonly [string, ts.Node])[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((each) => [each.name.getText(), each] as const);
  const { name } = statement as ts.DeclarationStatement;
  return [[name?.getText() ?? "default", statement]];
}

/** Messages of the compiler about JavaScript that has TypeScript in it, or that does not parse. */
export function javaScriptFaults(path: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2022 },
  });
  return diagnostics.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

/** What the compiler declares for a module by itself, and what it cannot declare without other files. */
export function declared(path: string, text: string): { readonly text: string; readonly faults: readonly string[] } {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, isolatedDeclarations: true, declaration: true },
  });
  return { text: outputText, faults: diagnostics.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`) };
}

/** A module without its types and comments in one spelling, as a list of statements. */
export function code(path: string, text: string): readonly string[] {
  const { outputText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      allowJs: true,
      removeComments: true,
    },
  });
  const file = ts.createSourceFile(path, outputText, ts.ScriptTarget.ESNext, true);
  return file.statements
    .map((statement) =>
      printer
        .printNode(ts.EmitHint.Unspecified, statement, file)
        .replace(/\s+/g, " ")
        .replaceAll(/, ([}\])])/g, " $1"),
    )
    .filter((statement) => !/^export \{ ?\};$/.test(statement));
}
