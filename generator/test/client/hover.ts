import { join } from "node:path";
import ts from "typescript";

/**
 * What an editor shows for the last mention of a word in a program next to an output.
 * @param folder Has the output.
 */
export function hovers(folder: string, program: string): (word: string) => string {
  const file = join(folder, "hover.ts");
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = name === file ? program : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => ({ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, types: [] }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    realpath: (name) => name,
  };
  const service = ts.createLanguageService(host);
  return (word) => {
    const quick = service.getQuickInfoAtPosition(file, program.lastIndexOf(word));
    return `${ts.displayPartsToString(quick?.displayParts)}\n${ts.displayPartsToString(quick?.documentation)}`;
  };
}
