import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import type { UsageCode, UsageDetails } from "../../diagnostics/usage-codes.js";

/** Details of a usage error. */
export interface Refusal extends UsageDetails {
  /** Default: `wrong-usage`. */
  readonly code?: UsageCode;
  /** The diagnostics of an invalid document, if that is the reason: the message is their text. */
  readonly diagnostics?: readonly LocatedDiagnostic[];
}

/** The command cannot start: an option, an argument, a file or the document is invalid. The message is for the user and begins with the location. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The message without its location. */
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
