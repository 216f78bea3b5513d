import ts from "typescript";
import { isTaken } from "../shared.js";

const printer = ts.createPrinter({ removeComments: true });

/** Exported and imported names of a module → their declarations in one spelling. */
function surface(path: string, text: string): ReadonlyMap<string, string> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, string>();
  const print = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ").replaceAll(", }", " }");
  const add = (name: string, node: ts.Node): void => {
    const printed = print(node);
    found.set(name, [...(found.has(name) ? [found.get(name)] : []), printed].join("\n"));
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const [name, from] of imported(statement)) found.set(name, from);
      continue;
    }
    if (ts.isExportDeclaration(statement)) add(print(statement), statement);
    else if (isExported(statement)) for (const [name, node] of named(statement)) add(name, node);
  }
  found.delete("export { };");
  found.delete("export {};");
  return found;
}

/** Names that an import brings in → what they are. Whether only as a type is not part of a surface. */
function imported({ importClause, moduleSpecifier }: ts.ImportDeclaration): readonly (readonly [string, string])[] {
  const from = moduleSpecifier.getText();
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || ts.isNamespaceImport(bindings)) return [[`import ${importClause?.getText() ?? ""}`, from]];
  return bindings.elements.map(({ name, propertyName }) => [`import ${name.text}`, `${(propertyName ?? name).text} from ${from}`]);
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
function javaScriptFaults(path: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2022 },
  });
  return diagnostics.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

/** What the compiler declares for a module by itself, and what it cannot declare without other files. */
function declared(path: string, text: string): { readonly text: string; readonly faults: readonly string[] } {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, isolatedDeclarations: true, declaration: true },
  });
  return { text: outputText, faults: diagnostics.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`) };
}

/** A module without its types and comments in one spelling, as a list of statements. */
function code(path: string, text: string): readonly string[] {
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

/** Modules of a large document differ in names more than in kind: each run compares a share of them. */
function isCompared(path: string, index: number, modules: number): boolean {
  return modules < 200 || path.startsWith("types") || isTaken(index, 16);
}

/** What the two targets of a document do not agree on. Both by path. */
export function differences(source: ReadonlyMap<string, string>, plain: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (const path of plain.keys()) {
    if (/\.(?:js|d\.ts)$/.test(path) && !source.has(path.replace(/\.(?:js|d\.ts)$/, ".ts"))) found.push(`${path} has no source`);
  }
  for (const [index, [path, text]] of [...source].entries()) {
    if (!path.endsWith(".ts") || !isCompared(path, index, source.size)) continue;
    const expected = declared(path, text);
    found.push(...expected.faults);
    const declaration = plain.get(path.replace(/\.ts$/, ".d.ts"));
    if (declaration === undefined) found.push(`${path} has no declarations`);
    else found.push(...unequal(path, surface(path, declaration), surface(path, expected.text)));
    // The runtime is compiled by the compiler.
    if (path.startsWith("runtime/")) continue;
    const script = path.replace(/\.ts$/, ".js");
    const scriptText = plain.get(script) ?? "";
    found.push(...javaScriptFaults(script, scriptText));
    found.push(...unequal(script, listed(code(script, scriptText)), listed(code(path, text))));
  }
  return found;
}

function listed(statements: readonly string[]): ReadonlyMap<string, string> {
  return new Map(statements.map((statement, index) => [String(index), statement]));
}

function unequal(path: string, got: ReadonlyMap<string, string>, want: ReadonlyMap<string, string>): readonly string[] {
  const names = [...new Set([...got.keys(), ...want.keys()])].filter((name) => got.get(name) !== want.get(name));
  return names.map((name) => `${path}, ${name}: ${got.get(name)} instead of ${want.get(name)}`);
}
