import type { Interaction } from "@tallystick/contract";
import { outcomeOf } from "./calls.js";
import type { JudgedDocument } from "./document.js";
import type { Installed } from "./generated-package.js";
import { judge, parsed, textOf } from "./judge.js";
import { mutations } from "./mutate.js";

export interface Spoilt {
  /** Changed responses that were given to the client. */
  readonly tried: number;
  /** Those that Ajv, the generated validator and the client all call wrong. */
  readonly caught: number;
  /** Where the three do not say the same. */
  readonly disagreements: readonly string[];
}

/**
 * Changes one location of a response at a time. What Ajv calls wrong must be called wrong by the generated validator, and the client must throw;
 * what Ajv calls right must pass both.
 */
export async function spoil(interaction: Interaction, document: JudgedDocument, installed: Installed): Promise<Spoilt> {
  const { operation, status, mediaType, faults } = judge(interaction, document, installed);
  const body = parsed(textOf(interaction.response?.body) ?? "");
  const validate = operation.responses.get(status)?.get("application/json");
  const disagreements: string[] = [];
  let tried = 0;
  let caught = 0;
  if (faults.length > 0 || mediaType !== "application/json" || body === undefined || validate === undefined) return { tried, caught, disagreements };
  const validator = installed.validator(operation.id, status);
  for (const { what, value } of mutations(body.value)) {
    tried += 1;
    const right = validate(value);
    if (!right) caught += 1;
    const where = `${operation.id} ${String(status)}, ${what}: Ajv reports ${right ? "valid" : "invalid"}`;
    if (validator.is(value) !== right) disagreements.push(`${where}, the generated validator does not`);
    const client = installed.api.createClient({
      accountId: "account",
      apiToken: "token",
      retries: 0,
      fetch: async () => Response.json(value, { status }),
    });
    const outcome = await outcomeOf(client, operation.id);
    // Of an error the client only knows the body: a text is what the document has for this status under another media type.
    const described = right || (status >= 300 && typeof value === "string" && (operation.responses.get(status)?.has("text/plain") ?? false));
    if (!saysSo(outcome, described, status, value, installed)) disagreements.push(`${where}, the client does not`);
  }
  return { tried, caught, disagreements };
}

/** A valid response is returned, an invalid one is thrown as a ContractError. An error response is always thrown, and states whether the document describes it. */
function saysSo(outcome: { data?: unknown; error?: unknown }, right: boolean, status: number, value: unknown, { api }: Installed): boolean {
  if (status >= 300) return outcome.error instanceof api.ApiError && outcome.error.status === status && outcome.error.documented === right;
  return right ? JSON.stringify(outcome.data) === JSON.stringify(value) : outcome.error instanceof api.ContractError;
}
