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
  const { configFile } = parsed.options as { readonly configFile?: ts.TsConfigSourceFile };
  // One that does not exist may be generated later.
  const base = configFile?.extendedSourceFiles?.find((each) => isThere(each) && !isFile(each));
  return base === undefined ? parsed : { fault: `"${basename(base)}", which it extends, is not a regular file.` };
}

/** Times that one file is read at most. The compiler of ts-morph reads a file again for each file that extends it. */
const mostReads = 1000;

/** The same access for a project of ts-morph. */
export function compilerFiles(): FileSystemHost {
  const files = new Project({ skipLoadingLibFiles: true }).getFileSystem();
  const read = files.readFileSync.bind(files);
  const reads = new Map<string, number>();
  files.readFileSync = (path, encoding) => {
    const count = (reads.get(path) ?? 0) + 1;
    reads.set(path, count);
    if (count > mostReads || (isThere(path) && !isFile(path))) throw new Error(`"${path}" is not read.`);
    return read(path, encoding);
  };
  return files;
}
