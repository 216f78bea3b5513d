/** Exit codes. */
export const exit = {
  /** Success without output. */
  success: 0,
  /** Differences, breaking changes or findings. */
  findings: 1,
  /** An option, a file or the document is invalid. */
  usage: 2,
  /** Internal error. */
  internal: 3,
} as const;

const refusals: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "the system does not allow it",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is full",
  ENOTDIR: "a file is where a folder should be",
  EEXIST: "a file is where a folder should be",
  EISDIR: "a folder is where a file should be",
  ENAMETOOLONG: "its name is too long for the disk",
  ELOOP: "a link refers to itself",
};

/** The error of the file system as a sentence; `undefined` for any other error. */
export function refusedByDisk(error: unknown): string | undefined {
  const { code = "", path, syscall } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  if (syscall === "uv_cwd") return "The current folder was deleted. Change to another folder.";
  if (code === "ERR_INVALID_ARG_VALUE" && / null bytes/.test((error as Error).message))
    return "A path has a NUL character, which no file name may have.";
  if (code === "EMFILE" || code === "ENFILE") return "More files are open than the system allows. Raise the limit (ulimit -n).";
  // A file may be deleted during a run, and a link may refer to nothing.
  if (code === "ENOENT" && syscall !== "mkdir" && path !== undefined) return `"${path}" was deleted during the run, or it is a link to nothing.`;
  if (code === "EISDIR" && syscall === "read") return "A folder is where a file should be.";
  const reason = code === "ENOENT" && syscall === "mkdir" ? "no folder can be created there" : refusals[code];
  // Open files have no name in the error.
  if (reason === undefined || syscall === undefined || (path === undefined && syscall !== "write")) return undefined;
  return `${path === undefined ? "A file" : `"${path}"`} cannot be written: ${reason}. No files were changed.`;
}

/** A signal has ended the run. The command ends its process by it, after its temporary files are removed. */
export class Interrupted extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(signal);
  }
}
