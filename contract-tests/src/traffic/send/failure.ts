import { networkError } from "tallystick/model";
import type { Failure } from "../interaction.js";

/** The failure in plain words; `stage` states whether the head of the response had arrived. */
export function failureOf(
  error: unknown,
  stage: "head" | "body",
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Failure {
  const { name, code, isInvalidHttp, sentence } = networkError(signal.aborted ? signal.reason : error);
  if (name === "TimeoutError" || /_TIMEOUT$|^ETIMEDOUT$/.test(code)) {
    return { kind: "timeout", message: `${stage === "head" ? "No response" : "No complete response"} within ${timeoutMs} ms.` };
  }
  if (signal.aborted || name === "AbortError") return { kind: "aborted", message: "The request was aborted." };
  if (/CERT|SELF_SIGNED|UNABLE_TO_|_SSL_|^ERR_TLS|^EPROTO$|HOSTNAME_MISMATCH/.test(code)) return { kind: "tls", message: sentence };
  if (isInvalidHttp || /UND_ERR_(?:HEADERS_OVERFLOW|RES_EXCEEDED|INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH|RES_CONTENT_LENGTH)/.test(code)) {
    return { kind: "protocol", message: sentence };
  }
  return { kind: stage === "body" ? "truncated" : "connection", message: stage === "body" ? `The response broke off. ${sentence}` : sentence };
}
