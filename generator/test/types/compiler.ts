import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The options under which every output has to compile. */
export const strictest: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  // All declarations here are those of the standard library.
  skipLibCheck: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  types: [],
};

const here = dirname(fileURLToPath(import.meta.url));
/** Parsed once; the standard library is most of a small program. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The compile errors of modules that exist only in memory, beside this file so that packages resolve. */
export function typeErrors(files: Readonly<Record<string, string>>, options: ts.CompilerOptions = strictest): string[] {
  const folder = join(here, "in-memory");
  const texts = new Map(Object.entries(files).map(([path, text]) => [join(folder, path), text]));
  texts.set(join(folder, "package.json"), '{ "type": "module" }');
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.directoryExists = (path) => path === folder || (directoryExists?.(path) ?? true);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, ...(rest.slice(0, 1) as [ts.CreateSourceFileOptions]), true);
    if (!libraries.has(path)) libraries.set(path, getSourceFile(path, ...rest));
    return libraries.get(path);
  };
  const program = ts.createProgram(
    [...texts.keys()].filter((path) => path.endsWith(".ts")),
    options,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const place = diagnostic.file && diagnostic.start !== undefined ? diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start) : undefined;
    const at = place ? `${diagnostic.file?.fileName.slice(folder.length + 1)}:${place.line + 1} ` : "";
    return `${at}TS${diagnostic.code} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`;
  });
}
