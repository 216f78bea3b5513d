import { ts } from "ts-morph";
import { isFile } from "./look.js";

/** The compiler's access to files, which reads regular files only: of a pipe the compiler would wait for the writer. */
export const compilerSystem: ts.System = {
  ...ts.sys,
  readFile: (path, encoding) => (isFile(path) ? ts.sys.readFile(path, encoding) : undefined),
};
