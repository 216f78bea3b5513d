import type { LocatedDiagnostic } from "../diagnostics/diagnostic.js";
import type { UsageCode, SaidDetails } from "../diagnostics/usage-codes.js";

/** What is known of a refusal besides its sentence. */
export interface Refusal extends SaidDetails {
  /** Default: `wrong-usage`. */
  readonly code?: UsageCode;
  /** What was found in a document that cannot be used, where that is the reason: the sentence is its text. */
  readonly diagnostics?: readonly LocatedDiagnostic[];
}

/** What was asked cannot begin: an option, an argument, a file or the document cannot be used. The message is for the user, and begins with its place. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The message without its place. */
  readonly says: string;

  constructor(
    sentence: string,
    readonly refusal: Refusal = {},
  ) {
    const says = refusal.diagnostics !== undefined || /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
    super(placed(refusal) + says);
    this.says = says;
  }
}

/** `params.yaml:2:5: `, as far as it is known. */
function placed({ file, line, column }: Refusal): string {
  const parts = [file, line, column].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : `${parts.join(":")}: `;
}
