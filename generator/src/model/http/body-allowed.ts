import type { Operation } from "../api.js";

/**
 * Whether `fetch` sends a body with the method of an operation (Fetch §5.4, RFC 9110 §9.3.1). Requests of callbacks and webhooks are not sent by
 * `fetch`.
 */
export function isBodyAllowed({ method, kind }: Pick<Operation, "method" | "kind">): boolean {
  return kind !== "path" || (method !== "get" && method !== "head");
}
