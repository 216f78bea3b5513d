/** Why a file that somebody named cannot be read, as a sentence. @param kind `baseline`, `file` */
export function unreadable(kind: string, path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no ${kind} at "${path}".`;
  if (code === "EISDIR") return `"${path}" is a folder, and no ${kind}.`;
  if (code === "EACCES" || code === "EPERM") return `"${path}" cannot be read: permission denied.`;
  return `"${path}" cannot be read: ${message}.`;
}
