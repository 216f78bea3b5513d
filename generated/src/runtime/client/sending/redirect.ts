// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import { RedirectError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { Composed } from "../request/request.js";

/** How a request that is neither GET nor HEAD goes on, as `fetch` does it (Fetch Standard §4.4, HTTP-redirect fetch). */
export function likeFetch(sent: Composed, { status = 0 }: Attempt): void {
  if (status === 303 || (status < 303 && sent.method === "POST")) {
    sent.method = "GET";
    sent.body = undefined;
    sent.headers.delete("content-type");
  }
}

/** The same where what is sent may be a stream. @throws RedirectError where that would have to go again */
export function likeFetchOnce(sent: Composed, attempt: Attempt): void {
  likeFetch(sent, attempt);
  const { origin } = new URL(sent.url);
  if (attempt.once && sent.body !== undefined) throw new RedirectError(`redirected to ${origin}`, attempt, { origin });
}

/**
 * Where an answer sends the request on, if it does.
 *
 * `fetch` follows redirects to any origin, and of the credentials drops only `Authorization` on the way. So we follow them, and only
 * those that stay where they are. A browser does not say where a redirect goes; such a one is refused.
 *
 * @param from The address that answered.
 * @throws RedirectError
 */
export function redirected({ type, status, headers }: Response, from: string, hops: number, attempt: Attempt): string | undefined {
  const location = headers.get("location");
  if (type !== "opaqueredirect" && !(location && /30[12378]/.test(`${status}`))) return undefined;
  const { origin, href } = location && URL.canParse(location, from) ? new URL(location, from) : ({} as Partial<URL>);
  if (hops < 5 && origin === new URL(from).origin) return href;
  throw new RedirectError(`redirected${origin ? ` to ${origin}` : ""}`, attempt, { origin });
}

/** A 300 that the document describes is a result; openapi-fetch reads what is not OK. */
export function asResult(response: Response, { responses }: Operation): void {
  if (responses[response.status]) Object.defineProperty(response, "ok", { value: true });
}
