import { basename } from "node:path";
import { Project, ts, type FileSystemHost } from "ts-morph";
import { isFile, isThere } from "./look.js";

/** The compiler's access to files, which reads regular files only: of a pipe the compiler would wait for the writer. */
export const compilerSystem: ts.System = {
  ...ts.sys,
  readFile: (path, encoding) => (isFile(path) ? ts.sys.readFile(path, encoding) : undefined),
};

/** A project's configuration with everything that it extends, or the reason why it cannot be read. */
export function readProject(path: string, system: ts.System = compilerSystem): ts.ParsedCommandLine | { readonly fault: string } {
  let fault = "it is no project.";
  const host = {
    ...system,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => (fault = ts.flattenDiagnosticMessageText(messageText, " ")),
  } as ts.ParseConfigFileHost;
  // Without a cache, the time doubles with each file that two others extend.
  const parsed = ts.getParsedCommandLineOfConfigFile(path, {}, host, new Map());
  if (parsed === undefined) return { fault };
  // One that does not exist may be generated later.
  const base = extendedBy(parsed).find((each) => isThere(each) && !isFile(each));
  return base === undefined ? parsed : { fault: `"${basename(base)}", which it extends, is not a regular file.` };
}

/** The files that a configuration extends, directly or not. */
function extendedBy({ options }: ts.ParsedCommandLine): readonly string[] {
  const { configFile } = options as { readonly configFile?: ts.TsConfigSourceFile };
  return configFile?.extendedSourceFiles ?? [];
}

/** Times that a file of `extends` is read at most. ts-morph reads it again for each file that extends it, so that the number can double with each. */
const mostReads = 100;

/** The same access for a project of ts-morph. */
export function compilerFiles(project: ts.ParsedCommandLine): FileSystemHost {
  const files = new Project({ skipLoadingLibFiles: true }).getFileSystem();
  const read = files.readFileSync.bind(files);
  const reads = new Map(extendedBy(project).map((path) => [path, 0]));
  files.readFileSync = (path, encoding) => {
    const count = reads.get(path);
    if (count !== undefined) reads.set(path, count + 1);
    if ((count ?? 0) >= mostReads || (isThere(path) && !isFile(path))) throw new Error(`"${path}" is not read.`);
    return read(path, encoding);
  };
  return files;
}
