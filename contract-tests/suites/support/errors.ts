import { outcomeOf } from "./calls.js";
import { parsed, textOf } from "./judge.js";
import { scenario, type OperationId, type Scenario } from "./scenario.js";

/** Each error in the recording is thrown as what it is: its status, its body, its message, and that the document describes it. */
export function everyDocumentedError(operation: OperationId): Scenario {
  return scenario({
    title: "each published error is thrown with its status, its body and its message",
    shows: { operation, status: 401 },
    source: "documentation",
    async run({ api, client, expect, recorded }) {
      for (const { response } of recorded) {
        const text = textOf(response?.body) ?? "";
        const body = parsed(text)?.value ?? text;
        const outcome = await outcomeOf(client, operation);
        expect("error" in outcome && outcome.error).toBeInstanceOf(api.ApiError);
        expect(outcome).toMatchObject({ error: { operation, status: response?.status, documented: true, body } });
        expect(outcome).toHaveProperty("error.message", expect.stringContaining(messageOf(body)));
        const wait = response?.headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1];
        expect(outcome).toHaveProperty("error.retryAfterMs", wait === undefined ? undefined : Number(wait) * 1000);
      }
    },
  });
}

/** The precedence that Cloudflare's own command line has: the envelope's messages, then `error`, then the text as it came. */
function messageOf(body: unknown): string {
  if (typeof body === "string") return body;
  const { errors, error } = body as { errors?: readonly { message: string }[]; error?: string };
  return errors?.map(({ message }) => message).join(", ") ?? error ?? "";
}
