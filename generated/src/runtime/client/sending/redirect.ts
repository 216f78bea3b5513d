// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import { RedirectError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { Composed } from "../request/request.js";

/** The redirected request of a method other than GET and HEAD, as in `fetch` (Fetch Standard §4.4, HTTP-redirect fetch). */
export function likeFetch(sent: Composed, { status = 0 }: Attempt): void {
  if (status === 303 || (status < 303 && sent.method === "POST")) {
    sent.method = "GET";
    sent.body = undefined;
    sent.headers.delete("content-type");
  }
}

/** The same for a body that may be a stream. @throws RedirectError if the stream would have to be sent again */
export function likeFetchOnce(sent: Composed, attempt: Attempt): void {
  likeFetch(sent, attempt);
  const { origin } = new URL(sent.url);
  if (attempt.once && sent.body !== undefined) throw new RedirectError(`redirected to ${origin}`, attempt, { origin });
}

/**
 * The target of a redirect, if the response is one.
 *
 * `fetch` follows redirects to any origin and removes only `Authorization` of the credentials. So the client follows them itself, within
 * the same origin only. A browser hides the target of a redirect; such a redirect is rejected.
 *
 * @param from The address of the response.
 * @throws RedirectError
 */
export function redirected({ type, status, headers }: Response, from: string, hops: number, attempt: Attempt): string | undefined {
  const location = headers.get("location");
  if (type !== "opaqueredirect" && !(location && /30[12378]/.test(`${status}`))) return undefined;
  const { origin, href } = location && URL.canParse(location, from) ? new URL(location, from) : ({} as Partial<URL>);
  // The origin of a `blob:` URL is that of the URL inside it, and `fetch` throws at a URL with a password.
  if (hops < 5 && href?.startsWith(new URL("/", from).href)) return href;
  throw new RedirectError(`redirected${origin ? ` to ${origin}` : ""}`, attempt, { origin });
}

/** A documented 300 is a result; openapi-fetch reads bodies of responses that are not OK. */
export function asResult(response: Response, { responses }: Operation): void {
  if (responses[response.status]) Object.defineProperty(response, "ok", { value: true });
}
