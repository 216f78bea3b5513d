/** The run cannot begin: the options or the document are not usable. Its message is for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
