import type { Failure } from "../interaction.js";

/** What went wrong, in words for a person; `stage` says whether the head of the answer had arrived. */
export function failureOf(
  error: unknown,
  stage: "head" | "body",
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Failure {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const { name, code, message } = describe(reason);
  if (name === "TimeoutError" || /_TIMEOUT$|^ETIMEDOUT$/.test(code)) {
    return { kind: "timeout", message: `${stage === "head" ? "No answer" : "No end of the answer"} within ${timeoutMs} ms.` };
  }
  if (signal.aborted || name === "AbortError") return { kind: "aborted", message: "The request was given up." };
  if (/CERT|SELF_SIGNED|UNABLE_TO_|_SSL_|^ERR_TLS|^EPROTO$|HOSTNAME_MISMATCH/.test(code))
    return { kind: "tls", message: `The secure connection failed: ${message} (${code}).` };
  if (
    name === "HTTPParserError" ||
    code.startsWith("HPE_") ||
    /UND_ERR_(?:HEADERS_OVERFLOW|RES_EXCEEDED|INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH|RES_CONTENT_LENGTH)/.test(code)
  ) {
    return { kind: "protocol", message: `The exchange is not valid HTTP: ${message}.` };
  }
  if (stage === "body") return { kind: "truncated", message: `The answer broke off: ${message}.` };
  return { kind: "connection", message: code === "" ? message : `${message} (${code})` };
}

/** The innermost cause that has a code says most. */
function describe(error: unknown): { name: string; code: string; message: string } {
  let current: unknown = error;
  let found = { name: "", code: "", message: String(error) };
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code: unknown = Reflect.get(current, "code");
    const message = current.message === "" && current instanceof AggregateError ? String(current.errors[0]?.message ?? "") : current.message;
    if (found.name === "" || typeof code === "string") found = { name: current.name, code: typeof code === "string" ? code : found.code, message };
    current = current.cause;
  }
  return found;
}
