/** What a command says to the shell. */
export const exit = {
  /** Done; nothing to say. */
  success: 0,
  /** Done, and something differs, broke or was found. */
  findings: 1,
  /** Not done: an option, a file or the document is at fault. */
  usage: 2,
  /** Not done: a mistake of ours. */
  internal: 3,
} as const;

/** An option or argument that cannot be used; the message is a whole sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
